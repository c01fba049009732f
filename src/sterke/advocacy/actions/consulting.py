"""The members are asked about a consultation, reminded, and answer; the last word of a company counts."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sterke.core import activity, links
from sterke.core.keys import key_of
from sterke.core.visibility import Visibility
from sterke.directory.models import Organisation, Person

from .. import mails_consultations, permissions, reports_consultations
from ..models import Consultation, ConsultationAnswer, ConsultationReply
from .consultations import lock, record
from .mandate import link_holds_until, refuse_odd_day, refuse_too_soon, write_to_signers


@transaction.atomic
def ask_companies(
    row: Consultation, *, answer_by: date, municipalities: Iterable[Any] = (), networks: Iterable[Any] = (), by: Any
) -> int:
    """Ask those who sign for each company, all members or those concerned; how many letters went out.

    Asked again, the last day moves, and only those who are silent get a letter.
    """
    if not permissions.can_lead_asking(by, row):
        raise PermissionDenied
    stored = lock(row)
    refuse_asking(stored, answer_by)
    stored.municipalities.set(municipalities)
    stored.networks.set(networks)
    stored.asked_on = stored.asked_on or timezone.localdate()
    stored.answer_by = answer_by
    stored.version += 1
    stored.save(update_fields=["asked_on", "answer_by", "version"])
    links.move_end(stored, mails_consultations.REPLY, link_holds_until(answer_by))
    count = write_to_silent(stored, mails_consultations.ask)
    row.refresh_from_db()
    record("consultation.asked", row, by, count=count, day=date_format(answer_by))
    return count


def refuse_asking(row: Consultation, answer_by: date) -> None:
    if hasattr(row, "response") and row.response.is_settled:
        raise ValidationError(_("Our answer is delivered."), code="settled")
    if not row.questions.exists():
        raise ValidationError(_("Write a question first. Three are enough."))
    if row.visibility not in (Visibility.PUBLIC, Visibility.MEMBERS):
        raise ValidationError(_("The members do not see it. Let them see it first."))
    refuse_odd_day(answer_by)
    if answer_by > row.local_deadline.date():
        raise ValidationError({"answer_by": _("That is after the deadline of the authority.")})


def write_to_silent(row: Consultation, write: Any) -> int:
    """One letter to each who signs for a company that is asked and has not answered."""
    return write_to_signers(row, reports_consultations.silent(row), write)


@transaction.atomic
def remind_companies(row: Consultation, *, by: Any) -> int:
    """A friendly reminder to those who have not answered; never to the others, and not twice in three days."""
    if not permissions.can_lead_asking(by, row):
        raise PermissionDenied
    stored = lock(row)
    if why := reports_consultations.closed(stored):
        raise ValidationError(why)
    refuse_too_soon(last_reminded_of(stored))
    count = write_to_silent(stored, mails_consultations.remind)
    if not count:
        raise ValidationError(_("Nobody is silent, or nobody who is can be reached by mail."))
    record("consultation.reminded", stored, by, count=count)
    return count


def last_reminded_of(row: Consultation) -> date | None:
    return activity.last_told(Consultation, "consultation.reminded").get(row.pk)


@transaction.atomic
def reply(
    row: Consultation,
    company: Organisation,
    *,
    answers: Mapping[int, tuple[str, str]],
    may_quote: bool = False,
    person: Person,
) -> ConsultationReply:
    """What a company says: by question what was chosen, what was written. It replaces what it said before."""
    stored = Consultation._base_manager.select_for_update().get(pk=row.pk)
    if why := reports_consultations.refusal(stored, company, person):
        raise ValidationError(why, code="closed")
    given = {pk: (value, words) for pk, (value, words) in answers.items() if value or words}
    if not given:
        raise ValidationError(_("Answer at least one of the questions."))
    facts = {
        "may_quote": may_quote, "signed_by": person.name[:200], "signed_by_key": key_of(person), "at": timezone.now(),
    }  # fmt: skip
    said, was_new = ConsultationReply.objects.update_or_create(
        consultation=stored, organisation=company, defaults=facts
    )
    said.answers.all().delete()
    write_answers(said, stored, given)
    # On its own page alone: on that of the case a hundred answers would hide all else.
    activity.record(
        "consultation.answered" if was_new else "consultation.reanswered", stored, by=person, company=str(company)
    )
    return said


def write_answers(said: ConsultationReply, row: Consultation, given: Mapping[int, tuple[str, str]]) -> None:
    """Each in a row of its own, refused where it answers no question of this consultation."""
    questions = {question.pk: question for question in row.questions.all()}
    for pk, (value, words) in given.items():
        if pk not in questions:
            raise ValidationError(_("That is no question of this one."))
        answer = ConsultationAnswer(reply=said, question=questions[pk], value=value, words=words)
        answer.full_clean(validate_unique=False)
        answer.save()
