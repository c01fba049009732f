"""The figures for machines: what is counted, and every figure with the reason where there is none."""

import pytest

from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db):
    grue = make.MunicipalityFactory(name="Grue", slug="grue")
    make.MunicipalityCodeFactory(municipality=grue, code="3417")
    row = make.IndicatorFactory(slug="folketall", name="Folketall", table="07459")
    make.figures(row, grue, _2025=4513, _2026=None)
    row.series.get().observations.filter(municipality=grue, period="2026").update(status=":")
    return row


def test_the_list_names_each_indicator_with_its_source(client, people):
    row = client.get("/api/indicators").json()["items"][0]
    assert (row["slug"], row["table"], row["credit"]) == ("folketall", "07459", people.credit)


def test_an_indicator_comes_with_its_figures_and_why_one_is_missing(client, people):
    told = client.get("/api/indicators/folketall").json()
    grue = next(row for row in told["figures"] if row["municipality"] == "grue")
    assert told["periods"] == ["2025", "2026"]
    assert grue == {"municipality": "grue", "code": "3417", "values": [4513, None], "missing": {"2026": ":"}}


def test_an_indicator_that_is_not_public_is_not_there(client, people):
    make.IndicatorFactory(slug="hemmelig", visibility="members")
    assert client.get("/api/indicators").json()["total"] == 1
    assert client.get("/api/indicators/hemmelig").status_code == 404


def test_the_figures_may_be_kept_by_a_cache_and_asked_for_again(client, people):
    first = client.get("/api/indicators/folketall")
    assert "max-age" in first["Cache-Control"]
    assert client.get("/api/indicators/folketall", headers={"If-None-Match": first["ETag"]}).status_code == 304
