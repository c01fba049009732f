"""The list of those who come: searched, narrowed, ordered and cut into pages."""

import pytest
from django.urls import reverse

from sterke.gatherings.models import Registration
from tests import factories as make

pytestmark = pytest.mark.django_db


def page_of(client, gathering, **asked):
    return client.get(reverse("gatherings:participants", args=[gathering.slug]), asked)


def names(answer):
    return [row.name for group in answer.context["groups"] for row in group["rows"]]


@pytest.fixture
def gathering():
    return make.GatheringFactory(open=True)


def come(gathering, name, **facts):
    company = facts.get("organisation")
    return make.RegistrationFactory(gathering=gathering, name=name, company_name=str(company or ""), **facts)


def test_names_stand_in_norwegian_order(client_for, gathering):
    for name in ("Åse", "Øyvind", "Ærlig", "Aaberg", "Zakarias", "Anne"):
        come(gathering, name)
    assert names(page_of(client_for("secretary"), gathering)) == [
        "Anne", "Zakarias", "Ærlig", "Øyvind", "Aaberg", "Åse",
    ]  # fmt: skip


@pytest.mark.parametrize("typed", ["aase", "Åse", "ÅSE lunder", "mekaniske", "asnes mek"])
def test_somebody_is_found_by_name_or_company_however_it_is_typed(client_for, gathering, typed):
    come(gathering, "Åse Lunder", organisation=make.OrganisationFactory(name="Åsnes Mekaniske"))
    come(gathering, "Kari Moen", organisation=make.OrganisationFactory(name="Bruket"))
    assert names(page_of(client_for("secretary"), gathering, sok=typed)) == ["Åse Lunder"]


def test_a_state_shows_only_those_in_it_and_the_line_in_its_order(client_for, gathering):
    come(gathering, "Anne")
    come(gathering, "Bjørn", state="waiting", line=2)
    come(gathering, "Cecilie", state="waiting", line=1)
    come(gathering, "Dag", state="cancelled")
    come(gathering, "Eva", state="lapsed")
    client = client_for("secretary")
    assert names(page_of(client, gathering)) == ["Anne", "Cecilie", "Bjørn", "Dag", "Eva"]
    assert names(page_of(client, gathering, vis="waiting")) == ["Cecilie", "Bjørn"]
    assert names(page_of(client, gathering, vis="gone")) == ["Dag", "Eva"]


def test_a_place_in_the_line_is_the_true_one_also_among_few(client_for, gathering):
    for number, name in enumerate(("Anne", "Bjørn", "Cecilie"), 1):
        come(gathering, name, state="waiting", line=number * 10)
    page = page_of(client_for("secretary"), gathering, sok="cecilie")
    assert [row.place for group in page.context["groups"] for row in group["rows"]] == [3]


def test_a_company_shows_only_its_own(client_for, gathering):
    company = make.OrganisationFactory(name="Bruket")
    come(gathering, "Anne", organisation=company)
    come(gathering, "Bjørn", organisation=make.OrganisationFactory())
    page = page_of(client_for("secretary"), gathering, bedrift=company.pk)
    assert names(page) == ["Anne"]
    assert page.context["company"] == "Bruket"


def test_a_company_that_does_not_come_is_not_named(client_for, gathering):
    come(gathering, "Anne")
    hidden = make.OrganisationFactory(name="Hemmelig AS")
    page = page_of(client_for("secretary"), gathering, bedrift=hidden.pk)
    assert "Hemmelig" not in page.content.decode()


def test_by_company_each_has_its_heading_in_norwegian_order(client_for, gathering):
    works, mill = make.OrganisationFactory(name="Åsnes Mek"), make.OrganisationFactory(name="Bruket")
    for name, company in (("Anne", works), ("Bjørn", mill), ("Arne", mill), ("Dag", None)):
        come(gathering, name, organisation=company)
    page = page_of(client_for("secretary"), gathering, etter="bedrift")
    assert [(group["company"], [row.name for row in group["rows"]]) for group in page.context["groups"]] == [
        ("Bruket", ["Arne", "Bjørn"]),
        ("Åsnes Mek", ["Anne"]),
        ("Uten bedrift", ["Dag"]),
    ]


@pytest.mark.parametrize(
    "odd", ["vis=tull", "bedrift=-1", "bedrift=٣", "side=9999999", "etter=%00", "sok=%00%F0%9F%92%A5"]
)
def test_nonsense_in_the_address_is_a_page(client_for, gathering, odd):
    come(gathering, "Anne")
    address = reverse("gatherings:participants", args=[gathering.slug])
    assert client_for("secretary").get(f"{address}?{odd}").status_code == 200


def test_the_same_food_is_told_once_with_all_who_have_it(client_for, gathering):
    from sterke.gatherings.models import DietaryNeed

    for name, text in (("Anne", "Nøtter"), ("Bjørn", "Vegetar"), ("Cecilie", "vegetar")):
        DietaryNeed.objects.create(registration=come(gathering, name), text=text)
    assert page_of(client_for("secretary"), gathering).context["food"] == [
        ("Vegetar", ["Bjørn", "Cecilie"]),
        ("Nøtter", ["Anne"]),
    ]


def test_two_thousand_are_cut_into_pages_and_each_is_there_once(client_for, gathering):
    company = make.OrganisationFactory()
    Registration.objects.bulk_create(
        Registration(gathering=gathering, who=f"n{n}", name=f"Deltaker {n:04}", organisation=company, registered_by="x")
        for n in range(2000)
    )
    client = client_for("secretary")
    pages = [names(page_of(client, gathering, side=side)) for side in range(1, 41)]
    assert [len(page) for page in pages] == [50] * 40
    assert len({name for page in pages for name in page}) == 2000
