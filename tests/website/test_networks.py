import datetime

import pytest
from django.utils import timezone

from sterke.membership.models import Network
from tests import factories as make
from tests.website.counting import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def network():
    return make.NetworkFactory(name="HR", slug="hr", visibility="public", purpose="Folk.", purpose_en="People.")


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
def test_networks_show_by_their_audience(client_for, viewer, seen):
    for level in ("public", "members", "board", "secretariat"):
        make.NetworkFactory(name=f"Nett {level}", visibility=level)

    rows = client_for(viewer).get("/nettverk/").context["running"]

    assert {row.name.removeprefix("Nett ") for row, _purpose in rows} == seen


def test_people_and_companies_are_both_counted_and_only_those_of_today(client_for, network):
    one = make.OrganisationFactory(member=True)
    for _ in range(2):
        make.SeatFactory(network=network, organisation=one)
    make.SeatFactory(network=network, organisation=make.OrganisationFactory(member=True), valid_to="2020-01-01")

    row, _purpose = client_for("anonymous").get("/nettverk/").context["running"][0]

    assert (row.person_count, row.company_count) == (2, 1)


def test_ended_networks_stand_below_the_running(client_for, network):
    make.NetworkFactory(name="Lean", visibility="public", valid_to="2015-12-31")

    page = client_for("anonymous").get("/nettverk/")

    assert [row.name for row, _purpose in page.context["running"]] == ["HR"]
    assert [row.name for row in page.context["ended"]] == ["Lean"]


@pytest.mark.parametrize(
    ("viewer", "seen"),
    [("anonymous", False), ("outsider", False), ("member", True), ("board", True), ("secretary", True)],
)
def test_who_takes_part_is_for_members(client_for, network, viewer, seen):
    company = make.OrganisationFactory(member=True, name="kanari-bedrift")
    make.SeatFactory(network=network, organisation=company, person__name="kanari-deltaker")

    text = client_for(viewer).get("/nettverk/hr/").content.decode()

    assert ("kanari-deltaker" in text) is seen
    assert ("kanari-bedrift" in text) is seen


def test_the_company_of_a_participant_is_left_out_when_it_is_hidden(client_for, network):
    hidden = make.OrganisationFactory(name="kanari-skjult")
    make.SeatFactory(network=network, organisation=hidden)

    assert b"kanari-skjult" not in client_for("member").get("/nettverk/hr/").content


@pytest.mark.parametrize(("visibility", "seen"), [("public", True), ("members", False)])
def test_a_visitor_sees_a_leader_whom_the_company_shows(client_for, network, visibility, seen):
    company = make.OrganisationFactory(member=True)
    role = make.RoleFactory(organisation=company, visibility=visibility, person__name="kanari-leder")
    make.SeatFactory(network=network, person=role.person, organisation=company, is_leader=True)

    assert (b"kanari-leder" in client_for("anonymous").get("/nettverk/hr/").content) is seen


@pytest.mark.parametrize(("viewer", "seen"), [("member", False), ("board", False), ("secretary", True)])
def test_past_seats_are_the_secretariats(client_for, network, viewer, seen):
    make.SeatFactory(network=network, person__name="kanari-forrige", valid_to="2020-01-01")

    assert (b"kanari-forrige" in client_for(viewer).get("/nettverk/hr/").content) is seen


def test_edit_button_is_for_the_networks_own_leader(client_for, network):
    own = make.SeatFactory(network=network, is_leader=True).person.user

    assert b"/nettverk/hr/folk/" in client_for(own).get("/nettverk/hr/").content
    assert b"/nettverk/hr/folk/" not in client_for("network_leader").get("/nettverk/hr/").content
    assert b"/nettverk/hr/folk/" in client_for("secretary").get("/nettverk/hr/").content


def test_purpose_stands_in_the_readers_language(client_for, network):
    assert b"People." in client_for("anonymous").get("/en/nettverk/hr/").content
    assert b"Folk." in client_for("anonymous").get("/nettverk/hr/").content


def test_a_hidden_network_is_not_there(client_for):
    make.NetworkFactory(slug="hemmelig")

    assert client_for("member").get("/nettverk/hemmelig/").status_code == 404


@pytest.mark.parametrize("address", ["/nettverk/", "/nettverk/hr/"])
def test_networks_ask_as_often_for_30_as_for_1(client_for, network, address):
    client = client_for("member")
    for number in (1, 29):
        for _ in range(number):
            make.NetworkFactory(visibility="public")
            make.SeatFactory(network=network, organisation=make.OrganisationFactory(member=True))
        if number == 1:
            at_one = queries(client, address)

    assert len(queries(client, address)) == len(at_one)


def test_a_network_shows_what_it_has_coming_and_what_it_held_as_far_as_one_may_see(client_for, network):
    day = timezone.localdate()
    for title, days, visibility in (("Snart", 3, "public"), ("Var", -30, "public"), ("Internt", 5, "members")):
        make.GatheringFactory(
            open=True, title=title, network=network, day=day + datetime.timedelta(days=days), visibility=visibility,
            opens_to="members",
        )  # fmt: skip
    make.GatheringFactory(open=True, title="Andres", day=day)
    page = client_for("anonymous").get("/nettverk/hr/").content.decode()
    assert "Snart" in page and "Var" in page
    assert "Internt" not in page and "Andres" not in page
    assert "Internt" in client_for("member").get("/nettverk/hr/").content.decode()


def test_a_leader_plans_a_gathering_from_the_networks_page(client_for):
    client = client_for("network_leader")
    network = Network.objects.get(pk=next(iter(client.user.standing.leads)))
    page = client.get(network.get_absolute_url()).content.decode()
    assert f"/styrketrening/ny/?nettverk={network.pk}" in page
    assert "/styrketrening/ny/" not in client_for("member").get(network.get_absolute_url()).content.decode()
