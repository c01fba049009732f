"""Suggestions by the clock and by the worker."""

from django.tasks import task


@task
def refresh() -> int:
    """Nightly, and soon after a listing was put out or changed. May run twice safely."""
    from .actions.suggestions import refresh_suggestions

    return refresh_suggestions()
