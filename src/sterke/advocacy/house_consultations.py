"""What consultations and the questions to the parties give the house: search, history, stories, addresses, exports."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from sterke.core.house import (
    Address,
    Contribution,
    gives_addresses,
    gives_contributions,
    gives_export,
    gives_search,
    says,
)
from sterke.core.paths import path_to
from sterke.core.strands import Happening, Strand, gives_strand
from sterke.goals.models import Goal

from . import desk_consultations as desk_consultations  # registers what they ask for on the desk
from . import privacy_consultations as privacy_consultations  # registers what is kept of people
from .models import AdvocacyCase, Consultation, ConsultationResponse, Questionnaire
from .naming import name_for

gives_search(
    "horinger",
    _("Consultations"),
    Consultation,
    title=("title", "title_en"),
    near=("authority__name", "reference"),
    text=("about", "about_en"),
    order=("-deadline", "pk"),
    reads=("directory",),
)
gives_search(
    "partiene",
    _("What the parties answer"),
    Questionnaire,
    title=("title", "title_en"),
    text=("intro", "intro_en"),
    order=("-election_on", "pk"),
)
says(
    consultation_begun=_("%(actor)s took up the consultation “%(subject)s”"),
    consultation_edited=_("%(actor)s changed the consultation “%(subject)s”"),
    consultation_document=_("%(actor)s put a paper with “%(subject)s”: %(what)s"),
    consultation_undocumented=_("%(actor)s took a paper away from “%(subject)s”: %(what)s"),
    consultation_dropped=_("%(actor)s let the consultation “%(subject)s” go: %(why)s"),
    consultation_resumed=_("%(actor)s picked up the consultation “%(subject)s” again"),
    consultation_asked=_("%(actor)s asked the members about “%(subject)s”, until %(day)s: %(count)s letters"),
    consultation_reminded=_("%(actor)s reminded those who had not answered about “%(subject)s”: %(count)s letters"),
    consultation_answered=_("%(actor)s answered for %(company)s"),
    consultation_reanswered=_("%(actor)s changed the answer of %(company)s"),
    question_put=_("%(actor)s wrote a question: %(what)s"),
    question_struck=_("%(actor)s struck out a question: %(what)s"),
    response_begun=_("%(actor)s began on our answer to “%(subject)s”"),
    response_edited=_("%(actor)s changed our answer to “%(subject)s”"),
    response_sent=_("%(actor)s asked %(who)s to approve our answer to “%(subject)s”"),
    response_approved=_("%(actor)s approved our answer to “%(subject)s”"),
    response_returned=_("%(actor)s sent our answer to “%(subject)s” back"),
    response_noted=_("%(actor)s wrote down that %(who)s has approved our answer to “%(subject)s”"),
    response_delivered=_("%(actor)s wrote down that our answer to “%(subject)s” is delivered: %(how)s"),
    questionnaire_begun=_("%(actor)s began on the questions to the parties: %(subject)s"),
    questionnaire_edited=_("%(actor)s changed “%(subject)s”"),
    questionnaire_party=_("%(actor)s put in whom to ask: %(who)s"),
    questionnaire_unasked=_("%(actor)s took out whom to ask: %(who)s"),
    questionnaire_asked=_("%(actor)s sent the questions, to be answered by %(day)s: %(count)s letters"),
    questionnaire_reminded=_("%(actor)s reminded the parties that had not answered: %(count)s letters"),
    questionnaire_answered=_("%(who)s answered the questions"),
    questionnaire_noted=_("%(actor)s took in what %(who)s has answered"),
    questionnaire_published=_("%(actor)s published what the parties answer"),
)


@gives_addresses
def addresses() -> Iterator[Address]:
    visitor = AnonymousUser()
    yield from (Address(path_to(f"advocacy:{name}")) for name in ("consultations", "questionnaires"))
    rows: list[Any] = [*Consultation.objects.visible_to(visitor), *Questionnaire.objects.visible_to(visitor)]
    for row in rows:
        yield Address(row.get_absolute_url(), languages=("nb", "en") if row.title_en else ("nb",))


@gives_contributions
def contributions(goal: Goal, since: date, until: date, user: Any) -> Iterator[Contribution]:
    """Answers delivered in the cases that serve a goal."""
    rows = ConsultationResponse.objects.visible_to(user).filter(delivered_on__range=(since, until))
    cases = AdvocacyCase.objects.visible_to(user).filter(goals=goal)
    for row in rows.filter(consultation__cases__in=cases).select_related("consultation__authority").distinct():
        about = row.consultation
        day = row.delivered_on or until
        whose = name_for(user, about.authority)
        yield Contribution(_("Consultations"), str(about), day, about.get_absolute_url(), whose)


@gives_export("consultations")
def export_consultations(user: Any) -> tuple[list[str], Iterator[list[Any]]]:
    """Every consultation this user may see, and what came of it."""
    headings = [
        _t("Consultation"), _t("Who asks"), _t("Their reference"), _t("Deadline"), _t("Cases"),
        _t("Asked of the members"),
        _t("Answers"), _t("Status"),
        _t("What we answered"), _t("Approved"), _t("Delivered"), _t("How"), _t("Why we do not answer"),
        _t("Address"),
    ]  # fmt: skip
    rows = Consultation.objects.visible_to(user).select_related("authority").prefetch_related("replies")
    seen = {
        row.consultation_id: row for row in ConsultationResponse.objects.visible_to(user).select_related("consultation")
    }
    cases: dict[int, list[str]] = {}
    for case in AdvocacyCase.objects.visible_to(user).prefetch_related("consultations"):
        for row in case.consultations.all():
            cases.setdefault(row.pk, []).append(str(case))
    lines = (export_line(user, row, seen.get(row.pk), cases.get(row.pk, [])) for row in rows.order_by("deadline", "pk"))
    return headings, lines


def export_line(user: Any, row: Any, response: ConsultationResponse | None, cases: list[str]) -> list[Any]:
    status = _t("let go") if row.dropped_on else response.get_status_display() if response else _t("under way")
    said: list[Any] = ["", "", "", ""]
    if response:
        said = [response.words("summary"), response.approved_on, response.delivered_on, response.delivered_how]
    return [
        str(row), name_for(user, row.authority), row.reference, row.local_deadline.replace(tzinfo=None),
        "; ".join(cases), row.asked_on, len(row.replies.all()), str(status), *said, row.why_dropped,
        row.get_absolute_url(),
    ]  # fmt: skip


# What joins the story of a case.
def _answered(user: Any, pks: list[int]) -> dict[int, Happening]:
    rows = ConsultationResponse.objects.filter(pk__in=pks).select_related("consultation__authority")
    return {
        row.pk: Happening(
            row.delivered_on,
            _t("We answered: %(title)s") % {"title": row.consultation},
            row.get_absolute_url(),
            row.words("summary"),
            name_for(user, row.consultation.authority),
            row.consultation.url,
            language=row.consultation.language,
        )
        for row in rows
        if row.delivered_on
    }


def _asked_parties(user: Any, pks: list[int]) -> dict[int, Happening]:
    rows = Questionnaire.objects.filter(pk__in=pks)
    return {
        row.pk: Happening(row.published_on, str(row), row.get_absolute_url(), language=row.language)
        for row in rows
        if row.published_on
    }


gives_strand(
    AdvocacyCase,
    Strand(
        "horing",
        _("Consultations"),
        lambda user, case: ConsultationResponse.objects.visible_to(user).filter(
            consultation__cases=case, delivered_on__isnull=False
        ),
        "delivered_on",
        _answered,
    ),
)
gives_strand(
    AdvocacyCase,
    Strand(
        "partiene",
        _("What the parties answer"),
        lambda user, case: Questionnaire.objects.visible_to(user).filter(
            pk__in=AdvocacyCase.objects.filter(pk=case).values("party_questions__questionnaire")
        ),
        "published_on",
        _asked_parties,
    ),
)
