"""A position, version by version: begun, changed, adopted, dropped; and whom it was given."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from sterke.core import activity
from sterke.core.edits import EditForm
from sterke.directory.models import Organisation
from sterke.membership.models import Body

from .. import permissions
from ..models import AdvocacyCase, Claim, PolicyPosition, PositionHandover
from .recording import save_form

Status = PolicyPosition.Status
WORDS = ("title", "title_en", "text", "text_en")  # what a company stands behind


def record(verb: str, position: PolicyPosition, by: Any, **details: Any) -> None:
    """A line on the page of the position, and of its case."""
    case = position.case
    activity.record(verb, position, by=by, about=[case, case.owner], number=position.number, **details)


def lock(position: PolicyPosition) -> PolicyPosition:
    """The row as it stands now; nobody else changes it before this is done. Call it in a transaction."""
    rows = PolicyPosition._base_manager.select_for_update(of=("self",)).select_related("case__owner")
    return rows.get(pk=position.pk)


def lock_under_way(position: PolicyPosition) -> PolicyPosition:
    """The same, refused where it is settled."""
    stored = lock(position)
    if stored.status == Status.DROPPED:
        raise ValidationError(_("This version was dropped. Start a new one."), code="settled")
    if not stored.is_under_way:
        raise ValidationError(_("This version is adopted, and stands as it is. Start a new one."), code="settled")
    return stored


def version_in_force(case: AdvocacyCase) -> PolicyPosition | None:
    return case.positions.in_force().first()


@transaction.atomic
def start_position(position: PolicyPosition, *, by: Any) -> PolicyPosition:
    """Begin the next version. The claims of the version in force come along. One at a time is under way in a case."""
    case = AdvocacyCase.objects.select_for_update().get(pk=position.case_id)
    if not permissions.can_lead(by, case):
        raise PermissionDenied
    versions = PolicyPosition.objects.filter(case=case)
    under_way = versions.filter(status__in=PolicyPosition.UNDER_WAY).first()
    if under_way is not None:
        raise ValidationError(
            _("Version %(number)s is under way already. Adopt it or drop it first.") % {"number": under_way.number}
        )
    position.number = (versions.aggregate(last=Max("number"))["last"] or 0) + 1
    position.status = Status.DRAFT
    position.full_clean()
    position.save()
    held = version_in_force(case)
    for claim in held.claims.order_by("pk") if held else ():
        copy_claim(claim, position)
    record("position.started", position, by)
    return position


def copy_claim(claim: Claim, position: PolicyPosition) -> Claim:
    names = ("sentence", "sentence_en", "indicator", "municipality", "value", "value_on", "tolerance", "stale_days")
    return Claim.objects.create(position=position, **{name: getattr(claim, name) for name in names})


@transaction.atomic
def edit_position(position: PolicyPosition, *, form: EditForm, by: Any) -> PolicyPosition:
    """Change a version that is under way. Refused when it was adopted meanwhile, or another save won; and what
    companies have answered does not change under them."""
    if not permissions.can_lead(by, position.case):
        raise PermissionDenied
    stored = lock_under_way(position)
    reworded = any(getattr(stored, name) != form.cleaned_data[name] for name in WORDS)
    if reworded and stored.endorsements.exists():
        raise ValidationError(
            _("Companies have answered this text, and it cannot change under them. Drop this version, start a new one.")
        )
    changes = save_form(position, form)
    if changes:
        record("position.edited", form.instance, by, changes=changes)
    return form.instance


@transaction.atomic
def adopt(position: PolicyPosition, *, body: Body, day: date, review_on: date, by: Any) -> PolicyPosition:
    """Write down that a body has adopted a version. The one in force is replaced the same moment. Of two who do it
    at once, one is told that it was done."""
    if not permissions.can_adopt(by):
        raise PermissionDenied
    AdvocacyCase.objects.select_for_update().get(pk=position.case_id)
    stored = lock_under_way(position)
    if day > timezone.localdate():
        raise ValidationError({"day": _("That day has not come yet.")})
    if day < stored.made_on:
        raise ValidationError({"day": _("That lies before the day this version was made.")})
    if review_on <= day:
        raise ValidationError({"review_on": _("It is looked at again after the day it was adopted.")})
    settle(stored, day)
    facts = {"adopted_by": body, "adopted_on": day, "review_on": review_on, "status": Status.ADOPTED}
    won = PolicyPosition.objects.filter(pk=stored.pk, status__in=PolicyPosition.UNDER_WAY)
    if won.update(**facts, version=F("version") + 1) != 1:
        raise ValidationError(_("Somebody settled this version just now."), code="settled")
    position.refresh_from_db()
    record("position.adopted", position, by, body=str(body), day=day.isoformat())
    return position


def settle(position: PolicyPosition, day: date) -> None:
    """The version in force gives way to this one, on a day that is not before its own."""
    held = PolicyPosition.objects.select_for_update().filter(case=position.case_id, status=Status.ADOPTED).first()
    if held is None:
        return
    if held.adopted_on and day < held.adopted_on:
        raise ValidationError({"day": _("That lies before the day the version in force was adopted.")})
    PolicyPosition.objects.filter(pk=held.pk).update(status=Status.REPLACED, replaced_on=day, version=F("version") + 1)


@transaction.atomic
def drop_position(position: PolicyPosition, *, by: Any) -> PolicyPosition:
    """A version that comes to nothing. It can be read by few, and its number is not used again."""
    if not permissions.can_lead(by, position.case):
        raise PermissionDenied
    stored = lock_under_way(position)
    PolicyPosition.objects.filter(pk=stored.pk).update(status=Status.DROPPED, version=F("version") + 1)
    position.refresh_from_db()
    record("position.dropped", position, by)
    return position


@transaction.atomic
def hand_over(
    position: PolicyPosition, *, organisation: Organisation, by: Any, day: date | None = None, how: str = ""
) -> PositionHandover:
    """Note that somebody was given this version, so that we know what they have read."""
    if not permissions.can_lead(by, position.case):
        raise PermissionDenied
    on = day or timezone.localdate()
    if on > timezone.localdate():
        raise ValidationError({"day": _("That day has not come yet.")})
    if on < position.made_on:
        raise ValidationError({"day": _("That lies before the day this version was made.")})
    row = PositionHandover(position=position, organisation=organisation, day=on, how=how.strip())
    row.full_clean()
    row.save()
    record("position.given", position, by, who=str(organisation))
    return row


@transaction.atomic
def strike_handover(row: PositionHandover, *, by: Any) -> None:
    """It was not so after all. History keeps it."""
    if not permissions.can_lead(by, row.position.case):
        raise PermissionDenied
    record("position.not_given", row.position, by, who=str(row.organisation))
    row.delete()
