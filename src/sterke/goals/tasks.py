"""What goals do by the clock."""

from django.tasks import task


@task
def ask_owners_to_measure() -> int:
    """Weekly: owners of goals that lack a measurement get a mail. May run twice safely."""
    from .actions import ask_owners_to_measure as ask

    return ask()
