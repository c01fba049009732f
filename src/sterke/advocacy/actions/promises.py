"""A promise: written down as it was said, answered, found kept or broken. It never goes away by itself."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sterke.core.edits import EditForm
from sterke.core.keys import key_of

from .. import mails, permissions, reports_people
from ..models import PoliticalPromise, PromiseOutcome
from .recording import record, save_form

AHEAD = timedelta(days=14)
Status = PoliticalPromise.Status


@transaction.atomic
def write_down(promise: PoliticalPromise, *, by: Any) -> PoliticalPromise:
    """Write a promise down. Whoever held the office that day is looked up unless somebody is named."""
    if not permissions.can_lead(by, promise.case):
        raise PermissionDenied
    refuse_odd_days(promise)
    if promise.holder is None:
        promise.holder = reports_people.holder_on(promise.office, promise.said_on)
    if promise.holder is not None and promise.party is None:
        held = promise.office.holders.filter(person=promise.holder).order_by("-valid_from").first()
        promise.party = held.party if held else None
    promise.full_clean(validate_constraints=False)
    promise.save()
    record("promise.written", promise.case, by, what=promise.paraphrase)
    return promise


def refuse_odd_days(promise: PoliticalPromise) -> None:
    if promise.said_on and promise.said_on > timezone.localdate():
        raise ValidationError({"said_on": _("That day has not come yet.")})
    if promise.due and promise.said_on and promise.due < promise.said_on:
        raise ValidationError({"due": _("A promise is due after the day it was given.")})
    if promise.meeting is None and not promise.source.strip():
        raise ValidationError({"source": _("Say where it was said: a meeting, an article, a document.")})


@transaction.atomic
def edit_promise(promise: PoliticalPromise, *, form: EditForm, by: Any) -> PoliticalPromise:
    """Change what stands; the reply too. Refused when another save won. History keeps what stood before."""
    if not permissions.can_lead(by, promise.case):
        raise PermissionDenied
    refuse_odd_days(form.instance)
    changes = save_form(promise, form)
    if changes:
        record("promise.edited", form.instance.case, by, what=form.instance.paraphrase, changes=changes)
    return form.instance


@transaction.atomic
def tell_outcome(
    promise: PoliticalPromise,
    *,
    status: str,
    day: date,
    evidence: str,
    by: Any,
    evidence_en: str = "",
    evidence_url: str = "",
) -> PromiseOutcome:
    """What was found of a promise on a day, and how we know. Told again, the newest day holds, and all stay to read."""
    if not permissions.can_lead(by, promise.case):
        raise PermissionDenied
    if day > timezone.localdate():
        raise ValidationError({"day": _("That day has not come yet.")})
    if day < promise.said_on:
        raise ValidationError({"day": _("That lies before the day it was promised.")})
    if not evidence.strip():
        raise ValidationError({"evidence": _("Say how we know. Without that it is only an accusation.")})
    row = PromiseOutcome(
        promise=promise, status=status, day=day, evidence=evidence.strip(), evidence_en=evidence_en.strip(),
        evidence_url=evidence_url, told_by=str(by)[:200], told_by_key=key_of(by),
    )  # fmt: skip
    row.full_clean()
    row.save()
    newest = promise.outcomes.order_by("-day", "-pk").first() or row
    PoliticalPromise.objects.filter(pk=promise.pk).update(status=newest.status, status_on=newest.day)
    promise.refresh_from_db()
    said = str(Status(status).label)
    record("promise.told", promise.case, by, what=promise.paraphrase, status=said, evidence=evidence.strip())
    return row


def remind_owners(today: date | None = None) -> int:
    """Daily: the owner of the case gets a letter a fortnight before a promise is due. Once for each due day."""
    day = today or timezone.localdate()
    rows = PoliticalPromise.objects.open().filter(due__gte=day, due__lte=day + AHEAD, case__archived_on=None)
    count = 0
    for promise in rows.select_related("case__owner__user", "office__organisation"):
        if promise.reminded_for == promise.due:
            continue
        with transaction.atomic():
            mails.remind_of_promise(promise)
            PoliticalPromise.objects.filter(pk=promise.pk).update(reminded_for=promise.due)
        count += 1
    return count
