"""Inviting people in, and every way an invitation must not work (A6)."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from sterke.accounts.models import User
from sterke.core.models import Activity, OutgoingMail
from sterke.directory import actions
from sterke.directory.models import Person, Role
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def main_contact():
    return factories.viewer("main_contact")


@pytest.fixture
def company(main_contact):
    return main_contact.person.roles.get().organisation


def invite(company, by, email="ny@example.no", **extra):
    return actions.invite_person(company, email=email, name="Ny Kollega", by=by, **extra)


def link(n: int = -1) -> str:
    mail = list(OutgoingMail.objects.filter(purpose="invitation").order_by("pk"))[n]
    return next(word for word in mail.text.split() if "/invitasjon/" in word).removeprefix("http://localhost:8000")


def test_an_invitation_makes_a_person_a_narrow_role_and_a_mail(company, main_contact):
    role = invite(company, main_contact, title="Leder")
    assert (role.person.name, role.person.user, role.visibility, role.title) == (
        "Ny Kollega",
        None,
        "secretariat",
        "Leder",
    )
    assert OutgoingMail.objects.get(purpose="invitation").to == "ny@example.no"
    assert Activity.objects.filter(verb="person.invited").exists()


@pytest.mark.parametrize("who", ["outsider", "member", "main_contact", "board"])
def test_others_may_not_invite(company, who):
    with pytest.raises(PermissionDenied):
        invite(company, factories.viewer(who))
    assert not OutgoingMail.objects.exists()


def test_looking_changes_nothing_and_saying_yes_signs_in(company, main_contact):
    role = invite(company, main_contact)
    client = Client()
    page = client.get(link())
    assert page.status_code == 200
    assert company.name in page.content.decode()
    assert not User.objects.filter(email="ny@example.no").exists()
    assert client.post(link()).status_code == 302
    role.person.refresh_from_db()
    assert role.person.user.email == "ny@example.no"
    assert role.person.user.is_member
    assert client.get(reverse("accounts:my_data")).status_code == 200
    assert Activity.objects.filter(verb="invitation.accepted").exists()


def test_an_account_with_that_address_is_linked(company, main_contact):
    user = factories.UserFactory(email="ny@example.no")
    role = invite(company, main_contact)
    Client().post(link())
    role.refresh_from_db()
    assert role.person.user == user
    assert User.objects.filter(email="ny@example.no").count() == 1


def test_somebody_known_is_not_made_twice(company, main_contact):
    known = factories.PersonFactory(with_user=True)
    role = invite(company, main_contact, email=known.user.email.upper())
    assert role.person == known
    assert Person.objects.filter(name="Ny Kollega").count() == 0


def refused(answer, status=410):
    assert answer.status_code == status
    assert not User.objects.filter(email="ny@example.no").exists()


def test_a6_expired(company, main_contact, clock):
    invite(company, main_contact)
    clock.shift(14 * 24 * 3600 + 1)
    refused(Client().get(link()))
    refused(Client().post(link()))


def test_a6_used(company, main_contact):
    invite(company, main_contact)
    Client().post(link())
    other = Client()
    assert other.post(link()).status_code == 410
    assert other.get(reverse("accounts:my_data")).status_code == 302


def test_a6_revoked(company, main_contact):
    role = invite(company, main_contact)
    actions.revoke_invitation(role, by=main_contact)
    refused(Client().post(link()))


def test_a6_the_role_has_ended(company, main_contact):
    role = invite(company, main_contact)
    Role.objects.filter(pk=role.pk).update(valid_from=factories.LONG_AGO, valid_to=factories.LONG_AGO)
    refused(Client().post(link()))


def test_a6_for_another_address(company, main_contact, client_for):
    invite(company, main_contact)
    client = client_for("member")
    refused(client.get(link()), 403)
    refused(client.post(link()), 403)


def test_a6_the_link_never_opens_somebody_elses_account(company, main_contact):
    role = invite(company, main_contact)
    role.person.user = factories.UserFactory()
    role.person.save()
    client = Client()
    refused(client.post(link()), 403)
    assert client.get(reverse("accounts:my_data")).status_code == 302


def test_a6_a_sign_in_code_does_not_stand_in_for_an_invitation(company, main_contact):
    cache.clear()
    invite(company, main_contact)
    Client().post(reverse("account_login"), {"email": "ny@example.no"})
    assert not OutgoingMail.objects.filter(purpose="sign_in").exists()


@pytest.mark.parametrize("token", ["x", "1:2:3", "MQ:1abc:nope"])
def test_a6_tampered(token):
    assert Client().post(reverse("directory:accept_invitation", args=[token])).status_code == 404


def test_b9_a_link_for_something_else_opens_nothing(company, main_contact):
    from sterke.core import links

    role = invite(company, main_contact)
    token = links.make("endorse", role, holder="ny@example.no")
    assert Client().post(reverse("directory:accept_invitation", args=[token])).status_code == 404


def test_inviting_again_kills_the_earlier_link(company, main_contact):
    invite(company, main_contact)
    invite(company, main_contact)
    refused(Client().post(link(0)))
    assert Client().post(link(1)).status_code == 302
    assert Role.objects.filter(organisation=company, person__name="Ny Kollega").count() == 1


def test_the_second_factor_is_asked_for_also_after_an_invitation(company, main_contact):
    user = factories.UserFactory(email="ny@example.no")
    Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
    invite(company, main_contact)
    client = Client()
    assert client.post(link()).url == reverse("mfa_authenticate")
    assert client.get(reverse("accounts:my_data")).status_code == 302


def test_the_page_sends_once_however_often_it_is_clicked(company, main_contact, client_for):
    client = client_for(main_contact)
    address = reverse("directory:invite", args=[company.slug])
    facts = {"name": "Ny Kollega", "email": "NY@example.no", "kind": "contact", "once": "same"}
    answers = [client.post(address, facts) for _ in range(2)]
    assert [a.status_code for a in answers] == [302, 302]
    assert OutgoingMail.objects.filter(purpose="invitation").count() == 1
    assert "Ny Kollega" in client.get(answers[0].url).content.decode()


def test_a_bad_address_says_so_and_keeps_what_was_typed(company, main_contact, client_for):
    answer = client_for(main_contact).post(
        reverse("directory:invite", args=[company.slug]), {"name": "Ny", "email": "nei", "kind": "contact"}
    )
    assert answer.status_code == 422
    assert 'value="Ny"' in answer.content.decode()
    assert not OutgoingMail.objects.exists()


def test_a_main_contact_cannot_make_another_main_contact(company, main_contact, client_for):
    facts = {"name": "Ny", "email": "ny@example.no", "kind": "main_contact"}
    assert client_for(main_contact).post(reverse("directory:invite", args=[company.slug]), facts).status_code == 422


@pytest.mark.parametrize(
    ("viewer", "status"),
    [("anonymous", 302), ("outsider", 404), ("member", 404), ("main_contact", 404), ("secretary", 200)],
)
def test_who_gets_the_page(company, client_for, viewer, status):
    assert client_for(viewer).get(reverse("directory:invite", args=[company.slug])).status_code == status
