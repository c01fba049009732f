"""The secretariat starts a network, changes it and ends it."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from sterke.core.models import Activity
from sterke.membership import actions
from sterke.membership.models import Network, NetworkSeat
from tests import factories as make

pytestmark = pytest.mark.django_db

FACTS = {"name": "Vedlikehold", "purpose": "Folk som skrur.", "name_en": "Maintenance", "purpose_en": "",
         "valid_from": "2026-11-01", "visibility": "public"}  # fmt: skip


def test_start_network_leads_on_to_who_leads_it(client_for):
    answer = client_for("secretary").post(reverse("membership:start_network"), FACTS)
    network = Network.objects.get(slug="vedlikehold")
    assert answer.url == reverse("membership:network_people", args=["vedlikehold"])
    assert (network.name_en, network.visibility, str(network.valid_from)) == ("Maintenance", "public", "2026-11-01")
    assert Activity.objects.about(network).filter(verb="network.started").count() == 1


def test_a_double_click_starts_one_network(client_for):
    client = client_for("secretary")
    answers = [client.post(reverse("membership:start_network"), FACTS | {"once": "same"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Network.objects.count() == 1


@pytest.mark.parametrize("name", ["Vedlikehold", "VEDLIKEHOLD", "Nytt", "!"])
def test_a_name_that_is_taken_or_no_name_is_told_beside_the_field(client_for, name):
    make.NetworkFactory(name="Vedlikehold", slug="vedlikehold")
    answer = client_for("secretary").post(reverse("membership:start_network"), FACTS | {"name": name})
    assert answer.status_code == 422
    assert answer.context["form"].errors["name"]
    assert Network.objects.count() == 1


def test_the_first_one_found_can_be_made_leader_at_once(client_for):
    network = make.NetworkFactory(visibility="public")
    role = make.RoleFactory(organisation=make.OrganisationFactory(member=True), visibility="members")
    client = client_for("secretary")
    page = client.get(reverse("membership:network_people", args=[network.slug]), {"sok": role.person.name})
    assert 'name="leder"' in page.content.decode()
    client.post(reverse("membership:add_seat", args=[network.slug]), {"role": role.pk, "leder": "1"})
    assert NetworkSeat.objects.get(network=network).is_leader


def test_edit_network_keeps_the_address_and_tells_what_changed(client_for):
    network = make.NetworkFactory(name="HR", slug="hr", visibility="public")
    facts = FACTS | {"name": "HR og folk", "valid_from": "2007-02-01", "seen_version": network.version}
    assert client_for("secretary").post(reverse("membership:edit_network", args=["hr"]), facts).status_code == 302
    network.refresh_from_db()
    assert (network.name, network.slug) == ("HR og folk", "hr")
    line = Activity.objects.get(verb="network.edited")
    assert ["HR", "HR og folk"] in line.details["changes"].values()


def test_two_editing_at_once_the_second_sees_the_difference(client_for):
    network = make.NetworkFactory(name="HR", slug="hr", visibility="public")
    client, address = client_for("secretary"), reverse("membership:edit_network", args=["hr"])
    facts = FACTS | {"valid_from": "2007-02-01", "seen_version": network.version}
    client.post(address, facts | {"name": "Folk"})
    second = client.post(address, facts | {"name": "Mennesker"})
    assert second.status_code == 422
    assert any(now == "Folk" and typed == "Mennesker" for _label, now, typed in second.context["form"].conflicts)
    network.refresh_from_db()
    assert network.name == "Folk"


def test_a_network_cannot_start_after_somebody_took_a_seat(client_for):
    seat = make.SeatFactory()
    facts = FACTS | {"valid_from": "2020-01-01", "seen_version": seat.network.version}
    answer = client_for("secretary").post(reverse("membership:edit_network", args=[seat.network.slug]), facts)
    assert answer.context["form"].errors["valid_from"]


def test_end_network_shows_first_and_ends_the_seats_after(client_for):
    seat = make.SeatFactory(is_leader=True)
    client, address = client_for("secretary"), reverse("membership:end_network", args=[seat.network.slug])
    page = client.get(address)
    assert str(seat.person) in page.content.decode()
    assert seat.network.is_open
    client.post(address, {"on": timezone.localdate().isoformat()})
    seat.refresh_from_db()
    assert (seat.valid_to, seat.network.valid_to) == (timezone.localdate(),) * 2


def test_a_last_day_before_the_first_is_refused_and_nothing_ends(client_for):
    seat = make.SeatFactory()
    answer = client_for("secretary").post(
        reverse("membership:end_network", args=[seat.network.slug]), {"on": "1999-01-01"}
    )
    assert answer.status_code == 422
    seat.refresh_from_db()
    assert seat.valid_to is None


@pytest.mark.parametrize("who", ["outsider", "member", "network_leader", "board"])
def test_nobody_else_starts_or_ends(who):
    by, network = make.viewer(who), make.NetworkFactory(visibility="public")
    with pytest.raises(PermissionDenied):
        actions.start_network(name="Nye", valid_from=timezone.localdate(), by=by)
    with pytest.raises(PermissionDenied):
        actions.end_network(network, on=timezone.localdate(), by=by)


def test_the_buttons_stand_where_one_looks_and_only_for_the_secretariat(client_for):
    network = make.NetworkFactory(visibility="public")
    start, end = reverse("membership:start_network"), reverse("membership:end_network", args=[network.slug])
    for viewer, seen in (("secretary", True), ("member", False)):
        client = client_for(viewer)
        assert (start in client.get(reverse("website:networks")).content.decode()) is seen
        assert (end in client.get(network.get_absolute_url()).content.decode()) is seen


def test_a_network_that_has_ended_cannot_end_again():
    network = make.NetworkFactory(valid_to=make.LONG_AGO)
    with pytest.raises(PermissionDenied):
        actions.end_network(network, on=timezone.localdate(), by=make.viewer("secretary"))
    with pytest.raises(ValidationError):
        actions.end_network(make.NetworkFactory(), on=make.LONG_AGO.replace(year=1999), by=make.viewer("secretary"))
