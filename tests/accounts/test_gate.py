"""Who is let through once signed in."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core import checks
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from sterke.accounts import actions
from tests import factories

pytestmark = pytest.mark.django_db


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("path", ["/", "/min-side/", "/kontoret/", "/min-side/data/"])
def test_a_secretary_without_a_second_factor_is_sent_to_set_one_up(path):
    answer = signed_in(factories.viewer("secretary")).get(path)
    assert (answer.status_code, answer.url) == (302, reverse("mfa_index"))


def test_the_page_that_sets_it_up_opens_and_says_why():
    page = signed_in(factories.viewer("secretary")).get(reverse("mfa_index"))
    assert page.status_code == 200
    assert 'role="alert"' in page.content.decode()


@pytest.mark.parametrize("kind", ["totp", "webauthn"])
def test_a_secretary_with_a_second_factor_gets_in(kind):
    user = factories.viewer("secretary")
    Authenticator.objects.create(user=user, type=kind, data={"secret": "x"})
    assert signed_in(user).get("/min-side/data/").status_code == 200


def test_recovery_codes_alone_are_no_second_factor():
    user = factories.viewer("secretary")
    Authenticator.objects.create(user=user, type="recovery_codes", data={})
    assert signed_in(user).get("/min-side/data/").status_code == 302


def test_in_demo_mode_nobody_asks(settings):
    settings.DEMO = True
    assert signed_in(factories.viewer("secretary")).get("/min-side/data/").status_code == 200


def test_a_member_needs_no_second_factor(client_for):
    assert client_for("member").get("/min-side/data/").status_code == 200


@pytest.mark.parametrize(("who", "hours"), [("member", 7 * 24), ("secretary", 12)])
def test_a_session_ends_when_left_alone(clock, client_for, who, hours):
    client = client_for(who)
    page = reverse("accounts:my_data")
    assert client.get(page).status_code == 200
    clock.shift(hours * 3600 - 60)
    assert client.get(page).status_code == 200
    clock.shift(hours * 3600 + 60)
    assert client.get(page).status_code == 302


def test_a_session_ends_after_thirty_days_however_much_it_is_used(clock, client_for):
    client = client_for("member")
    page = reverse("accounts:my_data")
    for _day in range(10):
        assert client.get(page).status_code == 200
        clock.shift(3 * 24 * 3600)
    clock.shift(3600)
    assert client.get(page).status_code == 302


def test_use_is_noted_at_most_every_ten_minutes(clock, client_for, django_assert_max_num_queries):
    client = client_for("member")
    client.get(reverse("accounts:my_data"))
    clock.shift(60)
    with django_assert_max_num_queries(30) as seen:
        client.get(reverse("accounts:my_data"))
    assert not [q for q in seen.captured_queries if q["sql"].startswith(("UPDATE", "INSERT"))]


def test_a7_a_disabled_account_is_out_at_once_everywhere(client_for):
    user = factories.UserFactory()
    clients = [client_for(user), client_for(user)]
    assert [c.get(reverse("accounts:my_data")).status_code for c in clients] == [200, 200]
    assert UserSession.objects.filter(user=user).count() == 2
    actions.disable_account(user, by=factories.viewer("secretary"))
    assert [c.get(reverse("accounts:my_data")).status_code for c in clients] == [302, 302]
    assert not UserSession.objects.filter(user=user).exists()


def test_only_the_secretariat_disables_accounts_and_never_its_own():
    user, secretary = factories.UserFactory(), factories.viewer("secretary")
    for account, by in ((user, factories.viewer("board")), (secretary, secretary)):
        with pytest.raises(PermissionDenied):
            actions.disable_account(account, by=by)
    user.refresh_from_db()
    assert user.is_active


def test_the_list_shows_sessions_and_ends_the_others(client_for):
    user = factories.UserFactory()
    here, there = client_for(user), client_for(user)
    there.get(reverse("usersessions_list"))
    page = here.get(reverse("usersessions_list"))
    assert len(page.context["sessions"]) == 2
    here.post(reverse("usersessions_list"))
    assert here.get(reverse("usersessions_list")).status_code == 200
    assert there.get(reverse("usersessions_list")).status_code == 302


def demo_cluster():
    for kind in ("member", "main_contact", "network_leader", "board", "secretary"):
        person = factories.viewer(kind).person
        person.is_demo = True
        person.save()


def test_demo_mode_lets_in_as_each_role(settings):
    settings.DEMO = True
    cache.clear()
    demo_cluster()
    page = Client().get(reverse("account_login")).content.decode()
    for role in ("member", "main_contact", "network_leader", "board", "secretariat"):
        client = Client()
        assert f'value="{role}"' in page
        assert client.post(reverse("accounts:demo_sign_in"), {"role": role}).status_code == 302
        assert client.get("/min-side/data/").status_code == 200


@pytest.mark.parametrize("role", ["member", "secretariat", "", "root"])
def test_demo_sign_in_is_not_there_outside_demo_mode(role):
    cache.clear()
    demo_cluster()
    client = Client()
    assert client.post(reverse("accounts:demo_sign_in"), {"role": role}).status_code == 404
    assert 'name="role"' not in client.get(reverse("account_login")).content.decode()


def test_demo_people_are_never_real_people(settings):
    settings.DEMO = True
    cache.clear()
    factories.viewer("secretary")
    assert Client().post(reverse("accounts:demo_sign_in"), {"role": "secretariat"}).status_code == 404


@pytest.mark.parametrize(
    ("demo", "url", "wrong"),
    [
        (True, "https://7sterke.example", True),
        (True, "http://localhost:8000", False),
        (True, "http://[::1]:8000", False),
        (False, "https://7sterke.example", False),
    ],
)
def test_the_deploy_check_refuses_demo_mode_in_the_open(settings, demo, url, wrong):
    settings.DEMO, settings.SITE_URL = demo, url
    found = [c.id for c in checks.run_checks(include_deployment_checks=True)]
    assert ("sterke.E001" in found) == wrong
