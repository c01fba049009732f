"""The big screen in a real browser: the net goes, the last numbers stand and say they are old, and it goes on."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from sterke.core.models import SignedLink
from sterke.gatherings import actions
from sterke.gatherings.models import CheckIn
from tests import factories as make
from tests.browser.doors import complaints, could_do_without, counts, net

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def gathering():
    return make.GatheringFactory(open=True, day=timezone.localdate(), title="Industriforum")


@pytest.fixture
def token(gathering):
    return actions.open_door(gathering, by=make.viewer("secretary"))


@pytest.fixture
def wall(page_for, token):
    """A screen that was opened by the link to the door, and nothing else of the door."""
    screen = page_for("anonymous")
    screen.goto(reverse("gatherings:door_screen", args=[token]))
    return screen


def let_in(gathering, company):
    row = make.RegistrationFactory(gathering=gathering, organisation=make.OrganisationFactory(name=company))
    CheckIn.objects.create(registration=row)


def is_old(screen, *, old=True):
    told = expect(screen.get_by_text("Ikke oppdatert siden"))
    if old:
        told.to_be_visible(timeout=15_000)
        return
    told.to_be_hidden(timeout=15_000)


def test_without_a_net_the_last_numbers_stand_and_say_they_are_old_and_it_goes_on_afterwards(wall, gathering):
    let_in(gathering, "Åsnes Sag")
    counts(wall, 1, 1)
    is_old(wall, old=False)
    net(wall, on=False)
    is_old(wall)
    let_in(gathering, "Mekaniske")
    counts(wall, 1, 1)
    net(wall, on=True)
    counts(wall, 2, 2)
    is_old(wall, old=False)
    expect(wall.locator("[data-part=latest]")).to_contain_text("Mekaniske")
    assert complaints(wall) == []


def test_opened_anew_without_a_net_it_shows_the_last_numbers_and_not_those_it_began_with(wall, gathering):
    could_do_without(wall)
    let_in(gathering, "Åsnes Sag")
    let_in(gathering, "Mekaniske")
    counts(wall, 2, 2)
    net(wall, on=False)
    wall.reload()
    counts(wall, 2, 2)
    is_old(wall)
    expect(wall.locator("[data-part=latest]")).to_contain_text("Mekaniske")
    let_in(gathering, "Glass")
    net(wall, on=True)
    counts(wall, 3, 3)
    is_old(wall, old=False)
    assert complaints(wall) == []


def test_what_somebodys_net_says_instead_of_the_house_is_not_taken_for_numbers(wall, gathering):
    could_do_without(wall)
    let_in(gathering, "Åsnes Sag")
    counts(wall, 1, 1)
    wall.context.route("**/skjerm/tall/", lambda route: route.fulfill(body="<p>Logg inn på nettet</p>"))
    is_old(wall)
    counts(wall, 1, 1)
    wall.context.unroute("**/skjerm/tall/")
    net(wall, on=False)
    net(wall, on=True)
    is_old(wall, old=False)


def test_a_door_that_is_closed_leaves_no_numbers_behind(wall, gathering):
    could_do_without(wall)
    let_in(gathering, "Åsnes Sag")
    counts(wall, 1, 1)
    SignedLink.objects.update(expires_at=timezone.now() - datetime.timedelta(minutes=1))
    with wall.expect_response(lambda answer: answer.status == 410, timeout=15_000):
        pass
    kept = """async () => {
        const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
        return (await Promise.all(caches_.map((each) => each.keys()))).flat().filter((each) => each.url.endsWith("/tall/")).length;
    }"""
    assert wall.evaluate(kept) == 0
    wall.reload()
    expect(wall.locator("[data-part=persons]")).to_have_count(0)
