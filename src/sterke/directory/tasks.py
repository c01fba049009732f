"""What the directory does in the background."""

from django.tasks import task


@task
def refresh_from_register() -> dict[str, int]:
    """Nightly: compare every organisation with Enhetsregisteret. Changes go on the desk; may run twice safely."""
    from sterke.accounts.models import User

    from .actions import refresh_all

    return refresh_all(by=User.objects.clockwork())
