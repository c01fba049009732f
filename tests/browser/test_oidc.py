"""Sign-in at a real provider, in a real browser: in, not known, and every way it can go wrong."""

import pytest
from allauth.socialaccount.models import SocialAccount

from sterke.accounts.models import User
from tests import factories
from tests.browser.provider import Provider, new_key

pytestmark = pytest.mark.django_db(transaction=True)
FAILED = "Den andre innloggingen virket ikke denne gangen."


@pytest.fixture
def provider(settings):
    made = Provider()
    app = {"provider_id": "oidc", "name": "Microsoft", "client_id": "us", "secret": "s"}
    app["settings"] = {"server_url": made.url, "oauth_pkce_enabled": True}
    settings.OIDC = made.url
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    yield made
    made.close()


def sign_in(page, *, at="/logg-inn/", name="Logg inn med Microsoft"):
    page.goto(at)
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()
    return page


def said(page) -> str:
    return page.locator(".messages").inner_text()


def faults(page) -> list[str]:
    return [text for text in page.problems if not text.startswith("foreign:")]  # the provider is another house


def test_a_known_address_signs_in_to_its_account(page_for, provider):
    user = factories.UserFactory(email="kari@example.no")
    for _time in range(2):  # first by the address, then by the provider's own number
        page = sign_in(page_for("anonymous"))
        assert page.url.endswith("/min-side/")
        assert faults(page) == []
        provider.claims["email"] = "kari.ny@example.no"
    assert SocialAccount.objects.get().user == user


def test_an_unknown_address_is_told_so_and_no_account_is_made(page_for, provider):
    page = sign_in(page_for("anonymous"))
    assert page.url.endswith("/logg-inn/")
    assert "sekretariatet" in said(page)
    assert not User.objects.filter(email="kari@example.no").exists()
    assert faults(page) == []


def test_an_address_the_provider_has_not_verified_is_not_believed(page_for, provider):
    factories.UserFactory(email="kari@example.no")
    provider.claims["email_verified"] = False
    assert sign_in(page_for("anonymous")).url.endswith("/logg-inn/")
    assert not SocialAccount.objects.exists()


def test_a_secretary_is_still_asked_for_the_second_factor(page_for, provider):
    factories.viewer("secretary")
    provider.claims["email"] = User.objects.get().email
    assert sign_in(page_for("anonymous")).url.endswith("/min-side/innlogging/")


def test_who_turns_around_there_is_met_with_a_plain_sentence(page_for, provider):
    provider.refuses = "access_denied"
    page = sign_in(page_for("anonymous"))
    assert page.url.endswith("/logg-inn/")
    assert "Du snudde i døra." in said(page)


def test_it_is_said_in_english_to_those_who_came_in_english(page_for, provider):
    provider.refuses = "access_denied"
    page = sign_in(page_for("anonymous"), at="/en/logg-inn/", name="Sign in with Microsoft")
    assert page.url.endswith("/en/logg-inn/")
    assert "You turned around at the door." in said(page)


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/token", "/keys", "/userinfo"])
def test_a_provider_that_breaks_down_ends_on_our_page(page_for, provider, path):
    factories.UserFactory(email="kari@example.no")
    provider.broken.add(path)
    page = sign_in(page_for("anonymous"))
    assert (page.url.endswith("/logg-inn/"), FAILED in said(page)) == (True, True)


def test_a_provider_that_is_not_there_ends_on_our_page(page_for, provider):
    provider.close()
    assert FAILED in said(sign_in(page_for("anonymous")))


def test_an_error_of_the_provider_ends_on_our_page(page_for, provider):
    provider.refuses = "server_error"
    assert FAILED in said(sign_in(page_for("anonymous")))


def test_a_token_signed_by_somebody_else_lets_nobody_in(page_for, provider):
    factories.UserFactory(email="kari@example.no")
    provider.signs_with = new_key()
    assert FAILED in said(sign_in(page_for("anonymous")))
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("query", ["?code=c&state=guessed", "?code=c", ""])
def test_an_answer_nobody_asked_for_lets_nobody_in(page_for, provider, query):
    page = page_for("anonymous")
    page.goto(f"/oidc/oidc/login/callback/{query}")
    assert (page.url.endswith("/logg-inn/"), FAILED in said(page)) == (True, True)
