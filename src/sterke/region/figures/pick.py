"""From a table to the figures of one indicator: for each place and period one value, or the reason why there is none.

A sum with a part that is hidden or missing is itself missing: never a silently smaller number. Two codes for one place
(the numbers before and after a renumbering) are never added. docs/figures.md tells the form of a query.
"""

import re
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise, product
from typing import Any

from .cube import BadFigures, Cube, Dimension, period_of

HIDDEN, UNKNOWN, NOT_IN_USE = ":", "..", "."
# What is surely the total of the others, and what may be ("Alle andre" is not): that has to be picked by hand.
TOTAL = re.compile(r"i alt|totalt?|alle( aldre)?|all( ages)?|begge kjønn|both sexes", re.IGNORECASE)
LIKE_TOTAL = re.compile(r"(i alt|totalt?|alle|all|begge|both|samtlige|sum)\b|.*\bi alt$", re.IGNORECASE)
AGES = re.compile(r"0*([0-9]{1,3})(?:-0*([0-9]{1,3})|(\+))?")  # "020", "020-024", "105+"
PARTS = {"ask", "pick", "minus", "place", "find"}


@dataclass(frozen=True)
class Figure:
    """``place`` is what the caller's ``places`` say; ``day`` the first of the period; ``status`` the source's sign."""

    place: Hashable
    period: str
    day: date
    value: Decimal | None
    status: str = ""


@dataclass(frozen=True)
class Picked:
    """``left_out``: how many places nobody asked for. ``lacking``: places asked for that the table knows nothing of."""

    figures: tuple[Figure, ...]
    left_out: int = 0
    lacking: tuple[Hashable, ...] = ()
    unit: str = ""
    decimals: int | None = None


def pick(cube: Cube, query: Mapping[str, Any], places: Mapping[str, Hashable], region: Hashable = None) -> Picked:
    """The figures of ``query`` in ``cube``.

    ``places``: from each four-digit number, old and new, to what the caller calls the place; names may be there too.
    ``region``: what the caller calls all places together; with it, their sums come too (missing where one lacks).
    BadFigures: query, dimension, code, label, contents, ages, overlap, period, two (codes for one place).
    """
    if set(query) - PARTS or not all(isinstance(query.get(part, {}), Mapping) for part in ("pick", "minus")):
        raise BadFigures("query", ", ".join(sorted(set(query) - PARTS)) or "pick")
    if query.get("minus"):
        return _difference(cube, query, places, region)
    place, time = _place(cube, query), _only(cube, "time")
    chosen = _chosen(cube, query.get("pick", {}), {place.name, time.name})
    steps = cube.strides()
    offsets = [sum(way) for way in product(*([at * steps[name] for at in ats] for name, ats in chosen.items()))]
    periods = [_period(time, code) for code in time.codes]
    rows = _rows(place, places)
    figures: list[Figure] = []
    lacking = []
    for key in dict.fromkeys(places.values()):
        mine: list[Figure] = []
        for at, (period, day) in enumerate(periods):
            bases = [row * steps[place.name] + at * steps[time.name] for row in rows.get(key, [])]
            found = [_sum(_cell(cube, base + offset) for offset in offsets) for base in bases]
            mine.append(Figure(key, period, day, *_one(found, f"{key} {period}")))
        if rows.get(key) and any(figure.value is not None or figure.status not in ("", NOT_IN_USE) for figure in mine):
            figures += mine
        else:
            lacking.append(key)
    if region is not None:
        figures += _whole_region(figures, periods, region, complete=not lacking)
    left_out = len(place.codes) - sum(map(len, rows.values()))
    return Picked(tuple(figures), left_out, tuple(lacking), *_unit(cube, chosen))


def number_of(code: str) -> str:
    """The four digits in "K-3401", "3401", "3401 Kongsvinger"; "" when there are none."""
    found = re.fullmatch(r"(?:K[-_]?)?([0-9]{4})(?:\s.*)?", code.strip(), re.IGNORECASE | re.DOTALL)
    return found[1] if found else ""


def plain_name(label: str) -> str:
    """ "Våler (Innlandet)" and "3419 Våler" as "våler"."""
    return re.sub(r"^[0-9]{4}\s+|\s*\(.*\)\s*$", "", label.strip()).casefold()


def _place(cube: Cube, query: Mapping[str, Any]) -> Dimension:
    return cube.dimension(str(query["place"])) if "place" in query else _only(cube, "geo")


