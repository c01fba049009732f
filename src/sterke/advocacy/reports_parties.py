"""Reads of the questions to the parties: what they answered, side by side; and what was answered in a case."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from .models import AskedParty, PartyAnswer, Questionnaire
from .reports_consultations import SideBySide, side_by_side

ROWS = Questionnaire.objects.select_related("owner")


def questionnaires(user: Any) -> Any:
    return ROWS.visible_to(user).order_by("-election_on", "-pk")


def asked_in(row: Questionnaire) -> list[AskedParty]:
    """Every party that was asked, whether it answered or not."""
    return list(row.asked.select_related("party").order_by("party__sort_key", "pk"))


def answers_side_by_side(
    row: Questionnaire, asked: Iterable[AskedParty], *, case: int | None = None
) -> list[SideBySide]:
    """As given. Two questions."""
    questions = row.questions.select_related("case")
    questions = questions.filter(case=case) if case else questions
    answers = PartyAnswer.objects.filter(asked__questionnaire=row).select_related("question").order_by("pk")
    return side_by_side(questions, asked, answers, "asked")


def sheet(row: Questionnaire) -> tuple[list[str], list[list[Any]]]:
    """A line for each question and party: what was chosen, what was written, by whom."""
    headings = [_("Question"), _("Party"), _("Answer"), _("In their own words"), _("Who answered"), _("How we got it")]
    rows = []
    for each in answers_side_by_side(row, asked_in(row)):
        for asked, answer in each.answers:
            said = (answer.said, answer.words) if answer else (_("has not answered"), "")
            rows.append([str(each.question), str(asked.party), *said, asked.answered_by, asked.source])
    return headings, rows
