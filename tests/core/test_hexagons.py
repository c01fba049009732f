"""The region in hexagons: how strong each is drawn, what the legend says, what stands in each, and the table beside."""

import itertools
import re
from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sterke.core.hexagons import comb, legend, levels, lines_of, short, squeeze

ON_A_BUSY_MACHINE = settings(suppress_health_check=[HealthCheck.too_slow])
FIGURES = st.lists(st.none() | st.integers(min_value=0, max_value=10**9), max_size=20)


@pytest.mark.parametrize(
    ("figures", "drawn"),
    [
        ([], []),
        ([None, None], [0, 0]),
        ([0, 0, 0], [1, 1, 1]),
        ([4, 4, 4], [3, 3, 3]),
        ([7, 3], [5, 1]),
        ([0, 1, 4], [1, 3, 5]),
        ([7, 8, 9, 11, 16, 18, 26], [1, 1, 2, 3, 3, 4, 5]),
        ([1, 2, 3, 4, 5, 1_000_000], [1, 1, 2, 3, 4, 5]),
        ([Decimal("15.2"), None, Decimal("17.4")], [1, 0, 5]),
    ],
)
def test_figures_are_drawn_in_five_strengths(figures, drawn):
    assert levels(figures) == drawn


@ON_A_BUSY_MACHINE
@given(FIGURES)
def test_a_larger_figure_is_never_drawn_weaker_and_equal_figures_are_drawn_equal(figures):
    drawn = sorted(
        (figure, level) for figure, level in zip(figures, levels(figures), strict=True) if figure is not None
    )
    for (one, weak), (other, strong) in itertools.pairwise(drawn):
        assert weak <= strong
        assert weak == strong or one != other


@ON_A_BUSY_MACHINE
@given(FIGURES)
def test_every_figure_lies_in_the_range_that_the_legend_gives_its_level(figures):
    ranges = {level: (least, most) for level, least, most in legend(figures)}
    for figure, level in zip(figures, levels(figures), strict=True):
        assert ranges[level] == (None, None) if figure is None else ranges[level][0] <= figure <= ranges[level][1]


def test_hexagons_lie_as_the_places_lie_and_share_their_edges():
    drawn = comb([{"hex_column": 1, "hex_row": 0}, {"hex_column": 1.5, "hex_row": 1}])
    first, second = ({tuple(point.split(",")) for point in cell["points"].split()} for cell in drawn["cells"])
    assert len(first & second) == 2


def test_no_places_draw_nothing():
    assert comb([])["cells"] == []
    assert shown([]).strip() == ""


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Våler", ["Våler"]),
        ("Søndre Land", ["Søndre Land"]),
        ("Nordre Land og Søndre Land", ["Nordre Land og", "Søndre Land"]),
        ("Sør-Hedmark Automasjon, Hydraulikk, Sveis og Mekanisk", ["Sør-Hedmark", "Automasjon,…"]),
    ],
)
def test_a_name_takes_two_lines_at_most(name, lines):
    assert lines_of(name, 2)[0] == lines


def test_letters_wider_than_the_hexagon_are_pressed_together_and_others_are_not_stretched():
    assert squeeze("WWWWWWWWWWWW", 12) is not None
    assert squeeze("Kongsvinger", 12) is None


@pytest.mark.parametrize(("name", "small"), [("Grue", "Grue"), ("Åsnes", "Åsnes"), ("Kongsvinger", "Kong.")])
def test_a_small_hexagon_holds_the_beginning_of_a_name(name, small):
    assert short(name) == small


def place(name="Åsnes", row=0, **more) -> dict:
    return {"name": name, "hex_column": 0, "hex_row": row, **more}


def shown(places, unit="medlemmer", language="nb", **more) -> str:
    with translation.override(language):
        return render_to_string("components/hexagons.html", {"places": places, "title": "T", "unit": unit, **more})


def test_the_region_has_a_table_for_those_who_do_not_see_it():
    page = shown([place(figure=12, url="/medlemmer/")])
    table = page[page.index("<table") :]
    assert "Åsnes" in table
    assert re.search(r"<td[^>]*>12</td>", table)


def test_a_hexagon_says_its_name_and_its_figure_to_those_who_hear_it():
    assert 'aria-label="Åsnes: 12 medlemmer"' in shown([place(figure=12, url="/")])


def test_hexagons_follow_each_other_from_north_to_south():
    page = shown([place("Sør", 2, figure=1, url="/s/"), place("Nord", 0, figure=2, url="/n/")])
    assert re.findall(r'<a class="hex[^>]* href="(\S+)"', page) == ["/n/", "/s/"]


def test_figures_are_written_as_the_language_writes_them_and_percent_stands_beside_them():
    page = shown([place(figure=8676.5), place(row=1, figure=9500.0)], unit="%")
    assert "8\u00a0676,5\u00a0%" in page
    assert "8,676.5\u00a0%" in shown([place(figure=8676.5)], unit="%", language="en")


def test_the_legend_gives_each_level_its_range():
    page = shown([place(figure=n, row=n) for n in (7, 8, 9, 11, 16, 18, 26)])
    assert re.findall(r"</svg>([^<]+)</li>", page) == ["7–8", "9", "11–16", "18", "26"]


def test_one_level_needs_no_legend():
    assert "legend" not in shown([place(figure=3), place(row=1, figure=3)])


def test_a_missing_figure_says_why():
    page = shown([place(figure=None, reason="holdt tilbake"), place(row=1, figure=3)])
    assert page.count("level-0") == 2  # the hexagon and the legend
    assert "Åsnes: holdt tilbake" in page
    assert '<span class="muted">holdt tilbake</span>' in page


def test_names_alone_need_no_table_and_no_links():
    page = shown([place(), place("Grue", 1)])
    assert "<table" not in page
    assert "<a " not in page
    assert 'role="img"' in page


def test_the_chosen_place_is_marked_for_eye_and_ear():
    page = shown([place(figure=1, url="/", chosen=True), place("Grue", 1, figure=2, url="/")])
    assert page.count(" chosen") == 1
    assert page.count('aria-current="true"') == 2  # in the drawing and in the table


def test_markup_in_a_name_is_shown_as_text():
    assert "<b>" not in shown([place("<b>Grue</b>", figure=1, url="/")])


def test_where_the_figures_are_from_stands_below():
    assert "Kilde: SSB" in shown([place(figure=1)], source="Kilde: SSB")
