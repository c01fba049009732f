"""Ways through the house with nothing but keys; the focus is in sight, with a ring, at every stop."""

import pytest
from django.core.cache import cache

from sterke.core.models import Cluster
from sterke.directory.models import Organisation
from sterke.membership.models import Membership
from tests import factories
from tests.browser.keys import enter, tab_to, write
from tests.browser.test_journey import letters_to, link_in
from tests.browser.test_second_factor import mailed_code

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def fresh_cache():
    cache.clear()


def test_signing_in_with_a_code_the_skip_link_first(page_for):
    user = factories.viewer("member")
    page = page_for("anonymous")
    page.goto("/logg-inn/")
    tab_to(page, "Rett til innholdet", most=1)
    enter(page)
    assert page.locator("main:target").count() == 1
    tab_to(page, "E-post", most=1)
    write(page, user.email)
    tab_to(page, "Send meg en kode")
    enter(page)
    tab_to(page, "Kode")
    write(page, mailed_code(user))
    tab_to(page, "Logg inn")
    enter(page)
    assert page.url.endswith("/min-side/")
    assert page.problems == []


def test_finding_a_company_in_the_directory(page_for):
    for name in ("Alfa Sveis", "Beta Bakeri"):
        factories.OrganisationFactory(name=name, member=True, visibility="public")
    page = page_for("anonymous")
    page.goto("/medlemmer/")
    tab_to(page, "Søk")
    write(page, "sveis")
    page.wait_for_url("**q=sveis*")
    page.get_by_role("link", name="Beta Bakeri").wait_for(state="detached")
    tab_to(page, "Alfa Sveis")
    enter(page)
    assert page.locator("h1").inner_text() == "Alfa Sveis"
    assert page.problems == []


def test_changing_a_company(page_for):
    page = page_for("main_contact")
    company = Organisation.objects.get(roles__person=page.user.person)
    page.goto(f"/medlemmer/{company.slug}/rediger/")
    tab_to(page, "Om ")
    write(page, "Vi sveiser.")
    tab_to(page, "Lagre")
    enter(page)
    company.refresh_from_db()
    assert company.about == "Vi sveiser."
    assert page.problems == []


def test_a_board_member_says_yes_and_the_secretariat_admits(page_for):
    Cluster.objects.create(slug="test", name="Testklyngen", quorum=1)
    factories.CategoryFactory()
    member = factories.viewer("board")
    application = factories.ApplicationFactory(company_name="Ny Sveis")
    page = page_for("secretary")
    page.goto("/skrivebord/")
    tab_to(page, "Send til styret, Ny Sveis")
    enter(page)

    reader = page_for("anonymous")
    reader.goto(link_in(letters_to(member.email)[-1]))
    tab_to(reader, "Ja, ta dem med")
    enter(reader)
    assert application.has_quorum

    page.goto("/skrivebord/")
    tab_to(page, "Avgjør")
    enter(page)
    tab_to(page, "Ta dem med")
    enter(page)
    assert Membership.objects.on().filter(organisation__name="Ny Sveis").exists()
    assert page.problems + reader.problems == []
