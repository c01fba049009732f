"""How cases and promises are told outside (see ``Card``)."""

from dataclasses import replace

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from sterke.core.house import Card, gives_card
from sterke.core.kept import remembered
from sterke.core.visibility import Visibility

from . import reports
from .mandate import Mandate, mandate_of
from .models import (
    AdvocacyCase,
    Consultation,
    ConsultationResponse,
    Meeting,
    PolicyPosition,
    PoliticalPromise,
    Questionnaire,
)
from .naming import name_for


def case(row: AdvocacyCase) -> Card | None:
    """The picture says the leading figure, where there is one: an indicator's newest, else the minutes of a journey."""
    if row.visibility != Visibility.PUBLIC:
        return None
    return remembered(("card", row.pk, get_language(), timezone.localdate()), lambda: _case(row))


def _case(row: AdvocacyCase) -> Card:
    visitor = AnonymousUser()
    if figures := reports.lines(visitor, list(reports.figures_of(visitor, row.pk)[:1])):
        first = figures[0]
        line = f"{first['indicator']}, {first['period']}"
        return Card(str(row), line, "article", figure=str(first["value"]), unit=str(first["unit"]))
    for journey in reports.journeys_of(visitor, row.pk)[:1]:
        unit = pgettext("of travel", "minutes")
        if journey.asked_minutes:
            unit = _("minutes, and we ask for %(asked)s") % {"asked": journey.asked_minutes}
        return Card(str(row), str(journey), "article", figure=str(journey.minutes), unit=unit)
    return Card(str(row), _("Case"), "article")


@gives_card("advocacy:cases")
def cases_card() -> Card:
    return Card(_("What the industry asks for"), _("Our cases"))


@gives_card("advocacy:case", "advocacy:story", "advocacy:one_page", "advocacy:press")
def case_card(slug: str) -> Card | None:
    row = AdvocacyCase.objects.visible_to(AnonymousUser()).filter(slug=slug).first()
    return case(row) if row else None


@gives_card("advocacy:ledger")
def ledger_card() -> Card:
    return Card(_("What was promised"), _("The ledger of promises"))


def promise(row: PoliticalPromise) -> Card | None:
    """The picture says how it stands; nothing of one that may not be told yet."""
    if not PoliticalPromise.objects.visible_to(AnonymousUser()).filter(pk=row.pk).exists():
        return None
    return Card(str(row), f"{_('Promise')}: {row.get_status_display()}", "article")


@gives_card("advocacy:promise")
def promise_card(pk: int) -> Card | None:
    row = reports.promise_at(AnonymousUser(), pk).first()
    return promise(row) if row else None


@gives_card("advocacy:meetings")
def meetings_card() -> Card:
    return Card(_("Whom we have met"), _("Meetings with those who decide"))


@gives_card("advocacy:notice")
def notice_card() -> Card:
    return Card(_("If you decide, and we have met you"), _("Privacy"))


def meeting(row: Meeting) -> Card | None:
    return Card(str(row), _("Meeting"), "article") if row.visibility == Visibility.PUBLIC else None


@gives_card("advocacy:meeting")
def meeting_card(pk: int) -> Card | None:
    row = reports.MEETINGS.visible_to(AnonymousUser()).filter(pk=pk).first()
    return meeting(row) if row else None


def position(row: PolicyPosition, behind: Mandate) -> Card | None:
    """The picture says who stands behind it."""
    if not row.is_held or {row.visibility, row.case.visibility} != {Visibility.PUBLIC}:
        return None
    card = Card(row.words("title"), _("Where we stand"), "article")
    return replace(card, figure=str(behind.companies), unit=behind.text) if behind.companies else card


@gives_card("advocacy:position")
def position_card(slug: str, number: int) -> Card | None:
    rows = PolicyPosition.objects.visible_to(AnonymousUser()).filter(case__slug=slug, number=number)
    row = rows.select_related("case").first()
    return position(row, mandate_of(row)) if row else None


@gives_card("advocacy:consultations")
def consultations_card() -> Card:
    return Card(_("What we answer when we are asked"), _("Consultations"))


def consultation(row: Consultation) -> Card | None:
    """The picture says who asks, and our answer once everyone may read it."""
    if row.visibility != Visibility.PUBLIC:
        return None
    response = ConsultationResponse.objects.visible_to(AnonymousUser()).filter(consultation=row).first()
    line = response.words("summary") if response else ""
    return Card(str(row), line or f"{_('Consultation')}: {name_for(AnonymousUser(), row.authority)}", "article")


@gives_card("advocacy:consultation")
def consultation_card(pk: int) -> Card | None:
    row = Consultation.objects.visible_to(AnonymousUser()).select_related("authority").filter(pk=pk).first()
    return consultation(row) if row else None


@gives_card("advocacy:questionnaires")
def questionnaires_card() -> Card:
    return Card(_("What the parties answer"), _("The same questions to all"))


def questionnaire(row: Questionnaire) -> Card | None:
    return Card(str(row), _("What the parties answer"), "article") if row.published_on else None


@gives_card("advocacy:questionnaire")
def questionnaire_card(pk: int) -> Card | None:
    row = Questionnaire.objects.visible_to(AnonymousUser()).filter(pk=pk).first()
    return questionnaire(row) if row else None
