"""A consultation is taken up, changed, given papers, let go and picked up again."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sterke.core import activity, links
from sterke.core.edits import EditForm
from sterke.core.text import tidy

from .. import mails_consultations, permissions
from ..models import AdvocacyCase, Consultation, ConsultationDocument, RadarHit
from .radar import settle_hit
from .recording import record as record_of_case
from .recording import save_form

AHEAD = timedelta(days=14)


def record(verb: str, row: Consultation, by: Any, **details: Any) -> None:
    """A line on its page, and on the pages of its cases."""
    activity.record(verb, row, by=by, about=[*row.cases.all(), row.owner], **details)


def lock(row: Consultation) -> Consultation:
    """As it stands now; refused where it is settled. Call it in a transaction."""
    stored = Consultation._base_manager.select_for_update().get(pk=row.pk)
    if stored.dropped_on:
        raise ValidationError(_("We have let this one go. Pick it up again first."), code="settled")
    return stored


@transaction.atomic
def take_up(row: Consultation, *, cases: list[AdvocacyCase], hit: RadarHit | None = None, by: Any) -> Consultation:
    """Begin on a consultation. One the radar found is put into the story of its case the same moment."""
    if not permissions.leads_any(by) or not all(permissions.can_lead(by, case) for case in cases):
        raise PermissionDenied
    if hit is not None:
        row.item = hit.item
        if Consultation.objects.filter(item=hit.item).exists():
            raise ValidationError(_("A colleague has taken up this one already."))
    row.full_clean()
    row.save()
    row.cases.set(cases)
    if hit is not None and hit.state == RadarHit.State.WAITING:
        settle_hit(hit, RadarHit.State.ACCEPTED, by)
        record_of_case("radar.accepted", hit.case, by, what=str(hit.item)[:300])
    record("consultation.begun", row, by)
    mails_consultations.tell_owner(row, by=by)
    return row


@transaction.atomic
def edit_consultation(row: Consultation, *, form: EditForm, by: Any) -> Consultation:
    """Change what stands of it. A deadline that moves takes the chair's link along."""
    if not permissions.can_lead_asking(by, row):
        raise PermissionDenied
    stored = lock(row)  # the form has changed ``row`` already
    changes = save_form(row, form)
    saved = form.instance
    if changes:
        record("consultation.edited", saved, by, changes=changes)
    if saved.owner_id != stored.owner_id:
        mails_consultations.tell_owner(saved, by=by)
    if saved.deadline != stored.deadline and hasattr(saved, "response"):
        links.move_end(saved.response, mails_consultations.APPROVAL, mails_consultations.approval_holds_until(saved))
    return saved


@transaction.atomic
def put_document(document: ConsultationDocument, *, by: Any) -> ConsultationDocument:
    row = document.consultation
    if not permissions.can_lead_asking(by, row):
        raise PermissionDenied
    document.full_clean()
    document.save()
    record("consultation.document", row, by, what=str(document))
    return document


@transaction.atomic
def strike_document(document: ConsultationDocument, *, by: Any) -> None:
    row = document.consultation
    if not permissions.can_lead_asking(by, row):
        raise PermissionDenied
    record("consultation.undocumented", row, by, what=str(document))
    document.delete()


@transaction.atomic
def let_go(row: Consultation, *, why: str, by: Any) -> Consultation:
    """We do not answer, and say why; it stays findable. Nobody can answer by a link any more."""
    if not permissions.can_lead_asking(by, row):
        raise PermissionDenied
    stored = lock(row)
    if hasattr(stored, "response") and stored.response.is_settled:
        raise ValidationError(_("Our answer is delivered. That cannot be let go."))
    Consultation.objects.filter(pk=row.pk).update(dropped_on=timezone.localdate(), why_dropped=tidy(why)[:300])
    row.refresh_from_db()
    record("consultation.dropped", row, by, why=row.why_dropped)
    return row


@transaction.atomic
def pick_up_again(row: Consultation, *, by: Any) -> Consultation:
    if not permissions.can_lead_asking(by, row):
        raise PermissionDenied
    if Consultation.objects.filter(pk=row.pk, dropped_on__isnull=False).update(dropped_on=None, why_dropped=""):
        row.refresh_from_db()
        record("consultation.resumed", row, by)
    return row


def remind_owners_of_consultations(today: date | None = None) -> int:
    """Daily: whoever owns one gets a letter a fortnight before its deadline. Once for each deadline."""
    day = today or timezone.localdate()
    rows = Consultation.objects.under_way().filter(deadline_day__range=(day, day + AHEAD), owner__isnull=False)
    due = list(rows.select_related("owner__user", "authority"))
    for row in due:
        mails_consultations.remind_owner(row)
    return len(due)
