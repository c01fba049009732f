"""What the cluster answers: written, sent to the chair, approved or sent back, delivered."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sterke.core import links
from sterke.core.edits import EditForm
from sterke.core.keys import key_of
from sterke.core.text import tidy
from sterke.directory.models import Person

from .. import mails_consultations, permissions, reports_consultations
from ..models import Consultation, ConsultationResponse
from .consultations import lock, record
from .recording import save_form

Status = ConsultationResponse.Status
FORGOTTEN = {"approver": None, "sent_on": None, "approved_by": "", "approved_by_key": "", "approved_on": None}


def lock_response(response: ConsultationResponse) -> ConsultationResponse:
    """The row as it stands now, of a consultation that runs. Call it in a transaction."""
    lock(response.consultation)
    rows = ConsultationResponse._base_manager.select_for_update(of=("self",))
    return rows.select_related("consultation__owner", "approver").get(pk=response.pk)


@transaction.atomic
def begin_response(response: ConsultationResponse, *, by: Any) -> ConsultationResponse:
    """The first words of what we answer. Of two who begin at once, one is told."""
    row = response.consultation
    if not permissions.can_lead_asking(by, row):
        raise PermissionDenied
    lock(row)
    if ConsultationResponse.objects.filter(consultation=row).exists():
        raise ValidationError(_("Someone else has begun on it while you were writing. Copy what you wrote."))
    response.full_clean()
    response.save()
    record("response.begun", row, by)
    return response


@transaction.atomic
def edit_response(response: ConsultationResponse, *, form: EditForm, by: Any) -> ConsultationResponse:
    """Change what we answer. Other words than the chair saw need the chair again."""
    row = response.consultation
    if not permissions.can_lead_asking(by, row):
        raise PermissionDenied
    stored = lock_response(response)
    if stored.is_settled:
        raise ValidationError(_("It is delivered, and stands as it was delivered."), code="settled")
    if save_form(response, form):
        record("response.edited", row, by)
    if form.instance.text != stored.text and stored.status != Status.DRAFT:
        forget_approval(stored)
    form.instance.refresh_from_db()
    return form.instance


def forget_approval(response: ConsultationResponse) -> None:
    """The text is another one: whoever has a link to approve it is told that it changed."""
    ConsultationResponse.objects.filter(pk=response.pk).update(status=Status.DRAFT, **FORGOTTEN)
    links.revoke(response, mails_consultations.APPROVAL)


@transaction.atomic
def send_to_chair(response: ConsultationResponse, *, approver: Person, by: Any) -> ConsultationResponse:
    """Ask one of the board, most often the chair, to approve it by a link."""
    if not permissions.can_lead_asking(by, response.consultation):
        raise PermissionDenied
    stored = lock_response(response)
    refuse_settled(stored)
    if not reports_consultations.is_approver(approver):
        raise ValidationError({"approver": _("%(name)s is not on the board today.") % {"name": approver}})
    if not approver.email:
        raise ValidationError({"approver": _("We have no e-mail address to %(name)s.") % {"name": approver}})
    links.revoke(stored, mails_consultations.APPROVAL)
    stored.approver, stored.sent_on, stored.status = approver, timezone.localdate(), Status.WITH_CHAIR
    stored.remark = ""
    stored.version += 1
    stored.save(update_fields=["approver", "sent_on", "status", "remark", "version"])
    mails_consultations.ask_chair(stored)
    record("response.sent", stored.consultation, by, who=str(approver))
    return stored


def refuse_settled(stored: ConsultationResponse) -> None:
    if stored.status in (Status.APPROVED, Status.DELIVERED):
        raise ValidationError(_("It is approved already."), code="settled")


@transaction.atomic
def approve(response: ConsultationResponse, *, person: Person, seen: int) -> ConsultationResponse:
    """The chair's yes, to the text as it was ``seen``. Said twice, the first word holds."""
    stored = lock_response(response)
    if stored.status in (Status.APPROVED, Status.DELIVERED) and stored.approved_by_key == key_of(person):
        return stored
    refuse_answer(stored, person, seen)
    stored.status, stored.approved_on = Status.APPROVED, timezone.localdate()
    stored.approved_by, stored.approved_by_key = person.name[:200], key_of(person)
    stored.save(update_fields=["status", "approved_on", "approved_by", "approved_by_key"])
    record("response.approved", stored.consultation, person)
    mails_consultations.tell_approved(stored)
    return stored


