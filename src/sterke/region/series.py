"""The figures of one indicator as a table: places down, periods across; and what can be worked out of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from django.db.models import Max
from django.utils.formats import number_format

from sterke.core.kept import remembered

from .models import Indicator, Observation, Series

REGION = 0  # the key of the whole region beside the keys of its municipalities
START = Decimal(100)


@dataclass
class Table:
    """``values[place][period]``: a value, or None with the reason in ``missing``. Places are primary keys."""

    indicator: Indicator
    periods: list[str] = field(default_factory=list)
    days: dict[str, date] = field(default_factory=dict)
    values: dict[int, dict[str, Decimal | None]] = field(default_factory=dict)
    missing: dict[tuple[int, str], str] = field(default_factory=dict)
    fetched_at: datetime | None = None
    source_updated: datetime | None = None

    def at(self, place: int, period: str) -> Decimal | None:
        return self.values.get(place, {}).get(period)

    def last(self, place: int = REGION) -> str:
        """The newest period with a value for a place, else the newest of all; empty where there is none."""
        return next((period for period in reversed(self.periods) if self.at(place, period) is not None), self.ends[1])

    def first(self, place: int = REGION) -> str:
        return next((period for period in self.periods if self.at(place, period) is not None), self.ends[0])

    @property
    def ends(self) -> tuple[str, str]:
        return (self.periods[0], self.periods[-1]) if self.periods else ("", "")

    def change(self, place: int, since: str, until: str) -> Decimal | None:
        before, after = self.at(place, since), self.at(place, until)
        return None if before is None or after is None else after - before

    def index(self, place: int, since: str) -> dict[str, Decimal | None]:
        """The place's own figure of one period as 100, the others in proportion; nothing where that is nought."""
        base = self.at(place, since)
        own = self.values.get(place, {})
        if not base:
            return dict.fromkeys(own)
        return {period: None if value is None else value / base * START for period, value in own.items()}


def table_of(indicator: Indicator) -> Table:
    """The running series of an indicator. Two queries; kept until something is written."""
    return remembered(("figures", indicator.pk), lambda: _read(indicator))


def _read(indicator: Indicator) -> Table:
    table = Table(indicator)
    series = Series.objects.filter(indicator=indicator, ended_at=None).first()
    if series is None:
        return table
    rows = series.observations.order_by("day", "pk").values_list("municipality", "period", "day", "value", "status")
    for place, period, day, value, status in rows:
        table.days[period] = day
        table.values.setdefault(place or REGION, {})[period] = value
        if value is None:
            table.missing[place or REGION, period] = status
    table.periods = sorted(table.days, key=lambda period: table.days[period])
    newest = series.observations.aggregate(fetched=Max("fetched_at"), updated=Max("source_updated"))
    table.fetched_at, table.source_updated = newest["fetched"], newest["updated"]
    return table


def years(period: str) -> float:
    """A period as a number of years: 2026 for a year, 2025.5 for the third quarter of 2025."""
    year, sign, part = int(period[:4]), period[4:5], period[5:]
    return year + ((int(part) - 1) / (4 if sign == "K" else 12) if sign else 0)


def rounded_to(value: Decimal, decimals: int) -> Decimal:
    """The value with so many decimals, halves away from nought; formatting alone would cut them off."""
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def told(value: Decimal | None, decimals: int = 0, *, sign: bool = False) -> str:
    """A figure as it is written here: 8 676, 16,5, with ``sign`` −618 and +12; a dash where there is none."""
    if value is None:
        return "–"
    rounded = rounded_to(value, decimals)
    text = number_format(abs(rounded), decimals, use_l10n=True, force_grouping=True)
    return ("−" if rounded < 0 else "+" if sign and rounded > 0 else "") + text


def newest(indicators: Iterable[Indicator], place: int = REGION) -> list[dict[str, Any]]:
    """The newest figure of each indicator that has one, with the change since a year before and since the first."""
    known, found = remembered(("newest", place), lambda: _by_indicator(place)), []
    for indicator in indicators:
        if indicator.pk not in known:
            continue
        values, came = known[indicator.pk]
        first, last = next(iter(values)), next(reversed(values))
        year_before = values.get(f"{int(last[:4]) - 1}{last[4:]}")
        found.append(
            {
                "indicator": indicator,
                "period": last,
                "value": values[last],
                "since_year": None if year_before is None else values[last] - year_before,
                "since_first": values[last] - values[first] if first != last else None,
                "first": first,
                "values": values,
                "came": came,
            }
        )
    return found


class _Known(NamedTuple):
    values: dict[str, Decimal]
    came: datetime  # when the newest of them was taken in, or corrected


def _by_indicator(place: int) -> dict[int, _Known]:
    """The values of every indicator for one place, oldest first. One query, however many indicators there are."""
    rows = Observation.objects.filter(series__ended_at=None, municipality=place or None).exclude(value=None)
    columns = ("series__indicator", "period", "value", "fetched_at")
    found: dict[int, _Known] = {}
    for indicator, period, value, came in rows.order_by("day").values_list(*columns):
        if value is not None:
            values = found[indicator].values if indicator in found else {}
            values[period] = value
            found[indicator] = _Known(values, came)
    return found


def observations(indicator: Indicator) -> Any:
    """Every figure of the running series, for export: oldest first, the region last in each period."""
    return (
        Observation.objects.filter(series__indicator=indicator, series__ended_at=None)
        .select_related("municipality")
        .order_by("day", "municipality__sort_key", "pk")
    )
