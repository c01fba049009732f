"""Line charts as SVG and PNG, drawn by Vega-Lite on the server. docs/adr/0021 says why in a process of its own.

A drawing is kept by what it shows: the same figures in the same words are drawn once, whatever is asked for when.
"""

import base64
import hashlib
import json
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from django.core.cache import caches
from django.core.cache.backends.filebased import FileBasedCache
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from .turn import turn_given_away

SIZES = {"wide": (680, 340, 14), "narrow": (300, 250, 12)}  # width and height of the plot, size of its words
SECONDS = 20
MOST_DRAWINGS = 2000  # on the shelf
LABEL_GAP = 0.065  # of the height: nearer names at the ends of lines would lie on each other
HAND = Path(__file__).with_name("charting.py")
# On a page the colours are the page's own, in light and dark; a picture has those of the light page.
COLOURS = ["#c8501f", "#0f4c3a", "#3b6fa0", "#8a5a9e", "#9a7b1c", "#40807a", "#a3485f", "#55606b"]
INK, MUTED, GRID, PAPER = "#14211c", "#4c5b54", "#d9d9d0", "#f6f3ec"
_hand = threading.Lock()
OPENING = re.compile(r'<svg[^>]*?viewBox="([^"]+)"[^>]*>')
NOISE = re.compile(r' (?:role="graphics-[a-z]+"|aria-roledescription="[^"]*")')  # said once, by our own title
GROUPING = {"nb": (",", "\u00a0"), "en": (".", ",")}


class Line(NamedTuple):
    """A line and its name. Points are (x, y) with x in years (2025.5 is mid-2025) and y None where missing."""

    name: str
    points: Sequence[tuple[float, float | None]]


class Aim(NamedTuple):
    """A target drawn in: from where it was set to where it is to be, both (x, y)."""

    name: str
    begin: tuple[float, float]
    end: tuple[float, float]


class Chart(NamedTuple):
    """What a chart shows and says. ``title`` is the answer in words, ``about`` what a screen reader is told beside."""

    title: str
    about: str
    lines: Sequence[Line]
    aims: Sequence[Aim] = ()
    source: str = ""
    decimals: int = 0


class Shelf(FileBasedCache):
    """Drawings in the data folder. When there are two thousand, a third of them goes, whichever it is."""

    def __init__(self, folder: str, settings: dict[str, Any]) -> None:
        super().__init__(folder, settings | {"TIMEOUT": None, "OPTIONS": {"MAX_ENTRIES": MOST_DRAWINGS}})


class NotDrawn(Exception):
    """The drawing failed or took too long; the table beside it has the same figures."""


def always() -> bool:
    return True


def svg(chart: Chart, may_draw: Callable[[], bool] = always) -> SafeString:
    """The chart as SVG to stand in a page, with title and description; drawn for wide and for narrow readers.

    ``may_draw`` is asked only where the drawing is not on the shelf; NotDrawn where it says no.
    """
    drawn = _kept([spec(chart, size=size) for size in SIZES], "svg", may_draw)
    return SafeString("".join(_told(chart, size, each) for size, each in zip(SIZES, drawn, strict=True)))


def _told(chart: Chart, size: str, drawn: bytes) -> str:
    box, _, inner = OPENING.sub(r"\1", NOISE.sub("", drawn.decode()), count=1).partition("<")
    key = hashlib.sha256(drawn).hexdigest()[:8]
    return (
        f'<svg class="chart {size}" viewBox="{box}" role="img" aria-labelledby="t{key} d{key}">'
        f'<title id="t{key}">{escape(chart.title)}</title><desc id="d{key}">{escape(chart.about)}</desc><{inner}'
    )


def png(chart: Chart, may_draw: Callable[[], bool] = always) -> bytes:
    """The chart as a picture to share, with its title and source in it."""
    return _kept([spec(chart, picture=True)], "png", may_draw)[0]


def spec(chart: Chart, *, size: str = "wide", picture: bool = False) -> dict[str, Any]:
    """The chart in Vega-Lite's words. Raises NotDrawn when there is not a point to draw."""
    known = [y for line in chart.lines for _, y in line.points if y is not None]
    known += [y for aim in chart.aims for _, y in (aim.begin, aim.end)]
    if not known:
        raise NotDrawn("no points")
    width, height, letters = SIZES[size]
    ink, muted, grid = (INK, MUTED, GRID) if picture else ("var(--ink)", "var(--muted)", "var(--line)")
    both = along(chart, known, 11 if size == "wide" else 5)
    text = {"type": "text", "fontSize": letters, "baseline": "middle"}
    found: dict[str, Any] = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": width,
        "height": height,
        "padding": 4,
        "background": PAPER if picture else None,
        "layer": [*line_layers(chart, known, both, text, picture=picture), *aim_layers(chart, both, text, ink)],
        "config": {
            "aria": False,
            "font": "Inter Variable, Inter, sans-serif",
            "view": {"stroke": None},
            "axis": {"labelColor": muted, "labelFontSize": letters, "labelPadding": 6, "ticks": False}
            | dict.fromkeys(("gridColor", "domainColor", "tickColor"), grid),
            "title": {"color": INK, "subtitleColor": MUTED, "fontSize": 22, "subtitleFontSize": 14, "anchor": "start"},
        },
        "usermeta": {"language": get_language() or "nb"},
    }
    if picture:
        found |= {"title": {"text": chart.title, "subtitle": chart.source, "offset": 18}, "padding": 28}
    return found


