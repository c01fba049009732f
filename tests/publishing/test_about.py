"""What a new cluster's pages begin with, and the page about the cluster."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command

from sterke.accounts.models import User
from sterke.membership.models import Body
from sterke.publishing.models import HomePage, SectionPage
from sterke.region.actions import Figure, take
from sterke.region.models import Indicator, Municipality
from tests import editorial, factories
from tests.core.test_profile import TINY

pytestmark = pytest.mark.django_db
KINDS = ["members_over_time", "history", "networks", "bodies", "contact", "call"]


@pytest.fixture
def opened():
    call_command("init", profile="7sterke", verbosity=0)


def kinds(page):
    return [piece.value["what"] if piece.block_type == "live" else piece.block_type for piece in page.pieces]


def test_a_new_cluster_has_a_front_page_in_both_languages_at_once(opened, client):
    assert kinds(HomePage.objects.get()) == ["hero", "priorities", "news", "figures", "members", "call"]
    assert "Fire felt på E16 og Rv2" in client.get("/").text
    assert "Four lanes on the E16 and Rv2" in client.get("/en/").text
    assert ' lang="nb"' not in client.get("/en/").text.partition("<footer")[0]


def test_every_figure_of_the_shipped_profile_has_a_source(opened):
    facts = [
        words["fact"]
        for piece in HomePage.objects.get().pieces
        if piece.block_type == "priorities"
        for words in piece.value
    ]
    assert len(facts) == 3
    assert all(fact["number"] and fact["source"] and fact["source_en"] for fact in facts)


def test_what_is_planted_passes_the_checks_of_the_office(opened):
    for page in (HomePage.objects.get(), *SectionPage.objects.all()):
        for name in ("pieces", "body", "body_en"):
            page._meta.get_field(name).stream_block.clean(getattr(page, name))


def test_a_new_cluster_has_a_page_about_itself_in_the_menu(opened, client):
    assert kinds(SectionPage.objects.get(slug="om")) == KINDS
    shown = client.get("/om/").text
    assert "<h1>Om 7sterke</h1>" in shown
    assert "Seksten bedrifter stifter 7sterke" in shown
    assert '<a href="/om/" aria-current="page">Om 7sterke</a>' in shown
    assert "/om/" in client.get("/sitemap.xml").text


def test_the_page_about_the_cluster_is_in_english_too(opened, client):
    shown = client.get("/en/om/").text
    assert "<h1>About 7sterke</h1>" in shown
    assert "Sixteen companies found 7sterke" in shown
    assert "Norwegian only" not in shown


def test_board_networks_and_curve_are_those_of_today(opened, client):
    factories.MembershipFactory(joined_on=date(2020, 1, 1))
    chair = factories.AppointmentFactory(body__kind="board", body__visibility="public", person__name="Ola Leder")
    ended = factories.AppointmentFactory(body=chair.body, person__name="Kari Før", valid_to=date(2020, 1, 1))
    shown = client.get("/om/").text
    assert "Ola Leder" in shown
    assert ended.person.name not in shown
    assert "Produksjon" in shown
    assert 'class="steps"' in shown


def test_a_board_that_is_not_for_the_public_is_not_shown_to_it(opened, client):
    factories.AppointmentFactory(body__kind="nomination_committee", person__name="Ola Hemmelig")
    Body.objects.filter(kind="nomination_committee").update(visibility="members")
    assert "Ola Hemmelig" not in client.get("/om/").text


def test_a_cluster_in_bokmal_only_gets_its_pages_in_bokmal(client):
    call_command("init", profile=str(TINY), verbosity=0)
    assert SectionPage.objects.get(slug="om").written_in == ["nb"]
    assert client.get("/om/").status_code == 200


@pytest.mark.parametrize(
    ("path", "heading"), [("/flytte-hit/", "Er det jobb her?"), ("/en/flytte-hit/", "Is there work?")]
)
def test_a_newcomer_finds_work_the_way_and_whom_to_ask(opened, client, path, heading):
    shown = client.get(path).text
    language = path.removesuffix("flytte-hit/")
    assert f"<h2>{heading}</h2>" in shown
    assert f'href="{language}medlemmer/"' in shown
    assert f'href="{language}regionen/"' in shown
    assert "mailto:post@7sterke.example.no" in shown
    assert f'<a href="{path}" aria-current="page">' in shown


def test_the_young_stand_in_figures_with_source_once_they_are_fetched(opened, client):
    before = 'class="fig"' in client.get("/flytte-hit/").text
    rows = [Figure(place.pk, "2026", date(2026, 1, 1), Decimal(100)) for place in Municipality.objects.in_region()]
    take(Indicator.objects.get(slug="unge-20-35"), rows, by=User.objects.clockwork())
    shown = client.get("/flytte-hit/").text
    assert (before, '<span class="fig">700 ' in shown, "tabell 07459" in shown) == (False, True, True)
    assert "20–35-åringer i regionen, 2026" in client.get("/").text


def test_a_profile_that_says_nothing_to_newcomers_gets_no_page_for_them():
    call_command("init", profile=str(TINY), verbosity=0)
    assert not SectionPage.objects.filter(slug="flytte-hit").exists()


def test_opening_again_leaves_the_pages_of_the_office_alone(opened):
    home = HomePage.objects.get()
    home.pieces = [("hero", {"title": "Vårt eget"})]
    home.save_revision().publish(skip_permission_checks=True)
    call_command("init", profile="7sterke", verbosity=0)
    assert kinds(HomePage.objects.get()) == ["hero"]
    assert SectionPage.objects.count() == 2


@pytest.mark.parametrize(
    "fields", [{"published": False}, {"visibility": "members"}, {"show_in_menus": False}, {"deep": True}]
)
def test_only_published_pages_for_everybody_that_say_so_stand_in_the_menu(client, fields):
    deep, published = fields.pop("deep", False), fields.pop("published", True)
    editorial.section(
        editorial.section() if deep else None, published=published, title="Menyside", **{"show_in_menus": True} | fields
    )
    assert "Menyside" not in client.get("/medlemmer/").text


def test_a_page_taken_down_leaves_the_menu_at_once(opened, client):
    before = "Om 7sterke" in client.get("/medlemmer/").text
    SectionPage.objects.get(slug="om").unpublish()
    assert (before, "Om 7sterke" in client.get("/medlemmer/").text) == (True, False)
