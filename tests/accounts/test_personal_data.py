"""J-cases: one's own data, erasure, consent, time limits."""

import datetime
import io
import json
import zipfile

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sterke.accounts import actions, retention
from sterke.accounts.models import Consent, Erasure, User
from sterke.accounts.purposes import PURPOSES
from sterke.core import activity, links
from sterke.core.models import Activity, OnceKey, OutgoingMail, SignedLink
from sterke.core.outbox import Letter, post
from sterke.directory.models import Person
from sterke.membership.models import Membership
from tests import factories

pytestmark = pytest.mark.django_db
CANARY = "Kanari Fuglesang"


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA = tmp_path


@pytest.fixture
def person():
    user = factories.viewer("main_contact")
    User.objects.filter(pk=user.pk).update(name=CANARY, email="kanari@example.no")
    Person.objects.filter(user=user).update(name=CANARY)
    user = User.objects.get(pk=user.pk)
    factories.ContactDetailsFactory(person=user.person, value="kanari@privat.example.no")
    company = user.person.roles.get().organisation
    activity.record("organisation.edited", company, by=user, changes={"kontakt": ["", CANARY]})
    activity.record("role.added", user.person.roles.get(), by=factories.viewer("secretary"), about=[user.person])
    post(Letter("Hei", [f"Hei {CANARY}"]), to=user.email, key="k1", purpose="test")
    post(Letter("Om noen", [f"{CANARY} slutter"]), to="andre@example.no", key="k2", purpose="test")
    links.make("invitation", user.person.roles.get(), holder=user.email)
    return user


def everything() -> str:
    rows = [*Activity.objects.values(), *OutgoingMail.objects.values(), *SignedLink.objects.values()]
    rows += [*User.objects.values(), *Person.objects.values(), *Consent.objects.values()]
    return json.dumps(rows, default=str, ensure_ascii=False)


def confirmed(client: Client) -> Client:
    client.post(reverse("account_reauthenticate"), {"next": "/"})
    code = client.session["confirm_code"]["code"]
    assert client.post(reverse("account_reauthenticate"), {"code": code, "next": "/"}).status_code == 302
    return client


@pytest.mark.parametrize(
    "name", ["accounts:download_my_data", "accounts:erase_me", "accounts:change_address", "mfa_activate_totp"]
)
def test_a8_sensitive_pages_ask_again(client_for, name):
    client = client_for("member")
    answer = client.get(reverse(name))
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_reauthenticate"))
    assert confirmed(client).get(reverse(name)).status_code == 200


def test_a_wrong_confirmation_code_three_times_kills_it(client_for):
    client = client_for("member")
    client.post(reverse("account_reauthenticate"), {"next": "/"})
    code = client.session["confirm_code"]["code"]
    for _ in range(3):
        client.post(reverse("account_reauthenticate"), {"code": "0", "next": "/"})
    client.post(reverse("account_reauthenticate"), {"code": code, "next": "/"})
    assert client.get(reverse("accounts:download_my_data")).status_code == 302


def test_the_download_holds_what_every_room_keeps(person, client_for):
    answer = confirmed(client_for(person)).get(reverse("accounts:download_my_data"))
    data = json.loads(zipfile.ZipFile(io.BytesIO(answer.content)).read("data.json"))
    assert {"accounts", "core", "directory"} <= set(data)
    assert CANARY in json.dumps(data, ensure_ascii=False)


def test_the_firms_account_that_opens_the_door_is_in_the_download_and_goes_with_the_person(person, client_for):
    SocialAccount.objects.create(user=person, provider="oidc", uid=CANARY)
    client = confirmed(client_for(person))

    answer = client.get(reverse("accounts:download_my_data"))
    data = json.loads(zipfile.ZipFile(io.BytesIO(answer.content)).read("data.json"))
    assert [row["uid"] for row in data["accounts"]["signs_in_with"]] == [CANARY]
    client.post(reverse("accounts:erase_me"), {"sure": "on"})

    assert SocialAccount.objects.count() == 0


def test_j1_erasure_leaves_the_person_nowhere_and_counts_whole(person, client_for):
    client = confirmed(client_for(person))
    before = (Person.objects.count(), Membership.objects.count_on(timezone.localdate()), Activity.objects.count())
    assert client.post(reverse("accounts:erase_me"), {"sure": "on"}).status_code == 302
    text = everything()
    assert CANARY not in text
    assert "kanari@" not in text
    after = (Person.objects.count(), Membership.objects.count_on(timezone.localdate()), Activity.objects.count())
    assert after[:2] == before[:2]
    assert after[2] >= before[2]
    assert client.get(reverse("accounts:my_data")).status_code == 302
    assert not OutgoingMail.objects.filter(state="queued", to="slettet@erased.invalid").exists()


