"""The API gives each viewer what the pages give them: the same rows, the same secrets kept, whatever the token."""

import pytest
from django.test import Client
from django.urls import reverse

from sterke.accounts.models import User
from tests import editorial, pages, world
from tests import factories as make
from tests.asking import asking_as
from tests.test_canaries import MAY_SEE
from tests.website.counting import queries
from tests.world import CANARIES

pytestmark = pytest.mark.django_db
DOORS = sorted(name for name in pages.PAGES if name.startswith("api:") and name not in ("api:start", "api:nothing"))
VIEWERS = ["anonymous", "outsider", "member", "board", "secretary"]
SEEN = {
    "anonymous": {"public"},
    "outsider": {"public"},
    "member": {"public", "members"},
    "board": {"public", "members", "board"},
    "secretary": {"public", "members", "board", "secretariat"},
}


@pytest.mark.parametrize("viewer", world.VIEWERS)
def test_secrets_stay_with_those_who_may_see_them(viewer):
    small = world.build()
    client = asking_as(small.users[viewer])
    addresses = [reverse(name, args=pages.PAGES[name].args(small)) for name in DOORS]
    addresses += ["/api/organisations/skjult", *(f"/api/organisations?q={word[:11]}" for word in CANARIES.values())]
    text = "".join(client.get(address).content.decode() for address in addresses)
    assert [name for name, word in CANARIES.items() if word in text and viewer not in MAY_SEE[name]] == []


def test_the_secretary_meets_the_secrets_of_the_directory():
    """The guard above can fail: what it looks for is given to somebody."""
    small = world.build()
    client = asking_as(small.users["secretary"])
    text = "".join(client.get(reverse(name, args=pages.PAGES[name].args(small))).content.decode() for name in DOORS)
    met = {name for name, word in CANARIES.items() if word in text}
    assert {
        "hidden_person",
        "hidden_detail",
        "members_detail",
        "seat",
        "members_article",
        "hidden_goal",
        "board_goal",
    } <= met


@pytest.mark.parametrize("viewer", VIEWERS)
def test_organisations_and_networks_by_audience(viewer):
    for level in SEEN["secretary"]:
        make.NetworkFactory(slug=level, visibility=level)
        company = make.OrganisationFactory(member=True, slug=f"verk-{level}")
        type(company).objects.filter(pk=company.pk).update(visibility=level)
    client = asking_as(make.viewer(viewer))
    assert {row["slug"] for row in client.get("/api/networks").json()["items"]} == SEEN[viewer]
    listed = {row["slug"] for row in client.get("/api/organisations?q=bedrift").json()["items"]}
    assert {slug.removeprefix("verk-") for slug in listed if slug.startswith("verk-")} == SEEN[viewer]
    for level in SEEN["secretary"]:
        status = 200 if level in SEEN[viewer] else 404
        assert client.get(f"/api/organisations/verk-{level}").status_code == status
        assert client.get(f"/api/networks/{level}").status_code == status
        assert client.get(f"/api/networks/{level}/people").status_code == status


@pytest.mark.parametrize("viewer", VIEWERS)
def test_articles_by_audience(viewer):
    for level in ("public", "members"):
        editorial.article(slug=level, visibility=level)
    editorial.article(slug="utkast", published=False)
    client = asking_as(make.viewer(viewer))
    seen = SEEN[viewer] & {"public", "members"}
    assert {row["slug"] for row in client.get("/api/articles").json()["items"]} == seen
    got = {slug: client.get(f"/api/articles/{slug}").status_code for slug in ("public", "members", "utkast")}
    assert {slug for slug, status in got.items() if status == 200} == seen


@pytest.mark.parametrize("viewer", VIEWERS)
def test_goals_by_audience(viewer):
    for level in SEEN["secretary"]:
        make.MeasurementFactory(goal__slug=level, goal__visibility=level)
    client = asking_as(make.viewer(viewer))
    assert {row["slug"] for row in client.get("/api/goals").json()["items"]} == SEEN[viewer]
    got = {level: client.get(f"/api/goals/{level}").status_code for level in SEEN["secretary"]}
    assert {level for level, status in got.items() if status == 200} == SEEN[viewer]


@pytest.mark.parametrize("viewer", VIEWERS)
def test_gatherings_by_audience(viewer):
    for level in SEEN["secretary"]:
        make.GatheringFactory(open=True, slug=level, visibility=level, opens_to="members")
    make.GatheringFactory(slug="kladd", visibility="public")
    seen = SEEN[viewer] | ({"kladd"} if viewer == "secretary" else set())
    client = asking_as(make.viewer(viewer))
    assert {row["slug"] for row in client.get("/api/gatherings").json()["items"]} == seen
    got = {slug: client.get(f"/api/gatherings/{slug}").status_code for slug in (*SEEN["secretary"], "kladd")}
    assert {slug for slug, status in got.items() if status == 200} == seen


@pytest.mark.parametrize(("viewer", "number"), [("anonymous", 0), ("outsider", 0), ("member", 2), ("secretary", 2)])
def test_who_sits_in_a_network_is_for_members(viewer, number):
    network = make.NetworkFactory(slug="hr", visibility="public")
    for leads in (True, False):
        make.SeatFactory(network=network, is_leader=leads)
    assert asking_as(make.viewer(viewer)).get("/api/networks/hr/people").json()["total"] == number


def test_a_role_that_ended_today_takes_what_it_gave_with_it():
    user = make.viewer("secretary")
    make.NetworkFactory(slug="skjult")
    client = asking_as(user)
    assert client.get("/api/networks/skjult").status_code == 200
    user.person.appointments.all().delete()
    assert client.get("/api/networks/skjult").status_code == 404


MORE = {
    "api:organisations": lambda w, n: make.OrganisationFactory(member=True),
    "api:organisation": lambda w, n: make.RoleFactory(organisation=w.rows.company, visibility="public"),
    "api:networks": lambda w, n: make.NetworkFactory(visibility="public"),
    "api:network_people": lambda w, n: make.SeatFactory(network=w.rows.network, organisation=w.rows.company),
    "api:articles": lambda w, n: editorial.article(),
    "api:municipalities": lambda w, n: make.MunicipalityCodeFactory(),
}


@pytest.mark.parametrize("name", sorted(MORE))
def test_thirty_rows_ask_as_often_as_one(name, settings):
    settings.PAGE_MEMORY = 0
    small = world.build()
    address = reverse(name, args=pages.PAGES[name].args(small))
    clients = [Client(), asking_as(User.objects.get(pk=small.users["secretary"].pk))]
    MORE[name](small, 1)
    few = [len(queries(client, address)) for client in clients]
    rows = clients[1].get(address).content.count(b"{")
    for n in range(2, 31):
        MORE[name](small, n)
    assert [len(queries(client, address)) for client in clients] == few
    assert clients[1].get(address).content.count(b"{") >= rows + 29, "the added rows are not in the answer"
