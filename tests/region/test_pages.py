"""The pages of the figures: the finding in words, the choices in the address, ways to take the figures away."""

import csv
import io
from datetime import date

import openpyxl
import pytest
from django.urls import reverse

from sterke.core import charts
from sterke.region.models import Target
from tests import factories as make

pytestmark = pytest.mark.django_db
PAGE = "/regionen/"


@pytest.fixture
def young(db):
    grue, valer = (
        make.MunicipalityFactory(name=name, slug=slug) for name, slug in (("Grue", "grue"), ("Våler", "valer"))
    )
    make.region(grue, valer)
    row = make.IndicatorFactory(slug="unge-20-35", name="20–35-åringer", name_en="Aged 20–35", order=1)
    make.figures(row, grue, _2005=833, _2015=669, _2026=712)
    make.figures(row, valer, _2005=8461, _2015=7761, _2026=7964)
    return row


def text(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_the_headline_says_the_finding_in_words(client, young):
    assert "20–35-åringer: 8\xa0676 i 2026, 618 færre enn i 2005" in text(client, PAGE)


def test_the_headline_is_in_the_readers_language(client, young):
    assert "Aged 20–35: 8,676 in 2026, 618 fewer than in 2005" in text(client, "/en/regionen/")


@pytest.mark.parametrize("address", [PAGE, "/regionen/data/", "/regionen/tall.csv?tall=unge-20-35"])
def test_who_the_figures_are_from_is_said_in_the_readers_language(client, young, address):
    assert "Kilde: Statistisk sentralbyrå" in text(client, address)
    english = text(client, f"/en{address}")
    assert "Source: Statistics Norway (table 07459), CC BY 4.0" in english
    assert "Kilde:" not in english


def test_where_minutes_are_from_is_said_in_the_readers_language(client, young):
    make.JourneyFactory(source="Målt av oss", source_en="Measured by us")
    assert "Målt av oss" in text(client, PAGE)
    assert "Measured by us" in text(client, f"/en{PAGE}")


def test_a_phone_finds_how_many_there_were_in_one_municipality_in_one_year(client, young):
    assert "20–35-åringer, Grue: 669 i 2015" in text(client, f"{PAGE}?ar=2015&kommune=grue")


def test_the_address_keeps_every_choice(client, young):
    address = f"{PAGE}?tall=unge-20-35&ar=2015&fra=2026&kommune=grue&kommune=valer&indeks=1"
    choice = client.get(address).context["choice"]
    assert (choice.period, choice.since, choice.indexed) == ("2015", "2026", True)
    assert [place.slug for place in choice.places] == ["grue", "valer"]
    assert choice.address() == address


@pytest.mark.parametrize(
    "asked", ["tall=finnes-ikke", "ar=1066", "fra=x", "kommune=oslo", "indeks=2", "ar=%00", "kommune=" + "x" * 5000]
)
def test_a_choice_there_is_not_falls_back_on_the_newest_figures(client, young, asked):
    choice = client.get(f"{PAGE}?{asked}").context["choice"]
    assert (choice.indicator, choice.period, choice.since, choice.places) == (young, "2026", "2005", ())


def test_the_index_is_a_hundred_in_the_period_it_counts_from(client, young):
    rows = client.get(f"{PAGE}?fra=2005&ar=2015").context["rows"]
    assert [(row["name"], row["index"]) for row in rows] == [("Grue", "80,3"), ("Våler", "91,7"), ("Regionen", "90,7")]


def test_what_is_shown_is_rounded_and_not_cut_off(client, young):
    share = make.IndicatorFactory(slug="andel", kind="share", part=young, whole=young, decimals=1, channel="worked_out")
    make.figures(share, make.Municipality.objects.get(slug="grue"), _2027="15.953")
    page = client.get(f"{PAGE}?tall=andel&ar=2027")
    assert page.context["rows"][0]["after"] == "16,0"
    assert str(page.context["map"][0]["figure"]) == "16.0"


def test_the_map_leads_to_the_same_page_with_the_municipality_chosen_and_back(client, young):
    first = client.get(PAGE).context["map"][0]["url"]
    chosen = client.get(first)
    assert [place.slug for place in chosen.context["choice"].places] == ["grue"]
    assert client.get(chosen.context["map"][0]["url"]).context["choice"].places == ()


def test_a_withheld_figure_says_why(client, young):
    make.figures(young, make.Municipality.objects.get(slug="grue"), _2027=None, _2026=712)
    young.series.get().observations.filter(period="2027").update(status=":")
    make.figures(young, make.Municipality.objects.get(slug="valer"), _2027=8000)
    rows = client.get(f"{PAGE}?ar=2027").context["rows"]
    assert (rows[0]["after"], rows[0]["reason"]) == ("–", "tilbakeholdt")


def test_the_chart_has_a_title_and_tells_its_lines(client, young):
    page = text(client, f"{PAGE}?kommune=grue")
    assert "Grue: 833 i 2005, 712 i 2026." in page
    assert page.count('<svg class="chart') == 2


def test_a_target_is_told_and_drawn_in_for_those_who_may_see_it(client, client_for, young):
    Target.objects.create(
        indicator=young, baseline=8676, baseline_on=date(2026, 1, 1), value=9294, due=date(2030, 1, 1), set_by="Styret",
        visibility="members",
    )  # fmt: skip
    assert "9\xa0294 personer innen" not in text(client, PAGE)
    assert "9\xa0294 personer innen" in text(client_for("member"), PAGE)


def test_the_page_says_so_where_a_chart_cannot_be_drawn(client, young, monkeypatch):
    def broken(_tasks):
        raise charts.NotDrawn("no")

    monkeypatch.setattr(charts, "_draw", broken)
    charts.caches["charts"].clear()
    assert "Diagrammet lot seg ikke tegne" in text(client, PAGE)


def test_an_indicator_for_members_is_not_there_for_others(client, client_for, young):
    hidden = make.IndicatorFactory(slug="hemmelig", name="Hemmelig tall", visibility="members")
    make.figures(hidden, make.Municipality.objects.get(slug="grue"), _2026=1)
    for address in (PAGE, "/regionen/grue/", "/regionen/data/"):
        assert "Hemmelig tall" not in text(client, address)
        assert "Hemmelig tall" in text(client_for("member"), address)
    assert client.get("/regionen/tall.json?tall=hemmelig").json()["indicator"] != "hemmelig"


def test_the_series_comes_as_csv_with_its_source_in_each_row(client, young):
    rows = list(
        csv.reader(io.StringIO(text(client, "/regionen/tall.csv?tall=unge-20-35").lstrip("\ufeff")), delimiter=";")
    )
    found = {(row[1], row[3]): row[4] for row in rows[1:]}
    assert float(found["Grue", "2015"].replace(",", ".")) == 669
    assert all("tabell 07459" in row[-1] for row in rows[1:])


def test_the_series_comes_as_a_workbook(client, young):
    book = openpyxl.load_workbook(io.BytesIO(client.get("/regionen/tall.xlsx?tall=unge-20-35").content))
    assert ("Grue", 669) in [(row[1], row[4]) for row in book.active.iter_rows(values_only=True)]


def test_the_series_comes_as_json(client, young):
    told = client.get("/regionen/tall.json?tall=unge-20-35").json()
    assert told["periods"] == ["2005", "2015", "2026"]
    assert told["values"]["grue"] == [833, 669, 712]
    assert told["values"]["region"] == [9294, 8430, 8676]


def test_the_picture_is_a_png(client, young):
    answer = client.get(f"/regionen/bilde.png?{client.get(PAGE).context['choice'].query()}")
    assert answer["Content-Type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG")


def test_only_the_frame_may_stand_on_other_peoples_pages(client, young):
    frame, page = client.get("/regionen/bygg-inn/?kommune=grue"), client.get(PAGE)
    assert "frame-ancestors *" in frame["Content-Security-Policy"]
    assert "X-Frame-Options" not in frame
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"


def test_a_municipality_that_is_not_of_the_region_has_no_page(client, young):
    make.MunicipalityFactory(name="Elverum", slug="elverum")
    assert client.get("/regionen/grue/").status_code == 200
    assert client.get("/regionen/elverum/").status_code == 404


def test_a_house_without_figures_says_so(client):
    assert "Ingen tall ennå" in text(client, PAGE)


def test_journeys_stand_with_source_and_what_is_asked_for(client, young):
    make.JourneyFactory(
        origin=make.Municipality.objects.get(slug="grue"), minutes=105, asked_minutes=93, asked="med fire felt",
        asked_source="Vegvesenet, 2026",
    )  # fmt: skip
    page = text(client, PAGE)
    for words in ("Til Oslo med bil", "105 min", "93", "med fire felt", "Målt av oss", "Vegvesenet, 2026"):
        assert words in page


def test_a_visitor_is_told_of_the_figures_by_the_sitemap(client, young):
    page = text(client, reverse("sitemap"))
    assert "/regionen/grue/</loc>" in page