def along(chart: Chart, known: list[float], ticks: int) -> dict[str, Any]:
    """Both axes: years, and figures from a little below the least to a little above the most."""
    axis = {"title": None, "labelFlush": False, "labelOverlap": "greedy"}
    return {
        "x": {
            "field": "x",
            "type": "quantitative",
            "axis": axis | {"format": "d", "tickMinStep": 1, "tickCount": ticks, "grid": False},
            "scale": {"zero": False, "nice": False},
        },
        "y": {
            "field": "y",
            "type": "quantitative",
            "axis": axis | {"format": f",.{chart.decimals}f", "tickCount": 5},
            "scale": {"zero": min(known) < 0 < max(known), "nice": True},
        },
    }


def line_layers(
    chart: Chart, known: list[float], both: dict[str, Any], text: dict[str, Any], *, picture: bool
) -> list[dict[str, Any]]:
    """The lines, and their names at their ends instead of a legend."""
    colours = COLOURS if picture else [f"var(--chart-{n})" for n in range(1, len(COLOURS) + 1)]
    names = [line.name for line in chart.lines]
    scale = {"domain": names, "range": [colours[n % len(colours)] for n in range(len(names))]}
    colour = {"field": "n", "type": "nominal", "legend": None, "sort": None, "scale": scale}
    few = max(len(line.points) for line in chart.lines) < 3
    return [
        {
            "data": {"values": [{"x": x, "y": y, "n": line.name} for line in chart.lines for x, y in line.points]},
            "mark": {"type": "line", "strokeWidth": 3, "strokeJoin": "round", "strokeCap": "round", "point": few},
            "encoding": both | {"color": colour},
        },
        {
            "data": {"values": ends(chart.lines, max(known) - min(known))},
            "mark": text | {"align": "left", "dx": 8, "fontWeight": 650},
            "encoding": both | {"text": {"field": "n"}, "color": colour},
        },
    ]


def aim_layers(chart: Chart, both: dict[str, Any], text: dict[str, Any], ink: str) -> list[dict[str, Any]]:
    """A dashed line from where each target was set to where it is to be, with its name there."""
    layers: list[dict[str, Any]] = []
    for aim in chart.aims:
        layers += [
            {
                "data": {"values": [{"x": x, "y": y} for x, y in (aim.begin, aim.end)]},
                "mark": {"type": "line", "strokeDash": [6, 6], "strokeWidth": 2, "color": ink},
                "encoding": both,
            },
            {
                "data": {"values": [{"x": aim.end[0], "y": aim.end[1], "n": aim.name}]},
                "mark": text | {"align": "right", "dx": -10, "dy": -12, "color": ink},
                "encoding": both | {"text": {"field": "n"}},
            },
        ]
    return layers


def ends(lines: Sequence[Line], spread: float) -> list[dict[str, Any]]:
    """Where the name of each line stands: at its last point, moved apart where they would lie on each other."""
    last = [(next(((x, y) for x, y in reversed(line.points) if y is not None), None), line.name) for line in lines]
    placed = sorted(((point[1], point[0], name) for point, name in last if point), key=lambda each: each[0])
    found: list[dict[str, Any]] = []
    for height, along, name in placed:
        least = found[-1]["y"] + spread * LABEL_GAP if found else height
        found.append({"x": along, "y": max(height, least), "n": name})
    return found


def _kept(wanted: list[dict[str, Any]], kind: str, may_draw: Callable[[], bool]) -> list[bytes]:
    """The drawings of these specifications, those that are not on the shelf drawn in one go."""
    shelf, tasks = caches["charts"], [{"kind": kind, "spec": each, "grouping": GROUPING} for each in wanted]
    keys = [hashlib.sha256(json.dumps(task, sort_keys=True).encode()).hexdigest() for task in tasks]
    known = shelf.get_many(keys)
    lacking = [(key, task) for key, task in zip(keys, tasks, strict=True) if key not in known]
    if lacking and not may_draw():
        raise NotDrawn("enough new drawings for now")
    if lacking:
        drawn = dict(zip((key for key, _ in lacking), _draw([task for _, task in lacking]), strict=True))
        shelf.set_many(drawn)
        known |= drawn
    return [known[key] for key in keys]


@turn_given_away()
def _draw(tasks: list[dict[str, Any]]) -> list[bytes]:
    """Ask the drawing process: 70 MB that no web process keeps, and a good half second for each new chart.

    One at a time: a crowd that asks for charts nobody has drawn waits for each other, and fills no memory. Nobody waits
    longer than a drawing may take: a page without its chart is better than a house whose threads all stand in line.
    """
    if not _hand.acquire(timeout=SECONDS):
        raise NotDrawn("too many want one")
    try:
        told = subprocess.run(  # noqa: S603 - our own script
            [sys.executable, "-I", str(HAND)],
            input=json.dumps(tasks).encode(),
            capture_output=True,
            timeout=SECONDS,
            check=True,
        )
        return [base64.b64decode(each) for each in json.loads(told.stdout)]
    except (subprocess.SubprocessError, OSError, ValueError) as problem:
        raise NotDrawn(str(problem)) from problem
    finally:
        _hand.release()
