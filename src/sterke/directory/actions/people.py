"""People, how to reach them, and their dated roles."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.forms.models import model_to_dict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sterke.accounts.models import User
from sterke.core import activity
from sterke.core.edits import EditForm
from sterke.core.question import Question
from sterke.core.text import tidy
from sterke.core.visibility import Visibility

from .. import permissions, spelling
from ..models import ContactDetails, Organisation, Person, Role
from .organisations import write_contact_details

CLEAN_DETAIL = {
    ContactDetails.Kind.EMAIL: spelling.clean_email,
    ContactDetails.Kind.PHONE: spelling.clean_phone,
    ContactDetails.Kind.MOBILE: spelling.clean_phone,
    ContactDetails.Kind.LINK: spelling.clean_website,
}


_people = Person.objects.filter(merged_into=None, erased_at=None).order_by("sort_key", "pk")
_by_account = Question(lambda email: _people.filter(user__email=email))
_by_details = Question(
    lambda email: _people.filter(
        contact_details__kind=ContactDetails.Kind.EMAIL, contact_details__value__iexact=email
    ).distinct()
)


def person_with_email(email: str) -> Person | None:
    """The person behind an address: by account, else by contact details."""
    return _by_account(email).first() or _by_details(email).first()


@transaction.atomic
def create_person(*, name: str, email: str = "", language: str = "nb", is_demo: bool = False, by: Any) -> Person:
    """A new person, with a hidden e-mail. An account with the same address that belongs to nobody yet becomes theirs.

    Refuses an address that another person has.
    """
    if not permissions.can_create_person(by):
        raise PermissionDenied
    email = spelling.clean_email(email)
    if email and (found := person_with_email(email)):
        message = _("%(name)s already has this e-mail address.")
        raise ValidationError(message, code="duplicate", params={"name": found.name, "pk": found.pk})
    user = User.objects.filter(email=email, person=None).first() if email else None
    person = Person(name=spelling.clean_name(name), language=language, is_demo=is_demo, user=user)
    person.full_clean()
    person.save()
    if email:
        ContactDetails.objects.create(person=person, kind=ContactDetails.Kind.EMAIL, value=email)
    activity.record("person.created", person, by=by)
    return person


@transaction.atomic
def edit_person(person: Person, *, form: EditForm, by: Any) -> Person:
    """Save a person's name, and contact details when the form carries them. Refused when another save won."""
    if not permissions.can_edit_person(by, person):
        raise PermissionDenied
    before = model_to_dict(Person.objects.get(pk=person.pk), fields=form._meta.fields)
    if not form.claim():
        raise ValidationError(_("Someone else saved this while you were writing."), code="conflict")
    saved = form.save()
    changes = activity.changes_between(before, saved)
    if details := getattr(form, "contact_values", None):
        changes |= {label: ["", ""] for label in write_contact_details(saved, details())}
    if changes:
        activity.record("person.edited", saved, by=by, changes=changes)
    return saved


@transaction.atomic
def set_contact_details(owner: Organisation | Person, *, by: Any, **details: tuple[str, str]) -> None:
    """Set ways to reach a person or an organisation: ``email=("kari@example.no", "members")``. Empty removes one."""
    may = (
        permissions.can_edit_person(by, owner)
        if isinstance(owner, Person)
        else permissions.can_edit_organisation(by, owner)
    )
    if not may:
        raise PermissionDenied
    cleaned = {kind: (CLEAN_DETAIL[ContactDetails.Kind(kind)](value), seen) for kind, (value, seen) in details.items()}
    changed = write_contact_details(owner, cleaned)
    if changed:
        verb = "person.edited" if isinstance(owner, Person) else "organisation.edited"
        activity.record(verb, owner, by=by, changes={label: ["", ""] for label in changed})


@transaction.atomic
def add_role(
    person: Person,
    organisation: Organisation,
    *,
    kind: str = Role.Kind.CONTACT,
    title: str = "",
    visibility: str = Visibility.SECRETARIAT,
    valid_from: date | None = None,
    by: Any,
) -> Role:
    """Give a person a role in an organisation from a day on. Refuses a second open role of the same kind there."""
    if not permissions.can_edit_people(by, organisation):
        raise PermissionDenied
    role = Role(
        person=person,
        organisation=organisation,
        kind=kind,
        title=tidy(title),
        visibility=visibility,
        valid_from=valid_from or timezone.localdate(),
    )
    role.clean_fields()
    try:
        with transaction.atomic():
            role.save()
    except IntegrityError as error:
        message = _("%(person)s already has this role here.")
        raise ValidationError(message, code="duplicate", params={"person": person.name}) from error
    activity.record("role.added", role, by=by, about=[person, organisation])
    return role


@transaction.atomic
def edit_role(role: Role, *, by: Any, **values: Any) -> Role:
    """Change a role's title, kind or audience."""
    if not permissions.can_edit_people(by, role.organisation):
        raise PermissionDenied
    before = {name: getattr(role, name) for name in values}
    for name, value in values.items():
        setattr(role, name, tidy(value) if name == "title" else value)
    role.clean_fields()
    try:
        with transaction.atomic():
            role.save(update_fields=list(values))
    except IntegrityError as error:
        message = _("%(person)s already has this role here.")
        raise ValidationError(message, code="duplicate", params={"person": role.person.name}) from error
    if changes := activity.changes_between(before, role):
        activity.record("role.edited", role, by=by, about=[role.person, role.organisation], changes=changes)
    return role


@transaction.atomic
def end_role(role: Role, *, on: date | None = None, by: Any) -> Role:
    """End a role: ``on`` is its last day (today). Rights that came from it are gone the day after.

    A role that has not begun yet ends on the day it would have begun.
    """
    if not permissions.can_edit_people(by, role.organisation):
        raise PermissionDenied
    last_day = max(on or timezone.localdate(), role.valid_from)
    still_open = Role.objects.filter(Q(valid_to=None) | Q(valid_to__gt=last_day), pk=role.pk)
    if still_open.update(valid_to=last_day) != 1:
        raise ValidationError(_("This role has already ended."), code="ended")
    role.valid_to = last_day
    activity.record("role.ended", role, by=by, about=[role.person, role.organisation], last_day=last_day.isoformat())
    return role
