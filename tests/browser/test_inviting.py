"""From whom to invite to a yes by mail: the secretariat at a desk, an adviser and a contact on their phones."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from sterke.gatherings.models import Invitation, Registration
from tests import factories as make
from tests.browser.test_journey import letters_to, link_in

pytestmark = pytest.mark.django_db(transaction=True)


def overflow(page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize("script", [True, False])
def test_companies_are_asked_and_a_contact_comes_with_a_colleague_from_the_phone(page_for, script):
    company = make.OrganisationFactory(member=True, name="Åsnes Mekaniske")
    contact = make.RoleFactory(organisation=company, kind="main_contact", person__name="Kari Nordlie").person
    make.RoleFactory(organisation=company, person__name="Ola Nordlie")
    row = make.GatheringFactory(open=True, deadline=timezone.now() + datetime.timedelta(days=20))
    desk = page_for("secretary", script=script)
    desk.goto(reverse("gatherings:invitations", args=[row.slug]))
    desk.get_by_role("link", name="Inviter", exact=True).click()
    desk.get_by_label("hovedkontakt").check()
    desk.get_by_role("button", name="Se hvem det blir").click()
    assert not Invitation.objects.exists()
    desk.get_by_role("button", name="Send til 1").click()
    assert "1 av 1 har ikke svart" in desk.inner_text("h1")
    phone = page_for("anonymous", width=390, script=script)
    phone.goto(link_in(letters_to(contact.email)[-1]))
    assert overflow(phone) <= 0
    phone.get_by_label("Ola Nordlie").check()
    phone.get_by_role("button", name="Meld på").click()
    assert "Du står på lista" in phone.inner_text("main")
    assert Registration.objects.filter(organisation=company).count() == 2
    desk.reload()
    assert "0 av 1 har ikke svart" in desk.inner_text("h1")
    assert (desk.problems, phone.problems) == ([], [])


def test_an_adviser_says_yes_from_the_mail_sees_nothing_of_members_and_changes_their_mind(page_for):
    member = make.RoleFactory(organisation=make.OrganisationFactory(member=True, name="Åsnes Mekaniske"))
    row = make.GatheringFactory(open=True, opens_to="invited", visibility="secretariat")
    make.RegistrationFactory(gathering=row, person=member.person, name="Kari Nordlie", organisation=member.organisation)
    desk = page_for("secretary")
    desk.goto(reverse("gatherings:invite_guest", args=[row.slug]))
    desk.get_by_label("Navn").fill("Rådgiver Hansen")
    desk.get_by_label("E-post").fill("raadgiver@departementet.example.no")
    desk.get_by_label("Dine egne ord til dem").fill("Statsråden spurte.")
    desk.get_by_role("button", name="Inviter").click()
    phone = page_for("anonymous", width=390)
    phone.goto(link_in(letters_to("raadgiver@departementet.example.no")[-1]))
    assert "Statsråden spurte." in phone.inner_text("main")
    for hidden in ("Kari Nordlie", "Åsnes Mekaniske"):
        assert hidden not in phone.content()
    phone.get_by_role("button", name="Meld på").click()
    assert "Du står på lista" in phone.inner_text("main")
    assert Registration.objects.get(email="raadgiver@departementet.example.no").is_guest
    phone.get_by_label("Et ord til dem som spurte").fill("Statsråden er syk")
    phone.get_by_role("button", name="Jeg kan ikke komme").click()
    assert "Du har sagt at du ikke kan komme" in phone.inner_text("main")
    desk.goto(reverse("gatherings:invitations", args=[row.slug]) + "?svar=gjester")
    assert "Statsråden er syk" in desk.inner_text("main")
    assert (desk.problems, phone.problems) == ([], [])
