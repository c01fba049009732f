"""What the region does in the background."""

from django.tasks import task


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
def measure_trains() -> int:
    """Weekly: ask Entur how long the train takes. May run twice safely."""
    from sterke.accounts.models import User

    from .actions import ask_for_trains

    return len(ask_for_trains(by=User.objects.clockwork()).found)
