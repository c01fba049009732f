"""The region's part of the demo: real places, real figures with their source, and journeys marked as estimates."""

import csv
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone

from sterke.accounts.models import User
from sterke.core.house import house
from sterke.core.visibility import Visibility

from .actions import Figure, take
from .models import Indicator, Journey, Municipality, MunicipalityCode

FIGURES = settings.BASE / "profiles" / "7sterke" / "figures.csv"
UPDATED = datetime(2026, 2, 19, 7, tzinfo=UTC)  # when the source published the year's figures
ESTIMATE = "Anslag til demoen, ikke målt"
ESTIMATE_EN = "Estimated for the demo, not measured"
# Minutes by car to Oslo, the airport and Karlstad; by train to Oslo. Estimates: a real cluster measures them.
ROADS = {
    "kongsvinger": (75, 60, 120),
    "nord-odal": (75, 50, 150),
    "sor-odal": (60, 45, 135),
    "eidskog": (95, 80, 100),
    "grue": (105, 85, 145),
    "asnes": (115, 95, 160),
    "valer": (120, 95, 175),
}
RAILS = {"kongsvinger": (80, 60), "sor-odal": (62, 48)}
SAVED = 12  # minutes four lanes all the way to Kløfta are put at, in this demo


def load(world: dict[str, Any]) -> None:
    world["places"] = places = {place.slug: place for place in Municipality.objects.all()}
    if Indicator.objects.filter(slug="folketall").exists():
        load_figures()
        load_journeys(places)


def load_figures() -> None:
    by, columns = User.objects.clockwork(), figures_by_indicator()
    for indicator in Indicator.objects.filter(slug__in=columns).order_by("order"):
        take(indicator, columns[indicator.slug], by=by, source_updated=UPDATED)


def figures_by_indicator() -> dict[str, list[Figure]]:
    """The figures file: a column for each indicator, a row for each municipality and year, old codes and new."""
    codes = dict(MunicipalityCode.objects.values_list("code", "municipality"))
    lines = FIGURES.read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter=";")
    found: dict[str, list[Figure]] = {}
    for row in rows:
        place, year = codes[row.pop("kommunenummer")], row.pop("år")
        for slug, value in row.items():
            found.setdefault(slug, []).append(Figure(place, year, date(int(year), 1, 1), Decimal(value)))
    return found


def load_journeys(places: dict[str, Municipality]) -> None:
    goals = (Journey.Goal.OSLO, Journey.Goal.AIRPORT, Journey.Goal.KARLSTAD)
    asked_road = {"asked": "med fire felt hele veien", "asked_en": "with four lanes all the way"}
    asked_rail = {"asked": "med dobbeltspor der det trengs", "asked_en": "with double track where it is needed"}
    for slug, minutes in ROADS.items():
        for goal, today in zip(goals, minutes, strict=True):
            shorter = {} if goal == Journey.Goal.KARLSTAD else asked_road | {"asked_minutes": today - SAVED}
            add(places[slug], goal, Journey.Means.CAR, today, shorter)
    for slug, (today, wanted) in RAILS.items():
        add(places[slug], Journey.Goal.OSLO, Journey.Means.TRAIN, today, asked_rail | {"asked_minutes": wanted})


def add(origin: Municipality, goal: str, means: str, minutes: int, asked: dict[str, Any]) -> None:
    source = {"source": ESTIMATE, "source_en": ESTIMATE_EN}
    source |= {"asked_source": ESTIMATE, "asked_source_en": ESTIMATE_EN} if asked else {}
    Journey.objects.get_or_create(
        origin=origin, goal=goal, means=means,
        defaults={
            "minutes": minutes, "measured_on": timezone.localdate(), "visibility": Visibility.PUBLIC, **source, **asked,
        },
    )  # fmt: skip


house.demos.append((10, load))
