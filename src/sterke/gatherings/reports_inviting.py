"""Reads about invitations and own questions: who was asked, what each company says, what people answered."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import Gathering, GatheringAnswer, GatheringQuestion, Registration


def questions_of(gathering: Gathering) -> list[Any]:
    """In their order, each with how many have answered it."""
    return list(gathering.questions.annotate(answered=Count("answers")).order_by("order", "pk"))


def answers_of(gathering: Gathering) -> dict[int, dict[int, str]]:
    """What people answered: by registration, by question."""
    found: dict[int, dict[int, str]] = {}
    rows = GatheringAnswer.objects.filter(registration__gathering=gathering).order_by("question__order", "pk")
    for registration, question, value in rows.values_list("registration", "question", "value"):
        found.setdefault(registration, {})[question] = value
    return found


def with_answers(gathering: Gathering, rows: Iterable[Any]) -> list[Any]:
    """Registrations for a page: each answer beside its question, as ``told``."""
    asked = {row.pk: str(row) for row in gathering.questions.all()}
    answers = answers_of(gathering) if asked else {}
    found = list(rows)
    for row in found:
        row.told = [(asked[question], said(value)) for question, value in answers.get(row.pk, {}).items()]
    return found


def said(value: str) -> str:
    """Yes and no in the reader's language; everything else as it was typed."""
    return {"ja": _("yes"), "nei": _("no")}.get(value, value)


def participants_sheet(gathering: Gathering) -> tuple[list[str], Iterator[list[Any]]]:
    """Everybody on the list with what they answered, a column for each question."""
    asked: list[GatheringQuestion] = list(gathering.questions.order_by("order", "pk"))
    answers = answers_of(gathering)
    rows = Registration.objects.filter(gathering=gathering).select_related("organisation").order_by("sort_key", "pk")
    headings = [_("Name"), _("E-mail"), _("From"), _("State"), _("Guest"), _("Price, NOK"), _("Registered")]
    cells = (
        [
            row.name, row.email, str(row.organisation or row.company_name), row.get_state_display(), row.is_guest,
            row.price, timezone.localdate(row.registered_at),
            *(said(answers.get(row.pk, {}).get(question.pk, "")) for question in asked),
        ]
        for row in rows
    )  # fmt: skip
    return [*headings, *map(str, asked)], cells
