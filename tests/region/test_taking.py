"""Figures come in: nothing that was shown is rewritten, nothing is lost, nothing is added up that should not be."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from sterke.accounts.models import User
from sterke.core.models import Activity
from sterke.region.actions import Figure, take
from sterke.region.models import Indicator, Observation, Series
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def clockwork():
    return User.objects.clockwork()


@pytest.fixture
def two(db):
    places = make.MunicipalityFactory(name="Grue", slug="grue"), make.MunicipalityFactory(name="Våler", slug="valer")
    make.region(*places)
    return places


@pytest.fixture
def people(db):
    return make.IndicatorFactory(slug="folketall")


def figure(place, year, value, status=""):
    return Figure(place.pk, str(year), date(year, 1, 1), None if value is None else Decimal(value), status)


def of_region(indicator, period):
    return Observation.objects.get(series__indicator=indicator, municipality=None, period=period)


def test_the_region_is_the_sum_of_its_municipalities(two, people, clockwork):
    take(people, [figure(two[0], 2026, 700), figure(two[1], 2026, 550)], by=clockwork)
    assert of_region(people, "2026").value == 1250


def test_a_region_that_lacks_a_municipality_has_no_sum(two, people, clockwork):
    take(people, [figure(two[0], 2026, 700)], by=clockwork)
    assert (of_region(people, "2026").value, of_region(people, "2026").status) == (None, "..")


def test_a_withheld_part_makes_the_sum_withheld(two, people, clockwork):
    take(people, [figure(two[0], 2026, 700), figure(two[1], 2026, None, ":")], by=clockwork)
    assert (of_region(people, "2026").value, of_region(people, "2026").status) == (None, ":")


def test_a_level_is_never_added_up(two, clockwork):
    level = make.IndicatorFactory(kind=Indicator.Kind.LEVEL)
    take(level, [figure(two[0], 2026, 5), figure(two[1], 2026, 7)], by=clockwork)
    assert not Observation.objects.filter(municipality=None).exists()


def test_a_share_is_worked_out_for_each_place_and_for_the_region(two, people, clockwork):
    young = make.IndicatorFactory(slug="unge")
    share = make.IndicatorFactory(kind=Indicator.Kind.SHARE, channel="worked_out", part=young, whole=people)
    take(people, [figure(two[0], 2026, 700), figure(two[1], 2026, 300)], by=clockwork)
    take(young, [figure(two[0], 2026, 70), figure(two[1], 2026, 60)], by=clockwork)
    values = Observation.objects.filter(series__indicator=share).values_list("municipality", "value")
    assert dict(values) == {two[0].pk: Decimal(10), two[1].pk: Decimal(20), None: Decimal(13)}


def test_the_same_answer_twice_changes_nothing(two, people, clockwork):
    figures = [figure(two[0], 2026, 700), figure(two[1], 2026, 550)]
    take(people, figures, by=clockwork)
    lines = Activity.objects.count()
    told = take(people, figures, by=clockwork)
    assert (told.new, told.corrected, told.unchanged) == (0, 0, 3)
    assert Activity.objects.count() == lines


def test_a_figure_the_source_has_corrected_is_corrected_and_history_tells(two, people, clockwork):
    take(people, [figure(two[0], 2026, 700), figure(two[1], 2026, 550)], by=clockwork)
    told = take(people, [figure(two[0], 2026, 701), figure(two[1], 2026, 550)], by=clockwork)
    assert (told.new, told.corrected) == (0, 2)  # the municipality and the region
    assert of_region(people, "2026").value == 1251
    assert Activity.objects.filter(verb="figures.taken").latest("pk").details["corrected"] == 2


def test_a_shrunken_answer_deletes_nothing(two, people, clockwork):
    take(people, [figure(place, year, 10) for place in two for year in (2025, 2026)], by=clockwork)
    take(people, [figure(place, 2026, 11) for place in two], by=clockwork)
    assert of_region(people, "2025").value == 20
    assert of_region(people, "2026").value == 22


def test_a_figure_that_is_gone_from_the_source_stays_here(two, people, clockwork):
    take(people, [figure(place, 2026, 10) for place in two], by=clockwork)
    take(people, [figure(two[0], 2026, None, "."), figure(two[1], 2026, 12)], by=clockwork)
    assert Observation.objects.get(municipality=two[0], period="2026").value == 10


@pytest.mark.parametrize("figures", [[], ["none"]])
def test_an_answer_without_a_figure_is_refused(two, people, clockwork, figures):
    with pytest.raises(ValidationError):
        take(people, [figure(two[0], 2026, None, ".") for _ in figures], by=clockwork)
    assert not Series.objects.exists()


@pytest.mark.parametrize("changed", [{"query": {"pick": {"Alder": ["20"]}}}, {"table": "06913"}])
def test_another_query_begins_another_series_and_the_old_one_stays_as_it_was(two, people, clockwork, changed):
    take(people, [figure(place, 2025, 10) for place in two], by=clockwork)
    Indicator.objects.filter(pk=people.pk).update(**changed)
    people.refresh_from_db()
    take(people, [figure(place, 2025, 99) for place in two], by=clockwork)
    old, new = Series.objects.filter(indicator=people).order_by("begun_at", "pk")
    assert old.ended_at is not None
    assert old.observations.get(municipality=None).value == 20
    assert new.observations.get(municipality=None).value == 198


def test_another_region_begins_another_series(two, people, clockwork):
    take(people, [figure(place, 2025, 10) for place in two], by=clockwork)
    wider = make.RegionDefinition.objects.create(kind="cluster", name="Større", valid_from=date(2020, 1, 1))
    third = make.MunicipalityFactory(name="Åsnes", slug="asnes")
    wider.municipalities.add(*two, third)
    take(people, [figure(place, 2025, 10) for place in (*two, third)], by=clockwork)
    sums = [row.observations.get(municipality=None).value for row in people.series.order_by("begun_at", "pk")]
    assert sums == [20, 30]
