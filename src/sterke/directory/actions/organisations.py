"""Organisations come into the directory, and are edited."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.forms.models import model_to_dict
from django.utils.translation import gettext_lazy as _

from sterke.core import activity
from sterke.core.edits import EditForm

from .. import orgnumber, permissions, spelling
from ..models import ContactDetails, Organisation, Person

CLEANERS = {"name": spelling.clean_name, "website": spelling.clean_website}


def free_slug(name: str, taken: set[str] | None = None) -> str:
    """An address nobody has: "stalverket", else "stalverket-2". ``taken`` spares the database when there are many."""
    wanted = slug = spelling.slug_of(name)
    number = 1
    while (slug in taken) if taken is not None else Organisation.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def same_organisation(name: str, org_number: str = "", *, but: Organisation | None = None) -> Organisation | None:
    """The row that is already this company: same number, or same name give or take "AS" and "A/S".

    Two units with different numbers are different companies, also when they share a name.
    """
    rows = Organisation.objects.filter(merged_into=None).exclude(pk=(but.pk or 0) if but else 0)
    if org_number and (found := rows.filter(org_number=org_number).first()):
        return found
    key = spelling.company_key(name)
    for row in rows.matching(key):
        differs = org_number and row.org_number and org_number != row.org_number
        if not differs and key in {spelling.company_key(row.name), spelling.company_key(row.register_name)}:
            return row
    return None


def refuse_duplicate(name: str, org_number: str = "", *, but: Organisation | None = None) -> None:
    """Raise when the company is already here; ``params["slug"]`` of the error names it for a link."""
    found = same_organisation(name, org_number, but=but)
    if found:
        message = _("%(name)s is already in the register.")
        raise ValidationError(
            message, code="duplicate", params={"name": found.name, "slug": found.slug, "pk": found.pk}
        )


@transaction.atomic
def create_organisation(*, name: str, by: Any, **facts: Any) -> Organisation:
    """Put an organisation in the directory, with whatever facts are known. Refuses one that is already there.

    ``facts`` are fields of the model; the organisation number may be typed as people type it.
    """
    if not permissions.can_create_organisation(by):
        raise PermissionDenied
    facts["name"] = name
    if facts.get("org_number"):
        facts["org_number"] = orgnumber.normal(facts["org_number"])
    facts |= {field: clean(facts[field]) for field, clean in CLEANERS.items() if facts.get(field) is not None}
    refuse_duplicate(facts["name"], facts.get("org_number", ""))
    organisation = Organisation(slug=free_slug(facts["name"]), **facts)
    organisation.full_clean(exclude=["slug"])
    organisation.save()
    activity.record("organisation.created", organisation, by=by)
    return organisation


@transaction.atomic
def edit_organisation(organisation: Organisation, *, form: EditForm, by: Any) -> Organisation:
    """Save an edit form, with the company's own contact details when the form carries them.

    If another save won since the form was opened, nothing is written: ValidationError "conflict".
    """
    if not permissions.can_edit_organisation(by, organisation):
        raise PermissionDenied
    before = model_to_dict(Organisation.objects.get(pk=organisation.pk), fields=form._meta.fields)
    if not form.claim():
        raise ValidationError(_("Someone else saved this while you were writing."), code="conflict")
    saved = form.save()
    changes = activity.changes_between(before, saved)
    if details := getattr(form, "contact_values", None):
        changes |= {label: ["", ""] for label in write_contact_details(saved, details())}
    if changes:
        activity.record("organisation.edited", saved, by=by, changes=changes)
    return saved


def write_contact_details(owner: Organisation | Person, details: dict[str, tuple[str, str]]) -> list[str]:
    """Store ``{kind: (value, seen_by)}``, one of each kind; an empty value removes it. Returns the kinds that changed.

    History gets the kinds only: numbers and addresses of people stay out of it, so that erasure can reach them.
    """
    key = {"person" if isinstance(owner, Person) else "organisation": owner}
    changed = []
    for kind, (value, seen_by) in details.items():
        row = ContactDetails.objects.filter(kind=kind, **key).first()
        if row and not value:
            row.delete()
        elif value and row is None:
            ContactDetails.objects.create(kind=kind, value=value, seen_by=seen_by, **key)
        elif row and (row.value, row.seen_by) != (value, seen_by):
            ContactDetails.objects.filter(pk=row.pk).update(value=value, seen_by=seen_by)
        else:
            continue
        changed.append(str(ContactDetails.Kind(kind).label))
    return changed
