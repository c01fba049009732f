"""The questions of a consultation, or of a questionnaire: put, changed, struck out, until somebody has answered."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from sterke.core import activity
from sterke.core.text import tidy

from .. import permissions
from ..models import AskedQuestion, Consultation, PartyQuestion, Questionnaire
from ..models.cases import lines_of

MOST = 12
LONGEST_OPTION = 100
Kind = AskedQuestion.Kind


def owner_of(question: AskedQuestion) -> Consultation | Questionnaire:
    """What the question belongs to."""
    return question.questionnaire if isinstance(question, PartyQuestion) else question.consultation  # type: ignore[attr-defined]


@transaction.atomic
def put_question(question: AskedQuestion, *, by: Any) -> AskedQuestion:
    """Put a question, or change it. Nobody's answer gets another question under it."""
    about = owner_of(question)
    refuse(about, by)
    tidy_choices(question)
    if question.pk is None:
        asked = about.questions.aggregate(last=Max("order"))["last"]
        if about.questions.count() >= MOST:
            raise ValidationError(_("Twelve questions are more than anybody answers in two minutes."))
        question.order = (asked or 0) + 1
    question.full_clean()
    question.save()
    activity.record("question.put", about, by=by, what=str(question)[:300])
    return question


@transaction.atomic
def strike_question(question: AskedQuestion, *, by: Any) -> None:
    about = owner_of(question)
    refuse(about, by)
    activity.record("question.struck", about, by=by, what=str(question)[:300])
    question.delete()


def refuse(about: Consultation | Questionnaire, by: Any) -> None:
    if not permissions.can_lead_asking(by, about):
        raise PermissionDenied
    type(about)._base_manager.select_for_update().get(pk=about.pk)
    if has_answers(about):
        raise ValidationError(_("Somebody has answered. The questions stand as they were answered."), code="answered")


def has_answers(about: Consultation | Questionnaire) -> bool:
    if isinstance(about, Consultation):
        return about.replies.exists()
    return about.asked.filter(answered_at__isnull=False).exists()


def tidy_choices(question: AskedQuestion) -> None:
    """At least two different ones, each a line; nothing where one answers in one's own words."""
    if question.kind != Kind.CHOICE:
        question.choices = ""
        return
    options = list(dict.fromkeys(tidy(line)[:LONGEST_OPTION] for line in lines_of(question.choices)))
    if len(options) < 2:
        raise ValidationError({"choices": _("Give at least two to choose among, one a line.")})
    question.choices = "\n".join(options)
