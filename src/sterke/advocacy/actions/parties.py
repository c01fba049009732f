"""The same questions to all parties: begun, sent, reminded, answered by link or taken in from a letter, published."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sterke.core import activity, links
from sterke.core.edits import EditForm
from sterke.core.text import tidy

from .. import mails_parties, permissions
from ..models import AskedParty, PartyAnswer, Questionnaire
from .mandate import link_holds_until, refuse_odd_day, refuse_too_soon
from .recording import save_form


def record(verb: str, row: Questionnaire, by: Any, **details: Any) -> None:
    activity.record(verb, row, by=by, about=[row.owner], **details)


def lock(row: Questionnaire) -> Questionnaire:
    """As it stands now; refused once it is published. Call it in a transaction."""
    stored = Questionnaire._base_manager.select_for_update().get(pk=row.pk)
    if stored.published_on:
        raise ValidationError(_("It is published, and stands as it was published."), code="settled")
    return stored


def allow(row: Questionnaire, by: Any) -> None:
    if not permissions.can_lead_asking(by, row):
        raise PermissionDenied


@transaction.atomic
def start_questionnaire(row: Questionnaire, *, by: Any) -> Questionnaire:
    if not permissions.can_start_case(by):
        raise PermissionDenied
    row.full_clean()
    row.save()
    record("questionnaire.begun", row, by)
    return row


@transaction.atomic
def edit_questionnaire(row: Questionnaire, *, form: EditForm, by: Any) -> Questionnaire:
    allow(row, by)
    lock(row)
    if changes := save_form(row, form):
        record("questionnaire.edited", form.instance, by, changes=changes)
    return form.instance


@transaction.atomic
def put_party(asked: AskedParty, *, by: Any) -> AskedParty:
    """A party to ask, or another address. One that comes late gets its letter when the parties are asked again."""
    allow(asked.questionnaire, by)
    lock(asked.questionnaire)
    asked.full_clean()
    if asked.pk and not AskedParty.objects.filter(pk=asked.pk, email=asked.email).exists():
        links.revoke(asked, mails_parties.PURPOSE)  # the old address answers no more
    asked.save()
    record("questionnaire.party", asked.questionnaire, by, who=str(asked.party))
    return asked


@transaction.atomic
def strike_party(asked: AskedParty, *, by: Any) -> None:
    """Not asked after all. Whoever has answered is not taken out."""
    allow(asked.questionnaire, by)
    lock(asked.questionnaire)
    if not asked.is_silent:
        raise ValidationError(_("It has answered, and stays."))
    links.revoke(asked, mails_parties.PURPOSE)
    record("questionnaire.unasked", asked.questionnaire, by, who=str(asked.party))
    asked.delete()


@transaction.atomic
def ask_parties(row: Questionnaire, *, answer_by: date, by: Any) -> int:
    """A letter to each party that has not answered, all the same; how many. Asked again, the last day moves."""
    allow(row, by)
    stored = lock(row)
    if not stored.questions.exists():
        raise ValidationError(_("Write a question first. Three are enough."))
    if not stored.asked.exists():
        raise ValidationError(_("Say first which parties are asked."))
    refuse_odd_day(answer_by)
    if answer_by >= stored.election_on:
        raise ValidationError({"answer_by": _("The answers must be here before the election.")})
    stored.asked_on = stored.asked_on or timezone.localdate()
    stored.answer_by = answer_by
    stored.version += 1
    stored.save(update_fields=["asked_on", "answer_by", "version"])
    for asked in stored.asked.all():
        links.move_end(asked, mails_parties.PURPOSE, link_holds_until(answer_by))
    count = write_to_silent(stored, mails_parties.ask)
    row.refresh_from_db()
    record("questionnaire.asked", row, by, count=count, day=date_format(answer_by))
    return count


def write_to_silent(row: Questionnaire, write: Any) -> int:
    waiting = list(row.asked.filter(answered_at=None).select_related("party", "questionnaire"))
    for asked in waiting:
        write(asked, link_holds_until(row.answer_by or timezone.localdate()))
    return len(waiting)


@transaction.atomic
def remind_parties(row: Questionnaire, *, by: Any) -> int:
    allow(row, by)
    stored = lock(row)
    if not stored.takes_answers:
        raise ValidationError(_("It takes no answers now."))
    refuse_too_soon(activity.last_told(Questionnaire, "questionnaire.reminded").get(row.pk))
    count = write_to_silent(stored, mails_parties.remind)
    if not count:
        raise ValidationError(_("All of them have answered."))
    record("questionnaire.reminded", stored, by, count=count)
    return count


@transaction.atomic
def answer_as_party(asked: AskedParty, *, answers: Mapping[int, tuple[str, str]], answered_by: str) -> AskedParty:
    """What a party says by its link. Until the last day it may change it; then it stands as given."""
    stored = lock_asked(asked)
    if why := why_closed(stored.questionnaire):
        raise ValidationError(why, code="closed")
    write_down(stored, answers, answered_by, source="")
    activity.record("questionnaire.answered", stored.questionnaire, by=stored.party, who=str(stored.party))
    return stored


@transaction.atomic
def note_answer(
    asked: AskedParty, *, answers: Mapping[int, tuple[str, str]], answered_by: str, source: str, by: Any
) -> AskedParty:
    """What a party has answered some other way, word by word, with where it stands. Its link then answers no more."""
    allow(asked.questionnaire, by)
    stored = lock_asked(asked)
    lock(stored.questionnaire)
    if not tidy(source):
        raise ValidationError({"source": _("Say how we got it, so that it can be shown.")})
    if not stored.is_silent and not stored.source:
        raise ValidationError(_("The party has answered by its link. Nobody of us changes that."))
    write_down(stored, answers, answered_by, source)
    links.revoke(stored, mails_parties.PURPOSE)
    record("questionnaire.noted", stored.questionnaire, by, who=str(stored.party))
    return stored


def lock_asked(asked: AskedParty) -> AskedParty:
    rows = AskedParty._base_manager.select_for_update(of=("self",)).select_related("questionnaire", "party")
    return rows.get(pk=asked.pk)


def why_closed(row: Questionnaire) -> str:
    """Why no party can answer by its link, in a sentence; empty while they can."""
    if row.published_on:
        return _("The answers are published, and stand as they were given.")
    if row.answer_by is None:
        return _("The questions are not sent yet.")
    if not row.takes_answers:
        return _("The last day to answer was %(day)s.") % {"day": date_format(row.answer_by)}
    return ""


def write_down(asked: AskedParty, answers: Mapping[int, tuple[str, str]], answered_by: str, source: str) -> None:
    questions = {question.pk: question for question in asked.questionnaire.questions.all()}
    given = {pk: (value, words) for pk, (value, words) in answers.items() if value or words}
    if not given:
        raise ValidationError(_("Answer at least one of the questions."))
    asked.answers.all().delete()
    for pk, (value, words) in given.items():
        if pk not in questions:
            raise ValidationError(_("That is no question of this one."))
        answer = PartyAnswer(asked=asked, question=questions[pk], value=value, words=words)
        answer.full_clean(validate_unique=False)
        answer.save()
    asked.answered_by, asked.answered_at, asked.source = tidy(answered_by)[:200], timezone.now(), tidy(source)[:200]
    asked.save(update_fields=["answered_by", "answered_at", "source"])


@transaction.atomic
def publish_answers(row: Questionnaire, *, by: Any) -> Questionnaire:
    """Everyone may read it: what was answered as it was given, and who was silent. Not before all had their days."""
    allow(row, by)
    stored = lock(row)
    if stored.asked_on is None:
        raise ValidationError(_("The questions are not sent yet."))
    waiting = stored.asked.filter(answered_at=None).exists()
    if waiting and stored.takes_answers:
        raise ValidationError(
            _("Some have not answered, and have until %(day)s. Silence is shown only after that.")
            % {"day": date_format(stored.answer_by or stored.election_on)}
        )
    Questionnaire.objects.filter(pk=row.pk).update(published_on=timezone.localdate())
    row.refresh_from_db()
    record("questionnaire.published", row, by)
    return row
