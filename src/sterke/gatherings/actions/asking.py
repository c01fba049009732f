"""A gathering's own questions: added, mended, put in order, taken away while nobody has answered."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sterke.core.text import tidy

from .. import permissions
from ..models import Gathering, GatheringAnswer, GatheringQuestion
from .gatherings import record

MOST_QUESTIONS = 12  # a form of more than that nobody fills in on a phone
STEP = 10
Kind = GatheringQuestion.Kind


@transaction.atomic
def set_question(
    gathering: Gathering, *, by: Any, question: GatheringQuestion | None = None, **facts: Any
) -> GatheringQuestion:
    """Add a question last, or change one. Once somebody has answered, only its words may be mended."""
    if not permissions.can_manage(by, gathering):
        raise PermissionDenied
    row = question or GatheringQuestion(gathering=gathering)
    if row.pk is None:
        refuse_too_many(gathering)
        last = gathering.questions.order_by("-order").values_list("order", flat=True).first() or 0
        row.order = last + STEP
    kind = row.kind
    for name, value in facts.items():
        setattr(row, name, value)
    refuse_odd_choices(row)
    if row.pk is not None and GatheringAnswer.objects.filter(question=row).exists():
        refuse_another_kind(row, kind)
    row.full_clean()
    row.save()
    record("gathering.question", gathering, by, question=row.text)
    return row


def refuse_too_many(gathering: Gathering) -> None:
    if gathering.questions.count() >= MOST_QUESTIONS:
        said = ngettext("At most %(count)s question.", "At most %(count)s questions.", MOST_QUESTIONS)
        raise ValidationError(said % {"count": MOST_QUESTIONS})


def refuse_odd_choices(row: GatheringQuestion) -> None:
    """A choice is between two things at least, each once; other questions have none."""
    if row.kind != Kind.CHOICE:
        row.choices = ""
        return
    options = list(dict.fromkeys(filter(None, (tidy(option)[:100] for option in row.options))))
    if len(options) < 2:
        raise ValidationError({"choices": _("Give at least two to choose between, one a line.")})
    row.choices = "\n".join(options)


def refuse_another_kind(row: GatheringQuestion, kind: str) -> None:
    if row.kind != kind:
        raise ValidationError({"kind": _("Somebody has answered already. Ask a new question instead.")})
    given = set(row.answers.values_list("value", flat=True)) if row.kind == Kind.CHOICE else set()
    if missing := sorted(given - set(row.options)):
        raise ValidationError({"choices": _("Somebody chose this: %(choice)s. It stays.") % {"choice": missing[0]}})


@transaction.atomic
def drop_question(question: GatheringQuestion, *, by: Any) -> None:
    """Take away a question nobody has answered."""
    if not permissions.can_manage(by, question.gathering):
        raise PermissionDenied
    if question.answers.exists():
        raise ValidationError(_("Somebody has answered it. It stays."))
    record("gathering.question_dropped", question.gathering, by, question=question.text)
    question.delete()


@transaction.atomic
def move_question(question: GatheringQuestion, *, up: bool, by: Any) -> None:
    """One place up or down. The first stays first, the last last."""
    gathering = question.gathering
    if not permissions.can_manage(by, gathering):
        raise PermissionDenied
    rows = list(gathering.questions.order_by("order", "pk"))
    place = next(number for number, row in enumerate(rows) if row.pk == question.pk)
    other = place + (-1 if up else 1)
    if not 0 <= other < len(rows):
        return
    rows[place], rows[other] = rows[other], rows[place]
    for number, row in enumerate(rows, 1):
        row.order = number * STEP
    GatheringQuestion.objects.bulk_update(rows, ["order"])
    record("gathering.question", gathering, by, question=question.text)