def _only(cube: Cube, role: str) -> Dimension:
    found = cube.with_role(role)
    if len(found) != 1:
        raise BadFigures("dimension", ", ".join(dimension.name for dimension in found) or role)
    return found[0]


def _period(time: Dimension, code: str) -> tuple[str, date]:
    found = period_of(code)
    if not found:
        raise BadFigures("period", time.label_of(code)[:40])
    return found


def _rows(place: Dimension, places: Mapping[str, Hashable]) -> dict[Hashable, list[int]]:
    """Where each place stands in the table; a place may stand under an old and a new number."""
    names = {plain_name(name): key for name, key in places.items()}
    rows: dict[Hashable, list[int]] = {}
    for at, code in enumerate(place.codes):
        number = number_of(code)
        key = places.get(number) if number else names.get(plain_name(place.label_of(code)))
        if key is not None:
            rows.setdefault(key, []).append(at)
    return rows


def _difference(cube: Cube, query: Mapping[str, Any], places: Mapping[str, Hashable], region: Hashable) -> Picked:
    """What is picked, less the same with the codes under ``minus``: those who moved in less those who moved out."""
    plain = {name: part for name, part in query.items() if name != "minus"}
    first = pick(cube, plain, places, region)
    other = pick(cube, plain | {"pick": {**query.get("pick", {}), **query["minus"]}}, places, region)
    taken = {(figure.place, figure.period): figure for figure in other.figures}
    figures = []
    for figure in first.figures:
        less = taken.get((figure.place, figure.period))
        if figure.value is None or less is None or less.value is None:
            status = _worst([figure.status, less.status if less else UNKNOWN])
            figures.append(replace(figure, value=None, status=status or UNKNOWN))
        else:
            figures.append(replace(figure, value=figure.value - less.value))
    return replace(first, figures=tuple(figures))


# What is picked of the other dimensions


def _chosen(cube: Cube, wanted: Mapping[str, Any], apart: set[str]) -> dict[str, list[int]]:
    """For each dimension that is neither place nor time: which of its codes are added up."""
    for name in wanted:
        if cube.dimension(name).name in apart:
            raise BadFigures("query", name)
    chosen = {}
    for dimension in cube.dimensions:
        if dimension.name in apart:
            continue
        if dimension.role == "metric" and len(dimension.codes) > 1 and wanted.get(dimension.name, "*") == "*":
            raise BadFigures("contents", ", ".join(map(dimension.label_of, dimension.codes[:12])))
        codes = _codes(dimension, wanted.get(dimension.name, "*"))
        _check_overlap(dimension, codes)
        chosen[dimension.name] = [dimension.codes.index(code) for code in codes]
    return chosen


def is_understood(wanted: Any) -> bool:
    """Whether this says codes in one of the forms there are, whatever the table."""
    match wanted:
        case "*":
            return True
        case list():
            return bool(wanted) and all(isinstance(code, str) for code in wanted) and len(set(wanted)) == len(wanted)
        case {"label": label, **rest}:
            return isinstance(label, str) and not rest
        case dict():
            return bool(wanted) and set(wanted) <= {"from", "to"} and all(type(age) is int for age in wanted.values())
    return False


def _codes(dimension: Dimension, wanted: Any) -> list[str]:
    if not is_understood(wanted):
        raise BadFigures("query", dimension.name)
    match wanted:
        case list():
            for code in wanted:
                if code not in dimension.codes:
                    raise BadFigures("code", f"{dimension.name} {code}")
            return wanted
        case {"label": str(label)}:
            return [code_labelled(dimension, label)]
        case dict():
            return _ages(dimension, wanted.get("from"), wanted.get("to"))
    return _all(dimension)


def code_labelled(dimension: Dimension, label: str) -> str:
    """The one code with this label, whatever its capitals. BadFigures("label") when none or several fit."""
    fits = [code for code in dimension.codes if dimension.label_of(code).casefold() == label.strip().casefold()]
    if len(fits) != 1:
        raise BadFigures("label", f"{dimension.name} {label}")
    return fits[0]


def _all(dimension: Dimension) -> list[str]:
    """All codes; where one of them is the total of the others, that one alone."""
    if dimension.total:
        return [dimension.total]
    like = [code for code in dimension.codes if LIKE_TOTAL.match(dimension.label_of(code))]
    if not like or len(dimension.codes) == 1:
        return list(dimension.codes)
    if len(like) > 1 or not TOTAL.fullmatch(dimension.label_of(like[0])):
        raise BadFigures("overlap", f"{dimension.name} {dimension.label_of(like[0])}")
    return like


