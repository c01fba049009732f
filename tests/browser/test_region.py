"""The figures on a phone and at a desk: with and without a script, taken away, and in a frame on another page."""

import re

import pytest

from tests import factories as make
from tests.browser.test_axe import overflow, violations

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def young():
    row = make.IndicatorFactory(slug="unge-20-35", name="20–35-åringer", order=1)
    places = [
        make.MunicipalityFactory(name=name, slug=slug, hex_column=at)
        for at, (name, slug) in enumerate((("Grue", "grue"), ("Våler", "valer")))
    ]
    make.region(*places)
    for place, figures in zip(places, ((833, 669, 712), (637, 557, 550)), strict=True):
        make.figures(row, place, _2005=figures[0], _2015=figures[1], _2026=figures[2])
    return row


def test_a_visitor_on_a_phone_finds_a_figure_and_takes_the_series_along(young, page_for):
    page = page_for("anonymous", width=390)
    page.goto("/regionen/")
    page.locator("a.hex", has_text="Grue").click()
    page.get_by_label("År", exact=True).fill("2015")
    page.get_by_role("heading", level=1, name="20–35-åringer, Grue: 669 i 2015").wait_for()
    assert "ar=2015" in page.url
    assert overflow(page) == 0
    assert violations(page) + page.problems == []
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert "669" in download.value.path().read_text()


def test_the_slider_works_without_a_script(young, page_for):
    page = page_for("anonymous", script=False)
    page.goto("/regionen/")
    page.get_by_label("År", exact=True).fill("2015")
    page.get_by_role("button", name="Vis", exact=True).click()
    assert page.get_by_role("heading", level=1).inner_text() == "20–35-åringer: 1\u00a0226 i 2015, 244 færre enn i 2005"


def test_a_chart_chosen_by_keyboard_stands_in_the_address(young, page_for):
    page = page_for("anonymous")
    page.goto("/regionen/")
    page.get_by_label("Grue", exact=True).focus()
    page.keyboard.press("Space")
    page.wait_for_url(re.compile("kommune=grue"))
    page.reload()
    assert page.get_by_label("Grue", exact=True).is_checked()
    assert violations(page) + page.problems == []


def test_the_code_to_embed_shows_the_chart_on_another_page(young, page_for, live_server):
    page = page_for("anonymous")
    page.goto("/regionen/?kommune=grue")
    page.get_by_text("Sett diagrammet inn på din egen side").click()
    code = page.get_by_label("Kopier dette inn i siden din").input_value()
    address = re.search(r'src="https?://[^/]+([^"]+)"', code)[1].replace("&amp;", "&")
    other = page.context.new_page()
    frame = f'<iframe src="{live_server.url}{address}" title="x" width="700" height="520"></iframe>'
    other.route("**/elsewhere/", lambda route: route.fulfill(body=frame, content_type="text/html"))
    other.goto("/elsewhere/")
    inside = other.frame_locator("iframe")
    inside.get_by_role("heading", name="20–35-åringer, Grue").wait_for()
    assert inside.locator("svg.chart.wide").is_visible()
