"""Saying yes twice, with proof; stopping with one click; nobody learns who subscribes (F7)."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from sterke.accounts.models import Consent
from sterke.accounts.retention import keep_time_limits
from sterke.core.models import Activity, OutgoingMail
from sterke.core.outbox import Letter, post
from sterke.publishing.newsletter import subscribing
from sterke.publishing.newsletter.models import Subscription

pytestmark = pytest.mark.django_db
ASK = "/nyhetsbrev/"


@pytest.fixture(autouse=True)
def nobody_asked_before():
    cache.clear()


def ask(email="grete@example.no", **extra):
    return Client().post(ASK, {"email": email}, **extra)


def link_in(mail) -> str:
    return re.search(r"(/nyhetsbrev/\w+/\S+)", mail.text).group(1)


def reader(email="grete@example.no", **fields):
    fields.setdefault("confirmed_at", timezone.now())
    return Subscription.objects.create(email=email, **fields)


def leave_address(row):
    return f"/nyhetsbrev/av/{subscribing.own_token(row)}/"


def queued(to, purpose="newsletter"):
    return post(Letter("Hei", ["Hei"]), to=to, key=f"{purpose} {to}", purpose=purpose, kind="bulk")


def test_whoever_asks_gets_a_letter_and_nothing_more_until_the_mailbox_says_yes():
    answer = ask()
    row = Subscription.objects.get()
    assert (answer.status_code, answer.url) == (302, f"{ASK}?sendt")
    assert not row.is_going
    assert not Consent.objects.exists()
    assert OutgoingMail.objects.get().kind == "service"


def test_looking_at_the_link_changes_nothing_and_pressing_the_button_says_yes_with_proof():
    ask()
    link = link_in(OutgoingMail.objects.get())
    assert Client().get(link).status_code == 200
    assert not Subscription.objects.get().is_going

    assert Client().post(link).status_code == 200
    proof = Consent.objects.get()
    assert Subscription.objects.get().is_going
    assert (proof.address, proof.purpose, proof.given) == ("grete@example.no", "newsletter", True)
    assert proof.text == subscribing.consent_text("nb")
    assert Activity.objects.filter(verb="subscription.confirmed").count() == 1


def test_the_link_says_yes_once():
    ask()
    link = link_in(OutgoingMail.objects.get())
    assert [Client().post(link).status_code for _ in range(2)] == [200, 410]
    assert Consent.objects.count() == 1


def test_asked_twice_only_the_newest_link_holds():
    ask()
    ask()
    first, second = [link_in(mail) for mail in OutgoingMail.objects.order_by("pk")]
    assert [Client().post(first).status_code, Client().post(second).status_code] == [410, 200]


def test_one_who_gets_it_already_has_the_same_answer_and_a_letter_that_says_so():
    reader()
    answers = [ask(), ask("ny@example.no")]
    assert [answer.url for answer in answers] == [f"{ASK}?sendt"] * 2
    known, _new = OutgoingMail.objects.order_by("pk")
    assert link_in(known).startswith("/nyhetsbrev/valg/")
    assert Client().get(link_in(known)).status_code == 200


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Grete+nyhet@Example.NO", "grete+nyhet@example.no"),
        ("grete@blåbær.no", "grete@xn--blbr-roah.no"),
        ("  grete@example.no ", "grete@example.no"),
    ],
)
def test_an_address_has_one_spelling(typed, stored):
    ask(typed)
    assert Subscription.objects.get().email == stored


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "grete",
        "a@b.no, c@d.no",
        "a@example.no\r\nBcc: b@example.no",
        "a" * 400 + "@example.no",
        "<b>@example.no",
        "\x00",
    ],
)
def test_what_is_no_address_is_told_beside_the_field_and_stores_nothing(typed):
    answer = Client().post(ASK, {"email": typed})
    assert answer.status_code == 422
    assert answer.context["form"].errors["email"]
    assert not Subscription.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_one_place_may_ask_five_times_an_hour_and_one_address_be_asked_three_times_a_day():
    codes = [ask(f"{n}@example.no").status_code for n in range(6)]
    assert codes == [302] * 5 + [429]
    cache.clear()
    for n in range(5):
        ask(REMOTE_ADDR=f"203.0.113.{n}")
    assert OutgoingMail.objects.filter(to="grete@example.no").count() == 3


def test_f7_the_mailbox_provider_posts_without_session_or_token_and_it_stops():
    row = reader()
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(leave_address(row), "List-Unsubscribe=One-Click", "application/x-www-form-urlencoded")
    row.refresh_from_db()
    assert answer.status_code == 200
    assert row.stopped_at
    assert list(Consent.objects.values_list("given", flat=True)) == [False]


def test_f7_a_scanner_that_follows_the_link_changes_nothing():
    row = reader()
    assert Client().get(leave_address(row)).status_code == 200
    row.refresh_from_db()
    assert row.is_going


def test_f7_once_more_is_once_and_a_tampered_link_does_nothing():
    row, other = reader(), reader("annen@example.no")
    assert [Client().post(leave_address(row)).status_code for _ in range(2)] == [200, 200]
    assert Consent.objects.count() == 1
    assert Client().post(leave_address(other)[:-3] + "xx/").status_code == 404
    assert Client().post(leave_address(other).replace("/av/", "/bekreft/")).status_code == 404
    other.refresh_from_db()
    assert other.is_going


def test_f5_what_waits_to_be_sent_to_one_who_stops_is_never_sent_and_service_mail_is():
    row = reader()
    letter, code, others = queued(row.email), queued(row.email, "sign_in"), queued("annen@example.no")
    Client().post(leave_address(row))
    for mail in (letter, code, others):
        mail.refresh_from_db()
    assert (letter.state, letter.error) == ("failed", subscribing.STOPPED)
    assert (code.state, others.state) == ("queued", "queued")


def test_the_page_of_ones_own_link_stops_and_begins_again():
    row = reader()
    address = f"/nyhetsbrev/valg/{subscribing.own_token(row)}/"
    Client().post(address, {"wants": "no", "language": "en"})
    row.refresh_from_db()
    assert (bool(row.stopped_at), row.language) == (True, "en")
    Client().post(address, {"wants": "yes", "language": "nb"})
    row.refresh_from_db()
    assert row.is_going
    assert list(Consent.objects.order_by("pk").values_list("given", flat=True)) == [False, True]


def test_a_choice_that_is_none_is_told_and_changes_nothing():
    row = reader()
    answer = Client().post(f"/nyhetsbrev/valg/{subscribing.own_token(row)}/", {"wants": "perhaps", "language": "xx"})
    row.refresh_from_db()
    assert (answer.status_code, row.is_going) == (422, True)


def test_a_reader_keeps_one_link_for_good():
    row = reader()
    assert subscribing.own_token(row) == subscribing.own_token(row)


def test_an_address_that_never_said_yes_is_forgotten_after_two_weeks():
    old = timezone.now() - timedelta(days=15)
    reader("stille@example.no", confirmed_at=None, created_at=old)
    reader(created_at=old)
    list(keep_time_limits())
    assert [row.email for row in Subscription.objects.all()] == ["grete@example.no"]
