"""What connections do by the clock. Each may run twice safely."""

from django.tasks import task


@task
def look_after_listings() -> None:
    """Daily: is it still true, what has run out, whose question has had its days."""
    from sterke.accounts.models import User

    from . import actions

    clock = User.objects.clockwork()
    actions.ask_still_true()
    actions.digest_answers(clock)
    actions.close_expired(clock)


@task
def look_after_introductions() -> None:
    """Daily: later has come, a reminder, what is over is closed, what came of those four weeks ago, and who should be
    asked because both have wished for it."""
    from sterke.accounts.models import User

    from . import actions

    actions.ask_again_later()
    actions.remind_introductions()
    actions.close_overdue(User.objects.clockwork())
    actions.ask_results()
    actions.propose_by_the_house(User.objects.clockwork())


@task
def refresh_suggestions() -> int:
    """Nightly, and soon after a listing was put out or changed: who should talk to whom, worked out anew."""
    from . import actions

    return actions.refresh_suggestions()
