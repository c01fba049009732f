"""Reading a sheet of figures into a Cube: what the secretariat keeps, and what Statbank gives as CSV or XLSX.

Long form: a column for the period, one for the place, others if there are, and one for the value. Wide form: a column
for each period ("2025", "2025K3", "Persons 2015"). Headings in Norwegian or English, in any order.
BadFigures: file (cannot be read), heading, cell (which and where), twice (the same cell), size.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from math import prod

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from sterke.core import sheets
from sterke.core.sheets import Row, Sheet

from . import cells
from .cube import MOST_CELLS, ROLES, BadFigures, Cube, Dimension, period_of

Value = int | Decimal | None
TIME = "år year aar periode period tid time kvartal quarter måned maned month"
PLACE = "region kommune kommunenummer kommunenr knr kommunekode municipality kode code regionkode sted place"
CODE = re.compile(r"(?:(?:location|region|municipality|kommune)[ _]?)?(?:kode|code|nummer|number|nr|id)(?:[ _](.+))?")
NAME = "navn name kommunenavn stedsnavn"
KNOWN = {
    "Kjonn": "kjønn kjonn sex gender",
    "Alder": "alder age",
    "ContentsCode": "contentscode statistikkvariabel tabellinnhold innhold contents content variable variabel",
}
VALUE = "verdi value antall number count population befolkning folkemengde folketall innbyggere personer persons"
READERS: dict[str, Callable[[str], tuple[str, str]]] = {
    "Region": cells.place,
    "Kjonn": cells.sex,
    "Alder": cells.age,
    "Tid": cells.period,
}
ORDER = ["Region", "Kjonn", "Alder"]  # then others as they stand, then the contents and the time


@dataclass(frozen=True)
class Layout:
    """Which column is what, by number. ``wide``: columns that are a period themselves, with contents and period."""

    places: dict[int, str]  # to when their codes hold: "", a year, or "in year"
    names: list[int]
    others: dict[int, str]
    time: int | None
    values: dict[int, str]
    wide: dict[int, tuple[str, str]]


def read(data: bytes, filename: str = "") -> Cube:
    """Reads a CSV or XLSX file of figures. Raises BadFigures that names the row and the column."""
    try:
        sheet = sheets.read(data, filename)
    except ValidationError as problem:
        raise BadFigures("file", " ".join(problem.messages)) from None
    rows, notes = _without_notes(sheet)
    layout = _layout(sheet, rows)
    typed = data.startswith(b"PK")
    marks = cells.decimal_marks(_numbers(rows, layout)) - ({"."} if typed else set())
    found = Found()
    for row in rows:
        if row.problem:
            raise BadFigures("cell", _at(row.line, "", row.problem))
        _take(row, sheet, layout, partial(cells.number, marks=marks, typed=typed), found)
    return _cube(found, " ".join(sheet.titles), notes)


class Found:
    """What has been read so far: cells by their codes, and the labels of the codes by dimension."""

    def __init__(self) -> None:
        self.cells: dict[tuple[tuple[str, str], ...], tuple[Value, str]] = {}
        self.labels: dict[str, dict[str, str]] = {}

    def add(self, where: dict[str, tuple[str, str]], value: tuple[Value, str], line: int) -> None:
        for name, (code, label) in where.items():
            known = self.labels.setdefault(name, {})
            if not known.get(code):
                known[code] = label
        key = tuple((name, code) for name, (code, _label) in where.items())
        if key in self.cells:
            raise BadFigures("twice", _at(line, "", ", ".join(code for _name, code in key)))
        self.cells[key] = value


def _at(line: int, column: str, text: str) -> str:
    place = _("row %(row)s, %(column)s") if column else _("row %(row)s")
    return f"{place % {'row': line, 'column': column}}: {text[:200]}"


def _without_notes(sheet: Sheet) -> tuple[list[Row], list[str]]:
    """The rows down to the last that has two cells; what stands alone below is a note."""
    rows = list(sheet.rows)
    notes = []
    while len(sheet.columns) > 1 and rows and len([cell for cell in rows[-1].cells if cell.strip()]) < 2:
        notes.append(" ".join(" ".join(rows.pop().cells).split()))
    return rows, [note for note in reversed(notes) if note]


# Headings


def _layout(sheet: Sheet, rows: list[Row]) -> Layout:
    folded = [heading.casefold().strip() for heading in sheet.columns]
    wide = {at: split for at, heading in enumerate(sheet.columns) if (split := _period_heading(heading))}
    times = [at for at, word in enumerate(folded) if word in TIME.split()]
    places = {at: when for at, word in enumerate(folded) if (when := _place_heading(word)) is not None}
    names = [at for at, word in enumerate(folded) if word in NAME.split()]
    values = {at: sheet.columns[at] for at, word in enumerate(folded) if word in VALUE.split() and at not in places}
    others: dict[int, str] = {}
    for at, word in enumerate(folded):
        if at in wide or at in times or at in places or at in names or at in values:
            continue
        others[at] = next((name for name, words in KNOWN.items() if word in words.split()), sheet.columns[at])
    if len(set(others.values())) != len(others):
        raise BadFigures("heading", ", ".join(others.values()))
    if not places and not names:
        raise BadFigures("heading", _("no column for the municipality"))
    if wide and (times or values):
        raise BadFigures("heading", ", ".join(sheet.columns[at] for at in [*times, *values, *wide][:6]))
    if not wide and len(times) != 1:
        raise BadFigures("heading", _("no column for the year, or several"))
    if not wide and not values:
        raise BadFigures("heading", _("no column for the value"))
    if len(values) > 1 and "ContentsCode" in others.values():
        raise BadFigures("heading", ", ".join(values.values()))
    return Layout(places, names, others, times[0] if times else None, values, wide)


def _period_heading(heading: str) -> tuple[str, str] | None:
    """ "Persons 2015" as what and when; a bare period has no what."""
    found = re.fullmatch(r"(?:(.*) )?([0-9]{4}(?: ?[KQMkqm][0-9]{1,2})?)", heading)
    period = period_of(found[2]) if found else None
    return (found[1] or "", period[0]) if found and period else None


def _place_heading(word: str) -> str | None:
    """None when it holds no place; else when its codes hold: "in year", a year, or "" for always."""
    if word in PLACE.split():
        return ""
    found = CODE.fullmatch(word)
    if not found:
        return None
    when = (found[1] or "").replace("_", " ")
    return "in year" if when in {"in year", "i året", "i aret", "gjeldende"} else when if when.isdigit() else ""


def _numbers(rows: list[Row], layout: Layout) -> list[str]:
    return [row.cells[at] for row in rows for at in [*layout.wide, *layout.values]]


# Rows


def _take(row: Row, sheet: Sheet, layout: Layout, number: Callable[[str], tuple[Value, str]], found: Found) -> None:
    def cell(at: int, reader: Callable[[str], tuple[str, str]]) -> tuple[str, str]:
        text = row.cells[at]
        try:
            if not text.strip():
                raise ValueError
            return reader(text)
        except ValueError:
            raise BadFigures("cell", _at(row.line, sheet.columns[at], text or _("empty"))) from None

    def figure(at: int) -> tuple[Value, str]:
        try:
            return number(row.cells[at])
        except ValueError:
            reason = "either" if cells.TWO_WAYS.fullmatch(row.cells[at].strip()) else "cell"
            raise BadFigures(reason, _at(row.line, sheet.columns[at], row.cells[at])) from None

    time = cell(layout.time, cells.period) if layout.time is not None else None
    others = {name: cell(at, READERS.get(name, cells.as_it_stands)) for at, name in layout.others.items()}
    columns = [(at, *layout.wide[at]) for at in layout.wide] or [(at, what, "") for at, what in layout.values.items()]
    for at, what, period in columns:
        when = time or (period, period)
        where = {"Region": _place(row, layout, when[0], cell), **others, "Tid": when}
        if what and "ContentsCode" not in others:
            where["ContentsCode"] = (what, what)
        found.add(where, figure(at), row.line)


def _place(row: Row, layout: Layout, period: str, cell: Callable[..., tuple[str, str]]) -> tuple[str, str]:
    """The code in force in that year where there are several, and the name where it stands apart."""
    filled = [at for at in layout.places if row.cells[at].strip()] or list(layout.places)
    year = int(period[:4])

    def fit(at: int) -> tuple[int, int]:
        when = layout.places[at]
        if when == "in year":
            return (3, 0)
        if when.isdigit():
            return (2, int(when)) if int(when) <= year else (0, -int(when))
        return (1, 0)

    code, label = cell(max(filled, key=fit), cells.place) if filled else ("", "")
    if layout.names and (not label or not code):
        name = " ".join(row.cells[layout.names[0]].split())
        code, label = code or cell(layout.names[0], cells.as_it_stands)[0], name or label
    return code, label


# All together


def _cube(found: Found, title: str, notes: list[str]) -> Cube:
    last = [name for name in ("ContentsCode", "Tid") if name in found.labels]
    others = [name for name in found.labels if name not in ORDER and name not in last]
    names = [name for name in ORDER if name in found.labels] + others + last
    dimensions = tuple(_dimension(name, found.labels[name]) for name in names)
    size = prod(len(dimension.codes) for dimension in dimensions)
    if size > MOST_CELLS:
        raise BadFigures("size", str(size))
    values: list[Value] = [None] * size
    statuses: dict[int, str] = {}
    at = {dimension.name: {code: n for n, code in enumerate(dimension.codes)} for dimension in dimensions}
    steps = Cube(dimensions).strides()
    for key, (value, sign) in found.cells.items():
        position = sum(at[name][code] * steps[name] for name, code in key)
        values[position] = value
        if sign:
            statuses[position] = sign
    table = re.match(r"([0-9]{5}): ", title)
    return Cube(dimensions, tuple(values), statuses, table[1] if table else "", title, notes=tuple(notes))


def _dimension(name: str, labels: dict[str, str]) -> Dimension:
    codes = sorted(labels) if name == "Tid" else list(labels)
    return Dimension(name, tuple(codes), {code: labels[code] or code for code in codes}, name, role=ROLES.get(name, ""))
