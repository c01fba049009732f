"""A goal over time as a drawing in numbers: the straight line, the figures, where the ticks stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .state import Aim, Figure
from .wording import amount

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 600, 300, 78, 30, 18, 40
NARROWEST = 70  # between two years on the floor


@dataclass(frozen=True)
class Chart:
    path: str
    points: list[tuple[float, float]]
    line: tuple[float, float, float, float] | None  # from the baseline to the target
    across: list[tuple[float, str]]
    up: list[tuple[float, str]]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    floor: int = HEIGHT - BOTTOM


@dataclass(frozen=True)
class Line:
    """A row of the table beside the chart."""

    day: date
    value: str
    expected: str  # where the straight line was


def chart_of(aim: Aim | None, figures: Sequence[Figure]) -> Chart | None:
    """None where there is nothing to draw: no way to go, and not two figures to draw a line between."""
    shown = shown_figures(aim, figures)
    if aim is None and len(shown) < 2:
        return None
    days = [figure.day for figure in shown] + ([aim.baseline_on, aim.due] if aim else [])
    values = [figure.value for figure in shown] + ([aim.baseline, aim.target] if aim else [])
    first, length = min(days), max((max(days) - min(days)).days, 1)
    low, high = min(values), max(values)
    room = (high - low) or Decimal(1)
    floor = HEIGHT - BOTTOM

    def x(day: date) -> float:
        return round(LEFT + (day - first).days / length * (WIDTH - LEFT - RIGHT), 1)

    def y(value: Decimal) -> float:
        return round(floor - 12 - float((value - low) / room) * (floor - 12 - TOP), 1)

    points = [(x(figure.day), y(figure.value)) for figure in shown]
    line = (x(aim.baseline_on), y(aim.baseline), x(aim.due), y(aim.target)) if aim else None
    ticks = [aim.baseline, aim.target] if aim else [low, high]
    return Chart(
        "M" + "L".join(f"{across} {up}" for across, up in points) if points else "",
        points,
        line,
        years_between(first, max(days), x),
        [(y(value), amount(value)) for value in dict.fromkeys(ticks)],
    )


def years_between(first: date, last: date, x: object) -> list[tuple[float, str]]:
    """At most six years to read along the floor."""
    every = max(-(-(last.year - first.year) // 5), 1)
    years = range(first.year, last.year + 1, every)
    ticks = [(x(max(date(year, 1, 1), first)), str(year)) for year in years]  # type: ignore[operator]
    crowded = len(ticks) > 1 and ticks[1][0] - ticks[0][0] < NARROWEST  # the goal began late in its first year
    return ticks[1:] if crowded else ticks


def shown_figures(aim: Aim | None, figures: Sequence[Figure]) -> list[Figure]:
    """What is drawn: from the baseline on; what is older belongs to the time before the goal."""
    return [figure for figure in figures if aim is None or figure.day >= aim.baseline_on]


def table_of(aim: Aim | None, figures: Sequence[Figure], unit: str) -> list[Line]:
    """The same in words, newest first."""

    def expected(day: date) -> str:
        if aim is None:
            return ""
        part = aim.line_on(day)
        way = (aim.target - aim.baseline) * part.numerator / part.denominator
        return amount((aim.baseline + way).quantize(Decimal("0.1")))

    return [Line(f.day, amount(f.value, unit), expected(f.day)) for f in reversed(shown_figures(aim, figures))]
