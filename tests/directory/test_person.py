"""One person, for the secretariat: signed out, account closed and opened, everything erased."""

import io
import json
import zipfile

import pytest
from allauth.usersessions.models import UserSession
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from sterke.accounts import actions
from sterke.accounts.models import Erasure, User
from sterke.core.models import Activity
from sterke.directory.models import Person, Role
from tests import factories as make
from tests.website.counting import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def role():
    return make.RoleFactory(person__name="Ola Slutter")


def page(name, person, *more):
    return reverse(f"directory:{name}", args=[person.pk, *more])


def signed_in(person, client_for):
    client = client_for(person.user)
    client.get(reverse("website:my_page"))  # the first page writes the session down
    assert UserSession.objects.filter(user=person.user).exists()
    return client


def test_the_card_tells_the_account_and_the_places(role, client_for):
    text = client_for("secretary").get(page("person", role.person)).content.decode()
    for told in (role.person.user.email, role.organisation.name):
        assert told in text


def test_sign_out_everywhere_shows_first_and_acts_after(role, client_for):
    theirs, client = signed_in(role.person, client_for), client_for("secretary")
    address = page("person_account", role.person, "logg-ut")
    assert client.get(address).status_code == 200
    assert theirs.get(reverse("website:my_page")).status_code == 200
    client.post(address)
    assert theirs.get(reverse("website:my_page")).status_code == 302
    assert Activity.objects.filter(verb="account.signed_out").count() == 1


def test_a_closed_account_is_out_at_once_and_can_be_opened_again(role, client_for):
    theirs, client = signed_in(role.person, client_for), client_for("secretary")
    client.post(page("person_account", role.person, "steng"))
    assert theirs.get(reverse("website:my_page")).status_code == 302
    assert not User.objects.get(pk=role.person.user_id).is_active
    client.post(page("person_account", role.person, "apne"))
    assert User.objects.get(pk=role.person.user_id).is_active
    assert set(Activity.objects.values_list("verb", flat=True)) >= {"account.disabled", "account.opened"}


def test_a_secretary_cannot_close_their_own_account(client_for):
    client = client_for("secretary")
    answer = client.post(page("person_account", client.user.person, "steng"))
    assert answer.status_code == 302
    assert User.objects.get(pk=client.user.pk).is_active


def test_erase_shows_what_goes_and_what_stays_and_touches_nothing(role, client_for):
    make.SeatFactory(person=role.person)
    answer = client_for("secretary").get(page("erase_person", role.person))
    told = {str(trace.what): (trace.count, bool(trace.stays)) for trace in answer.context["traces"]}
    assert told["plasser i nettverk"] == (1, True)
    assert told["konto"] == (1, False)
    role.person.refresh_from_db()
    assert role.person.name == "Ola Slutter"


def test_erase_needs_the_box_and_then_takes_the_person_and_keeps_the_counts(role, client_for):
    client, address = client_for("secretary"), page("erase_person", role.person)
    assert client.post(address, {"reason": "asked"}).status_code == 422
    assert not Erasure.objects.exists()
    answer = client.post(address, {"reason": "asked", "sure": "on"})
    assert answer.url == reverse("website:desk")
    person = Person.objects.get(pk=role.person_id)
    assert (person.name != "Ola Slutter", person.erased_at is not None, person.user) == (True, True, None)
    assert Role.objects.filter(pk=role.pk).exists()
    assert not User.objects.filter(pk=role.person.user_id).exists()
    assert Erasure.objects.first().reason == "asked"
    assert client.get(page("person", person)).status_code == 404


def test_somebody_without_an_account_is_erased_too(client_for):
    role = make.RoleFactory(person=make.PersonFactory(name="Uten Konto"))
    make.ContactDetailsFactory(person=role.person)
    client_for("secretary").post(page("erase_person", role.person), {"reason": "not needed", "sure": "on"})
    role.person.refresh_from_db()
    assert role.person.erased_at is not None
    assert not role.person.contact_details.exists()


def test_the_last_secretary_cannot_erase_themselves():
    secretary = make.viewer("secretary")
    with pytest.raises(actions.ValidationError):
        actions.erase(actions.individual_of(secretary), by=secretary, reason="own request")
    assert User.objects.filter(pk=secretary.pk).exists()
    make.viewer("secretary")
    actions.erase(actions.individual_of(secretary), by=secretary, reason="own request")
    assert not User.objects.filter(pk=secretary.pk).exists()


def test_one_erases_oneself_on_ones_own_page(client_for):
    client = client_for("secretary")
    assert client.get(page("erase_person", client.user.person)).url == reverse("accounts:erase_me")


def test_the_copy_holds_the_person_and_is_remembered(role, client_for):
    answer = client_for("secretary").post(page("copy_person", role.person))
    data = json.loads(zipfile.ZipFile(io.BytesIO(answer.content)).read("data.json"))
    assert data["accounts"]["account"]["email"] == role.person.user.email
    assert data["directory"][0]["name"] == "Ola Slutter"
    assert Activity.objects.filter(verb="person.copied").count() == 1


@pytest.mark.parametrize("who", ["outsider", "member", "main_contact", "network_leader", "board"])
def test_nobody_else_signs_out_closes_or_opens(role, who):
    for act in (actions.sign_out_everywhere, actions.disable_account, actions.open_account):
        with pytest.raises(PermissionDenied):
            act(role.person.user, by=make.viewer(who))
    assert User.objects.get(pk=role.person.user_id).is_active


def test_a_colleague_finds_no_way_to_the_card(role, client_for):
    boss = make.RoleFactory(organisation=role.organisation, kind="main_contact").person.user
    address = reverse("directory:edit_person", args=[role.organisation.slug, role.pk])
    card = f'href="{page("person", role.person)}"'
    assert card not in client_for(boss).get(address).content.decode()
    assert card in client_for("secretary").get(address).content.decode()
    assert Client().get(page("person", role.person)).status_code == 302


def test_the_card_costs_the_same_with_30_roles(role, client_for):
    client = client_for("secretary")
    few = queries(client, page("person", role.person))
    for _ in range(29):
        make.RoleFactory(person=role.person)
    assert len(queries(client, page("person", role.person))) == len(few)
