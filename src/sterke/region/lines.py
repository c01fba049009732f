"""The newest figure of each indicator, in words, with its way there as a small line drawn in the page itself."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext as _t

from sterke.core.charts import Aim
from sterke.core.paths import path_to

from . import told as words
from .models import Indicator, Municipality, Target
from .reports import targets_ahead
from .series import newest, told, years

WIDTH, HEIGHT, EDGE = 240, 60, 4


class Drawing(NamedTuple):
    """A small line as numbers for the page, and what it tells those who do not see it."""

    path: str
    end: tuple[str, str]
    aim: str
    says: str
    width: int = WIDTH
    height: int = HEIGHT


def lines(user: Any, indicators: Iterable[Indicator], place: Municipality | None = None) -> list[dict[str, Any]]:
    """One for each indicator with figures of the place, or of the region; two questions, however many there are."""
    ahead: dict[int, list[Target]] = {}
    own = place.pk if place else None
    for target in targets_ahead(user):
        if target.municipality_id in (own, None):
            ahead.setdefault(target.indicator_id, []).append(target)
    return [line(row, place, ahead.get(row["indicator"].pk, [])) for row in newest(indicators, own or 0)]


def line(row: dict[str, Any], place: Municipality | None, targets: list[Target]) -> dict[str, Any]:
    """Value, change, target, drawing and source of an indicator, and where one can see more."""
    indicator: Indicator = row["indicator"]
    decimals = indicator.decimals
    drawn_in = [target for target in targets if target.municipality_id == (place.pk if place else None)]
    return {
        "indicator": indicator,
        "value": told(row["value"], decimals),
        "unit": indicator.words("unit"),
        "period": words.period_in_words(row["period"]),
        "since_year": told(row["since_year"], decimals, sign=True),
        "since_first": told(row["since_first"], decimals, sign=True),
        "first": words.period_in_words(row["first"]),
        "moved": words.moved(indicator, row["since_first"], row["first"]),
        "targets": [target_in_words(target, of_region=bool(place)) for target in targets],
        "drawing": drawing(row, [words.aim_of(target, decimals) for target in drawn_in]),
        "source": words.source_of(indicator, indicator.fetched_at),
        "url": f"{path_to('region:figures')}?tall={indicator.slug}" + (f"&kommune={place.slug}" if place else ""),
    }


def target_in_words(target: Target, *, of_region: bool) -> str:
    """What is aimed at; ``of_region`` says whose it is where a municipality's own figure stands beside it."""
    said = _t("Target: %(value)s %(unit)s by %(day)s")
    if of_region and target.municipality_id is None:
        said = _t("The region's target: %(value)s %(unit)s by %(day)s")
    value = told(target.value, target.indicator.decimals)
    return said % {"value": value, "unit": target.indicator.words("unit"), "day": date_format(target.due)}


def drawing(row: dict[str, Any], aims: Sequence[Aim]) -> Drawing | None:
    """The way of the figures from left to right; broken where a period is missing. None for a single figure."""
    points = list({years(period): float(value) for period, value in row["values"].items()}.items())
    if len(points) < 2:
        return None
    seen = [*points, *(point for aim in aims for point in (aim.begin, aim.end))]
    left, right = min(x for x, _ in seen), max(x for x, _ in seen)
    low, high = min(y for _, y in seen), max(y for _, y in seen)

    def at(point: tuple[float, float]) -> tuple[str, str]:
        across = (point[0] - left) / (right - left) * (WIDTH - 2 * EDGE)
        up = (point[1] - low) / (high - low) if high > low else 0.5
        return f"{EDGE + across:.1f}", f"{HEIGHT - EDGE - up * (HEIGHT - 2 * EDGE):.1f}"

    step = min(after[0] - before[0] for before, after in pairwise(points))
    path = "M" + " ".join(at(points[0]))
    for before, after in pairwise(points):
        path += ("L" if after[0] - before[0] < 1.5 * step else "M") + " ".join(at(after))
    dashes = "".join(f"M{' '.join(at(aim.begin))}L{' '.join(at(aim.end))}" for aim in aims)
    return Drawing(path, at(points[-1]), dashes, in_words(row))


def in_words(row: dict[str, Any]) -> str:
    """The drawing for those who do not see it: both ends, the least and the most."""
    values, decimals = row["values"], row["indicator"].decimals
    least, most = min(values, key=values.__getitem__), max(values, key=values.__getitem__)
    said = {"first": row["first"], "last": row["period"], "low": least, "high": most}
    figures = {name: told(values[period], decimals) for name, period in said.items()}
    periods = {f"{name}_period": words.period_in_words(period) for name, period in said.items()}
    said_so = _t("%(first)s in %(first_period)s, %(last)s in %(last_period)s.") + " "
    said_so += _t("Least: %(low)s in %(low_period)s. Most: %(high)s in %(high_period)s.")
    return said_so % (figures | periods)
