"""Factories of the region: municipalities, figures, journeys."""

import datetime
from decimal import Decimal
from typing import Any

import factory
from factory.django import DjangoModelFactory

from sterke.accounts.models import User
from sterke.region.actions import Figure, take
from sterke.region.models import Indicator, Journey, Municipality, MunicipalityCode, RegionDefinition


class MunicipalityFactory(DjangoModelFactory):
    class Meta:
        model = Municipality
        django_get_or_create = ("slug",)

    name = factory.Sequence(lambda n: f"Kommune {n}")
    slug = factory.LazyAttribute(lambda o: o.name.lower().replace(" ", "-"))
    latitude = 60.2
    longitude = 12.0


class MunicipalityCodeFactory(DjangoModelFactory):
    class Meta:
        model = MunicipalityCode

    municipality = factory.SubFactory(MunicipalityFactory)
    code = factory.Sequence(lambda n: f"{9000 + n}")
    valid_from = datetime.date(2020, 1, 1)


class IndicatorFactory(DjangoModelFactory):
    class Meta:
        model = Indicator
        django_get_or_create = ("slug",)

    slug = factory.Sequence(lambda n: f"tall-{n}")
    name = factory.LazyAttribute(lambda o: f"Tall {o.slug}")
    name_en = factory.LazyAttribute(lambda o: f"Figure {o.slug}")
    unit = "personer"
    unit_en = "people"
    source = "Statistisk sentralbyrå"
    credit = "Kilde: Statistisk sentralbyrå (tabell 07459), CC BY 4.0"
    credit_en = "Source: Statistics Norway (table 07459), CC BY 4.0"
    visibility = "public"


def region(*places: Municipality) -> RegionDefinition:
    """The cluster's region, of these municipalities."""
    row, _new = RegionDefinition.objects.get_or_create(
        kind="cluster", valid_from=datetime.date(2007, 1, 1), defaults={"name": "Regionen"}
    )
    row.municipalities.add(*places)
    return row


def figures(indicator: Indicator, place: Municipality, **by_period: Any) -> None:
    """Figures of a municipality by year: ``figures(indicator, grue, _2015=669, _2016=None)``."""
    region(place)
    rows = [
        Figure(place.pk, name[1:], datetime.date(int(name[1:]), 1, 1), None if v is None else Decimal(str(v)))
        for name, v in by_period.items()
    ]
    take(indicator, rows, by=User.objects.clockwork())


class JourneyFactory(DjangoModelFactory):
    class Meta:
        model = Journey

    origin = factory.SubFactory(MunicipalityFactory)
    goal = "oslo"
    means = "car"
    minutes = 75
    source = "Målt av oss"
    measured_on = datetime.date(2026, 1, 5)
    visibility = "public"
