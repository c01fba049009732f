"""Goals, for machines: what the pages show, by the same questions."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema

from sterke.core.access import open_to
from sterke.core.api import Page, Paging, Slug, absolute, page_of, reads
from sterke.core.visibility import Visibility

from . import reports
from .models import Goal
from .state import State

router = Router(tags=["goals"])


class GoalFigure(Schema):
    day: date
    value: float


class GoalMeasurement(GoalFigure):
    evidence: str
    evidence_url: str | None


class GoalLine(Schema):
    """``state`` is worked out from the numbers and the newest figure; ``covered`` is per cent of the way."""

    slug: str
    statement: str
    statement_en: str | None
    why: str | None
    why_en: str | None
    parent: str | None
    state: State
    baseline: GoalFigure | None
    target: GoalFigure | None
    newest: GoalFigure | None
    covered: int | None
    unit: str | None
    unit_en: str | None
    indicator: str | None
    ended: date | None
    outcome: str | None
    url: str
    self: str


class GoalWhole(GoalLine):
    children: list[str]
    figures: list[GoalFigure]
    measurements: list[GoalMeasurement]


@router.get("/goals", **reads(Page[GoalLine], _("The goals, and how each stands"), _("Those that have ended too.")))
@open_to(Visibility.PUBLIC)
def goals(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    names = {goal.pk: goal.slug for goal in reports.goals_seen(request.user)}
    rows = reports.goals_seen.build(request.user)
    return page_of(request, rows, paging, lambda found: lines(found, request.user, names))


@router.get("/goals/{slug:slug}", **reads(GoalWhole, _("One goal, with its figures and what was measured")))
@open_to(Visibility.PUBLIC)
def goal(request: HttpRequest, slug: Slug) -> dict[str, Any]:
    seen = list(reports.goals_seen(request.user))
    row = next((each for each in seen if each.slug == slug), None)
    if row is None:
        raise Http404
    measurements = list(reports.measurements_of(row.pk)) if row.indicator_id is None else []
    figures = reports.figures_over_time(row, request.user, measurements)
    return lines([row], request.user, {each.pk: each.slug for each in seen})[0] | {
        "children": [each.slug for each in seen if each.parent_id == row.pk],
        "figures": [figure(each.day, each.value) for each in figures],
        "measurements": [
            {
                "day": each.day,
                "value": float(each.value),
                "evidence": each.evidence,
                "evidence_url": each.evidence_url or None,
            }
            for each in measurements
        ],
    }


def lines(rows: Iterable[Goal], user: Any, names: dict[int, str]) -> list[dict[str, Any]]:
    return [line(progress, names) for progress in reports.progress_of(list(rows), user)]


def line(progress: reports.Progress, names: dict[int, str]) -> dict[str, Any]:
    goal, newest = progress.goal, progress.figure
    indicator = goal.indicator
    words = ("statement_en", "why", "why_en", "outcome")
    return {
        **{name: getattr(goal, name) or None for name in words},
        "slug": goal.slug,
        "statement": goal.statement,
        "parent": names.get(goal.parent_id or 0),
        "state": progress.state,
        "baseline": figure(goal.baseline_on, goal.baseline),
        "target": figure(goal.due, goal.target),
        "newest": newest and figure(newest.day, newest.value),
        "covered": progress.covered if progress.has_bar else None,
        "unit": goal.unit or (indicator.unit if indicator else None) or None,
        "unit_en": goal.unit_en or (indicator.unit_en if indicator else None) or None,
        "indicator": indicator.slug if indicator else None,
        "ended": goal.ended_on,
        "url": absolute(goal.get_absolute_url()),
        "self": absolute(reverse("api:goal", args=[goal.slug])),
    }


def figure(day: date | None, value: Decimal | None) -> dict[str, Any] | None:
    return None if day is None or value is None else {"day": day, "value": float(value)}
