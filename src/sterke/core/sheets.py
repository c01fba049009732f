"""Sheets in and out: CSV as a Norwegian Excel saves it, and XLSX. docs/adr/0007 says what is refused and why.

``read`` gives headings and rows of text with the row numbers people see; what one row has wrong stands on the row, what
the whole file has wrong is a ValidationError. ``write_csv`` and ``write_xlsx`` never let a cell become a formula.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from itertools import chain
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter, range_boundaries

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
MAX_PARTS = 2000
MAX_ROWS = 50_000
MAX_COLUMNS = 200
MAX_CELL = 32_767
CHUNK = 1 << 16

# A cell that a spreadsheet could run: at its start, or after what another spreadsheet takes for a separator.
DANGEROUS = re.compile(r"(?<![^,;|\t\r\n])(?='*[=+\-@\t\r\n])")
DEFUSED = re.compile(r"(?<![^,;|\t\r\n])'(?='*[=+\-@\t\r\n])")
TYPED = {int, float, Decimal, date, datetime}
BEGINS = frozenset("'=+-@\t\r\n")
SEPARATES = re.compile(r"[,;|\t\r\n]")
# Phone numbers and negative numbers hold digits only: nothing to run, so they stay as people need them.
HARMLESS = re.compile(r"\+\d[\d ]*|-\d+(?:[.,]\d+)?")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Row:
    """One row: its number as people see it in the spreadsheet, its cells as text, and what is wrong with it."""

    line: int
    cells: list[str]
    problem: str = ""


@dataclass(frozen=True)
class Sheet:
    columns: list[str]
    rows: list[Row] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)  # what stood above the headings


def read(data: bytes, name: str = "") -> Sheet:
    """Read a CSV or XLSX file. Raises ValidationError, in the reader's language, when it cannot be read safely."""
    if len(data) > MAX_BYTES:
        raise _refused(_("The file is larger than %(limit)s MB. Split it."), limit=MAX_BYTES // 1024 // 1024)
    if not data.strip():
        raise _refused(_("The file is empty."))
    if data.startswith(b"PK\x03\x04"):
        return _sheet(_xlsx_rows(data), uneven=False)
    if data.startswith(b"\xd0\xcf\x11\xe0") or name.lower().endswith((".ods", ".numbers", ".pdf")):
        raise _refused(_("This kind of file cannot be read. Save it as .xlsx or .csv and try again."))
    return _sheet(_csv_rows(_decoded(data)), uneven=True)


def _refused(message: str, **params: Any) -> ValidationError:
    return ValidationError(message, code="sheet", params=params)


def _sheet(numbered: Iterator[tuple[int, list[str], str]], *, uneven: bool) -> Sheet:
    """The first row with at least two cells is the headings (or the first row, when all have one)."""
    columns: list[str] = []
    rows: list[Row] = []
    titles: list[str] = []
    waiting: list[tuple[int, list[str], str]] = []  # titles above the headings, or a sheet of one column
    for line, cells, problem in numbered:
        while cells and not cells[-1].strip() and (not columns or len(cells) > len(columns) or not cells[-1]):
            cells.pop()
        if not any(cell.strip() for cell in cells) and not problem:
            continue
        if not columns and len([cell for cell in cells if cell.strip()]) < 2 and len(waiting) < 20:
            waiting.append((line, cells, problem))
        elif not columns:
            columns = _headings(cells, problem)
            titles = [" ".join(" ".join(above).split()) for _line, above, _problem in waiting]
            waiting.clear()
        else:
            rows.append(_row(line, cells, problem, len(columns), uneven))
            _check_count(len(rows))
    if not columns and waiting:
        columns = _headings(waiting[0][1], waiting[0][2])
        rows = [_row(*found, len(columns), uneven) for found in waiting[1:]]
    if not columns:
        raise _refused(_("The file is empty."))
    if not rows:
        raise _refused(_("The file has headings but no rows below them."))
    return Sheet(columns, rows, titles)


def _check_count(count: int) -> None:
    if count > MAX_ROWS:
        raise _refused(_("The file has more than %(limit)s rows. Split it."), limit=MAX_ROWS)


def _headings(cells: list[str], problem: str) -> list[str]:
    if problem:
        raise ValidationError(problem, code="sheet")
    if len(cells) > MAX_COLUMNS:
        raise _refused(_("The file has more than %(limit)s columns."), limit=MAX_COLUMNS)
    columns = [" ".join(cell.split()) or f"({get_column_letter(n)})" for n, cell in enumerate(cells, 1)]
    folded = [column.casefold() for column in columns]
    twice = [column for n, column in enumerate(columns) if folded[n] in folded[:n]]
    if twice:
        raise _refused(_("Two columns have the same heading: %(heading)s."), heading=twice[0][:80])
    return columns


def _row(line: int, cells: list[str], problem: str, width: int, uneven: bool) -> Row:
    if len(cells) > width and not problem:
        problem = _("The row has %(count)s cells, the headings %(width)s.") % {"count": len(cells), "width": width}
    long = any(len(cell) > MAX_CELL for cell in cells)
    if long and not problem:
        problem = _("A cell holds more than %(limit)s characters.") % {"limit": MAX_CELL}
    return Row(line, [cell[:MAX_CELL] for cell in cells[:width]] + [""] * (width - len(cells)), problem)


# CSV in


def _decoded(data: bytes) -> str:
    """UTF-8 with or without mark, UTF-16 with mark, else Windows-1252: what Excel writes."""
    marks = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
    encoding = next((encoding for mark, encoding in marks.items() if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        if encoding != "utf-8":
            raise _refused(_("The letters in the file cannot be read. Save it as UTF-8 or as .xlsx.")) from None
        text = data.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise _refused(_("This is not a text file. Save the sheet as .xlsx or .csv and try again."))
    return text


def _separator(text: str) -> str:
    """The separator that splits the first lines into most cells; semicolon when there is none."""
    lines = [line for line in re.sub(r'"[^"]*"', "", text[:20_000]).splitlines() if line.strip()][:5]
    best = max(";\t,", key=lambda mark: max((line.count(mark) for line in lines), default=0))
    return best if any(best in line for line in lines) else ";"


def _csv_rows(text: str) -> Iterator[tuple[int, list[str], str]]:
    said = re.match(r"sep=(.)\r?\n", text)
    separator = said[1] if said else _separator(text)
    csv.field_size_limit(max(MAX_CELL * 4, 131_072))
    reader = csv.reader(io.StringIO(text[said.end() :] if said else text, newline=""), delimiter=separator, strict=True)
    number = 1 if said else 0
    try:
        for number, cells in enumerate(reader, number + 1):  # noqa: B020
            yield number, [DEFUSED.sub("", cell) for cell in cells], ""
    except csv.Error:
        message = _(
            "The file cannot be read after row %(row)s: a quotation mark is not closed, or a cell is far too long."
        )
        raise _refused(message, row=number) from None


# XLSX in


def _xlsx_rows(data: bytes) -> Iterator[tuple[int, list[str], str]]:
    damaged = _refused(
        _("The file is damaged, or is not an Excel file. Open it in Excel, save it again and try once more.")
    )
    try:
        merged, has_formulas = _inspected(data)
        values = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheets = [sheet for sheet in values.worksheets if sheet.sheet_state == "visible"] or values.worksheets
        sheet = sheets[0]
        sheet.reset_dimensions()
        formulas = None
        if has_formulas:
            book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
            formulas = book[sheet.title]
            formulas.reset_dimensions()
        part = str(getattr(sheet, "_worksheet_path", "")).lstrip("/")
        yield from _filled(_raw_rows(sheet, formulas), merged.get(part, []))
    except ValidationError:
        raise
    except Exception as error:  # a broken file fails in as many ways as there are files; the reader needs one sentence
        raise damaged from error


def _inspected(data: bytes) -> tuple[dict[str, list[str]], bool]:
    """Unpack every part once, counting, before a parser sees it. Gives merged ranges by sheet, if formulas occur."""
    bomb = _refused(_("The file unpacks to more than %(limit)s MB and is refused."), limit=MAX_UNPACKED // 1024 // 1024)
    merged: dict[str, list[str]] = {}
    has_formulas, unpacked = False, 0
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
            raise bomb
        for part in parts:
            tail = b""
            in_sheet = part.filename.startswith("xl/worksheets/")
            with archive.open(part) as stream:
                while chunk := stream.read(CHUNK):
                    unpacked += len(chunk)
                    if unpacked > MAX_UNPACKED:
                        raise bomb
                    seen = tail + chunk
                    if re.search(rb"<!(?:DOCTYPE|ENTITY)|<\x00!\x00|\x00<\x00!", seen):
                        raise _refused(
                            _("The file holds definitions that an Excel file has no use for, and is refused.")
                        )
                    if in_sheet:
                        has_formulas = has_formulas or re.search(rb"<(?:\w+:)?f[\s>/]", seen) is not None
                        found = re.findall(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=\"([A-Z0-9:]+)\"", seen)
                        merged.setdefault(part.filename, []).extend(ref.decode() for ref in found)
                    tail = seen[-200:]
    return {name: sorted(set(refs)) for name, refs in merged.items()}, has_formulas


def _raw_rows(sheet: Any, formulas: Any) -> Iterator[tuple[int, list[str], str]]:
    beside = iter(formulas.iter_rows(values_only=True)) if formulas is not None else None
    for number, cells in enumerate(sheet.iter_rows(), 1):
        _check_count(number - 100)
        if len(cells) > MAX_COLUMNS * 5:
            raise _refused(_("The file has more than %(limit)s columns."), limit=MAX_COLUMNS)
        typed = next(beside, ()) if beside is not None else ()
        problem = ""
        for column, cell in enumerate(cells):
            place = f"{get_column_letter(column + 1)}{number}"
            formula = typed[column] if column < len(typed) else None
            if cell.value is None and formula is not None:
                problem = _("%(cell)s is a formula without a stored result. Save the file in Excel first.") % {
                    "cell": place
                }
            elif getattr(cell, "data_type", "") == "e":
                problem = _("%(cell)s shows an error (%(error)s).") % {"cell": place, "error": cell.value}
        yield number, [_as_text(cell.value) for cell in cells], problem


def _filled(rows: Iterator[tuple[int, list[str], str]], merged: list[str]) -> Iterator[tuple[int, list[str], str]]:
    """Cells merged downwards hold for each row they span; cells merged sideways are ambiguous and refused."""
    ranges: list[Any] = sorted((range_boundaries(ref) for ref in merged), key=lambda found: found[1] or 0)[:5000]
    tops: dict[tuple[int, int], str] = {}
    seen_headings = False
    for number, cells, problem in rows:
        seen_headings = seen_headings or len([cell for cell in cells if cell.strip()]) > 1
        for left, top, right, bottom in ranges:
            if not (top <= number <= bottom):
                continue
            if left != right and seen_headings:
                place = f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}"
                problem = _("The cells %(cells)s are merged. Unmerge them and fill in each.") % {"cells": place}
            elif number == top:
                tops[left, top] = cells[left - 1] if left <= len(cells) else ""
            elif (left, top) in tops:
                cells += [""] * (left - len(cells))
                cells[left - 1] = tops[left, top]
        yield number, cells, problem


def _as_text(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return _("yes") if value else _("no")
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
        case date() | time():
            return value.isoformat()
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
    return str(value)


# Out


def _plain(rows: Iterable[Sequence[Any]]) -> Iterator[list[Any]]:
    """What stays typed stays typed; the rest is text without control characters. Yes and no are asked for once."""
    words = {True: _("yes"), False: _("no"), None: ""}
    for cells in rows:
        yield [
            cell
            if type(cell) in TYPED
            else (cell if cell.isprintable() else CONTROL.sub("", cell))
            if type(cell) is str
            else words[cell]
            if cell is None or isinstance(cell, bool)
            else CONTROL.sub("", str(cell))
            for cell in cells
        ]


def defused(text: str) -> str:
    """A text no spreadsheet runs: an apostrophe before each place a formula could begin. ``read`` takes it off."""
    if text[:1] not in BEGINS and not SEPARATES.search(text):  # most texts
        return text
    return text if HARMLESS.fullmatch(text) else DANGEROUS.sub("'", text)


def write_csv(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A CSV file that a Norwegian Excel opens with a double click: UTF-8 with mark, semicolons, every cell quoted."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for cells in _plain(chain([headings], rows)):
        writer.writerow([defused(cell) if isinstance(cell, str) else _as_text(cell) for cell in cells])
    return out.getvalue().encode("utf-8-sig")


def write_xlsx(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """An Excel file with typed numbers and dates; every text is a text cell, whatever it begins with."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("1")
    sheet.freeze_panes = "A2"
    for cells in _plain(chain([headings], rows)):
        sheet.append([_cell(sheet, cell) for cell in cells])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: Any, value: Any) -> Any:
    if not isinstance(value, str) or not DANGEROUS.match(value):
        return value[:MAX_CELL] if isinstance(value, str) else value
    cell = WriteOnlyCell(sheet, value=value[:MAX_CELL])
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell


# How a list goes out, by the ending of its file: what it is called, and who writes it.
OUT = {
    "csv": ("text/csv; charset=utf-8", write_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_xlsx),
}


def as_file(sheet: tuple[Sequence[str], Iterable[Sequence[Any]]], name: str, ending: str) -> HttpResponse:
    """A sheet to save under a name; not there in a form that nobody writes."""
    if ending not in OUT:
        raise Http404
    content_type, write = OUT[ending]
    response = HttpResponse(write(*sheet), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response
