"""Invitations nobody has answered: seen, sent again, taken back."""

import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from sterke.core.models import Activity, OutgoingMail
from sterke.directory import actions, reports
from tests import factories
from tests.website.counting import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def main_contact():
    return factories.viewer("main_contact")


@pytest.fixture
def role(main_contact):
    company = main_contact.person.roles.get().organisation
    return actions.invite_person(company, email="ny@example.no", name="Ny Kollega", by=main_contact)


def addresses(role):
    return [(invitation.role, invitation.address) for invitation in reports.open_invitations(role.organisation)]


def links_sent() -> list[str]:
    mails = OutgoingMail.objects.filter(purpose="invitation").order_by("pk")
    return [re.search(r"(/invitasjon/\S+)", mail.text).group(1) for mail in mails]


def test_an_open_invitation_is_listed_until_it_is_answered(role):
    assert addresses(role) == [(role, "ny@example.no")]
    Client().post(links_sent()[0])
    assert addresses(role) == []


def test_the_pages_say_when_it_was_sent_and_how_long_it_is_good(clock, role, main_contact, client_for):
    client, address = client_for(main_contact), reverse("directory:invite", args=[role.organisation.slug])
    page = client.get(address).content.decode()
    assert "23. november 2026" in page
    assert "7. desember 2026" in page
    clock.shift(15 * 24 * 3600)
    [invitation] = client_for(main_contact).get(address).context["invitations"]
    assert invitation.has_run_out


def test_taking_back_kills_the_link_says_so_and_is_remembered(role, main_contact, client_for):
    address = reverse("directory:revoke_invitation", args=[role.organisation.slug, role.pk])
    assert client_for(main_contact).post(address).status_code == 302
    assert addresses(role) == []
    assert Activity.objects.filter(verb="invitation.revoked").count() == 1
    page = Client().get(links_sent()[0])
    assert page.status_code == 410
    assert page.context["reason"] == "revoked"


def test_taking_back_twice_is_remembered_once(role, main_contact, client_for):
    client = client_for(main_contact)
    for _ in range(2):
        client.post(reverse("directory:revoke_invitation", args=[role.organisation.slug, role.pk]))
    assert Activity.objects.filter(verb="invitation.revoked").count() == 1


def test_sending_again_goes_to_the_same_address_with_a_new_link(role, main_contact):
    assert actions.resend_invitation(role, by=main_contact) == "ny@example.no"
    old, new = links_sent()
    assert Client().get(old).status_code == 410
    assert Client().get(new).status_code == 200
    assert addresses(role) == [(role, "ny@example.no")]


def test_sending_again_needs_an_open_invitation(role, main_contact):
    actions.revoke_invitation(role, by=main_contact)
    with pytest.raises(ValidationError):
        actions.resend_invitation(role, by=main_contact)


@pytest.mark.parametrize("who", ["outsider", "member", "main_contact", "board"])
@pytest.mark.parametrize("act", [actions.resend_invitation, actions.revoke_invitation])
def test_others_neither_send_again_nor_take_back(role, who, act):
    with pytest.raises(PermissionDenied):
        act(role, by=factories.viewer(who))
    assert len(links_sent()) == 1


def test_the_list_costs_the_same_at_30_rows(role, main_contact, client_for):
    client, address = client_for(main_contact), reverse("directory:invite", args=[role.organisation.slug])
    few = queries(client, address)
    for n in range(29):
        actions.invite_person(role.organisation, email=f"n{n}@example.no", name=f"N {n}", by=main_contact)
    assert len(client.get(address).context["invitations"]) == 30
    assert len(queries(client, address)) == len(few)
