"""What the figures give the desk: what failed, is late or was never fetched, and what has moved until it is seen."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone, translation

from sterke.core.models import Activity
from sterke.region import actions, desk
from sterke.region.models import Indicator
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary():
    return make.viewer("secretary")


@pytest.fixture
def moved():
    grue = make.MunicipalityFactory(name="Grue", slug="grue")
    row = make.IndicatorFactory(slug="tog", name="Togreiser", threshold=Decimal(5))
    make.figures(row, grue, _2025=100, _2026=112)
    return row


def figures(**by_period):
    make.figures(Indicator.objects.get(slug="tog"), make.MunicipalityFactory(slug="grue"), **by_period)


def kinds(user):
    return [item.kind for item in desk.items(user)]


def test_a_figure_that_has_moved_more_than_its_threshold_is_on_the_desk_and_leads_to_itself(client_for, moved):
    page = client_for("secretary").get("/skrivebord/").content.decode()
    assert "«Togreiser» har endret seg +12,0 prosent på ett år" in page
    assert f'<a href="{moved.get_absolute_url()}">' in page
    assert 'action="/regionen/tall/tog/sett/"' in page


def test_one_that_moves_less_is_not(secretary, moved):
    figures(_2027=113)
    assert kinds(secretary) == []


def test_a_moved_figure_is_ticked_off_and_history_says_by_whom(client_for, moved):
    client = client_for("secretary")
    page = client.post(reverse("region:note_move", args=["tog"]), follow=True).content.decode()
    assert "Krysset av" in page
    assert "Togreiser" not in page.split('id="waiting"')[1]
    line = Activity.objects.get(verb="figures.noted")
    assert (line.subject, line.actor, line.details) == ("Togreiser", str(client.user), {"period": "2026"})


def test_ticked_off_twice_it_is_told_once(secretary, moved):
    for _turn in range(2):
        actions.note_move(moved, by=secretary)
    assert Activity.objects.filter(verb="figures.noted").count() == 1


@pytest.mark.parametrize("news", [{"_2027": 130}, {"_2026": 113}])
def test_it_is_back_with_the_next_new_or_corrected_figure(secretary, moved, news):
    actions.note_move(moved, by=secretary)
    before = kinds(secretary)
    figures(**news)
    assert (before, kinds(secretary)) == ([], ["figure_moved"])


def test_it_is_not_back_when_the_source_says_the_same_again(secretary, moved):
    actions.note_move(moved, by=secretary)
    figures(_2025=100, _2026=112)
    assert kinds(secretary) == []


def test_a_change_leaves_the_desk_by_itself_after_a_month_though_the_source_is_asked_each_week(clock, secretary, moved):
    figures(_2025=90)
    clock.shift(timedelta(days=desk.NEWS_DAYS + 1))
    figures(_2025=90)
    moved.refresh_from_db()
    assert moved.fetched_at.date() == timezone.now().date()
    assert kinds(secretary) == []


@pytest.mark.parametrize("viewer", ["member", "board"])
def test_note_move_refuses_whoever_is_not_of_the_secretariat(viewer, moved):
    with pytest.raises(PermissionDenied):
        actions.note_move(moved, by=make.viewer(viewer))
    moved.refresh_from_db()
    assert moved.noted_at is None


def test_a_figure_without_any_value_has_nothing_to_tick_off(secretary):
    actions.note_move(make.IndicatorFactory(), by=secretary)
    assert not Activity.objects.filter(verb="figures.noted").exists()


def test_those_never_fetched_are_one_line_that_leads_to_all_of_them(client_for):
    for n in range(10):
        make.IndicatorFactory(name=f"Tall {n}", channel="ssb", order=n)
    client = client_for("secretary")
    page = client.get("/skrivebord/").content.decode()
    assert "10 tall er aldri hentet" in page
    assert "Tall 0, Tall 1, Tall 2 …" in page
    assert kinds(client.user) == ["figures_missing"]
    assert client.get(reverse("office_indicator:index")).status_code == 200


def test_one_never_fetched_is_told_of_in_the_singular_and_in_english(client_for):
    make.IndicatorFactory(channel="ssb")
    assert "1 figure has never been fetched" in client_for("secretary").get("/en/skrivebord/").content.decode()


def test_one_that_fails_and_one_that_is_late_have_a_line_each(secretary):
    long_ago = timezone.now() - timedelta(days=500)
    make.IndicatorFactory(name="Feiler", channel="ssb", problem="Tabellen finnes ikke.")
    make.IndicatorFactory(name="Sent", channel="ssb", fetched_at=long_ago, cadence_days=400)
    make.IndicatorFactory(name="Aldri", channel="ssb")
    with translation.override("nb"):
        items = list(desk.items(secretary))
    assert [(item.kind, item.detail) for item in items] == [
        ("figures_missing", "Aldri"),
        ("figures_late", "Tabellen finnes ikke."),
        ("figures_late", "Senere enn det burde være"),
    ]


def test_the_board_has_no_figures_on_its_desk(moved):
    assert kinds(make.viewer("board")) == []


def share(before, after):
    """A share in per cent, with a line of one point: so many of a thousand a year ago, and now."""
    grue = make.MunicipalityFactory(name="Grue", slug="grue")
    part, whole = make.IndicatorFactory(slug="unge"), make.IndicatorFactory(slug="alle")
    make.IndicatorFactory(
        slug="andel", name="Andel unge", kind="share", part=part, whole=whole, decimals=1, threshold=Decimal(1)
    )
    make.figures(whole, grue, _2025=1000, _2026=1000)
    make.figures(part, grue, _2025=before, _2026=after)


def test_what_is_in_per_cent_moves_by_percentage_points(client_for):
    share(160, 140)
    page = client_for("secretary").get("/skrivebord/").content.decode()
    assert "«Andel unge» har endret seg −2,0 prosentpoeng på ett år" in page


def test_a_share_that_grows_by_half_and_by_half_a_point_is_not_told_of(secretary):
    share(10, 15)
    assert kinds(secretary) == []
