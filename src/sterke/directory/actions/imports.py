"""A sheet on its way in: read, corrected row by row, then written all at once or refused whole."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sterke.core import activity, sheets
from sterke.core.keys import key_of

from .. import permissions, sheet_rows, spelling, tasks
from ..models import ContactDetails, Organisation, Person, Role, SheetImport
from .organisations import free_slug

State = SheetImport.State


@transaction.atomic
def start_import(kind: str, *, file_name: str, data: bytes, by: Any) -> SheetImport:
    """Read an uploaded sheet and check every row. Nothing is written to the register yet."""
    if not permissions.can_import(by):
        raise PermissionDenied
    sheet = sheets.read(data, file_name)
    fields = sheet_rows.fields_for(kind, sheet.columns)
    if "name" not in fields:
        label = sheet_rows.FIELDS[kind]["name"][0]
        message = _("There is no column for %(field)s. The headings are: %(headings)s.")
        raise ValidationError(
            message, code="column", params={"field": label, "headings": ", ".join(sheet.columns)[:300]}
        )
    rows = [
        {
            "line": row.line,
            "values": {name: cell for name, cell in zip(fields, row.cells, strict=True) if name},
            "problem": row.problem,
            "skip": False,
        }
        for row in sheet.rows
    ]
    sheet_import = SheetImport(
        kind=kind, file_name=file_name[:200], columns=sheet.columns, rows=rows, by_key=key_of(by)
    )
    check_rows(sheet_import)
    sheet_import.save()
    return sheet_import


@transaction.atomic
def correct_row(sheet_import: SheetImport, *, line: int, values: dict[str, str], skip: bool, by: Any) -> SheetImport:
    """Change or skip one row of the preview, and check all again (rows may depend on each other)."""
    if not permissions.can_import(by):
        raise PermissionDenied
    fresh = SheetImport.objects.select_for_update().get(pk=sheet_import.pk)
    if fresh.state != State.PREVIEW:
        raise ValidationError(_("This sheet is no longer waiting."), code="state")
    for row in fresh.rows:
        if row["line"] == line:
            row |= {"values": row["values"] | values, "skip": skip, "problem": ""}
    check_rows(fresh)
    fresh.save(update_fields=["rows"])
    return fresh


@transaction.atomic
def write_import(sheet_import: SheetImport, *, by: Any) -> None:
    """Hand the sheet to the worker. Refused while a row has an error that is neither corrected nor skipped."""
    if not permissions.can_import(by):
        raise PermissionDenied
    if wrong := [row["line"] for row in sheet_import.rows if row.get("errors") and not row["skip"]]:
        message = _("%(count)s rows have errors. Correct or skip them first; nothing has been written.")
        raise ValidationError(message, code="rows", params={"count": len(wrong)})
    waiting = SheetImport.objects.filter(pk=sheet_import.pk, state=State.PREVIEW)
    if waiting.update(state=State.RUNNING, done_rows=0) != 1:
        raise ValidationError(_("This sheet is no longer waiting."), code="state")
    tasks.write_sheet.enqueue(sheet_import.pk, by.pk)


@transaction.atomic
def drop_import(sheet_import: SheetImport, *, by: Any) -> None:
    """Forget a sheet that was not written; its rows are removed."""
    if not permissions.can_import(by):
        raise PermissionDenied
    SheetImport.objects.filter(pk=sheet_import.pk, state=State.PREVIEW).update(state=State.DROPPED, rows=[])


def check_rows(sheet_import: SheetImport, *, progress: bool = False) -> list[tuple[dict, dict[str, Any], Any]]:
    """Put errors and state on each row. Gives (row, cleaned values, the stored row it matches) for those to write."""
    known = Known(sheet_import.kind)
    found = []
    for number, row in enumerate(sheet_import.rows, 1):
        facts, errors = sheet_rows.cleaned(sheet_import.kind, row["values"])
        if row["problem"]:
            errors["row"] = row["problem"]
        match = None
        if not row["skip"]:
            match = known.match(row["line"], facts, errors)
        row["errors"] = errors
        same = match is not None and all(getattr(match, name, value) == value for name, value in facts.items())
        row["state"] = (
            "new" if match is None else "unchanged" if same and sheet_import.kind == "organisations" else "updated"
        )
        if not row["skip"] and not errors:
            found.append((row, facts, match))
        if progress and number % 500 == 0:
            SheetImport.objects.filter(pk=sheet_import.pk).update(done_rows=number)
    return found


class Known:
    """What is in the register now, by number, name and e-mail, read once for a whole sheet."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.numbers: dict[str, Organisation] = {}
        self.names: dict[str, Organisation] = {}
        self.emails: dict[str, Person] = {}
        self.seen: dict[tuple[str, str], int] = {}
        for row in Organisation.objects.filter(merged_into=None).order_by("pk"):
            self.numbers[row.org_number] = row
            self.names[spelling.company_key(row.name)] = row
        if kind == "people":
            people = Person.objects.filter(merged_into=None, erased_at=None).select_related("user")
            for person in people.prefetch_related("contact_details"):
                for detail in person.contact_details.all():
                    if detail.kind == ContactDetails.Kind.EMAIL:
                        self.emails[detail.value.lower()] = person
                if person.user:
                    self.emails[person.user.email] = person

    def match(self, line: int, facts: dict[str, Any], errors: dict[str, str]) -> Any:
        if self.kind == "people":
            return self._person(line, facts, errors)
        number, key = facts.get("org_number", ""), spelling.company_key(facts.get("name", ""))
        self._once("org_number", number, line, errors)
        if not number and key:
            self._once("name", key, line, errors)
        if number and number in self.numbers:
            return self.numbers[number]
        same = self.names.get(key) if key else None
        return None if same is not None and number and same.org_number else same

    def _once(self, field: str, value: str, line: int, errors: dict[str, str]) -> None:
        first = self.seen.setdefault((field, value), line) if value else line
        if first != line:
            errors[field] = _("The same as in row %(row)s.") % {"row": first}

    def _person(self, line: int, facts: dict[str, Any], errors: dict[str, str]) -> Person | None:
        self._once("email", facts.get("email", ""), line, errors)
        number, name = facts.pop("org_number", ""), facts.pop("organisation", "")
        place = self.numbers.get(number) if number else self.names.get(spelling.company_key(name)) if name else None
        if place is None and (number or name):
            errors["organisation"] = _("%(name)s is not in the register.") % {"name": number or name}
        facts["place"] = place
        return self.emails.get(facts.get("email", "")) if facts.get("email") else None


