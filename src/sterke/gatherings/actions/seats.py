"""Seats: taken under the gathering's own lock, so that there are never more than there are chairs."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from sterke.core import activity
from sterke.core.question import Question

from .. import mails, permissions
from ..models import TAKES_A_SEAT, Gathering, Registration
from ..seats import Waiting, next_in

State = Registration.State
OFFER_HOURS = 24
LEAST_HOURS = 1
CLEAR_OF_START = timedelta(hours=2)


# Asked by everybody in a rush: translated once.
_locked = Question(lambda pk: Gathering.objects.select_for_update().filter(pk=pk).order_by())
_by_state = Question(
    lambda pk: (
        Registration.objects.filter(gathering=pk)
        .order_by()
        .values_list("state")
        .annotate(n=Count("pk"), last=Max("line"))
    )
)  # fmt: skip


def lock(gathering: Gathering) -> Gathering:
    """The gathering as it stands, held until the transaction ends: whoever comes next waits. Call inside one."""
    return next(iter(_locked(gathering.pk)))


class Counts(NamedTuple):
    """Seats taken, people waiting, and the last place in the line that was given."""

    taken: int
    waiting: int
    last: int


def count(gathering: Gathering) -> Counts:
    found = {state: (number, last or 0) for state, number, last in _by_state(gathering.pk)}
    taken = sum(found.get(state, (0, 0))[0] for state in TAKES_A_SEAT)
    return Counts(taken, found.get(State.WAITING, (0, 0))[0], max((last for _n, last in found.values()), default=0))


def line_of(gathering: Gathering) -> list[Waiting]:
    rows = Registration.objects.filter(gathering=gathering).in_line().values_list("pk", "party", "together")
    return [Waiting(*row) for row in rows]


def offer_until(gathering: Gathering, now: datetime) -> datetime:
    """How long an offer stands: a day; less when it begins soon, but an hour at least."""
    begins = gathering.starts_at or gathering.over
    return max(min(now + timedelta(hours=OFFER_HOURS), begins - CLEAR_OF_START), now + timedelta(hours=LEAST_HOURS))


def offer_free_seats(gathering: Gathering) -> list[Registration]:
    """Offer what is free to those first in line. The gathering must be locked. Returns those who got an offer."""
    now = timezone.now()
    if gathering.is_cancelled or now >= (gathering.starts_at or gathering.over):
        return []
    counts = count(gathering)
    if not counts.waiting:
        return []
    chosen = next_in(line_of(gathering), gathering.seats_left(counts.taken))
    rows = list(Registration.objects.filter(pk__in=chosen).order_by("line", "pk"))
    until = offer_until(gathering, now)
    Registration.objects.filter(pk__in=chosen).update(state=State.OFFERED, offered_until=until)
    for row in rows:
        row.state, row.offered_until = State.OFFERED, until
        mails.offer_seat(gathering, row)
    return rows


@transaction.atomic
def accept_offer(registration: Registration, *, by: Any) -> Registration:
    """Take the seat one was offered. ``by`` is a user, or the registration itself when the link in the mail is used."""
    gathering = lock(registration.gathering)
    row = Registration.objects.get(pk=registration.pk)
    refuse_strangers(row, by)
    if row.state == State.CONFIRMED:
        return row
    if row.state != State.OFFERED:
        raise ValidationError(_("The seat has gone to the next in line. Register again to stand in line once more."))
    row.state, row.offered_until, row.line = State.CONFIRMED, None, None
    row.save(update_fields=["state", "offered_until", "line"])
    activity.record("registration.confirmed", gathering, by=by, about=[row.person, row.organisation])
    mails.confirm(gathering, row)
    return row


@transaction.atomic
def cancel_registration(registration: Registration, *, by: Any) -> Registration:
    """Give up a seat, or a place in the line. What comes free is offered to the next. Twice does it once."""
    gathering = lock(registration.gathering)
    row = Registration.objects.get(pk=registration.pk)
    refuse_strangers(row, by)
    if not row.is_active:
        return row
    if gathering.has_begun and not manages(by, gathering):
        raise ValidationError(_("It has begun. Tell whoever answers for it."))
    end_registration(gathering, row, State.CANCELLED)
    activity.record("registration.cancelled", gathering, by=by, about=[row.person, row.organisation])
    mails.tell_cancelled(gathering, row)
    offer_free_seats(gathering)
    return row


def end_registration(gathering: Gathering, row: Registration, state: str) -> None:
    row.state, row.cancelled_at, row.offered_until, row.line = state, timezone.now(), None, None
    row.save(update_fields=["state", "cancelled_at", "offered_until", "line"])


@transaction.atomic
def lapse_offers_of(gathering: Gathering) -> int:
    """Offers that nobody took go to the next in line. Returns how many lapsed."""
    gathering = lock(gathering)
    late = Registration.objects.filter(gathering=gathering, state=State.OFFERED, offered_until__lte=timezone.now())
    rows = list(late)
    for row in rows:
        end_registration(gathering, row, State.LAPSED)
        mails.tell_lapsed(gathering, row)
    offer_free_seats(gathering)
    return len(rows)


def lapse_offers() -> int:
    """Every minute. May run twice safely."""
    late = Registration.objects.filter(state=State.OFFERED, offered_until__lte=timezone.now())
    found = Gathering.objects.filter(pk__in=late.order_by().values("gathering").distinct())
    return sum(lapse_offers_of(gathering) for gathering in found)


def manages(by: Any, gathering: Gathering) -> bool:
    return not isinstance(by, Registration) and permissions.can_manage(by, gathering)


def refuse_strangers(row: Registration, by: Any) -> None:
    """A link holds for its own registration; a user for their own, their colleagues', and what they manage."""
    if isinstance(by, Registration):
        if by.pk != row.pk:
            raise PermissionDenied
    elif not permissions.can_change_registration(by, row):
        raise PermissionDenied
