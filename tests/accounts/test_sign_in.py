"""A-cases: signing in by code."""

import re
import statistics
import time

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse

from sterke.accounts.models import User
from sterke.core.models import OutgoingMail
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_cache():
    cache.clear()


def code_for(address: str) -> str:
    mail = OutgoingMail.objects.filter(to=address, purpose="sign_in").order_by("-pk").first()
    return re.search(r"\d{4}-\d{4}", mail.text)[0]


def ask(client: Client, address: str, **extra):
    return client.post(reverse("account_login"), {"email": address}, **extra)


def enter(client: Client, code: str, **extra):
    return client.post(reverse("account_confirm_login_code"), {"code": code}, **extra)


def is_in(client: Client) -> bool:
    return client.get(reverse("accounts:my_data")).status_code == 200


def test_a_code_by_mail_signs_in():
    user = factories.UserFactory()
    client = Client()
    assert ask(client, user.email.upper()).status_code == 302
    assert enter(client, code_for(user.email)).status_code == 302
    assert is_in(client)


def test_the_mail_is_in_the_language_of_the_user():
    user = factories.UserFactory(language="en")
    ask(Client(), user.email)
    assert OutgoingMail.objects.get().subject.startswith("Your code:")
    assert OutgoingMail.objects.get().kind == "service"


def test_a1_unknown_address_gets_the_same_answer_and_no_mail():
    user = factories.UserFactory()
    known, unknown = Client(), Client()
    first, second = ask(known, user.email), ask(unknown, "ukjent@example.no")
    assert (first.status_code, first.url) == (second.status_code, second.url)
    pages = [c.get(reverse("account_confirm_login_code")).content.decode() for c in (known, unknown)]
    plain = [re.sub(r'value="[^"]{30,}"', "", page.replace(user.email, "X")) for page in pages]
    assert plain[0] == plain[1].replace("ukjent@example.no", "X")
    assert [mail.to for mail in OutgoingMail.objects.all()] == [user.email]


def test_a1_time_tells_nothing(settings):
    settings.ACCOUNT_RATE_LIMITS = False
    user = factories.UserFactory()
    took = {user.email: [], "ukjent@example.no": []}
    for _ in range(30):
        for address, times in took.items():
            client = Client()
            began = time.perf_counter()
            ask(client, address)
            times.append(time.perf_counter() - began)
    known, unknown = (statistics.median(times) for times in took.values())
    assert abs(known - unknown) < 0.010


def test_a2_three_wrong_codes_kill_the_code():
    user = factories.UserFactory()
    client = Client()
    ask(client, user.email)
    code = code_for(user.email)
    for _ in range(3):
        enter(client, "0000-0000")
    enter(client, code)
    assert not is_in(client)
    ask(client, user.email)
    enter(client, code)
    assert not is_in(client)
    enter(client, code_for(user.email))
    assert is_in(client)


def test_a3_a_code_works_once_and_only_in_the_browser_that_asked():
    user = factories.UserFactory()
    mine, other = Client(), Client()
    ask(mine, user.email)
    code = code_for(user.email)
    enter(other, code)
    assert not is_in(other)
    enter(mine, code)
    assert is_in(mine)
    mine.post(reverse("account_logout"))
    enter(mine, code)
    assert not is_in(mine)


def test_a_new_code_can_be_asked_for_and_ends_the_old_one():
    user, client = factories.UserFactory(), Client()
    ask(client, user.email)
    old = code_for(user.email)
    page = client.get(reverse("account_confirm_login_code")).content.decode()
    assert 'value="resend"' in page
    client.post(reverse("account_confirm_login_code"), {"action": "resend"})
    enter(client, old)
    assert not is_in(client)
    enter(client, code_for(user.email))
    assert is_in(client)


def test_a_code_dies_after_ten_minutes(clock):
    user = factories.UserFactory()
    client = Client()
    ask(client, user.email)
    clock.shift(601)
    enter(client, code_for(user.email))
    assert not is_in(client)


def test_i2_no_more_than_three_codes_a_quarter_and_the_same_answer_for_all():
    user = factories.UserFactory()
    answers = {user.email: [], "ukjent@example.no": []}
    for address, codes in answers.items():
        codes += [ask(Client(), address).status_code for _ in range(5)]
    assert answers[user.email] == answers["ukjent@example.no"] == [302, 302, 302, 200, 200]
    assert OutgoingMail.objects.count() == 3


def test_a4_spoofed_forwarded_addresses_are_still_limited():
    codes = [
        ask(Client(), f"x{n}@example.no", headers={"X-Forwarded-For": f"10.1.{n}.1"}).status_code for n in range(25)
    ]
    assert codes[-1] == 200
    assert codes.count(302) == 20


def test_a5_a_foreign_host_header_is_refused():
    user = factories.UserFactory()
    assert ask(Client(), user.email, headers={"Host": "evil.example"}).status_code == 400
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "\\\\evil.example", "https:evil.example", "https://a@evil.example/", "/%0a//evil.example"],
)
def test_e5_next_leads_to_our_own_site_only(target):
    user = factories.UserFactory()
    client = Client()
    client.post(f"{reverse('account_login')}?next={target}", {"email": user.email, "next": target})
    answer = client.post(reverse("account_confirm_login_code"), {"code": code_for(user.email), "next": target})
    assert answer.url == reverse("website:my_page") or answer.url.startswith("/%0a")
    assert is_in(client)


def test_next_leads_back_to_the_page_asked_for():
    user = factories.UserFactory()
    client = Client()
    wanted = reverse("accounts:my_data")
    assert f'name="next" value="{wanted}"' in client.get(reverse("account_login"), {"next": wanted}).content.decode()
    ask(client, user.email)
    answer = client.post(reverse("account_confirm_login_code"), {"code": code_for(user.email), "next": wanted})
    assert answer.url == wanted


def test_an_address_with_norwegian_letters_in_the_domain_finds_its_user():
    user = User.objects.create_user("post@blåbær.no")
    ask(Client(), " Post@Blåbær.no ")
    assert OutgoingMail.objects.get().to == user.email


@pytest.mark.parametrize(
    "name",
    ["account_signup", "account_change_password", "account_set_password", "account_reset_password", "account_email"],
)
def test_there_are_no_password_or_sign_up_pages(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize("path", ["/konto/login/", "/konto/signup/", "/konto/password/reset/", "/accounts/login/"])
def test_the_library_addresses_are_not_there(path):
    assert Client().get(path).status_code == 404


def test_a_closed_account_gets_no_code():
    factories.UserFactory(email="ute@example.no", is_active=False)
    assert ask(Client(), "ute@example.no").status_code == 302
    assert not OutgoingMail.objects.exists()