def test_erasure_needs_the_box_ticked(person, client_for):
    confirmed(client_for(person)).post(reverse("accounts:erase_me"), {})
    assert User.objects.filter(pk=person.pk).exists()


def test_only_oneself_and_the_secretariat_erase(person):
    for who in ("board", "member"):
        with pytest.raises(PermissionDenied):
            actions.erase(actions.individual_of(person), by=factories.viewer(who), reason="x")
    actions.erase(actions.individual_of(person), by=factories.viewer("secretary"), reason="asked by mail")
    assert not User.objects.filter(pk=person.pk).exists()


def test_a_namesake_keeps_their_history(person):
    other = factories.UserFactory(name=CANARY)
    activity.record("account.readdressed", other, by=other)
    actions.erase(actions.individual_of(person), by=person, reason="x")
    assert Activity.objects.get(verb="account.readdressed").actor == CANARY


def test_a_restored_backup_applies_erasures_again(person, settings, django_capture_on_commit_callbacks):
    pk, person_pk = person.pk, person.person.pk
    with django_capture_on_commit_callbacks(execute=True):
        actions.erase(actions.individual_of(person), by=person, reason="x")
    assert "kanari" not in (settings.DATA / "erasures.txt").read_text()
    Erasure.objects.all().delete()
    User.objects.create(pk=pk, email="kanari@example.no", name=CANARY)
    Person.objects.filter(pk=person_pk).update(name=CANARY, user=pk, erased_at=None)
    assert actions.reapply_erasures() == 1
    assert CANARY not in everything()
    assert actions.reapply_erasures() == 0


def test_j4_no_consent_without_proof():
    whole = {"purpose": "newsletter", "text": "Ja takk", "text_version": "1", "how": "skjema", "ticked": True}
    for missing in ({"ticked": False}, {"text": " "}, {"text_version": ""}, {"how": ""}):
        with pytest.raises(ValidationError):
            actions.give_consent("a@example.no", **{**whole, **missing})
    actions.give_consent("A@example.no", **whole)
    assert actions.has_consent("a@example.no", "newsletter", "1")
    assert not actions.has_consent("a@example.no", "newsletter", "2")
    actions.withdraw_consent("a@example.no", purpose="newsletter", how="lenke")
    assert actions.withdraw_consent("a@example.no", purpose="newsletter", how="lenke") is None
    assert not actions.has_consent("a@example.no", "newsletter", "1")
    assert Consent.objects.count() == 2


def test_j2_dry_run_equals_run_and_a_second_run_does_nothing(capsys):
    long_ago = timezone.now() - datetime.timedelta(days=400)
    for n in range(3):
        post(Letter("Hei", ["Hei"]), to="a@example.no", key=f"m{n}", purpose="sign_in" if n else "test")
        OnceKey.objects.create(key=str(n), created_at=long_ago)
    OutgoingMail.objects.update(created_at=long_ago, state="sent")
    post(Letter("Ny", ["Ny"]), to="b@example.no", key="ny", purpose="test")
    dry = list(retention.keep_time_limits(dry_run=True))
    assert OutgoingMail.objects.exclude(text="").count() == 4
    assert list(retention.keep_time_limits()) == dry
    assert sum(count for *_rest, count in dry) == 6
    assert OutgoingMail.objects.exclude(text="").count() == 1
    call_command("retention", "--dry-run")
    assert all(line.endswith(": 0") for line in capsys.readouterr().out.strip().splitlines())


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_record_of_processing_names_every_purpose(language):
    page = Client().get(f"{language}/personvern/").content.decode()
    assert all(f'id="{purpose.key}"' in page for purpose in PURPOSES)


def test_a_new_address_is_confirmed_from_its_own_mailbox_and_the_old_one_is_told(client_for, letters):
    user = factories.UserFactory(email="gammel@example.no")
    client = confirmed(client_for(user))
    client.post(reverse("accounts:change_address"), {"email": "Ny@example.no"})
    word = next(w for w in letters()[-1].text.split() if "/min-side/e-post/" in w)
    path = word.removeprefix("http://localhost:8000")
    assert client.get(path).status_code == 200
    assert client_for("member").post(path).status_code == 404
    assert client.post(path).status_code == 302
    user.refresh_from_db()
    assert user.email == "ny@example.no"
    assert letters()[-1].to == "gammel@example.no"
    assert client.post(path).status_code == 410


def test_a_taken_address_gets_no_mail_and_the_asker_is_not_told(client_for, letters):
    taken = factories.UserFactory()
    client = confirmed(client_for("member"))
    answer = client.post(reverse("accounts:change_address"), {"email": taken.email})
    assert 'role="status"' in answer.content.decode()
    assert [mail for mail in letters() if mail.to == taken.email] == []
