"""Figures from the region in texts, pieces and priorities: the newest, with source, and only what everybody may see."""

import pytest
from django.urls import reverse
from wagtail.blocks import StructBlockValidationError

from sterke.publishing.blocks import Body, LiveFigure
from sterke.publishing.pieces import LiveFigure as LivePiece
from sterke.publishing.pieces import Priority
from tests import editorial, factories

pytestmark = pytest.mark.django_db
HERO = {"title": "Sju kommuner.", "title_en": "Seven towns."}


@pytest.fixture
def young():
    place = factories.MunicipalityFactory(name="Grue", slug="grue")
    indicator = factories.IndicatorFactory(
        slug="unge-20-35", name="20–35-åringer", name_en="Aged 20–35", about="Fra enkeltår.", about_en="Single years."
    )
    factories.figures(indicator, place, _2005=700, _2026=8676)
    return indicator


def figures_come(indicator, place_slug="grue", **by_period):
    factories.figures(indicator, factories.MunicipalityFactory(slug=place_slug), **by_period)


def in_a_text(**more):
    block = ("live_figure", {"indicator": "unge-20-35", "place": ""} | more)
    return editorial.article(slug="flytt", title_en="Move", lead_en="In short.", body=[block], body_en=[block])


def arrange(*pieces):
    home = editorial.home()
    home.pieces = [("hero", HERO), *pieces]
    home.save_revision().publish(skip_permission_checks=True)


def words(client, path="/aktuelt/flytt/"):
    return client.get(path).content.decode().replace("\xa0", " ")


def test_a_figure_in_a_text_says_what_it_counts_where_when_and_who_says_so(client, young):
    in_a_text(text="Og flere skal det bli.")
    shown = words(client)
    for part in (
        "8 676", "personer", "20–35-åringer i regionen, 2026", "7 976 flere enn i 2005.", "Fra enkeltår.",
        "Kilde: Statistisk sentralbyrå (tabell 07459), CC BY 4.0. Hentet", "Og flere skal det bli.",
        'href="/regionen/?tall=unge-20-35"',
    ):  # fmt: skip
        assert part in shown


def test_a_figure_of_one_municipality_leads_to_that_municipality(client, young):
    in_a_text(place="grue")
    shown = words(client)
    assert "20–35-åringer i Grue, 2026" in shown
    assert 'href="/regionen/?tall=unge-20-35&amp;kommune=grue"' in shown


def test_a_figure_speaks_the_language_of_the_text(client, young):
    in_a_text()
    assert "Aged 20–35 in the region, 2026" in words(client, "/en/aktuelt/flytt/")
    assert "8,676" in words(client, "/en/aktuelt/flytt/")


def test_a_figure_in_a_text_that_is_not_translated_is_in_norwegian_and_leads_to_the_readers_pages(client, young):
    editorial.article(slug="flytt", body=[("live_figure", {"indicator": "unge-20-35", "place": ""})])
    shown = words(client, "/en/aktuelt/flytt/")
    assert "20–35-åringer i regionen, 2026" in shown
    assert 'href="/en/regionen/?tall=unge-20-35"' in shown


@pytest.mark.parametrize("where", ["text", "piece", "priority"])
def test_the_new_figure_stands_there_the_moment_it_is_taken_in(client, young, where):
    if where == "text":
        in_a_text()
    elif where == "piece":
        arrange(("live_figure", {"indicator": "unge-20-35"}))
    else:
        arrange(("priorities", [{"title": "Folk", "ask": "Flere.", "fact": {"live": "unge-20-35"}}]))
    path = "/aktuelt/flytt/" if where == "text" else "/"
    assert ("8 676" in words(client, path), "8 701" in words(client, path)) == (True, False)
    figures_come(young, _2027=8701)
    assert ("8 676" in words(client, path), "8 701" in words(client, path)) == (False, True)


@pytest.mark.parametrize("audience", ["members", "board", "secretariat"])
def test_a_figure_that_is_not_for_everybody_is_shown_to_nobody(client_for, young, audience):
    in_a_text()
    arrange(("live_figure", {"indicator": "unge-20-35"}))
    young.visibility = audience
    young.save()
    for viewer in ("secretary", "member", "anonymous"):
        client = client_for(viewer)
        assert "8 676" not in words(client) + words(client, "/")


def test_a_figure_that_is_hidden_is_gone_from_a_page_that_was_read_before(client, young):
    in_a_text()
    before = "8 676" in words(client)
    young.visibility = "secretariat"
    young.save()
    assert (before, "8 676" in words(client)) == (True, False)


@pytest.mark.parametrize("asked", [{"indicator": "borte"}, {"place": "borte"}, {"indicator": ""}])
def test_what_is_gone_leaves_the_rest_of_the_page_as_it_was(client, young, asked):
    in_a_text(**asked)
    arrange(("live_figure", {"indicator": "unge-20-35", "place": ""} | asked), ("call", {"title": "Bli med, da vel."}))
    assert 'class="fig"' not in words(client)
    assert "Bli med, da vel." in words(client, "/")


def test_an_indicator_without_figures_shows_nothing(client):
    factories.IndicatorFactory(slug="unge-20-35")
    in_a_text()
    assert 'class="fact' not in words(client)


def test_a_place_without_the_newest_year_shows_the_newest_that_is_known(client, young):
    in_a_text(place="grue")
    figures_come(young, "asnes", _2027=640)
    assert "20–35-åringer i Grue, 2026" in words(client)


def test_a_priority_takes_its_number_and_source_from_the_figure(client, young):
    fact = {"number": "33", "counts": "to felt", "source": "Prøve, 2011", "live": "unge-20-35"}
    arrange(("priorities", [{"title": "Folk", "ask": "Flere.", "fact": fact}]))
    shown = words(client, "/")
    assert "8 676" in shown
    assert "20–35-åringer i regionen, 2026" in shown
    assert "tabell 07459" in shown
    assert "Prøve, 2011" not in shown


def test_a_priority_says_its_typed_figure_until_the_regions_is_there(client):
    fact = {"number": "33", "counts": "to felt", "source": "Prøve, 2011", "live": "unge-20-35"}
    arrange(("priorities", [{"title": "Folk", "ask": "Flere.", "fact": fact}]))
    assert "Prøve, 2011" in words(client, "/")


def test_markup_in_the_sentence_is_shown_as_it_was_typed(client, young):
    in_a_text(text="<script>alert(1)</script>")
    assert "&lt;script&gt;alert(1)" in words(client)


def test_the_api_gives_the_figure_with_the_text(client, young):
    in_a_text()
    row = client.get(reverse("api:article", args=["flytt"])).json()
    assert "20–35-åringer i regionen, 2026" in row["html"]
    assert "Aged 20–35 in the region, 2026" in row["html_en"]


def test_the_office_offers_what_everybody_may_see(young):
    factories.IndicatorFactory(slug="hemmelig", name="Bare for oss", visibility="secretariat")
    factories.IndicatorFactory(slug="nytt", name="Nytt")
    offered = dict(Body().child_blocks["live_figure"].child_blocks["indicator"].field.choices)
    assert "hemmelig" not in offered
    assert offered["unge-20-35"] == "20–35-åringer"
    assert offered["nytt"] != "Nytt"


@pytest.mark.parametrize("block", [LiveFigure(), LivePiece(), Priority()])
def test_a_figure_nobody_has_is_refused_beside_the_field(block, young):
    given = {"indicator": "borte", "title": "Folk", "ask": "Flere.", "fact": {"live": "borte"}}
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(block.to_python(given))
    assert set(refused.value.block_errors) & {"indicator", "fact"}
