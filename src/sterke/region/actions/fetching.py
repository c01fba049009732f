"""Figures are asked for at their source. Run as a task or a command: it waits, and none of it is in a transaction."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from sterke.core import activity
from sterke.core.wire import Wire

from ..figures import pxweb
from ..figures.cube import BadFigures
from ..figures.question import call_key
from ..figures.words import sentence
from ..models import Indicator, MunicipalityCode
from .files import take_cube
from .taking import Taken

AGAIN = timedelta(days=7)
AFTER_TROUBLE = timedelta(days=1)


@dataclass
class Fetched:
    """What became of each indicator that was asked for: figures, or why there are none."""

    taken: dict[Indicator, Taken] = field(default_factory=dict)
    failed: dict[Indicator, str] = field(default_factory=dict)


def due() -> Iterable[Indicator]:
    """Indicators of Statistics Norway that it is time to ask for."""
    now = timezone.now()
    late = Q(tried_at=None) | Q(tried_at__lt=now - AGAIN) | Q(tried_at__lt=now - AFTER_TROUBLE) & ~Q(problem="")
    return Indicator.objects.fetched_from(Indicator.Channel.SSB).filter(late)


def fetch(indicators: Iterable[Indicator], *, by: Any, wire: Wire | None = None) -> Fetched:
    """Ask for these indicators, those that ask the same in one call. One that fails is told of and stops no other.

    Raises pxweb.Closed in the hours when the source changes its figures: nothing is asked for then.
    """
    told, numbers = Fetched(), own_numbers()
    groups: dict[str, list[Indicator]] = {}
    for indicator in indicators:
        try:
            find_table(indicator, by=by, wire=wire)
            groups.setdefault(call_key(indicator.table, indicator.query.get("ask", {})), []).append(indicator)
        except pxweb.Closed:
            raise
        except (BadFigures, ValidationError) as problem:
            fail(indicator, problem, told, by=by)
    for own in groups.values():
        try:
            answers = pxweb.data(own[0].table, own[0].query.get("ask", {}), numbers=numbers, wire=wire)
            cube = pxweb.cube_of(answers)
        except pxweb.Closed:
            raise
        except (BadFigures, ValidationError) as problem:
            for indicator in own:
                fail(indicator, problem, told, by=by)
            continue
        for indicator in own:
            try:
                Indicator.objects.filter(pk=indicator.pk).update(tried_at=timezone.now())
                told.taken[indicator] = take_cube(indicator, cube, by=by, response=answers[0])
            except (BadFigures, ValidationError) as problem:
                fail(indicator, problem, told, by=by)
    return told


def own_numbers() -> list[str]:
    """The four-digit numbers in force today of the municipalities of the region."""
    today = timezone.localdate()
    codes = MunicipalityCode.objects.filter(municipality__regions__kind="cluster", valid_from__lte=today)
    return sorted(set(codes.exclude(valid_to__lt=today).values_list("code", flat=True)))


def find_table(indicator: Indicator, *, by: Any, wire: Wire | None) -> None:
    """Where the number of the table is not known, look it up and keep it: a wrong one is an edit in the office."""
    wanted = indicator.query.get("find")
    if indicator.table or not isinstance(wanted, dict):
        return
    found = pxweb.find_table(str(wanted.get("words", "")), wanted.get("must_have", []), wire=wire)
    indicator.table = found.id
    indicator.save(update_fields=["table"])
    activity.record("figures.found", indicator, by=by, table=f"{found.id} {found.label}"[:200])


def fail(indicator: Indicator, problem: BadFigures | ValidationError, told: Fetched, *, by: Any) -> None:
    """Keep why an indicator could not be fetched, for the desk. What we had is unchanged."""
    why = in_words(problem)
    told.failed[indicator] = why
    had = indicator.problem
    Indicator.objects.filter(pk=indicator.pk).update(problem=why[:300], tried_at=timezone.now())
    if had != why[:300]:
        activity.record("figures.failed", indicator, by=by, why=why)


def in_words(problem: BadFigures | ValidationError) -> str:
    return sentence(problem) if isinstance(problem, BadFigures) else " ".join(problem.messages)
