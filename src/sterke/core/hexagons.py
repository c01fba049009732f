"""The region in hexagons: where each lies, how strong it is drawn, what stands in it. Plain data in and out."""

import textwrap
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any
from unicodedata import east_asian_width

type Figure = int | float | Decimal

WIDTH, HEIGHT = 100.0, 115.47  # a hexagon standing on its point, side 57.735
STEP = HEIGHT * 0.75
LEVELS = 5
CELL = 130  # pixels a hexagon is wide where there is room
INNER = 92  # units a line of text may take
FEW, SOME = 4, 7  # columns; beyond them names are shortened where the drawing is narrow


def comb(places: Iterable[Any], gap: float = 0.0) -> dict[str, Any]:
    """Hexagons as the places lie: ``{"view_box", "square", "columns", "cells": [{"place", "points", "x", "y"}]}``.

    Each place has ``hex_column`` and ``hex_row`` (attributes or keys). ``gap`` shrinks each hexagon by so many units.
    """
    placed = [(place, _of(place, "hex_column") * WIDTH, _of(place, "hex_row") * STEP) for place in places]
    cells = [{"place": place, "points": corners(x, y, gap), "x": x, "y": y} for place, x, y in placed]
    if not placed:
        return {"view_box": "0 0 1 1", "square": "0 0 1 1", "columns": 0, "cells": []}
    left, top = min(x for _, x, _ in placed) - WIDTH / 2, min(y for *_, y in placed) - HEIGHT / 2
    right, bottom = max(x for _, x, _ in placed) + WIDTH / 2, max(y for *_, y in placed) + HEIGHT / 2
    wide, tall = right - left, bottom - top
    side = max(wide, tall)
    square = (left - (side - wide) / 2, top - (side - tall) / 2, side, side)
    return {"view_box": _box(left, top, wide, tall), "square": _box(*square), "columns": wide / WIDTH, "cells": cells}


def corners(x: float, y: float, gap: float = 0.0) -> str:
    """The six corners of a hexagon as SVG wants them."""
    half, tall = WIDTH / 2 - gap, HEIGHT / 2 - gap * HEIGHT / WIDTH
    found = [(0, -tall), (half, -tall / 2), (half, tall / 2), (0, tall), (-half, tall / 2), (-half, -tall / 2)]
    return " ".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in found)


def levels(figures: Sequence[Figure | None]) -> list[int]:
    """How strong each figure is drawn, from 1 to 5; 0 where there is none.

    The different figures are shared out in five groups as even as they go, so that one giant does not make all others
    alike. Equal figures are drawn equal: in the middle where there is only one, and at the bottom if it is nought.
    """
    different = sorted({figure for figure in figures if figure is not None})
    count = len(different)
    if count == 1:
        level_of = {different[0]: LEVELS // 2 + 1 if different[0] else 1}
    elif count <= LEVELS:
        level_of = {figure: 1 + round((LEVELS - 1) * i / (count - 1)) for i, figure in enumerate(different)}
    else:
        level_of = {figure: 1 + i * LEVELS // count for i, figure in enumerate(different)}
    return [0 if figure is None else level_of[figure] for figure in figures]


def legend(figures: Sequence[Figure | None]) -> list[tuple[int, Figure | None, Figure | None]]:
    """Each level in use as (level, least, most), weakest first; level 0 has neither."""
    drawn = list(zip(levels(figures), figures, strict=True))
    found = []
    for level in sorted({level for level, _ in drawn}):
        inside = [figure for its, figure in drawn if its == level and figure is not None]
        found.append((level, min(inside, default=None), max(inside, default=None)))
    return found


def size_of(columns: float) -> str:
    return "few" if columns <= FEW else "some" if columns <= SOME else "many"


def lines_of(name: str, most: int) -> tuple[list[str], int]:
    """A name in at most so many lines, and the size of its letters; what finds no room ends in a dot or three."""
    for letters, size in ((13, 12), (17, 10)):
        lines = textwrap.wrap(name, letters, break_long_words=False)
        if len(lines) <= most and max(map(len, lines), default=0) <= letters:
            return lines, size
    lines = textwrap.wrap(name, 16, max_lines=most, placeholder="…")
    return lines, 10


def squeeze(text: str, size: int) -> int | None:
    """The length a line must be pressed into; nothing where its letters, as wide as they mostly are, fit."""
    units = size * sum(_breadth(letter) for letter in text)
    return INNER if units > INNER else None


def _breadth(letter: str) -> float:
    if letter.isspace():
        return 0.3
    if letter in "MWmw@%" or east_asian_width(letter) in "WF":
        return 0.95
    return 0.7 if letter.isupper() or letter.isdigit() else 0.56


def short(name: str) -> str:
    """The beginning of a name, for a hexagon too small for all of it."""
    return name if len(name) <= 5 else f"{name[:4].rstrip()}."


def words(name: str, figure: str, x: float, y: float) -> dict[str, Any]:
    """What stands in the hexagon round ``x, y``: the lines of the name, the figure below, and the short name."""
    names, size = lines_of(name, 2 if figure else 3)
    top = y - (len(names) * (size + 2) + (24 if figure else 0)) / 2 + size - 1
    texts = [(line, top + i * (size + 2), size, "place") for i, line in enumerate(names)]
    if figure:
        texts.append((figure, top + len(names) * (size + 2) + 8, 20, "figure"))
    small = [(short(name), y - 4 if figure else y + 8, 26, "place")]
    if figure:
        small.append((figure, y + 26, 28, "figure"))
    return {
        "whole": [_text(x, *text) for text in texts],
        "small": [_text(x, *text) for text in small],
        "ring": corners(x, y, 5),
    }


def _text(x: float, text: str, y: float, size: int, kind: str) -> dict[str, Any]:
    return {"text": text, "x": f"{x:.1f}", "y": f"{y:.1f}", "size": size, "kind": kind, "squeeze": squeeze(text, size)}


def _box(*numbers: float) -> str:
    return " ".join(f"{n:.1f}" for n in numbers)


def _of(place: Any, name: str) -> float:
    return float(place[name] if isinstance(place, dict) else getattr(place, name))
