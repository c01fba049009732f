"""Reads of consultations: what runs, who has answered us what, side by side; and who may approve."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sterke.directory.models import Organisation, Person
from sterke.membership.models import Appointment, Body, NetworkSeat

from .models import (
    Consultation,
    ConsultationAnswer,
    ConsultationReply,
    ConsultationResponse,
)
from .reports_mandate import cannot_sign, companies_of_signer, member_companies

POSTS = (Appointment.Post.CHAIR, Appointment.Post.DEPUTY_CHAIR, Appointment.Post.MEMBER)

ROWS = Consultation.objects.select_related("authority", "owner", "response")


def running(user: Any) -> Any:
    """What waits for an answer, the first deadline first."""
    return ROWS.visible_to(user).under_way().order_by("deadline", "pk")


def of_case(user: Any, case: int) -> Any:
    return running(user).filter(cases=case)


def replies_of(pk: int) -> Any:
    rows = ConsultationReply.objects.filter(consultation=pk).select_related("organisation")
    return rows.order_by("organisation__sort_key", "pk")


def answers_of(pk: int) -> Any:
    return ConsultationAnswer.objects.filter(reply__consultation=pk).select_related("question").order_by("pk")


def answered(user: Any) -> Any:
    """The answers of the cluster this reader may see, newest first."""
    rows = ConsultationResponse.objects.visible_to(user).filter(delivered_on__isnull=False)
    return rows.select_related("consultation__authority").order_by("-delivered_on", "-pk")


def let_go(user: Any) -> Any:
    """What was not answered, with why."""
    rows = Consultation.objects.visible_to(user).filter(dropped_on__isnull=False)
    return rows.select_related("authority").order_by("-deadline", "-pk")


def response_seen(user: Any, row: Consultation) -> ConsultationResponse | None:
    """Our answer as far as this reader may see it."""
    rows = ConsultationResponse.objects.visible_to(user).filter(consultation=row)
    return rows.select_related("consultation__owner", "approver").first()


def asked_companies(consultation: Consultation) -> Any:
    """The member companies that are asked: all, or those in some municipalities or networks."""
    rows = member_companies()
    places = list(consultation.municipalities.values_list("pk", flat=True))
    networks = list(consultation.networks.values_list("pk", flat=True))
    if not places and not networks:
        return rows
    seats = NetworkSeat.objects.in_force().filter(network__in=networks, organisation=OuterRef("pk")).order_by()
    return rows.filter(Q(municipality__in=places) | Exists(seats))


def silent(consultation: Consultation) -> list[Organisation]:
    said = ConsultationReply.objects.filter(consultation=consultation)
    rows = asked_companies(consultation).exclude(pk__in=said.values("organisation"))
    return list(rows.order_by("sort_key", "pk"))


def closed(row: Consultation) -> str:
    """Why no company can answer us, in a sentence; empty while they can."""
    if row.dropped_on:
        return _("We do not answer this one, so there is nothing to tell us.")
    if getattr(row, "response", None) and row.response.is_settled:
        return _("Our answer is delivered.")
    if row.answer_by is None:
        return _("The members have not been asked about this.")
    if row.answer_by < timezone.localdate():
        return _("The last day to answer was %(day)s.") % {"day": date_format(row.answer_by)}
    return ""


def refusal(row: Consultation, company: Organisation | None, person: Person | None) -> str:
    """Why this person cannot answer for this company, in a sentence; empty where they can."""
    return closed(row) or cannot_sign(company, person)


def companies_to_answer(user: Any, row: Consultation) -> list[Organisation]:
    return [] if closed(row) else companies_of_signer(user)


@dataclass(frozen=True)
class SideBySide:
    """A question, what each choice got, and every answer with whoever gave it."""

    question: Any
    counts: list[tuple[str, int]]
    answers: list[tuple[Any, Any]]  # (who, answer or None), in the order of those asked


def side_by_side(
    questions: Iterable[Any], givers: Iterable[Any], answers: Iterable[Any], giver: str
) -> list[SideBySide]:
    """Questions down, givers beside each other. ``giver`` is the name of the answer's giver: reply, or asked."""
    given = {(getattr(each, f"{giver}_id"), each.question_id): each for each in answers}
    columns = list(givers)
    found = []
    for question in questions:
        row = [(each, given.get((each.pk, question.pk))) for each in columns]
        chosen = [answer.value for _who, answer in row if answer]
        counts = [(str(word), chosen.count(value)) for value, word in question.options]
        found.append(SideBySide(question, counts, row))
    return found


def answers_side_by_side(row: Consultation) -> list[SideBySide]:
    """What the members say. Three questions."""
    return side_by_side(row.questions.all(), replies_of(row.pk), answers_of(row.pk), "reply")


@dataclass(frozen=True)
class Ground:
    """What our answer stands on: how many companies have told us what they think, and how many people work there."""

    companies: int
    employees: int
    names: tuple[tuple[str, str], ...]  # (name, address) of those that may be quoted

    @property
    def unnamed(self) -> int:
        return self.companies - len(self.names)


def ground_of(row: Consultation) -> Ground:
    replies = list(replies_of(row.pk))
    names = tuple((each.organisation.name, each.organisation.slug) for each in replies if each.may_quote)
    return Ground(len(replies), sum(each.organisation.employees or 0 for each in replies), names)


def answered_by_consultation(pks: Iterable[int]) -> dict[int, int]:
    """How many companies have answered each. One question."""
    found: dict[int, int] = {}
    for pk in ConsultationReply.objects.filter(consultation__in=list(pks)).values_list("consultation", flat=True):
        found[pk] = found.get(pk, 0) + 1
    return found


def approvers(day: date | None = None) -> list[Appointment]:
    """Those of the board who may approve what we say: the chair first."""
    rows = Appointment.objects.in_force(day).filter(body__kind=Body.Kind.BOARD, post__in=POSTS)
    return list(rows.in_posts_order().select_related("person__user"))


def is_approver(person: Person | None) -> bool:
    return person is not None and any(each.person_id == person.pk for each in approvers())


def sheet(row: Consultation) -> tuple[list[str], list[list[Any]]]:
    """A line for each company that was asked; a column for each question, and for their own words."""
    questions = list(row.questions.all())
    replies = {each.organisation_id: each for each in replies_of(row.pk)}
    given = {(each.reply_id, each.question_id): each for each in answers_of(row.pk)}
    headings = [
        _("Company"),
        _("Organisation number"),
        _("Employees"),
        _("May be quoted"),
        _("Answered by"),
        _("Answered"),
    ]
    for question in questions:
        headings += [str(question)] if not question.options else [str(question), _("In their own words")]
    asked = list(asked_companies(row).order_by("sort_key", "pk"))
    known = {each.pk for each in asked}
    asked += [each.organisation for each in replies.values() if each.organisation_id not in known]
    return headings, [cells(company, replies.get(company.pk), questions, given) for company in asked]


def cells(company: Organisation, reply: ConsultationReply | None, questions: list[Any], given: dict) -> list[Any]:
    facts: list[Any] = [str(company), company.org_number or "", company.employees]
    if reply is None:
        return [
            *facts,
            "",
            "",
            _("has not answered"),
            *("" for each in questions for _n in range(2 if each.options else 1)),
        ]
    facts += [_("yes") if reply.may_quote else _("no"), reply.signed_by, timezone.localtime(reply.at).date()]
    for question in questions:
        answer = given.get((reply.pk, question.pk))
        facts += ([answer.said if answer else ""] if question.options else []) + [answer.words if answer else ""]
    return facts
