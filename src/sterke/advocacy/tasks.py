"""What cases do by the clock."""

from django.tasks import task


@task
def remind_of_promises() -> int:
    """Daily: a fortnight before a promise is due its case's owner gets a mail. May run twice safely."""
    from .actions import remind_owners

    return remind_owners()
