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


@task
def gather_units(load_id: int) -> None:
    """Ask the register for the remaining pages of a search; may run twice safely."""
    from .actions.loads import gather_units as gather
    from .models import RegisterLoad

    if load := RegisterLoad.objects.filter(pk=load_id).first():
        gather(load)


@task
def take_in_units(load_id: int, user_id: int) -> None:
    """Put the ticked units of a load in the directory; may run twice safely."""
    from sterke.accounts.models import User

    from .actions.loads import perform_take_in
    from .models import RegisterLoad

    load, user = RegisterLoad.objects.filter(pk=load_id).first(), User.objects.filter(pk=user_id).first()
    if load and user:
        perform_take_in(load, by=user)
