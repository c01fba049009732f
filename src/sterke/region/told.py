"""What the figures say, in words; and the charts that show it."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from sterke.core.charts import Aim, Chart, Line

from .choice import Choice
from .models import Indicator, Municipality, Target
from .series import REGION, START, Table, told, years

# Why there is no value, by the sign of the source.
REASONS = {":": _("withheld"), "..": _("missing"), ".": _("does not apply")}


def name_of(place: int, names: dict[int, str]) -> str:
    return names.get(place) or _t("The region")


def period_in_words(period: str) -> str:
    """2026, "3rd quarter of 2025", "November 2025"."""
    sign, part = period[4:5], period[5:]
    if sign == "K":
        return _t("quarter %(number)s of %(year)s") % {"number": part, "year": period[:4]}
    return f"{part}/{period[:4]}" if sign else period


def finding(table: Table, choice: Choice) -> str:
    """The headline: the figure of the region and how it has moved, in words made from the figures."""
    place = choice.places[0] if len(choice.places) == 1 else None
    key, decimals = (place.pk if place else REGION), table.indicator.decimals
    value = table.at(key, choice.period)
    named = f"{table.indicator}, {place}" if place else str(table.indicator)
    if value is None:
        return _t("%(what)s: no figure for %(period)s") % {"what": named, "period": period_in_words(choice.period)}
    is_count = table.indicator.kind == table.indicator.Kind.COUNT
    unit = "" if is_count else f" {table.indicator.words('unit')}"
    words = {"what": named, "value": told(value, decimals) + unit, "period": period_in_words(choice.period)}
    change = table.change(key, choice.since, choice.period)
    if change is None or choice.since == choice.period:
        return _t("%(what)s: %(value)s in %(period)s") % words
    words |= {"change": told(abs(change), decimals), "since": period_in_words(choice.since)}
    if not change:
        return _t("%(what)s: %(value)s in %(period)s, as many as in %(since)s") % words
    if is_count:
        return (
            _t("%(what)s: %(value)s in %(period)s, %(change)s more than in %(since)s")
            if change > 0
            else _t("%(what)s: %(value)s in %(period)s, %(change)s fewer than in %(since)s")
        ) % words
    return (
        _t("%(what)s: %(value)s in %(period)s, up %(change)s since %(since)s")
        if change > 0
        else _t("%(what)s: %(value)s in %(period)s, down %(change)s since %(since)s")
    ) % words


def moved(indicator: Indicator, change: Decimal | None, since: str) -> str:
    """How far a figure has moved since a year, in a sentence; empty for quarters and months, which go up and down."""
    if not change or len(since) > len("2026"):
        return ""
    said = {"change": told(abs(change), indicator.decimals), "since": since}
    if indicator.kind == indicator.Kind.COUNT:
        return (
            _t("%(change)s more than in %(since)s.") if change > 0 else _t("%(change)s fewer than in %(since)s.")
        ) % said
    return (_t("Up %(change)s since %(since)s.") if change > 0 else _t("Down %(change)s since %(since)s.")) % said


def source_line(table: Table) -> str:
    """Who says so, in which table, and when it was fetched."""
    return source_of(table.indicator, table.fetched_at, table.source_updated)


def source_of(indicator: Indicator, fetched_at: datetime | None, updated: datetime | None = None) -> str:
    parts = [indicator.words("credit")]
    if fetched_at:
        parts.append(_t("Fetched %(day)s.") % {"day": date_format(fetched_at, "DATE_FORMAT")})
    if updated:
        parts.append(_t("Updated by the source %(day)s.") % {"day": date_format(updated, "DATE_FORMAT")})
    return ". ".join([parts[0].rstrip("."), " ".join(parts[1:])]).strip(". ") + "."


def chart_of(table: Table, choice: Choice, names: dict[int, str], targets: list[Target]) -> Chart:
    """The lines of the places that are chosen, as figures or as an index from the period compared with."""
    since = choice.since if choice.indexed else ""
    lines, begun = [], []
    for place in choice.lines:
        own: dict[str, Decimal | None] = table.index(place, since) if since else table.values.get(place, {})
        points = [(years(period), _plain(own.get(period))) for period in table.periods]
        lines.append(Line(name_of(place, names), points))
        begun.append(
            _t("%(place)s: %(before)s in %(since)s, %(after)s in %(until)s.")
            % {
                "place": name_of(place, names),
                "before": told(table.at(place, table.first(place)), table.indicator.decimals),
                "since": table.first(place),
                "after": told(table.at(place, table.last(place)), table.indicator.decimals),
                "until": table.last(place),
            }
        )
    aims = [] if choice.indexed else [aim_of(target, table.indicator.decimals) for target in targets]
    about = [_t("Line chart of %(what)s.") % {"what": table.indicator}, *begun]
    if choice.indexed:
        about.append(_t("Drawn as an index: %(period)s is 100.") % {"period": choice.since})
    return Chart(
        finding(table, choice), " ".join(about), lines, aims, source_line(table),
        0 if choice.indexed else table.indicator.decimals,
    )  # fmt: skip


def aim_of(target: Target, decimals: int) -> Aim:
    begin, end = ((day.year + (day.timetuple().tm_yday - 1) / 366) for day in (target.baseline_on, target.due))
    name = _t("target %(value)s") % {"value": told(target.value, decimals)}
    return Aim(name, (begin, float(target.baseline)), (end, float(target.value)))


def _plain(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def rows_of(table: Table, choice: Choice, places: list[Municipality]) -> list[dict[str, Any]]:
    """The table twin: each municipality and the region, then and now, and the change."""
    decimals, found = table.indicator.decimals, []
    for place in [*places, None]:
        key = place.pk if place else REGION
        change = table.change(key, choice.since, choice.period)
        before, after = table.at(key, choice.since), table.at(key, choice.period)
        if place is None and before is None and after is None:
            continue
        found.append(
            {
                "place": place,
                "name": str(place or _t("The region")),
                "before": told(before, decimals),
                "after": told(after, decimals),
                "reason": str(REASONS.get(table.missing.get((key, choice.period), ""), "")) if after is None else "",
                "change": told(change, decimals, sign=True),
                "percent": told(change / before * START, 1, sign=True) if change is not None and before else "–",
                "index": told(table.index(key, choice.since).get(choice.period), 1),
            }
        )
    return found
