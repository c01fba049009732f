"""A sheet on its way in: read, columns understood, corrected row by row, then written all at once or refused whole."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sterke.core import activity, sheets
from sterke.core.keys import key_of

from .. import permissions, sheet_rows, tasks
from ..models import SheetImport, SheetRow
from .sheet_writing import Match, known_to, write

State = SheetImport.State
STEP = 500


@transaction.atomic
def start_import(kind: str, *, file_name: str, data: bytes, by: Any) -> SheetImport:
    """Read an uploaded sheet and check every row. Nothing is written to the register yet.

    Columns chosen by hand the last time the same headings came are chosen again.
    """
    if not permissions.can_import(by):
        raise PermissionDenied
    sheet = sheets.read(data, file_name)
    sheet_import = SheetImport.objects.create(
        kind=kind,
        file_name=file_name[:200],
        columns=sheet.columns,
        fields=earlier_choice(kind, sheet.columns) or sheet_rows.fields_for(kind, sheet.columns),
        total_rows=len(sheet.rows),
        by_key=key_of(by),
    )
    rows = [
        SheetRow(sheet=sheet_import, line=row.line, cells=row.cells, problem=str(row.problem)[:500])
        for row in sheet.rows
    ]
    check_rows(sheet_import, rows)
    SheetRow.objects.bulk_create(rows, batch_size=STEP)
    return sheet_import


def earlier_choice(kind: str, columns: list[str]) -> list[str]:
    """What the same headings meant the last time a sheet with them was understood."""
    earlier = SheetImport.objects.filter(kind=kind, columns=columns).order_by("-created_at", "-pk").first()
    return earlier.fields if earlier and earlier.has_columns else []


@transaction.atomic
def choose_columns(sheet_import: SheetImport, *, fields: list[str], by: Any) -> SheetImport:
    """Say what each column holds, and read all rows anew. What was corrected by hand stays.

    Raises ValidationError by column when one is unknown, two hold the same, or none holds the name.
    """
    fresh = _in_preview(sheet_import, by)
    fresh.fields = sheet_rows.checked_fields(fresh.kind, fresh.columns, fields)
    fresh.save(update_fields=["fields"])
    _check_again(fresh)
    return fresh


@transaction.atomic
def correct_row(sheet_import: SheetImport, *, line: int, values: dict[str, str], skip: bool, by: Any) -> SheetImport:
    """Change or skip one row of the preview, and check all again (rows may depend on each other)."""
    fresh = _in_preview(sheet_import, by)
    for row in fresh.rows.filter(line=line):
        now = row.values(fresh.fields)
        row.corrected |= {name: text for name, text in values.items() if text != now.get(name, "")}
        row.problem = ""
        row.state = SheetRow.State.SKIPPED if skip else SheetRow.State.UNREAD
        row.save(update_fields=["corrected", "problem", "state"])
    _check_again(fresh)
    return fresh


@transaction.atomic
def write_import(sheet_import: SheetImport, *, by: Any) -> None:
    """Hand the sheet to the worker. Refused while a row has an error that is neither corrected nor skipped."""
    if not permissions.can_import(by):
        raise PermissionDenied
    fresh = SheetImport.objects.get(pk=sheet_import.pk)
    if fresh.state == State.PREVIEW and not fresh.has_columns:
        raise ValidationError(_("Choose which column holds the name."), code="column")
    if wrong := fresh.rows.filter(state=SheetRow.State.ERROR).count():
        message = _("%(count)s rows have errors. Correct or skip them first; nothing has been written.")
        raise ValidationError(message, code="rows", params={"count": wrong})
    waiting = SheetImport.objects.filter(pk=sheet_import.pk, state=State.PREVIEW)
    if waiting.update(state=State.RUNNING, done_rows=0) != 1:
        raise ValidationError(_("This sheet is no longer waiting."), code="state")
    tasks.write_sheet.enqueue(sheet_import.pk, by.pk)


@transaction.atomic
def drop_import(sheet_import: SheetImport, *, by: Any) -> None:
    """Forget a sheet that was not written; its rows are removed."""
    if not permissions.can_import(by):
        raise PermissionDenied
    if SheetImport.objects.filter(pk=sheet_import.pk, state=State.PREVIEW).update(state=State.DROPPED):
        SheetRow.objects.filter(sheet=sheet_import.pk).delete()


def _in_preview(sheet_import: SheetImport, by: Any) -> SheetImport:
    if not permissions.can_import(by):
        raise PermissionDenied
    fresh = SheetImport.objects.select_for_update().get(pk=sheet_import.pk)
    if fresh.state != State.PREVIEW:
        raise ValidationError(_("This sheet is no longer waiting."), code="state")
    return fresh


def _check_again(sheet_import: SheetImport) -> None:
    rows = list(sheet_import.rows.all())
    before = [row.verdict() for row in rows]
    check_rows(sheet_import, rows)
    store(row for row, earlier in zip(rows, before, strict=True) if row.verdict() != earlier)


def store(rows: Iterable[SheetRow]) -> None:
    SheetRow.objects.bulk_create(
        rows,
        batch_size=STEP,
        update_conflicts=True,
        unique_fields=["sheet", "line"],
        update_fields=["state", "errors", "remarks"],
    )


def check_rows(sheet_import: SheetImport, rows: list[SheetRow], *, progress: bool = False) -> list[Match]:
    """Put state, errors and remarks on each row. Gives what is to be written."""
    if not sheet_import.has_columns:
        return []
    known = known_to(sheet_import.kind)
    found = []
    for number, row in enumerate(rows, 1):
        if progress and number % STEP == 0:
            SheetImport.objects.filter(pk=sheet_import.pk).update(done_rows=number)
        if row.state == SheetRow.State.SKIPPED:
            row.errors, row.remarks = {}, []
            continue
        facts, row.errors = sheet_rows.cleaned(sheet_import.kind, row.values(sheet_import.fields))
        if row.problem:
            row.errors["row"] = row.problem
        match = known.match(row.line, facts, row.errors)
        row.remarks, row.state = match.remarks, match.state
        if row.errors:
            row.state = SheetRow.State.ERROR
        else:
            found.append(match)
    return found


def perform_import(sheet_import: SheetImport, *, by: Any) -> SheetImport:
    """The worker's part: check once more with progress shown, then write everything in one transaction, or nothing.

    May run twice: what is already written is left alone.
    """
    if not permissions.can_import(by):
        raise PermissionDenied
    if sheet_import.state != State.RUNNING:
        return sheet_import
    rows = list(sheet_import.rows.all())
    check_rows(sheet_import, rows, progress=True)
    SheetImport.objects.filter(pk=sheet_import.pk).update(done_rows=len(rows))
    with transaction.atomic():
        running = SheetImport.objects.filter(pk=sheet_import.pk, state=State.RUNNING)
        if running.update(state=State.DONE) != 1:
            return sheet_import
        found = check_rows(sheet_import, rows)
        if any(row.state == SheetRow.State.ERROR for row in rows):
            store(rows)
            SheetImport.objects.filter(pk=sheet_import.pk).update(state=State.PREVIEW, done_rows=0)
            return sheet_import
        touched, created, updated = write(sheet_import.kind, found)
        outcome = {"created": created, "updated": updated, "total": len(rows)}
        SheetImport.objects.filter(pk=sheet_import.pk).update(outcome=outcome)
        sheet_import.rows.all().delete()
        activity.record("sheet.written", sheet_import, by=by, about=touched, created=created, updated=updated)
    return sheet_import
