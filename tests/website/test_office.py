from datetime import timedelta

import pytest
from django.forms.models import model_to_dict
from django.urls import reverse
from django.utils import timezone

from sterke.accounts.models import Consent
from sterke.core import activity
from sterke.core.models import Activity
from sterke.membership.models import Appointment
from tests import editorial
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def front_page(db):
    """The office opens on the pages."""
    editorial.home()


@pytest.mark.parametrize(
    ("viewer", "status"),
    [
        ("anonymous", 302),
        ("outsider", 404),
        ("member", 404),
        ("network_leader", 404),
        ("board", 404),
        ("secretary", 200),
    ],
)
@pytest.mark.parametrize("address", ["/kontoret/", "/kontoret/historikk/", "/kontoret/samtykker/"])
def test_the_office_is_the_secretariats(client_for, viewer, status, address):
    assert client_for(viewer).get(address).status_code == status


def test_the_account_in_the_offices_menu_is_the_one_of_the_house(client_for):
    assert client_for("secretary").get("/kontoret/account/").url == "/min-side/"
    assert client_for("board").get("/kontoret/account/").status_code == 404


@pytest.mark.parametrize("door", ["users/", "groups/", "sites/", "collections/", "password_reset/", "login/"])
def test_a3_no_door_in_the_office_leads_to_accounts_or_rights(client_for, door):
    assert client_for("secretary").get(f"/kontoret/{door}").status_code == 404


def test_the_office_menu_offers_no_users_and_groups(client_for):
    text = client_for("secretary").get("/kontoret/").content.decode()

    assert "/kontoret/historikk/" in text
    assert "/kontoret/users/" not in text
    assert "/kontoret/groups/" not in text


def test_history_is_read_in_sentences(client_for):
    activity.record("organisation.edited", make.OrganisationFactory(name="Bolt AS"), by=make.UserFactory())

    assert b"Bolt AS" in client_for("secretary").get("/kontoret/historikk/").content


@pytest.mark.parametrize("what", ["edit", "delete"])
def test_history_and_consents_are_not_changed_by_anybody(client_for, what):
    line = activity.record("organisation.edited", make.OrganisationFactory(), by=make.UserFactory())
    consent = Consent.objects.create(address="a@example.no", purpose="x", given=True, text="Ja", how="skjema")
    client = client_for("secretary")

    for viewset, row in (("history", line), ("consents", consent)):
        client.post(reverse(f"{viewset}:{what}", args=[row.pk]), {"verb": "annet", "purpose": "annet"})

    line.refresh_from_db()
    consent.refresh_from_db()
    assert (line.verb, consent.purpose) == ("organisation.edited", "x")
    assert Activity.objects.filter(pk=line.pk).exists()


def test_the_office_allows_no_inline_script_or_style(client_for):
    policy = client_for("secretary").get("/kontoret/")["Content-Security-Policy"]

    assert "unsafe" not in policy


@pytest.fixture
def appointment(client_for):
    client = client_for("secretary")
    return client, Appointment.objects.get(body__kind="secretariat", valid_to=None)


def test_nobody_ends_their_own_access_in_the_office(appointment):
    client, row = appointment
    yesterday = timezone.localdate() - timedelta(days=1)
    values = {name: value for name, value in model_to_dict(row).items() if value is not None}

    answer = client.post(f"/kontoret/office_appointment/edit/{row.pk}/", values | {"valid_to": yesterday.isoformat()})

    row.refresh_from_db()
    assert row.valid_to is None
    assert "din egen tilgang" in answer.content.decode()


@pytest.mark.parametrize("what", ["office_appointment", "office_body"])
def test_nobody_deletes_their_own_access_in_the_office(appointment, what):
    client, row = appointment
    key = row.pk if what == "office_appointment" else row.body_id

    answer = client.post(f"/kontoret/{what}/delete/{key}/", follow=True)

    assert Appointment.objects.filter(pk=row.pk).exists()
    assert "din egen tilgang" in answer.content.decode()
