import datetime

import pytest
from django.utils import translation

from sterke.core.house import DeskItem, house
from sterke.core.models import OutgoingMail
from sterke.website import desk
from tests import factories as make
from tests.website.counting import queries

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 23)


@pytest.fixture
def items(monkeypatch):
    """What the rooms give the desk, for this test only."""
    given = []
    monkeypatch.setattr(house, "desk", [lambda user: given])
    return given


def item(title="Noe", due=TODAY, **more) -> DeskItem:
    return DeskItem("prove", title, "Litt til.", due, "Gjør det", "/gjort/", **more)


@pytest.mark.parametrize(
    ("viewer", "status"),
    [
        ("anonymous", 302),
        ("outsider", 403),
        ("member", 403),
        ("network_leader", 403),
        ("board", 200),
        ("secretary", 200),
    ],
)
def test_desk_is_for_board_and_secretariat(client_for, viewer, status):
    assert client_for(viewer).get("/skrivebord/").status_code == status


def test_desk_stands_in_order_of_date_and_marks_what_is_late(client_for, clock, items):
    items += [
        item("Siden", TODAY + datetime.timedelta(days=3)),
        item("Sent", TODAY - datetime.timedelta(days=1)),
        item("Nå"),
    ]

    page = client_for("secretary").get("/en/skrivebord/")

    assert [(line.item.title, line.day, line.late) for line in page.context["lines"]] == [
        ("Sent", "yesterday", True), ("Nå", "today", False), ("Siden", "Thursday", False),
    ]  # fmt: skip
    assert page.content.decode().count('class="late"') == 1


def test_an_item_that_posts_is_a_form_and_the_rest_are_links(client_for, items):
    items += [item("Post", post=True), item("Lenke")]

    text = client_for("secretary").get("/skrivebord/").content.decode()

    assert text.count('action="/gjort/"') == 1
    assert text.count('href="/gjort/"') == 1


@pytest.mark.parametrize(
    ("count", "bokmål", "english"),
    [
        (0, "I dag venter ingenting", "Nothing waits today"),
        (1, "I dag venter én ting", "Today one thing waits"),
        (9, "I dag venter ni ting", "Today nine things wait"),
        (40, "I dag venter 40 ting", "Today 40 things wait"),
    ],
)
def test_heading_counts_in_words(count, bokmål, english):
    assert desk.heading(count) == bokmål
    with translation.override("en"):
        assert desk.heading(count) == english


@pytest.mark.parametrize(
    ("days", "said"),
    [(-2, "21. nov"), (-1, "i går"), (0, "i dag"), (1, "i morgen"), (3, "torsdag"), (60, "22. jan 2027")],
)
def test_days_are_said_as_people_say_them(days, said):
    assert desk.day_in_words(TODAY + datetime.timedelta(days=days), TODAY) == said


def test_an_empty_desk_says_something_kind(client_for, items):
    assert "The desk is clear" in client_for("secretary").get("/en/skrivebord/").content.decode()


def test_figures_are_counted_now(client_for, clock):
    make.MembershipFactory(joined_on="2026-01-01")
    make.MembershipFactory(joined_on="2025-12-31")
    make.MembershipFactory(left_on="2026-11-23")
    make.ApplicationFactory()
    OutgoingMail.objects.create(key="a", purpose="x", to="a@example.no", state="failed")

    figures = client_for("secretary").get("/en/skrivebord/").context["figures"]

    assert [(f.number, f.label) for f in figures] == [
        (2, "members, 1 new this year"), (1, "application waiting"), (0, "changes in the register"),
        (1, "mail that did not go out"),
    ]  # fmt: skip


def test_the_board_gets_the_figures_it_has_lists_for(client_for):
    assert len(client_for("board").get("/skrivebord/").context["figures"]) == 2


def test_desk_asks_as_often_for_30_applications_as_for_1(client_for):
    client = client_for("secretary")
    make.ApplicationFactory()
    at_one = queries(client, "/skrivebord/")
    for _ in range(29):
        make.ApplicationFactory()

    assert len(queries(client, "/skrivebord/")) == len(at_one)
