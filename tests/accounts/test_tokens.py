"""Personal tokens: made after proving who one is, shown once, kept as a hash, over when they should be."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from sterke.accounts import actions, retention, tokens
from sterke.accounts.models import Token, User
from sterke.core.models import Activity, OutgoingMail
from tests import factories
from tests.accounts.test_personal_data import confirmed
from tests.asking import asking_as, token_of

pytestmark = pytest.mark.django_db
NEW = {"name": "Intranettet", "days": "90", "once": "k1"}


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA = tmp_path


def ask(token: str, scheme="Bearer"):
    return Client(headers={"authorization": f"{scheme} {token}"}).get("/api/me")


def shown(page) -> str:
    return page.context["token"]


def test_a_token_is_shown_once_and_only_its_hash_is_kept(client_for):
    client = confirmed(client_for("member"))
    page = client.post(reverse("accounts:make_token"), NEW)
    token = shown(page)
    assert token.startswith("7s_")
    assert page.headers["Cache-Control"] == "no-store, private"
    assert ask(token).json()["token"] == "Intranettet"
    row = Token.objects.get()
    assert token not in " ".join(str(value) for value in Token.objects.values_list().get())
    assert row.start == token[:8]
    later = client.get(reverse("accounts:tokens")).content.decode()
    assert "Intranettet" in later
    assert token not in later


def test_the_same_form_sent_twice_makes_one(client_for):
    client = confirmed(client_for("member"))
    client.post(reverse("accounts:make_token"), NEW)
    assert client.post(reverse("accounts:make_token"), NEW).url == reverse("accounts:tokens")
    assert Token.objects.count() == 1


def test_nobody_makes_one_without_proving_who_they_are(client_for):
    assert client_for("member").post(reverse("accounts:make_token"), NEW).status_code == 302
    assert not Token.objects.exists()


def test_a_nameless_token_is_refused_beside_the_field(client_for):
    page = confirmed(client_for("member")).post(reverse("accounts:make_token"), {**NEW, "name": " "})
    assert page.status_code == 422
    assert page.context["form"].errors["name"]


def test_the_owner_gets_a_mail_and_the_history_a_line_and_neither_tells_the_token(client_for, letters):
    client = confirmed(client_for("member"))
    token = shown(client.post(reverse("accounts:make_token"), NEW))
    mail = letters()[-1]
    assert (mail.to, mail.subject) == (client.user.email, "En ny API-nøkkel")
    told = [*OutgoingMail.objects.values_list("text", "html"), *Activity.objects.values_list("verb", "details")]
    assert ("token.made", {}) in told
    assert token not in str(told)


def test_twenty_at_once_are_the_most():
    user = factories.viewer("member")
    for _ in range(tokens.MOST):
        token_of(user)
    with pytest.raises(ValidationError):
        token_of(user)


def test_nobody_makes_or_ends_a_token_of_another():
    user, secretary = factories.viewer("member"), factories.viewer("secretary")
    with pytest.raises(PermissionDenied):
        tokens.make_token(user, name="x", days=30, by=secretary)
    token_of(user)
    with pytest.raises(PermissionDenied):
        tokens.end_token(Token.objects.get(), by=secretary)


def test_what_opens_nothing_is_told_why_and_is_never_taken_for_a_visitor(clock):
    user = factories.viewer("member")
    ended, closed, ran_out = token_of(user), token_of(factories.viewer("member")), token_of(user)
    tokens.end_token(Token.objects.get(fingerprint=tokens.fingerprint_of(ended)), by=user)
    User.objects.filter(tokens__fingerprint=tokens.fingerprint_of(closed)).update(is_active=False)
    told = {word: ask(token) for word, token in {"ended": ended, "closed": closed, "not known": "7s_x"}.items()}
    clock.shift(timedelta(days=31))
    told["2026-12-23"] = ask(ran_out)
    told["not known here"] = Client(headers={"authorization": f"Basic {ran_out}"}).get("/api/networks")
    assert {
        word: (answer.status_code, word in answer.json()["detail"]) for word, answer in told.items()
    } == dict.fromkeys(told, (401, True))


def test_a_token_in_the_address_opens_nothing():
    token = token_of(factories.viewer("member"))
    assert Client().get("/api/me", {"token": token}).status_code == 422


def test_a_token_writes_nothing_and_opens_no_page():
    client = asking_as(factories.viewer("secretary"))
    assert client.get("/skrivebord/").status_code == 302
    assert client.post("/api/me").status_code == 405


def test_its_use_is_noted_once_a_day(clock, django_assert_num_queries):
    token = token_of(factories.viewer("member"))
    ask(token)
    row = Token.objects.get()
    assert str(row.used_on) == "2026-11-23"
    Token.objects.update(used_on=row.used_on, name="uendret")
    clock.shift(timedelta(hours=20))
    ask(token)
    assert str(Token.objects.get().used_on) == "2026-11-24"


@pytest.mark.parametrize("act", [actions.disable_account, actions.sign_out_everywhere])
def test_a_closed_or_lost_account_loses_its_tokens(act):
    user = factories.viewer("member")
    token = token_of(user)
    act(user, by=factories.viewer("secretary"))
    User.objects.filter(pk=user.pk).update(is_active=True)
    assert ask(token).status_code == 401


def test_they_are_in_the_copy_of_ones_data_and_go_with_the_person():
    user = factories.viewer("member")
    token_of(user)
    individual = actions.individual_of(user)
    data = actions.house.data_of["accounts"](individual)
    assert [row["name"] for row in data["api_tokens"]] == ["prøve"]
    assert "fingerprint" not in data["api_tokens"][0]
    actions.erase(individual, by=user, reason="own request")
    assert not Token.objects.exists()


def test_a_month_after_its_end_a_token_is_forgotten(clock):
    user = factories.viewer("member")
    token_of(user)
    token_of(user, days=365)
    clock.shift(timedelta(days=61))
    list(retention.keep_time_limits())
    assert Token.objects.count() == 1


def test_the_secretariat_is_told_what_its_tokens_open(client_for):
    page = client_for("secretary").get(reverse("accounts:tokens")).content.decode()
    assert "nesten alt i huset" in page
    assert "nesten alt i huset" not in client_for("member").get(reverse("accounts:tokens")).content.decode()
