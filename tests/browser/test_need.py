"""A need from a phone in the yard: an answer by a link, two yes, and a result that closes it."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from sterke.connections.models import Introduction, Listing
from sterke.connections.tasks import look_after_introductions, refresh_suggestions
from tests import factories as make
from tests.browser.test_e16 import fill
from tests.browser.test_journey import letters_to, link_in, press

pytestmark = pytest.mark.django_db(transaction=True)
NEED = "Palleteringsrobot som mister grepet i kulda"


def works_at(name: str, company: str):
    return make.RoleFactory(
        organisation=make.OrganisationFactory(member=True, name=company, visibility="public"), person__name=name,
        visibility="members",
    )  # fmt: skip


def test_a_need_from_the_phone_to_the_result_that_closes_it(page_for):
    with time_machine.travel(timezone.now(), tick=True) as clock:
        manager, helper = works_at("Pia Produksjon", "Sagbruket AS"), works_at("Nils Nabo", "Naboverket AS")
        make.ListingFactory(
            side="offer", title="Robot som griper med klo, også i kulde", organisation=helper.organisation,
            contact=helper.person, visibility="members",
        )  # fmt: skip
        posts_it_from_a_phone(page_for, manager)
        is_asked_by_the_secretariat(page_for, helper)
        answers_by_link(page_for, helper)
        says_yes_by_link(page_for, manager)
        tells_what_came_of_it(page_for, manager, clock)


def posts_it_from_a_phone(page_for, manager):
    page = page_for(manager.person.user, width=390)
    page.goto("/koblinger/")
    page.get_by_role("link", name="Jeg trenger noe").click()
    fill(page, title=NEED, text="Sugekoppene slipper under fem minusgrader.")
    press(page, "Legg det ut")
    assert NEED in page.inner_text("h1")
    assert page.problems == []
    row = Listing.objects.get(title=NEED)
    assert (row.organisation, row.contact, row.visibility) == (manager.organisation, manager.person, "members")


def is_asked_by_the_secretariat(page_for, helper):
    """The secretariat thinks of somebody four kilometres away."""
    page = page_for("secretary")
    refresh_suggestions.func()
    page.goto("/koblinger/")
    page.get_by_role("link", name=NEED).click()
    assert helper.person.name in page.inner_text("#suggestions")
    press(page, "Spør den første på e-post")
    assert "De er spurt" in page.inner_text("body")
    assert page.problems == []


def answers_by_link(page_for, helper):
    page = page_for("anonymous", width=390)
    page.goto(link_in(letters_to(helper.person.email)[-1]))
    assert NEED in page.inner_text("h1")
    fill(page, words="Vi byttet til klo i fjor. Kom og se.")
    press(page, "Jeg kan hjelpe")
    assert "De får beskjed" in page.inner_text("main")
    assert page.problems == []


def says_yes_by_link(page_for, manager):
    page = page_for("anonymous", width=390)
    page.goto(link_in(letters_to(manager.person.email)[-1]))
    assert "Vi byttet til klo" in page.inner_text("main")
    page.get_by_label("Ja, la oss snakke").check()
    press(page, "Svar")
    assert "Begge har sagt ja" in page.inner_text("main")
    assert page.problems == []
    row = Introduction.objects.get()
    assert row.joined_on == timezone.localdate()
    for side in row.sides.all():
        joined = letters_to(side.person.email)[-1]
        assert "Vi byttet til klo" in joined.text
        assert all(other.person.email in joined.text for other in row.sides.all())


def tells_what_came_of_it(page_for, manager, clock):
    clock.shift(datetime.timedelta(days=29))
    look_after_introductions.func()
    page = page_for("anonymous", width=390)
    page.goto(link_in(letters_to(manager.person.email)[-1]))
    page.get_by_label("ja, vi møttes eller snakket sammen").check()
    page.get_by_label("det er løst").check()
    fill(page, words="Kloa holder ned til tjue minus")
    press(page, "Fortell")
    assert "Takk" in page.inner_text("main")
    assert page.problems == []
    row = Listing.objects.get(title=NEED)
    assert (row.outcome, row.outcome_words) == ("found", "Kloa holder ned til tjue minus")
    page = page_for(manager.person.user, width=390)
    page.goto(row.get_absolute_url())
    assert "Kloa holder ned til tjue minus" in page.inner_text("main")