def _ages(dimension: Dimension, lowest: int | None, highest: int | None) -> list[str]:
    """The single years from ``lowest`` to ``highest``, both included. Every one of them must be there."""
    single: dict[int, str] = {}
    last = None  # the open end: "105+" stands for 105 and all above
    for code in dimension.codes:
        found = AGES.fullmatch(code)
        if not found or found[2]:
            continue
        if int(found[1]) in single:
            raise BadFigures("overlap", f"{dimension.name} {single[int(found[1])]}, {code}")
        single[int(found[1])] = code
        last = int(found[1]) if found[3] else last
    if not single:
        raise BadFigures("ages", dimension.name)
    lowest = min(single) if lowest is None else lowest
    highest = max(single) if highest is None else highest
    if last is not None:
        highest = min(highest, last)
    wanted = range(lowest, min(highest, 999) + 1)
    missing = [age for age in wanted[:1000] if age not in single]
    if missing or not wanted:
        raise BadFigures("ages", f"{dimension.name} {(missing or [lowest])[0]}")
    return [single[age] for age in wanted]


def _check_overlap(dimension: Dimension, codes: list[str]) -> None:
    """Groups and what is in them are never added together ("020-024" and "020")."""
    spans = []
    for code in codes:
        if found := AGES.fullmatch(code):
            low = int(found[1])
            spans.append((low, int(found[2]) if found[2] else 999 if found[3] else low, code))
    if all(low == high for low, high, _code in spans):
        return
    spans.sort()
    for (_low, high, code), (low, _high, other) in pairwise(spans):
        if low <= high:
            raise BadFigures("overlap", f"{dimension.name} {code}, {other}")


# Values


def _cell(cube: Cube, position: int) -> tuple[Decimal | None, str]:
    value, status = cube.values[position], cube.statuses.get(position, "")
    # A figure that is hidden or not in use may come as 0 with its sign: the sign holds.
    gone = value is None or status in {HIDDEN, UNKNOWN, NOT_IN_USE}
    return (None if gone else Decimal(value)), status  # type: ignore[arg-type]


def _worst(statuses: Iterable[str]) -> str:
    def weight(status: str) -> int:
        return {HIDDEN: 4, UNKNOWN: 3, NOT_IN_USE: 1, "": 0}.get(status, 2)

    return max(statuses, key=weight, default="")


def _sum(cells: Iterable[tuple[Decimal | None, str]]) -> tuple[Decimal | None, str]:
    parts = list(cells)
    missing = [status for value, status in parts if value is None]
    if missing:
        return None, _worst(missing)
    return sum((value for value, _status in parts if value is not None), Decimal()), _worst(s for _v, s in parts)


def _one(found: list[tuple[Decimal | None, str]], where: str) -> tuple[Decimal | None, str]:
    """Of what an old and a new number say of one place and period, the one that is in use."""
    real = [(value, status) for value, status in found if value]
    if len(real) > 1:
        raise BadFigures("two", where)
    if real:
        return real[0]
    missing = _worst(status for value, status in found if value is None)
    zeros = [(value, status) for value, status in found if value is not None]
    # A zero beside a hidden figure is the filling of the number that is not in use.
    return zeros[0] if zeros and missing in ("", NOT_IN_USE) else (None, missing)


def _whole_region(
    figures: list[Figure], periods: list[tuple[str, date]], region: Hashable, *, complete: bool
) -> list[Figure]:
    whole = []
    for period, day in periods:
        parts = [(figure.value, figure.status) for figure in figures if figure.period == period]
        value, status = _sum(parts if complete else [*parts, (None, UNKNOWN)])
        whole.append(Figure(region, period, day, value, status))
    return whole


def _unit(cube: Cube, chosen: Mapping[str, list[int]]) -> tuple[str, int | None]:
    for dimension in cube.with_role("metric"):
        codes = [dimension.codes[at] for at in chosen.get(dimension.name, [])]
        units = {(dimension.units.get(code, ""), dimension.decimals.get(code)) for code in codes}
        if len(units) > 1:
            raise BadFigures("unit", ", ".join(sorted(str(unit) for unit, _decimals in units)))
        return next(iter(units), ("", None))
    return "", None
