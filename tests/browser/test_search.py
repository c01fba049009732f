"""The search field by keys alone (the combobox pattern), without a script, and on a phone; no violation once it is open."""

import re

import pytest
from django.urls import reverse

from tests import factories as make
from tests.browser.keys import enter, tab_to
from tests.browser.test_axe import overflow, violations

pytestmark = pytest.mark.django_db(transaction=True)
OPTION = "[role=option]"


@pytest.fixture
def companies():
    for name, slug in (
        ("Gråbein Møbler", "grabein"),
        ("Gråstein Betong", "grastein"),
        ("Kvernbekk Sveis", "kvernbekk"),
    ):
        make.OrganisationFactory(name=name, slug=slug, public=True)


def test_a_suggestion_is_chosen_with_the_arrow_keys(companies, page_for):
    page = page_for("anonymous")
    page.goto(reverse("website:networks"))
    tab_to(page, "Hva leter du etter?")
    field = page.get_by_role("combobox")
    page.keyboard.type("grå")
    page.locator(OPTION).first.wait_for()
    assert field.get_attribute("aria-expanded") == "true"
    assert page.locator("form.search [role=status]").inner_text() == "2 forslag"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.locator("[aria-selected=true]").inner_text().startswith("Gråstein Betong")
    assert field.get_attribute("aria-activedescendant") == page.locator("[aria-selected=true]").get_attribute("id")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")  # back in the field
    assert page.locator("[aria-selected=true]").count() == 0
    page.keyboard.press("ArrowUp")  # the last: all that goes by it
    assert page.locator("[aria-selected=true]").inner_text() == "Alt som svarer til «grå»"
    assert violations(page) + page.problems == []
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    enter(page)
    assert page.url.endswith("/medlemmer/grabein/")


def test_escape_closes_the_suggestions_and_keeps_the_words_and_enter_searches(companies, page_for):
    page = page_for("anonymous")
    page.goto(reverse("website:search"))
    page.get_by_role("combobox").focus()
    page.keyboard.type("grå")
    page.locator(OPTION).first.wait_for()
    page.keyboard.press("Escape")
    assert page.locator(OPTION).first.is_hidden()
    assert page.get_by_role("combobox").input_value() == "grå"
    enter(page)
    assert re.search(r"/sok/\?q=gr%C3%A5$", page.url)
    assert (
        page.locator("li.hit mark").all_inner_texts() == ["Gråbein", "Gråstein"] or page.locator("li.hit").count() == 2
    )
    assert violations(page) + page.problems == []


@pytest.mark.parametrize("dark", [False, True])
def test_hits_on_a_phone_without_a_script(companies, page_for, dark):
    page = page_for("anonymous", width=320, dark=dark, script=False)
    page.goto(reverse("website:networks"))
    page.locator("header").get_by_role("link", name="Søk").click()
    page.locator("main input[name=q]").fill("kvernbekk")
    page.locator("main").get_by_role("button", name="Søk").click()
    assert page.locator("li.hit").inner_text().startswith("Kvernbekk Sveis")


def test_hits_are_accessible_and_fit_a_phone(companies, page_for):
    for dark in (False, True):
        page = page_for("anonymous", width=320, dark=dark)
        page.goto(reverse("website:search") + "?q=kvernbekk")
        assert violations(page) + page.problems == []
        assert overflow(page) == 0
        page.context.close()
