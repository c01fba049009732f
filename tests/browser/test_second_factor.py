"""Passkeys and code apps in a real browser: nothing of this shows in a test client."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache

from sterke.core.models import OutgoingMail
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def fresh_cache():
    cache.clear()


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()


def mailed_code(user):
    mail = OutgoingMail.objects.filter(to=user.email, purpose="sign_in").latest("pk")
    return re.search(r"\b\d{4}-\d{4}\b", mail.text).group()


def sign_in_by_mail(page, user):
    page.goto("/logg-inn/")
    page.locator("[name=email]").fill(user.email)
    press(page, "Send meg en kode")
    page.locator("[name=code]").fill(mailed_code(user))
    press(page, "Logg inn")


def app_code(secret, *, ahead=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead))


def with_passkey_reader(page):
    """A phone that always says yes, plugged into the browser."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_secretary_sets_up_a_code_app_and_signs_in_with_it(page_for):
    user = factories.viewer("secretary")
    page = page_for("anonymous")
    sign_in_by_mail(page, user)
    assert page.url.endswith("/min-side/innlogging/")
    page.locator("a[href$='/innlogging/app/']").click()
    square = page.locator(".qr svg")
    square.wait_for()
    assert min(square.bounding_box()["width"], square.bounding_box()["height"]) > 100
    secret = page.locator("section code").inner_text()
    page.locator("[name=code]").fill(app_code(secret))
    page.locator("main form[method=post] button").first.click()
    page.wait_for_url("**/reservekoder/")
    assert page.locator(".codes code").count() == 10
    recovery = page.locator(".codes code").first.inner_text()

    cache.clear()  # the same code of the app works once; a day later it is another
    for code in (app_code(secret), recovery):
        again = page_for("anonymous")
        sign_in_by_mail(again, user)
        assert again.url.endswith("/logg-inn/to-trinn/")
        again.locator("[name=code]").fill("000000")
        press(again, "Logg inn")
        assert again.locator(".ds-error-summary").is_visible()
        again.locator("[name=code]").fill(code)
        press(again, "Logg inn")
        again.goto("/skrivebord/")
        assert again.url.endswith("/skrivebord/")
        assert again.problems == []
    assert page.problems == []


def test_a_passkey_is_made_and_signs_in(page_for):
    user = factories.viewer("member")
    page = page_for("anonymous")
    with_passkey_reader(page)
    sign_in_by_mail(page, user)
    page.goto("/min-side/innlogging/nokler/ny/")
    page.locator("[name=name]").fill("Telefonen")
    page.locator("[name=passwordless]").check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(lambda url: not url.endswith("/ny/"))
    assert Authenticator.objects.get(user=user, type="webauthn").wrap().name == "Telefonen"

    page.context.clear_cookies()
    page.goto("/logg-inn/")
    page.locator("#passkey_login").click()
    page.wait_for_url("**/min-side/")
    assert page.problems == []


def test_signing_out_elsewhere_ends_the_other_browser_and_not_this_one(page_for):
    user = factories.viewer("member")
    here, there = page_for("anonymous"), page_for("anonymous")
    for page in (here, there):
        sign_in_by_mail(page, user)
        page.goto("/min-side/okter/")
    here.reload()
    assert here.locator("tbody tr").count() == 2
    press(here, "Logg ut alle andre steder")
    here.goto("/min-side/okter/")
    assert here.locator("tbody tr").count() == 1
    there.goto("/min-side/okter/")
    assert "/logg-inn/" in there.url
    assert here.problems + there.problems == []