def perform_import(sheet_import: SheetImport, *, by: Any) -> SheetImport:
    """The worker's part: check once more with progress shown, then write everything in one transaction, or nothing.

    May run twice: what is already written is left alone.
    """
    if not permissions.can_import(by):
        raise PermissionDenied
    if sheet_import.state != State.RUNNING:
        return sheet_import
    check_rows(sheet_import, progress=True)
    with transaction.atomic():
        running = SheetImport.objects.filter(pk=sheet_import.pk, state=State.RUNNING)
        if running.update(state=State.DONE, done_rows=len(sheet_import.rows)) != 1:
            return sheet_import
        found = check_rows(sheet_import)
        if any(row["errors"] and not row["skip"] for row in sheet_import.rows):
            SheetImport.objects.filter(pk=sheet_import.pk).update(
                state=State.PREVIEW, done_rows=0, rows=sheet_import.rows
            )
            return sheet_import
        write = write_organisations if sheet_import.kind == "organisations" else write_people
        touched, created, updated = write(found)
        outcome = {"created": created, "updated": updated, "total": len(sheet_import.rows)}
        SheetImport.objects.filter(pk=sheet_import.pk).update(outcome=outcome, rows=[])
        activity.record("sheet.written", sheet_import, by=by, about=touched, created=created, updated=updated)
    return sheet_import


def write_organisations(found: list[tuple[dict, dict[str, Any], Any]]) -> tuple[list[Any], int, int]:
    taken = set(Organisation.objects.values_list("slug", flat=True))
    new, changed = [], []
    for row, facts, match in found:
        if match is None:
            slug = free_slug(facts["name"], taken)
            taken.add(slug)
            new.append(Organisation(slug=slug, **facts))
        elif row["state"] == "updated":
            for name, value in facts.items():
                setattr(match, name, value)
            match.version += 1
            for name in ("search_text", "sort_key"):
                match._meta.get_field(name).pre_save(match, False)
            changed.append(match)
    Organisation.objects.bulk_create(new, batch_size=500)
    names = list(sheet_rows.FIELDS["organisations"])
    Organisation.objects.bulk_update(changed, [*names, "search_text", "sort_key", "version"], batch_size=200)
    return [*new, *changed], len(new), len(changed)


def write_people(found: list[tuple[dict, dict[str, Any], Any]]) -> tuple[list[Any], int, int]:
    new = {row["line"]: Person(name=facts["name"]) for row, facts, match in found if match is None}
    Person.objects.bulk_create(new.values(), batch_size=500)
    details, roles, people = [], [], []
    held = set(ContactDetails.objects.exclude(person=None).values_list("person", "kind"))
    places = set(Role.objects.filter(valid_to=None).values_list("person", "organisation", "kind"))
    for row, facts, match in found:
        person = match or new[row["line"]]
        people.append(person)
        for kind in ("email", "phone", "mobile"):
            if facts.get(kind) and (person.pk, kind) not in held:
                details.append(ContactDetails(person=person, kind=kind, value=facts[kind]))
        kind = facts.get("kind", Role.Kind.CONTACT)
        if facts["place"] and (person.pk, facts["place"].pk, kind) not in places:
            today = timezone.localdate()
            title = facts.get("title", "")
            roles.append(Role(person=person, organisation=facts["place"], kind=kind, title=title, valid_from=today))
    ContactDetails.objects.bulk_create(details, batch_size=500)
    Role.objects.bulk_create(roles, batch_size=500)
    return people, len(new), len(people) - len(new)
