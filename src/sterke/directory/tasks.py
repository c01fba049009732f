"""What the directory does in the background."""

from django.tasks import task


@task
def refresh_from_register() -> dict[str, int]:
    """Nightly: compare every organisation with Enhetsregisteret. Changes go on the desk; may run twice safely."""
    from sterke.accounts.models import User

    from .actions import refresh_all

    return refresh_all(by=User.objects.clockwork())


@task
def write_sheet(sheet_id: int, user_id: int) -> None:
    """Write an imported sheet that somebody has approved; may run twice safely."""
    from sterke.accounts.models import User

    from .actions.imports import perform_import
    from .models import SheetImport

    sheet, user = SheetImport.objects.filter(pk=sheet_id).first(), User.objects.filter(pk=user_id).first()
    if sheet and user:
        perform_import(sheet, by=user)
