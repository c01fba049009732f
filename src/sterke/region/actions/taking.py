"""Figures come in: from a source, a sheet or a file. Nothing that was shown is rewritten, nothing is ever deleted."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sterke.core import activity
from sterke.core.models import FetchedResponse

from ..models import Indicator, Municipality, Observation, RegionDefinition, Series

HIDDEN = [":", "..", ".", ""]  # why a sum has no value: the first that stands in one of its parts
PERCENT = Decimal(100)
UNIT = _(
    "The source counts in %(now)s now, and in %(before)s before. If that is right, write %(now)s as the unit of the "
    "indicator: a new series begins."
)
EMPTY = _("There is no figure in this for the municipalities of the region.")


class Figure(NamedTuple):
    """One figure as it was read: ``place`` is the primary key of a municipality."""

    place: int
    period: str  # 2026, 2025K3, 2025M11
    day: date  # the first day of the period
    value: Decimal | None
    status: str = ""


@dataclass
class Taken:
    """What became of an answer: how many figures were new, corrected by the source, or as before."""

    new: int = 0
    corrected: int = 0
    unchanged: int = 0
    periods: list[str] = field(default_factory=list)

    def __add__(self, other: "Taken") -> "Taken":
        return Taken(
            self.new + other.new,
            self.corrected + other.corrected,
            self.unchanged + other.unchanged,
            sorted({*self.periods, *other.periods}, reverse=True),
        )


@transaction.atomic
def take(
    indicator: Indicator,
    figures: Iterable[Figure],
    *,
    by: Any,
    response: FetchedResponse | None = None,
    source_updated: datetime | None = None,
    unit: str = "",
) -> Taken:
    """Store figures of an indicator, with the sum of the region and the shares that are worked out from them.

    ``unit`` is what the source says it counts in, where it does. Raises ValidationError when there is nothing to take
    (an empty answer changes nothing), and when the source counts in another unit than before.
    """
    figures = list(figures)
    if not any(figure.value is not None for figure in figures):
        raise ValidationError(EMPTY, code="empty")
    series = series_for(indicator, unit[:60])
    told = write(series, figures, response, source_updated)
    if indicator.kind == Indicator.Kind.COUNT:
        told += write(series, sums(series, {figure.period for figure in figures}), response, source_updated)
    Indicator.objects.filter(pk=indicator.pk).update(fetched_at=timezone.now(), problem="")
    if told.new or told.corrected:
        activity.record(
            "figures.taken", indicator, by=by, new=told.new, corrected=told.corrected, periods=told.periods[:3]
        )
    for share in Indicator.objects.filter(kind=Indicator.Kind.SHARE).filter(whole=indicator) | indicator.shares.all():
        work_out(share, response, source_updated)
    return told


def series_for(indicator: Indicator, unit: str = "") -> Series:
    """The running series. Where the query, the table, the region or the unit is another than it was, a new one begins.

    A unit that only the source has changed is refused: thousands would stand beside ones in the same line.
    """
    region = RegionDefinition.objects.valid(timezone.localdate()).filter(kind="cluster").first()
    if region is None:
        raise ValidationError(_("There is no region in force today."), code="region")
    same = {"query": indicator.query, "table": indicator.table, "region": region}
    running = indicator.series.select_for_update().filter(ended_at=None).first()
    if running and all(getattr(running, name) == value for name, value in same.items()):
        if counts_as_before(running, unit):
            return running
        if indicator.unit.casefold() != unit.casefold():
            raise ValidationError(UNIT, code="unit", params={"now": unit, "before": running.source_unit})
    if running:
        running.ended_at = timezone.now()
        running.save(update_fields=["ended_at"])
    return Series.objects.create(indicator=indicator, source_unit=unit, **same)


def counts_as_before(running: Series, unit: str) -> bool:
    if unit and not running.source_unit:
        running.source_unit = unit
        running.save(update_fields=["source_unit"])
    return not unit or running.source_unit.casefold() == unit.casefold()


def sums(series: Series, periods: set[str]) -> list[Figure]:
    """The whole region in these periods: a sum where every municipality has a value, else none, with the reason."""
    of_region = set(series.region.municipalities.values_list("pk", flat=True))
    known: dict[tuple[str, date], list[Observation]] = {}
    for row in series.observations.filter(period__in=periods, municipality__in=of_region):
        known.setdefault((row.period, row.day), []).append(row)
    found = []
    for (period, day), own in known.items():
        reasons = [row.status for row in own if row.value is None]
        if len(own) < len(of_region):
            reasons.append("..")
        status = next((sign for sign in HIDDEN if sign in reasons), reasons[0]) if reasons else ""
        total = None if reasons else sum((row.value or Decimal(0) for row in own), Decimal(0))
        found.append(Figure(0, period, day, total, status))
    return found


def write(
    series: Series, figures: list[Figure], response: FetchedResponse | None, source_updated: datetime | None
) -> Taken:
    """Add what is new and correct what the source has corrected. What the source leaves out this time stays."""
    known = {(row.municipality_id, row.period): row for row in series.observations.all()}
    places = set(Municipality.objects.values_list("pk", flat=True))
    told, added, changed, now = Taken(), [], [], timezone.now()
    for figure in figures:
        if figure.place and figure.place not in places:
            raise ValueError(f"no municipality {figure.place}")
        had = known.get((figure.place or None, figure.period))
        value = None if figure.value is None else figure.value.quantize(Decimal("0.001"))
        if had is None:
            told.new += 1
            added.append(
                Observation(
                    series=series, municipality_id=figure.place or None, period=figure.period, day=figure.day,
                    value=value, status=figure.status, fetched_at=now, source_updated=source_updated, response=response,
                )
            )  # fmt: skip
        elif value is None and had.value is not None:
            told.unchanged += 1  # a figure that is gone from the source is no reason to lose it
            continue
        elif (had.value, had.status) != (value, figure.status):
            told.corrected += 1
            had.value, had.status, had.source_updated = value, figure.status, source_updated
            had.response, had.fetched_at = response, now
            changed.append(had)
        else:
            told.unchanged += 1
            continue
        told.periods = sorted({*told.periods, figure.period}, reverse=True)
    Observation.objects.bulk_create(added, batch_size=500)
    Observation.objects.bulk_update(
        changed, ["value", "status", "source_updated", "response", "fetched_at"], batch_size=200
    )
    return told


def work_out(share: Indicator, response: FetchedResponse | None, source_updated: datetime | None) -> None:
    """A share in per cent of what its part and its whole are, wherever both have a value."""
    if share.part is None or share.whole is None:
        return
    values = [
        {(row.municipality_id, row.period): row for row in Observation.objects.filter(series=running)}
        for running in (
            Series.objects.filter(indicator=one, ended_at=None).first() for one in (share.part, share.whole)
        )
    ]
    part, whole = values
    figures = []
    for (place, period), row in part.items():
        of = whole.get((place, period))
        if row.value is not None and of is not None and of.value:
            figures.append(Figure(place or 0, period, row.day, row.value / of.value * PERCENT))
    if figures:
        write(series_for(share), figures, response, source_updated)
        Indicator.objects.filter(pk=share.pk).update(fetched_at=timezone.now(), problem="")
