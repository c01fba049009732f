"""Gatherings, for machines: what the pages show, by the same questions."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema

from sterke.core.access import open_to
from sterke.core.api import Page, Paging, Slug, absolute, described, page_of, reads
from sterke.core.visibility import Visibility

from . import reports
from .models import Gathering, GatheringGoal, GoalResult
from .state import Stage

router = Router(tags=["gatherings"])


class GatheringLine(Schema):
    """``seats`` and ``seats_left`` are null where there is no limit. Prices are in NOK; 0 is free."""

    slug: str
    title: str
    title_en: str | None
    lead: str | None
    lead_en: str | None
    kind: Gathering.Kind
    series: str | None
    network: str | None
    day: date
    last_day: date
    starts_at: datetime | None
    ends_at: datetime | None
    place: str | None
    municipality: str | None
    stage: Stage
    seats: int | None
    seats_left: int | None
    register_by: datetime | None
    price_member: float
    price_guest: float
    url: str
    calendar: str
    self: str


class AimResult(Schema):
    days_after: int
    value: float
    evidence: str


class Aim(Schema):
    """What is to be so afterwards, and what was found of it after so many days."""

    statement: str
    statement_en: str | None
    how: str
    unit: str | None
    baseline: float
    target: float
    days_after: int
    results: list[AimResult]


class ProgrammeSpeaker(Schema):
    name: str
    title: str | None


class Item(Schema):
    starts_at: datetime
    ends_at: datetime | None
    title: str
    title_en: str | None
    about: str | None
    room: str | None
    speakers: list[ProgrammeSpeaker]


class Host(Schema):
    slug: str
    name: str
    url: str


class GatheringWhole(GatheringLine):
    about: str | None
    about_en: str | None
    hosts: list[Host]
    goals: list[Aim]
    programme: list[Item]


class GatheringSearch(Paging):
    when: Literal["coming", "past"] = described(
        _("Those to come, soonest first; or those that were."), default="coming"
    )
    network: Slug | None = described(_("Only those of this network."), default=None)
    series: Slug | None = described(_("Only those of this series."), default=None)


@router.get("/gatherings", **reads(Page[GatheringLine], _("Styrketrening: the gatherings")))
@open_to(Visibility.PUBLIC)
def gatherings(request: HttpRequest, search: Query[GatheringSearch]) -> dict[str, Any]:
    question = reports.coming if search.when == "coming" else reports.past
    rows = question.build(request.user, timezone.localdate()).select_related("series")
    if search.network:
        rows = rows.filter(network__slug=search.network)
    if search.series:
        rows = rows.filter(series__slug=search.series)
    return page_of(request, rows, search, lines)


@router.get("/gatherings/{slug:slug}", **reads(GatheringWhole, _("One gathering, with its goals and its programme")))
@open_to(Visibility.PUBLIC)
def gathering(request: HttpRequest, slug: Slug) -> dict[str, Any]:
    row = next(iter(reports.gathering_at(request.user, slug)), None)
    if row is None:
        raise Http404
    return lines([row])[0] | {
        "about": row.about or None,
        "about_en": row.about_en or None,
        "hosts": [
            {"slug": host.slug, "name": str(host), "url": absolute(host.get_absolute_url())}
            for host in reports.hosts_of(request.user, row.pk)
        ],
        "goals": aims(row),
        "programme": [item(each) for each in reports.programme_of.build(row.pk).prefetch_related("speakers")],
    }


def lines(rows: Iterable[Any]) -> list[dict[str, Any]]:
    words = ("title_en", "lead", "lead_en", "place")
    facts = ("slug", "title", "kind", "day", "last_day", "starts_at", "ends_at")
    return [
        {name: getattr(row, name) for name in facts}
        | {name: getattr(row, name) or None for name in words}
        | {name: slug_of(getattr(row, name)) for name in ("series", "network", "municipality")}
        | {
            "stage": row.stage(row.taken),
            "seats": row.capacity,
            "seats_left": row.seats_left(row.taken),
            "register_by": row.deadline,
            "price_member": float(row.price_member),
            "price_guest": float(row.price_guest),
            "url": absolute(row.get_absolute_url()),
            "calendar": absolute(reverse("gatherings:calendar_of", args=[row.slug])),
            "self": absolute(reverse("api:gathering", args=[row.slug])),
        }
        for row in rows
    ]


def slug_of(row: Any) -> str | None:
    return row.slug if row else None


def aims(row: Gathering) -> list[dict[str, Any]]:
    results: dict[int, list[dict[str, Any]]] = {}
    for found in GoalResult.objects.filter(goal__gathering=row.pk):
        told = {"days_after": found.days_after, "value": float(found.value), "evidence": found.evidence}
        results.setdefault(found.goal_id, []).append(told)
    return [aim(goal, results.get(goal.pk, [])) for goal in reports.goals_of(row.pk)]


def aim(goal: GatheringGoal, results: list[dict[str, Any]]) -> dict[str, Any]:
    numbers: dict[str, Decimal] = {"baseline": goal.baseline, "target": goal.target}
    return {name: float(number) for name, number in numbers.items()} | {
        "statement": goal.statement,
        "statement_en": goal.statement_en or None,
        "how": goal.how,
        "unit": goal.unit or None,
        "days_after": goal.days_after,
        "results": results,
    }


def item(row: Any) -> dict[str, Any]:
    words = ("title_en", "about", "room")
    facts = ("starts_at", "ends_at", "title")
    return (
        {name: getattr(row, name) for name in facts}
        | {name: getattr(row, name) or None for name in words}
        | {"speakers": [{"name": each.name, "title": each.title or None} for each in row.speakers.all()]}
    )
