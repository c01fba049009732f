"""The newest figures in words with a small line: on a municipality's page, and as a piece of the front page."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from sterke.core import charts
from sterke.core.models import Cluster
from sterke.publishing.planting import front_pieces
from sterke.region.lines import HEIGHT, WIDTH, drawing
from sterke.region.models import Municipality, Target
from tests import editorial
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def young():
    grue = make.MunicipalityFactory(name="Grue", slug="grue")
    row = make.IndicatorFactory(slug="unge-20-35", name="20–35-åringer", name_en="Aged 20–35", order=1)
    make.figures(row, grue, _2024=833, _2025=669, _2026=712)
    return row


def target(indicator, value=900, **more):
    day = timezone.localdate()
    facts = {"baseline": 712, "baseline_on": day, "due": day + timedelta(days=900), "visibility": "public"}
    return Target.objects.create(indicator=indicator, value=value, set_by="Styret", **facts | more)


def text(client, address="/regionen/grue/"):
    return client.get(address).content.decode().replace("\xa0", " ")


def front(client, path="/"):
    home = editorial.home()
    home.pieces = [("hero", {"title": "Syv.", "title_en": "Seven."}), ("live", {"what": "figures"})]
    home.save_revision().publish(skip_permission_checks=True)
    return text(client, path)


def row_of(**values):
    known = {period[1:]: Decimal(value) for period, value in values.items()}
    return {"indicator": make.IndicatorFactory(), "values": known, "first": min(known), "period": max(known)}


def test_a_municipality_has_a_line_for_each_figure_and_starts_no_drawing_process(client, young, monkeypatch):
    monkeypatch.setattr(charts, "_draw", lambda tasks: pytest.fail("a process was started"))
    page = text(client)
    assert page.count('<svg class="spark"') == 1
    assert "833 i 2024, 712 i 2026. Minst: 669 i 2025. Mest: 833 i 2024." in page


def test_every_figure_leads_to_the_page_with_figure_and_place_chosen(client, young):
    assert 'href="/regionen/?tall=unge-20-35&amp;kommune=grue"' in text(client)
    choice = client.get("/regionen/?tall=unge-20-35&kommune=grue").context["choice"]
    assert (choice.indicator, [place.slug for place in choice.places]) == (young, ["grue"])


def test_every_figure_says_who_counted_and_when_it_was_fetched(client, young):
    assert "Kilde: Statistisk sentralbyrå (tabell 07459), CC BY 4.0. Hentet" in text(client)


def test_a_municipality_is_told_of_its_own_target_and_of_the_regions(client, young):
    target(young, 9000)
    target(young, 800, municipality=Municipality.objects.get(slug="grue"))
    page = text(client)
    assert "Regionens mål: 9 000 personer innen" in page
    assert "Mål: 800 personer innen" in page
    assert page.count('class="aim"') == 1


def test_a_target_of_another_municipality_or_for_others_or_of_the_past_is_not_told(client, young):
    day = timezone.localdate()
    target(young, 801, municipality=make.MunicipalityFactory(slug="valer"))
    target(young, 802, visibility="members")
    target(young, 803, baseline_on=day - timedelta(days=99), due=day - timedelta(days=1))
    assert not {f"{value} personer" for value in (801, 802, 803) if f"{value} personer" in text(client)}


def test_one_figure_is_no_line():
    assert drawing(row_of(_2026=1), []) is None


def test_a_line_is_broken_where_a_year_is_missing_and_keeps_within_its_frame():
    drawn = drawing(row_of(_2020=1, _2021=5, _2023=3, _2024=9), [])
    assert (drawn.path.count("M"), drawn.path.count("L")) == (2, 2)
    numbers = [float(part) for part in drawn.path.replace("M", " ").replace("L", " ").split()]
    assert all(0 <= across <= WIDTH for across in numbers[::2])
    assert all(0 <= up <= HEIGHT for up in numbers[1::2])


def test_a_figure_that_never_moves_is_a_line_in_the_middle():
    assert f" {HEIGHT / 2:.1f}" in drawing(row_of(_2020=5, _2021=5), []).path


def test_the_front_page_tells_the_leading_figures_in_words_with_source_and_the_way_to_all_of_them(client, young):
    page = front(client)
    for words in ("20–35-åringer", "712", "I 2026.", "121 færre enn i 2024.", "tabell 07459", 'href="/regionen/"'):
        assert words in page


def test_the_front_page_tells_them_in_english(client, young):
    page = front(client, "/en/")
    for words in ("Aged 20–35", "121 fewer than in 2024.", "All figures, year by year"):
        assert words in page


def test_the_front_page_has_three_leading_figures_and_no_share(client, young):
    grue = Municipality.objects.get(slug="grue")
    for n in range(4):
        make.figures(make.IndicatorFactory(name=f"Tall {n}", order=10 + n), grue, _2026=n)
    share = make.IndicatorFactory(name="Andel", order=2, kind="share", part=young, whole=young, channel="worked_out")
    make.figures(share, grue, _2026=100)
    page = front(client)
    assert [name for name in ("20–35-åringer", "Tall 0", "Tall 1", "Tall 2", "Andel") if f">{name}</a>" in page] == [
        "20–35-åringer", "Tall 0", "Tall 1",
    ]  # fmt: skip


@pytest.mark.parametrize("audience", ["members", "secretariat"])
def test_a_figure_that_is_not_for_everybody_is_no_leading_figure_for_a_visitor(client, client_for, young, audience):
    young.visibility = audience
    young.save()
    assert "20–35-åringer" not in front(client)
    assert "20–35-åringer" in text(client_for("secretary"), "/")


def test_a_cluster_begins_with_the_figures_on_its_front_page():
    pieces = [piece for piece in front_pieces(Cluster(name="Klyngen")) if piece.block_type == "live"]
    assert [piece.value["what"] for piece in pieces] == ["news", "figures", "members"]
