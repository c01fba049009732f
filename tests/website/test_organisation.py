import json
import re

import pytest

from sterke.core import activity
from tests import factories as make
from tests.website.counting import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return make.OrganisationFactory(
        member=True, name="Åsnes Mekaniske", slug="asnes-mekaniske", org_number="999000001", employees=40,
        municipality=make.MunicipalityFactory(name="Åsnes"), about="Vi dreier.", about_en="We turn.",
        website="https://example.no", industry="Metall", industry_code="25.620",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("viewer", "seen"),
    [
        ("anonymous", {"public"}),
        ("outsider", {"public"}),
        ("member", {"public", "members"}),
        ("board", {"public", "members", "board"}),
        ("secretary", {"public", "members", "board", "secretariat"}),
    ],
)
def test_company_page_shows_the_people_a_viewer_may_see(client_for, company, viewer, seen):
    for level in ("public", "members", "board", "secretariat"):
        make.RoleFactory(organisation=company, visibility=level, person__name=f"kanari-{level}")

    text = client_for(viewer).get(company.get_absolute_url()).content.decode()

    assert {level for level in ("public", "members", "board", "secretariat") if f"kanari-{level}" in text} == seen


@pytest.mark.parametrize(
    ("viewer", "seen"),
    [
        ("anonymous", {"public"}),
        ("outsider", {"public"}),
        ("member", {"public", "members"}),
        ("board", {"public", "members"}),
        ("secretary", {"public", "members", "hidden"}),
    ],
)
def test_each_contact_detail_has_its_own_audience(client_for, company, viewer, seen):
    person = make.RoleFactory(organisation=company, visibility="public").person
    for level in ("public", "members", "hidden"):
        make.ContactDetailsFactory(person=person, kind="phone", value=f"telefon-{level}", seen_by=level)
        make.ContactDetailsFactory(
            person=None, organisation=company, kind="phone", value=f"sentral-{level}", seen_by=level
        )

    text = client_for(viewer).get(company.get_absolute_url()).content.decode()

    for word in ("telefon", "sentral"):
        assert {level for level in ("public", "members", "hidden") if f"{word}-{level}" in text} == seen


@pytest.mark.parametrize(
    ("viewer", "status"),
    [("anonymous", 404), ("outsider", 404), ("member", 404), ("board", 404), ("secretary", 200)],
)
def test_a_hidden_company_is_not_there(client_for, viewer, status):
    make.OrganisationFactory(slug="skjult")

    assert client_for(viewer).get("/medlemmer/skjult/").status_code == status


def test_a_merged_company_leads_to_the_one_that_was_kept(client_for, company):
    first = make.OrganisationFactory(public=True, slug="dublett", org_number="", merged_into=company)
    make.OrganisationFactory(public=True, slug="dublett-2", org_number="", merged_into=first)

    assert client_for("anonymous").get("/medlemmer/dublett/").url == company.get_absolute_url()
    assert client_for("anonymous").get("/medlemmer/dublett-2/").url == company.get_absolute_url()


def test_a_company_merged_into_a_hidden_one_tells_nothing(client_for):
    make.OrganisationFactory(public=True, slug="dublett", merged_into=make.OrganisationFactory(slug="hemmelig"))

    assert client_for("anonymous").get("/medlemmer/dublett/").status_code == 404


def test_facts_stand_with_number_in_threes_and_link_that_trusts_nobody(client_for, company):
    text = client_for("anonymous").get(company.get_absolute_url()).content.decode()

    assert "999 000 001" in text
    assert "Åsnes · Metall · 40 " in text
    assert 'href="https://example.no" rel="noopener nofollow"' in text


def test_about_stands_in_the_readers_language(client_for, company):
    client = client_for("anonymous")

    assert "Vi dreier." in client.get("/medlemmer/asnes-mekaniske/").content.decode()
    assert "We turn." in client.get("/en/medlemmer/asnes-mekaniske/").content.decode()
    company.about_en = ""
    company.save()
    assert '<div class="about" lang="nb">' in client.get("/en/medlemmer/asnes-mekaniske/").content.decode()


@pytest.mark.parametrize(
    ("viewer", "may"),
    [("anonymous", False), ("outsider", False), ("member", False), ("main_contact", False), ("secretary", True)],
)
def test_edit_button_is_for_those_who_may(client_for, company, viewer, may):
    text = client_for(viewer).get(company.get_absolute_url()).content.decode()

    assert ("/medlemmer/asnes-mekaniske/rediger/" in text) is may


def test_own_main_contact_gets_edit_people_and_invite(client_for, company):
    contact = make.RoleFactory(organisation=company, kind="main_contact").person.user

    text = client_for(contact).get(company.get_absolute_url()).content.decode()

    for door in ("rediger", "folk", "inviter"):
        assert f"/medlemmer/asnes-mekaniske/{door}/" in text


@pytest.mark.parametrize(
    ("viewer", "sees"), [("anonymous", False), ("member", False), ("board", False), ("secretary", True)]
)
def test_history_and_state_in_the_register_are_the_secretariats(client_for, company, viewer, sees):
    company.status = "bankrupt"
    company.save()
    activity.record("organisation.edited", company, by=make.UserFactory(), changes={"navn": ["kanari-gammelt", "nytt"]})

    response = client_for(viewer).get(company.get_absolute_url())

    assert (b"kanari-gammelt" in response.content) is sees
    assert (b"ds-alert" in response.content) is sees


@pytest.mark.parametrize(("viewer", "sees"), [("anonymous", False), ("outsider", False), ("member", True)])
def test_networks_of_a_company_are_for_members(client_for, company, viewer, sees):
    make.SeatFactory(organisation=company, network__name="kanari-nettverk", network__visibility="public")

    assert (b"kanari-nettverk" in client_for(viewer).get(company.get_absolute_url()).content) is sees


def test_description_for_search_engines_cannot_be_broken_out_of(client_for, company):
    company.name = "</script><script>alert(1)</script>"
    company.save()

    text = client_for("anonymous").get(company.get_absolute_url()).content.decode()

    assert "<script>alert" not in text
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)[1])
    assert data["name"] == company.name
    assert data["numberOfEmployees"]["value"] == 40


def test_company_page_asks_as_often_for_30_people_as_for_1(client_for, company):
    client = client_for("member")
    for number in (1, 29):
        for _ in range(number):
            person = make.RoleFactory(organisation=company, visibility="public").person
            make.ContactDetailsFactory(person=person, seen_by="public")
            make.SeatFactory(person=person, organisation=company)
        if number == 1:
            at_one = queries(client, company.get_absolute_url())

    assert len(queries(client, company.get_absolute_url())) == len(at_one)
