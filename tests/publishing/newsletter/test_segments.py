"""Segments are questions: who they mean is asked anew each time, and nobody gets a letter who did not say yes."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from sterke.publishing.newsletter import segments, subscribing
from sterke.publishing.newsletter.models import Segment
from tests import factories as make
from tests.publishing.newsletter.lettering import member, reader

pytestmark = pytest.mark.django_db


def addresses(**asks):
    found = {each.address for each in segments.readers(asks)}
    assert segments.count(asks) == len(found)
    return found


@pytest.fixture
def kari():
    return member("kari@example.no")


@pytest.fixture
def others(kari):
    member("per@example.no", name="Per", company=make.OrganisationFactory(member=True))
    reader("utenfor@example.no")


def test_asked_nothing_it_is_all_members_and_all_who_said_yes(others):
    assert addresses() == {"kari@example.no", "per@example.no", "utenfor@example.no"}


def test_by_network(kari, others):
    network = make.SeatFactory(person=kari).network
    assert addresses(networks=[network.pk]) == {"kari@example.no"}
    kari.seats.update(valid_to=timezone.localdate() - timedelta(days=1))
    assert addresses(networks=[network.pk]) == set()


def test_by_role_municipality_and_category(kari, others):
    role = kari.roles.get()
    place, membership = make.MunicipalityFactory(), role.organisation.memberships.get()
    type(role).objects.filter(pk=role.pk).update(kind="payer")
    type(role.organisation).objects.filter(pk=role.organisation.pk).update(municipality=place)
    category = make.CategoryFactory(code="egen")
    type(membership).objects.filter(pk=membership.pk).update(category=category)
    assert addresses(roles=["payer"]) == {"kari@example.no"}
    assert addresses(municipalities=[place.pk]) == {"kari@example.no"}
    assert addresses(categories=[category.pk]) == {"kari@example.no"}
    assert addresses(categories=[category.pk], roles=["signatory"]) == set()


def test_by_having_been_at_a_gathering(kari, others):
    been = make.GatheringFactory(open=True, day=timezone.localdate() - timedelta(days=3))
    make.RegistrationFactory(gathering=been, person=kari)
    guest = make.PersonFactory(name="Gjest")
    make.ContactDetailsFactory(person=guest, value="utenfor@example.no")
    make.RegistrationFactory(gathering=been, person=guest)
    stranger = make.PersonFactory(name="Fremmed")
    make.ContactDetailsFactory(person=stranger, value="fremmed@example.no")
    make.RegistrationFactory(gathering=been, person=stranger)
    assert addresses(attended=[been.pk]) == {"kari@example.no", "utenfor@example.no"}


def test_by_when_one_said_yes(others):
    reader("gammel@example.no", confirmed_at=timezone.now() - timedelta(days=90))
    since = (timezone.localdate() - timedelta(days=30)).isoformat()
    assert addresses(since=since) == {"utenfor@example.no"}


def test_an_address_in_capitals_is_the_same_address_and_counts_once(kari):
    person = make.RoleFactory(person=make.PersonFactory(), organisation=kari.roles.get().organisation).person
    make.ContactDetailsFactory(person=person, value="Felles@Example.no")
    reader("felles@example.no")
    assert addresses() == {"kari@example.no", "felles@example.no"}


def test_whoever_stopped_is_not_counted(kari, others):
    row = reader("kari@example.no")
    subscribing.stop(row, how="test")
    assert "kari@example.no" not in addresses()


def test_a_segment_is_made_in_a_form_and_said_in_words(client_for, kari, others):
    network, client = make.SeatFactory(person=kari).network, client_for("secretary")
    answer = client.post(
        reverse("publishing:new_segment"), {"name": "Nettverket", "networks": [network.pk]}, follow=True
    )
    assert Segment.objects.get().asks == {"networks": [network.pk]}
    assert f"sitter i {network}" in answer.content.decode()
    assert "1 adresse nå" in answer.content.decode()
    again = client.post(reverse("publishing:new_segment"), {"name": "Nettverket"})
    assert again.status_code == 422
    assert Segment.objects.count() == 1


def test_a_segment_asking_for_what_is_not_there_is_refused(client_for):
    answer = client_for("secretary").post(
        reverse("publishing:new_segment"), {"name": "X", "networks": ["9"], "roles": ["x"]}
    )
    assert answer.status_code == 422
    assert not Segment.objects.exists()
