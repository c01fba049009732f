"""Cases and the ledger of promises, for machines: what the pages show, by the same questions."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Literal

from django.db.models import Count
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema

from sterke.core.access import open_to
from sterke.core.api import Page, Paging, Slug, absolute, described, page_of, reads
from sterke.core.visibility import Visibility
from sterke.region.models import Indicator, Journey
from sterke.region.series import newest

from . import reports, reports_ledger
from .models import AdvocacyCase, PolicyPosition, PoliticalPromise
from .models.cases import lines_of

router = Router(tags=["cases"])
# Written out: a description has room for one enumeration of a name, and several rooms have a Status.
CaseStatus = Literal["watched", "active", "partly", "won", "lost"]
PromiseStatus = Literal["open", "kept", "partly_kept", "broken", "lapsed"]


class CaseFigure(Schema):
    """The newest figure of an indicator for the whole region, with whom to name as its source."""

    indicator: str
    name: str
    name_en: str
    value: float
    unit: str
    unit_en: str
    period: str
    credit: str
    credit_en: str | None
    self: str


class CaseJourney(Schema):
    """How long a journey takes today, and how long as we ask for it."""

    origin: str
    to: str
    by: str
    minutes: int
    measured_on: date
    source: str
    source_url: str | None
    asked_minutes: int | None


class PromiseCounts(Schema):
    open: int
    kept: int
    partly_kept: int
    broken: int
    lapsed: int


class CaseLine(Schema):
    """``ask`` holds at most four short points. The first figure is the leading one."""

    slug: str
    title: str
    title_en: str | None
    ask: list[str]
    ask_en: list[str]
    status: CaseStatus
    is_priority: bool
    begun: date
    put_away: date | None
    outcome: str | None
    figures: list[CaseFigure]
    journeys: list[CaseJourney]
    promises: PromiseCounts
    url: str
    self: str


class CasePosition(Schema):
    number: int
    title: str
    title_en: str | None
    adopted_on: date
    review_on: date | None
    url: str


class CaseWhole(CaseLine):
    why: str | None
    why_en: str | None
    position: CasePosition | None


class CasePromise(Schema):
    """An open promise stands with the office, whoever holds it now. ``reply`` is what the office answers."""

    id: int
    case: str
    promise: str
    promise_en: str | None
    office: str
    body: str
    holder: str | None
    party: str | None
    said_on: date
    source: str | None
    source_url: str | None
    due: date | None
    due_event: str | None
    status: PromiseStatus
    status_on: date | None
    reply: str | None
    reply_en: str | None
    reply_on: date | None
    url: str


class PromiseSearch(Paging):
    case: Slug | None = described(_("Only those of this case."), default=None)
    status: PromiseStatus | None = described(_("Only those that stand like this."), default=None)
    year: int | None = described(_("Only those given in this year."), default=None, ge=1900, le=2200)


@router.get("/cases", **reads(Page[CaseLine], _("The cases: what we ask for, and how each stands")))
@open_to(Visibility.PUBLIC)
def cases(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    return page_of(request, reports.cases_seen.build(request.user), paging, lambda rows: lines(rows, request.user))


@router.get("/cases/{slug:slug}", **reads(CaseWhole, _("One case, with why, and where we stand")))
@open_to(Visibility.PUBLIC)
def case(request: HttpRequest, slug: Slug) -> dict[str, Any]:
    row = reports.case_at(request.user, slug).first()
    if row is None:
        raise Http404
    held = PolicyPosition.objects.visible_to(request.user).in_force().filter(case=row).select_related("case").first()
    return lines([row], request.user)[0] | {
        "why": row.why or None,
        "why_en": row.why_en or None,
        "position": position(held) if held else None,
    }


@router.get(
    "/promises", **reads(Page[CasePromise], _("What was promised, and what became of it"), _("The newest first."))
)
@open_to(Visibility.PUBLIC)
def promises(request: HttpRequest, search: Query[PromiseSearch]) -> dict[str, Any]:
    wanted = reports_ledger.Wanted(status=search.status or "", case=search.case or "", year=search.year or 0)
    rows = reports.promises_seen(request.user).filter(**wanted.asked())
    return page_of(request, rows, search, lambda found: [promise(row) for row in found])


def lines(rows: Iterable[AdvocacyCase], user: Any) -> list[dict[str, Any]]:
    """A few questions, however many cases."""
    rows = list(rows)
    pks = [row.pk for row in rows]
    figures = {found["indicator"].pk: figure(found) for found in newest(Indicator.objects.visible_to(user))}
    behind = Indicator.cases.through.objects.filter(advocacycase__in=pks).order_by(
        "indicator__order", "indicator__slug"
    )
    pairs = list(behind.values_list("advocacycase", "indicator"))
    ways = Journey.objects.visible_to(user).filter(cases__in=pks).select_related("origin").distinct()
    journeys = {row.pk: journey(row) for row in ways}
    travelled = Journey.cases.through.objects.filter(advocacycase__in=pks).order_by("journey__minutes", "pk")
    routes = list(travelled.values_list("advocacycase", "journey"))
    counts = PoliticalPromise.objects.visible_to(user).filter(case__in=pks).order_by().values_list("case", "status")
    states = {(case, status): count for case, status, count in counts.annotate(count=Count("pk"))}
    return [
        {
            "slug": row.slug,
            "title": row.title,
            "title_en": row.title_en or None,
            "ask": lines_of(row.ask),
            "ask_en": lines_of(row.ask_en),
            "status": row.status,
            "is_priority": row.is_priority,
            "begun": row.started_on,
            "put_away": row.archived_on,
            "outcome": row.outcome or None,
            "figures": [figures[pk] for case, pk in pairs if case == row.pk and pk in figures],
            "journeys": [journeys[pk] for case, pk in routes if case == row.pk and pk in journeys],
            "promises": {each.value: states.get((row.pk, each.value), 0) for each in PoliticalPromise.Status},
            "url": absolute(row.get_absolute_url()),
            "self": absolute(reverse("api:case", args=[row.slug])),
        }
        for row in rows
    ]


def figure(found: dict[str, Any]) -> dict[str, Any]:
    row = found["indicator"]
    return {
        "indicator": row.slug,
        "name": row.name,
        "name_en": row.name_en,
        "value": float(found["value"]),
        "unit": row.unit,
        "unit_en": row.unit_en,
        "period": found["period"],
        "credit": row.credit,
        "credit_en": row.credit_en or None,
        "self": absolute(reverse("api:indicator", args=[row.slug])),
    }


def journey(row: Journey) -> dict[str, Any]:
    return {
        "origin": row.origin.slug,
        "to": row.goal,
        "by": row.means,
        "minutes": row.minutes,
        "measured_on": row.measured_on,
        "source": row.source,
        "source_url": row.source_url or None,
        "asked_minutes": row.asked_minutes,
    }


def position(row: PolicyPosition) -> dict[str, Any]:
    return {
        "number": row.number,
        "title": row.title,
        "title_en": row.title_en or None,
        "adopted_on": row.adopted_on,
        "review_on": row.review_on,
        "url": absolute(row.get_absolute_url()),
    }


def promise(row: PoliticalPromise) -> dict[str, Any]:
    words = ("source", "source_url", "due_event", "reply", "reply_en")
    facts = ("said_on", "due", "status", "status_on", "reply_on")
    return (
        {name: getattr(row, name) for name in facts}
        | {name: getattr(row, name) or None for name in words}
        | {
            "id": row.pk,
            "case": row.case.slug,
            "promise": row.paraphrase,
            "promise_en": row.paraphrase_en or None,
            "office": row.office.title,
            "body": row.office.organisation.name,
            "holder": row.holder.name if row.holder else None,
            "party": row.party.name if row.party else None,
            "url": absolute(row.get_absolute_url()),
        }
    )
