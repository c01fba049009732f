"""What the region does in the background."""

from django.tasks import task
from django.utils import translation


@task
def fetch_figures_that_are_due() -> int:
    """Hourly, outside the hours when the source changes its figures: ask for what is due. May run twice safely."""
    from sterke.accounts.models import User

    from .actions import due, fetch
    from .figures.pxweb import Closed

    try:
        return len(fetch(list(due()), by=User.objects.clockwork()).taken)
    except Closed:
        return 0


@task
def try_source(indicator_id: int, user_id: int, key: str, language: str) -> None:
    """Ask the source of one indicator now, for somebody who waits; ``language`` is what they read. Takes nothing in."""
    from sterke.accounts.models import User

    from .actions import try_source as act
    from .models import Indicator

    indicator, user = Indicator.objects.filter(pk=indicator_id).first(), User.objects.filter(pk=user_id).first()
    if indicator and user:
        with translation.override(language):
            act(indicator, key=key, by=user)


@task
def measure_trains() -> int:
    """Weekly: ask Entur how long the train takes. May run twice safely."""
    from sterke.accounts.models import User

    from .actions import ask_for_trains

    return len(ask_for_trains(by=User.objects.clockwork()).found)
