"""What gatherings do by the clock."""

from datetime import timedelta

from django.tasks import task
from django.utils import timezone

FOOD_DAYS = 14


def lapse_offers() -> int:
    """Minutely: offered seats that nobody took go to the next in line."""
    from .actions import lapse_offers as lapse

    return lapse()


@task
def tell_invited(gathering_id: int) -> None:
    """Write the invitations and reminders of a gathering that wait; may run twice safely."""
    from .actions import tell_invited as tell
    from .models import Gathering

    if gathering := Gathering.objects.filter(pk=gathering_id).first():
        tell(gathering)


@task
def write_notice(notice_id: int) -> None:
    """Write the mails of an annual meeting's notice; may run twice safely."""
    from .actions.annual import write_notice as write
    from .models import Notice

    if notice := Notice.objects.filter(pk=notice_id).first():
        write(notice)


def write_what_is_left() -> None:
    """Minutely: invitations and notices whose worker died are put in line again."""
    from .actions import write_what_is_left as write
    from .actions.annual import write_notices_left

    write()
    write_notices_left()


@task
def ask_how_goals_went() -> int:
    """Daily: whoever should know how a goal went is asked, once for each time it is measured."""
    from .actions import ask_how_goals_went as ask

    return ask()


@task
def forget_food() -> int:
    """Daily: what people do not eat is forgotten two weeks after the gathering."""
    from .models import DietaryNeed

    last = timezone.localdate() - timedelta(days=FOOD_DAYS)
    gone, _each = DietaryNeed.objects.filter(registration__gathering__last_day__lt=last).delete()
    return gone
