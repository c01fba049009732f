"""A main contact edits the company and its people; nobody else does."""

import pytest
from django.urls import reverse

from sterke.core.models import Activity
from sterke.directory.models import ContactDetails, Organisation, Person, Role
from tests.factories import OrganisationFactory, RoleFactory, org_number, viewer
from tests.website.counting import queries

FIELDS = {"name": "Stål AS", "email_seen_by": "hidden", "phone_seen_by": "hidden"}


@pytest.fixture
def contact(client_for):
    role = RoleFactory(kind="main_contact", organisation=OrganisationFactory(member=True, name="Stål AS", slug="stal"))
    client = client_for(role.person.user)
    client.company = role.organisation
    return client


def edit(client, **values):
    return client.post(reverse("directory:edit_organisation", args=["stal"]), {**FIELDS, "seen_version": 1, **values})


def test_a_main_contact_edits_the_company_and_its_contact_details(contact):
    answer = edit(contact, about="Vi dreier.", website="bjørk.no", email="POST@Stål.no", email_seen_by="public")

    assert answer.status_code == 302
    company = Organisation.objects.get(slug="stal")
    assert (company.about, company.website, company.version) == ("Vi dreier.", "https://xn--bjrk-hra.no", 2)
    assert ContactDetails.objects.get(organisation=company).value == "post@xn--stl-vla.no"
    assert Activity.objects.about(company).filter(verb="organisation.edited").count() == 1


def test_g4_the_second_save_shows_the_difference_and_a_third_goes_through(contact):
    edit(contact, about="Først", phone="62810000")

    answer = edit(contact, about="Sist", phone="62810001")
    assert answer.status_code == 422
    assert {stored for _label, stored, _typed in answer.context["form"].conflicts} == {"Først", "+47 62 81 00 00"}
    assert Organisation.objects.get(slug="stal").about == "Først"

    assert edit(contact, about="Sist", phone="62810001", seen_version=2).status_code == 302
    assert Organisation.objects.get(slug="stal").about == "Sist"


@pytest.mark.parametrize(
    "website", ["javascript:alert(1)", "https://noen:hemmelig@example.no", "ftp://example.no", "http://"]
)
def test_c3_an_address_that_could_fool_or_run_is_refused_beside_the_field(contact, website):
    answer = edit(contact, website=website)

    assert answer.status_code == 422
    assert answer.context["form"].errors["website"]


@pytest.mark.parametrize(
    ("who", "code"),
    [("anonymous", 302), ("outsider", 404), ("member", 404), ("main_contact", 404), ("board", 404), ("secretary", 200)],
)
@pytest.mark.parametrize("page", ["edit_organisation", "people"])
def test_the_edit_pages_are_there_only_for_those_who_may(client_for, who, code, page):
    OrganisationFactory(member=True, slug="stal")

    assert client_for(who).get(reverse(f"directory:{page}", args=["stal"])).status_code == code


def test_a_main_contact_adds_a_colleague_edits_and_ends_the_role(contact):
    address = reverse("directory:people", args=["stal"])
    new = {
        "name": "Ola O'Neil",
        "email": "Ola@Example.no",
        "title": "Sveiser",
        "kind": "contact",
        "visibility": "members",
    }

    assert contact.post(address, new).status_code == 302
    role = Role.objects.get(person__name="Ola O'Neil")
    page = contact.get(f"{address}{role.pk}/")
    assert page.status_code == 200
    seen = {f"{kind}_seen_by": "members" for kind in ("email", "phone", "mobile")}
    data = {"kind": "contact", "title": "Leder", "visibility": "public", "name": "Ola O'Neil", "language": "nb"}
    data |= {"email": "ola@example.no", "seen_version": 1, **seen}
    assert contact.post(f"{address}{role.pk}/", data).status_code == 302
    role.refresh_from_db()
    assert (role.title, role.visibility) == ("Leder", "public")

    contact.post(f"{address}{role.pk}/slutt/", {"on": "2026-11-01"})
    role.refresh_from_db()
    assert role.valid_to is not None


def test_a_main_contact_cannot_change_the_name_of_somebody_who_also_works_elsewhere(contact):
    role = RoleFactory(organisation=contact.company)
    RoleFactory(person=role.person)

    page = contact.get(f"{reverse('directory:people', args=['stal'])}{role.pk}/")

    assert page.context["form"] is None


def test_the_people_page_costs_the_same_for_one_and_thirty(contact):
    address = reverse("directory:people", args=["stal"])
    one = queries(contact, address)
    RoleFactory.create_batch(29, organisation=contact.company)
    thirty = queries(contact, address)

    assert len(thirty) == len(one), [sql[:300] for sql in thirty if sql not in one]


@pytest.mark.parametrize("name", ["STÅL A/S", "Staal as"])
def test_the_same_company_twice_is_refused_with_a_link_to_the_first(client_for, name):
    first = OrganisationFactory(name="Stål AS", slug="stal")

    answer = client_for("secretary").post(
        reverse("directory:new_organisation"), {"name": name, "kind": "company", "visibility": "public"}
    )

    assert answer.status_code == 422
    assert answer.context["existing"] == first


def test_a_double_click_makes_one_organisation(client_for):
    client = client_for("secretary")
    data = {"name": "Nye AS", "org_number": org_number(5), "kind": "company", "visibility": "public", "once": "k"}

    answers = [client.post(reverse("directory:new_organisation"), data) for _click in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Organisation.objects.filter(name="Nye AS").count() == 1


@pytest.mark.parametrize("name", ["Å" + "s", "O'Neil", "Čđŋšŧž Á", "A", "Lang " * 15 + "Bindestrek-Navn"])
def test_l4_names_are_stored_nfc_and_shown_unchanged(client_for, name):
    from sterke.directory import actions

    person = actions.create_person(name="  A\u030as  " if name == "Ås" else name, by=viewer("secretary"))

    assert Person.objects.get(pk=person.pk).name == name.strip()
