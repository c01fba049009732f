"""A table of figures as plain data: dimensions with codes, and one value for each combination of codes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from itertools import product
from math import prod

MOST_CELLS = 2_000_000
MOST_BYTES = 65_000_000
LARGEST = 10**15  # no count of people or kroner reaches this; what does is a fault
# Dimensions by the names Statistics Norway gives them, for tables that do not say which is which.
ROLES = {"Tid": "time", "Region": "geo", "ContentsCode": "metric"}


class BadFigures(ValueError):
    """Figures that cannot be read or picked. ``reason``: one word of ``words.SENTENCES``; ``detail`` names the part."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True)
class Dimension:
    """``codes`` in the order of the cells. ``role``: time, geo, metric or nothing. ``total``: the code of the sum."""

    name: str
    codes: tuple[str, ...]
    labels: Mapping[str, str] = field(default_factory=dict)
    label: str = ""
    role: str = ""
    units: Mapping[str, str] = field(default_factory=dict)
    decimals: Mapping[str, int] = field(default_factory=dict)
    total: str = ""
    codelists: tuple[str, ...] = ()

    def label_of(self, code: str) -> str:
        return self.labels.get(code, code)


@dataclass(frozen=True)
class Cube:
    """Cells in row-major order: the last dimension runs fastest. A value is None where there is none; ``statuses``
    says why by position, in the source's own signs. Without values it tells only what a table can be asked."""

    dimensions: tuple[Dimension, ...]
    values: tuple[int | Decimal | None, ...] = ()
    statuses: Mapping[int, str] = field(default_factory=dict)
    table: str = ""
    label: str = ""
    source: str = ""
    updated: datetime | None = None
    notes: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        return prod(len(dimension.codes) for dimension in self.dimensions)

    def dimension(self, name: str) -> Dimension:
        """Raises BadFigures("dimension") with the name when there is none of that name."""
        for dimension in self.dimensions:
            if dimension.name == name:
                return dimension
        raise BadFigures("dimension", name)

    def with_role(self, role: str) -> list[Dimension]:
        return [dimension for dimension in self.dimensions if dimension.role == role]

    def strides(self) -> dict[str, int]:
        """How many cells lie between two neighbouring codes of each dimension."""
        steps, step = {}, 1
        for dimension in reversed(self.dimensions):
            steps[dimension.name] = step
            step *= len(dimension.codes)
        return steps

    def at(self, **codes: str) -> int | Decimal | None:
        """The value at one code for each dimension; one that has a single code may be left out."""
        steps, position = self.strides(), 0
        for dimension in self.dimensions:
            code = codes.get(dimension.name, dimension.codes[0] if len(dimension.codes) == 1 else "")
            if code not in dimension.codes:
                raise BadFigures("code", f"{dimension.name} {code}")
            position += dimension.codes.index(code) * steps[dimension.name]
        return self.values[position]


PERIOD = re.compile(r"(?P<year>(?:1[89]|20)[0-9]{2})(?:\s?(?P<kind>[KQM])(?P<number>[0-9]{1,2}))?", re.IGNORECASE)


def period_of(text: str) -> tuple[str, date] | None:
    """The period as we write it ("2026", "2025K3", "2025M11") and its first day; None when it is no such period."""
    found = PERIOD.fullmatch(text.strip())
    if not found:
        return None
    year, kind, number = int(found["year"]), (found["kind"] or "").upper(), int(found["number"] or 1)
    if not kind:
        return f"{year}", date(year, 1, 1)
    if kind == "M":
        return (f"{year}M{number:02}", date(year, number, 1)) if 1 <= number <= 12 else None
    return (f"{year}K{number}", date(year, number * 3 - 2, 1)) if 1 <= number <= 4 else None


def joined(cubes: Sequence[Cube]) -> Cube:
    """Parts of one table as one. BadFigures: dimension (another table), twice, size, unit (a part counts otherwise)."""
    first = cubes[0]
    if len(cubes) == 1:
        return first
    names = [dimension.name for dimension in first.dimensions]
    for cube in cubes:
        if [dimension.name for dimension in cube.dimensions] != names:
            raise BadFigures("dimension", ", ".join(dimension.name for dimension in cube.dimensions))
    dimensions = tuple(_together([cube.dimensions[at] for cube in cubes]) for at in range(len(names)))
    whole = Cube(dimensions)
    if whole.size > MOST_CELLS:
        raise BadFigures("size", f"{whole.size} cells")
    values: list[int | Decimal | None] = [None] * whole.size
    statuses: dict[int, str] = {}
    taken: set[int] = set()
    steps = whole.strides()
    for cube in cubes:
        ways = [
            [new.codes.index(code) * steps[new.name] for code in old.codes]
            for old, new in zip(cube.dimensions, dimensions, strict=True)
        ]
        for at, way in enumerate(product(*ways)):
            position = sum(way)
            if position in taken:
                raise BadFigures("twice", first.label[:80])
            taken.add(position)
            values[position] = cube.values[at]
            if at in cube.statuses:
                statuses[position] = cube.statuses[at]
    return replace(first, dimensions=dimensions, values=tuple(values), statuses=statuses)


def _together(parts: list[Dimension]) -> Dimension:
    codes = tuple(dict.fromkeys(code for part in parts for code in part.codes))
    labels = {code: label for part in parts for code, label in part.labels.items()}
    units: dict[str, str] = {}
    for part in parts:
        for code, unit in part.units.items():
            if units.setdefault(code, unit) != unit:
                raise BadFigures("unit", f"{units[code]}, {unit}")
    decimals = {code: number for part in parts for code, number in part.decimals.items()}
    total = next((part.total for part in parts if part.total), "")
    return replace(parts[0], codes=codes, labels=labels, units=units, decimals=decimals, total=total)
