"""The choices on the page of the figures make endless addresses, each a new chart: found by nobody, drawn for few."""

import re

import pytest
from django.core.cache import caches

from sterke.core import charts
from sterke.region import shown
from tests import factories as make

pytestmark = pytest.mark.django_db
PAGE = "/regionen/"


@pytest.fixture
def young():
    grue, valer = (
        make.MunicipalityFactory(name=name, slug=slug) for name, slug in (("Grue", "grue"), ("Våler", "valer"))
    )
    make.region(grue, valer)
    row = make.IndicatorFactory(slug="unge-20-35", name="20–35-åringer", order=1)
    make.figures(row, grue, _2005=833, _2026=712)
    make.figures(row, valer, _2005=8461, _2026=7964)
    return row


@pytest.fixture
def drawn(monkeypatch):
    """The charts the house has drawn, in a house with an empty shelf; the drawing itself is not what is tested."""
    found = []
    monkeypatch.setattr(
        charts, "_draw", lambda tasks: found.append(tasks) or [b'<svg viewBox="0 0 1 1"></svg>'] * len(tasks)
    )
    caches["charts"].clear()
    yield found
    caches["charts"].clear()


def links(page):
    """Every link with a choice in it."""
    return re.findall(r"<a [^>]*href=\"[^\"]*\?[^\"]*(?:tall|kommune)=[^>]*>", page.content.decode())


@pytest.mark.parametrize("page", [PAGE, "/regionen/grue/", "/regionen/data/"])
def test_links_that_only_choose_among_the_figures_are_not_to_be_followed(client, young, page):
    seen = [link for link in links(client.get(page)) if "/medlemmer/" not in link]
    assert seen
    assert [link for link in seen if 'rel="nofollow"' not in link] == []


def test_an_address_with_choices_is_no_page_to_find_and_points_to_the_one_that_is(client, young):
    chosen = client.get(f"{PAGE}?tall=unge-20-35&kommune=grue")
    assert chosen["X-Robots-Tag"] == "noindex"
    assert re.search(r'rel="canonical" href="[^"?]*/regionen/"', chosen.content.decode())
    assert "X-Robots-Tag" not in client.get(PAGE)


@pytest.mark.parametrize("address", ["bilde.png", "tall.csv", "tall.json"])
def test_what_is_made_of_the_figures_is_no_page_to_find(client, young, drawn, address):
    assert client.get(PAGE + address)["X-Robots-Tag"] == "noindex"


def test_robots_stay_away_from_what_is_made_of_the_figures_in_both_languages(client):
    told = client.get("/robots.txt").content.decode().splitlines()
    for path in ("/regionen/bilde.png", "/en/regionen/bilde.png", "/regionen/bygg-inn/", "/en/regionen/tall."):
        assert f"Disallow: {path}" in told
    assert "Disallow: /regionen/" not in told


def test_whoever_walks_through_the_choices_gets_the_tables_when_enough_is_drawn(client, young, drawn, monkeypatch):
    monkeypatch.setattr(shown, "NEW_CHARTS", 2)
    pages = [client.get(f"{PAGE}?kommune={place}") for place in ("grue", "valer")]
    pages.append(client.get(f"{PAGE}?kommune=grue&kommune=valer"))
    told = ["Diagrammet lot seg ikke tegne" in page.content.decode() for page in pages]
    assert (len(drawn), told) == (2, [False, False, True])
    assert client.get(f"{PAGE}?indeks=1").context["rows"]


def test_a_chart_on_the_shelf_counts_for_nobody(client, young, drawn, monkeypatch):
    monkeypatch.setattr(shown, "NEW_CHARTS", 1)
    pages = [client.get(f"{PAGE}?kommune=grue&x={n}") for n in range(3)]
    assert ['<svg class="chart' in page.content.decode() for page in pages] == [True] * 3
    assert len(drawn) == 1


def test_another_caller_and_a_member_are_not_kept_waiting_by_one_that_has_had_enough(
    client, client_for, young, drawn, monkeypatch
):
    monkeypatch.setattr(shown, "NEW_CHARTS", 1)
    for place in ("grue", "valer"):
        client.get(f"{PAGE}?kommune={place}")
    for other, where in ((client, {"REMOTE_ADDR": "192.0.2.7"}), (client_for("member"), {})):
        page = other.get(f"{PAGE}?kommune=grue&kommune=valer&fra={(where and 2005) or 2026}", **where)
        assert "Diagrammet lot seg ikke tegne" not in page.content.decode()


def test_all_visitors_together_have_so_many_charts_drawn_and_no_more(client, young, drawn, monkeypatch):
    monkeypatch.setattr(shown, "ALL_NEW_CHARTS", 0)
    assert "Diagrammet lot seg ikke tegne" in client.get(PAGE).content.decode()
    assert drawn == []


def test_a_page_that_lacks_its_chart_is_not_kept_without_it(client, young, drawn, monkeypatch):
    with monkeypatch.context() as crowded:
        crowded.setattr(shown, "ALL_NEW_CHARTS", 0)
        client.get(PAGE)
    assert '<svg class="chart' in client.get(PAGE).content.decode()


def test_a_picture_that_is_not_drawn_now_may_be_asked_for_later(client, young, drawn, monkeypatch):
    monkeypatch.setattr(shown, "ALL_NEW_CHARTS", 0)
    answer = client.get(PAGE + "bilde.png")
    assert (answer.status_code, answer["Retry-After"]) == (503, "600")


def test_the_shelf_never_holds_more_than_it_has_room_for(tmp_path):
    shelf = charts.Shelf(str(tmp_path), {})
    assert shelf._max_entries == charts.MOST_DRAWINGS
    shelf._max_entries = 30
    for n in range(100):
        shelf.set(f"{n}", b"drawing")
    assert len(list(tmp_path.iterdir())) <= 30


def test_nobody_stands_in_line_for_a_drawing_for_ever(monkeypatch):
    monkeypatch.setattr(charts, "SECONDS", 0.01)
    with charts._hand, pytest.raises(charts.NotDrawn):
        charts._draw([{}])
