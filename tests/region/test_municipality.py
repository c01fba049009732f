import datetime

import pytest

from sterke.core.house import house
from sterke.region.models import Municipality, RegionDefinition
from tests.factories import MunicipalityCodeFactory, MunicipalityFactory


@pytest.fixture
def dated(db):
    place = MunicipalityFactory(name="Skogbygda")
    MunicipalityCodeFactory(
        municipality=place, code="0499", valid_from=datetime.date(1977, 1, 1), valid_to=datetime.date(2019, 12, 31)
    )
    MunicipalityCodeFactory(municipality=place, code="3499", valid_from=datetime.date(2020, 1, 1))
    return place


def region(kind, places, since, until=None):
    made = RegionDefinition.objects.create(name=kind, kind=kind, valid_from=since, valid_to=until)
    made.municipalities.set(places)
    return made


@pytest.mark.parametrize("code", ["0499", "3499"])
def test_a_municipality_is_found_by_its_code_of_any_year(dated, code):
    MunicipalityCodeFactory()
    assert Municipality.objects.with_code(code).get() == dated


def test_a_code_nobody_had_finds_nothing(dated):
    assert not Municipality.objects.with_code("0000").exists()


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (datetime.date(1976, 12, 31), ""),
        (datetime.date(2019, 12, 31), "0499"),
        (datetime.date(2020, 1, 1), "3499"),
        (datetime.date(2026, 11, 23), "3499"),
    ],
)
def test_the_code_in_force_follows_the_day(dated, day, code):
    assert dated.code_on(day) == code


def test_the_clusters_region_and_the_councils_are_never_mixed(db):
    seven = [MunicipalityFactory(name=f"Sted {n}") for n in range(7)]
    region("cluster", seven, datetime.date(2007, 1, 1))
    region("council", seven[:6], datetime.date(2007, 1, 1))

    assert Municipality.objects.in_region("cluster").count() == 7
    assert Municipality.objects.in_region("council").count() == 6
    assert seven[6] not in Municipality.objects.in_region("council")


def test_a_region_means_what_it_meant_on_the_day(db):
    here, there = MunicipalityFactory(name="Her"), MunicipalityFactory(name="Der")
    region("cluster", [here], datetime.date(2007, 1, 1), datetime.date(2014, 12, 31))
    region("cluster", [here, there], datetime.date(2015, 1, 1))

    assert set(Municipality.objects.in_region("cluster", datetime.date(2014, 12, 31))) == {here}
    assert set(Municipality.objects.in_region("cluster", datetime.date(2015, 1, 1))) == {here, there}


def test_a_region_nobody_defined_is_empty(db):
    MunicipalityFactory()
    assert not Municipality.objects.in_region("council").exists()


def test_municipalities_stand_in_norwegian_order(db):
    for name in ("Åsnes", "Våler", "Østby", "Ærlig", "Grue", "Aas"):
        MunicipalityFactory(name=name)
    assert [place.name for place in Municipality.objects.all()] == ["Grue", "Våler", "Ærlig", "Østby", "Aas", "Åsnes"]


def test_municipalities_leave_as_rows_with_the_code_of_today(dated):
    headings, rows = house.exports["municipalities"](None)
    assert len(headings) == 5
    assert [row[:2] for row in rows] == [["Skogbygda", "3499"]]