@transaction.atomic
def send_back(response: ConsultationResponse, *, person: Person, seen: int, remark: str) -> ConsultationResponse:
    """The chair's no, with what should be otherwise."""
    stored = lock_response(response)
    refuse_answer(stored, person, seen)
    if not remark.strip():
        raise ValidationError({"remark": _("Say what should be otherwise.")})
    stored.status, stored.remark = Status.SENT_BACK, remark.strip()
    stored.full_clean()
    stored.save(update_fields=["status", "remark"])
    record("response.returned", stored.consultation, person)
    mails_consultations.tell_sent_back(stored)
    return stored


def refuse_answer(stored: ConsultationResponse, person: Person, seen: int) -> None:
    if why := why_not_approve(stored, person):
        raise ValidationError(why, code="closed")
    if stored.version != seen:
        raise ValidationError(_("The text has changed since you read it. Read it once more."), code="changed")


def why_not_approve(stored: ConsultationResponse, person: Person | None) -> str:
    """Why this person cannot answer for the board now, in a sentence; empty where they can."""
    if stored.consultation.dropped_on:
        return _("We do not answer this one after all.")
    if stored.status in (Status.APPROVED, Status.DELIVERED):
        return _("It is approved already.")
    if stored.status != Status.WITH_CHAIR or person is None or stored.approver_id != person.pk:
        return _("It does not wait for you. Perhaps the text is being changed; then a new letter comes.")
    if not reports_consultations.is_approver(person):
        return _("You are not on the board any more.")
    return ""


def said_already(response: ConsultationResponse, person: Person | None) -> str:
    """What this person has said of it, in a sentence; empty before."""
    if person is None:
        return ""
    if response.approved_on and response.approved_by_key == key_of(person):
        return _("You approved it %(day)s. Thank you.") % {"day": date_format(response.approved_on)}
    if response.status == Status.SENT_BACK and response.approver_id == person.pk:
        return _("You have sent it back. When the text is ready you get a new letter.")
    return ""


@transaction.atomic
def note_approval(response: ConsultationResponse, *, approver: Person, day: date, by: Any) -> ConsultationResponse:
    """Write down that the board has approved it some other way, as in a meeting. For the secretariat."""
    if not permissions.can_adopt(by):
        raise PermissionDenied
    stored = lock_response(response)
    refuse_settled(stored)
    if day > timezone.localdate():
        raise ValidationError({"day": _("That day has not come yet.")})
    if not any(each.person_id == approver.pk for each in reports_consultations.approvers(day)):
        raise ValidationError({"approver": _("%(name)s was not on the board that day.") % {"name": approver}})
    links.revoke(stored, mails_consultations.APPROVAL)
    stored.status, stored.approved_on, stored.approver = Status.APPROVED, day, approver
    stored.approved_by, stored.approved_by_key = approver.name[:200], key_of(approver)
    stored.save(update_fields=["status", "approved_on", "approver", "approved_by", "approved_by_key"])
    record("response.noted", stored.consultation, by, who=str(approver))
    return stored


@transaction.atomic
def deliver(response: ConsultationResponse, *, day: date, how: str, visibility: str, by: Any) -> ConsultationResponse:
    """Write down when and how it was delivered, and let those see it who may. Written again, it is corrected."""
    if not permissions.can_lead_asking(by, response.consultation):
        raise PermissionDenied
    stored = lock_response(response)
    refuse_delivery(stored, day)
    row: Consultation = stored.consultation
    stored.delivered_on, stored.delivered_how, stored.visibility = day, tidy(how)[:200], visibility
    stored.status, stored.is_late = Status.DELIVERED, day > row.deadline_day
    stored.full_clean()
    stored.save(update_fields=["delivered_on", "delivered_how", "visibility", "status", "is_late"])
    record("response.delivered", row, by, how=stored.delivered_how)
    return stored


def refuse_delivery(stored: ConsultationResponse, day: date) -> None:
    if stored.approved_on is None:
        raise ValidationError(_("Nobody has approved it. Ask the chair, or note that the board has done it."))
    if day > timezone.localdate():
        raise ValidationError({"day": _("That day has not come yet.")})
    if day < stored.approved_on:
        raise ValidationError({"day": _("That is before it was approved.")})
