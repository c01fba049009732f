"""Figures out of a file: an answer that was stored, or a sheet somebody drops in."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sterke.core.models import FetchedResponse

from ..figures import jsonstat, sheet
from ..figures.cube import BadFigures, Cube
from ..figures.pick import Picked, pick
from ..figures.words import sentence
from ..models import Indicator, Municipality, MunicipalityCode
from .taking import EMPTY, Figure, Taken, take

METRIC = "ContentsCode"


def read(body: bytes, name: str) -> Cube:
    """A file as a table: JSON-stat, or a sheet. BadFigures when it is neither."""
    return jsonstat.read(body) if is_json(body, name) else sheet.read(body, name)


def is_json(body: bytes, name: str) -> bool:
    return body.lstrip()[:1] in (b"{", b"[") or name.endswith(".json")


@transaction.atomic
def take_file(
    body: bytes,
    name: str,
    *,
    by: Any,
    table: str = "",
    only: Indicator | None = None,
    response: FetchedResponse | None = None,
) -> dict[Indicator, Taken]:
    """Take every indicator that a file has figures of, or only one. All of it or nothing.

    ``table`` says which table the file is from where it does not say so itself. ValidationError, in words, when it
    cannot be read or nobody needs it.
    """
    try:
        cube = read(body, name)
    except BadFigures as problem:
        raise ValidationError(sentence(problem), code=problem.reason) from None
    told: dict[Indicator, Taken] = {}
    wanted = [only] if only else [each for each in Indicator.objects.fetched_from("ssb") if fits(each, cube, table)]
    for indicator in wanted:
        try:
            told[indicator] = take_cube(indicator, cube, by=by, response=response, is_sheet=not is_json(body, name))
        except BadFigures as problem:
            if only:
                raise ValidationError(sentence(problem), code=problem.reason) from None
    if not told:
        raise ValidationError(_("No indicator takes its figures from such a table."), code="nobody")
    return told


def look(body: bytes, name: str, indicator: Indicator) -> Picked:
    """What a file has for an indicator, without taking it. ValidationError in words when that is nothing."""
    try:
        cube = read(body, name)
        query = indicator.query if is_json(body, name) else query_for(indicator.query, cube)
        if lacking := [] if is_json(body, name) else columns_lacking(query, cube):
            raise BadFigures("column", ", ".join(lacking))
        picked = pick(cube, query, places())
    except BadFigures as problem:
        raise ValidationError(sentence(problem), code=problem.reason) from None
    if not any(figure.value is not None for figure in picked.figures):
        raise ValidationError(EMPTY, code="empty")
    return picked


def columns_lacking(query: Mapping[str, Any], cube: Cube) -> list[str]:
    names = {dimension.name for dimension in cube.dimensions}
    return sorted(set(query.get("pick", {})) - names)


def fits(indicator: Indicator, cube: Cube, table: str = "") -> bool:
    """Whether a table may hold the figures of an indicator: by its number, else by having the very same parts."""
    query = indicator.query
    if not indicator.table:
        return False
    names = {dimension.name for dimension in cube.dimensions}
    if table := table or cube.table:
        return indicator.table == table and set(query.get("pick", {})) <= names
    return set(query.get("ask", {})) == names


def take_cube(
    indicator: Indicator, cube: Cube, *, by: Any, response: FetchedResponse | None = None, is_sheet: bool = False
) -> Taken:
    """Take the figures of one indicator out of a table. BadFigures when it does not have what is asked for."""
    query = query_for(indicator.query, cube) if is_sheet else indicator.query
    picked = pick(cube, query, places())
    return take(indicator, rows_of(picked), by=by, response=response, source_updated=cube.updated, unit=picked.unit)


def query_for(query: Mapping[str, Any], cube: Cube) -> dict[str, Any]:
    """The query as a sheet understands it: one with a single column of values has no code for what it counts."""
    wanted = dict(query.get("pick", {}))
    metric = next((each for each in cube.dimensions if each.name == METRIC), None)
    counted = wanted.get(METRIC)
    is_alone = metric is not None and len(metric.codes) == 1
    if is_alone and isinstance(counted, list) and len(counted) == 1 and counted[0] not in metric.codes:  # type: ignore[union-attr]
        wanted[METRIC] = [metric.codes[0]]  # type: ignore[union-attr]
    return {**query, "pick": wanted}


def places() -> dict[str, int]:
    """Every code a municipality of the region has or had, and its name."""
    own = list(Municipality.objects.in_region())
    codes = MunicipalityCode.objects.filter(municipality__in=own).values_list("code", "municipality")
    return dict(codes) | {place.name: place.pk for place in own}


def rows_of(picked: Picked) -> Iterable[Figure]:
    for row in picked.figures:
        yield Figure(row.place, row.period, row.day, row.value, row.status)  # type: ignore[arg-type]
