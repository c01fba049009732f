"""What a copy of one's data leaves out, and what it says of when one was told (trust.md J3)."""

import json
from datetime import timedelta

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from sterke.accounts import actions, copies
from sterke.core import activity
from sterke.core.house import Individual
from sterke.core.models import OutgoingMail
from sterke.core.outbox import Letter, post
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    row = make.PersonFactory(name="Kari Eksempel")
    make.ContactDetailsFactory(person=row, kind="email", value="kari@example.no")
    return row


def whole(person):
    return actions.complete(Individual(name=person.name, person_id=person.pk))


def text_of(person):
    return json.dumps(copies.own_data(whole(person)), cls=DjangoJSONEncoder, ensure_ascii=False)


def test_j3_others_are_masked_in_mails_and_history_and_oneself_is_not(person):
    other = make.PersonFactory(name="Ola Nabo")
    post(Letter("Hei Kari Eksempel", ["Ola Nabo (ola@example.no) slutter"]), to="kari@example.no", key="k", purpose="t")
    activity.record("role.added", other, by=make.viewer("secretary"), about=[person])

    text = text_of(person)

    assert "Ola Nabo" not in text
    assert "ola@example.no" not in text
    assert "[noen andre]" in text
    assert "Hei Kari Eksempel" in text
    assert "kari@example.no" in text


def test_j3_a_namesakes_name_is_ones_own_and_stays(person):
    make.PersonFactory(name="KARI EKSEMPEL")

    assert "Kari Eksempel" in text_of(person)


def test_a_person_who_never_heard_from_us_was_not_told(person):
    post(Letter("Hei", ["Hei"]), to="kari@example.no", key="k", purpose="t")

    assert copies.told_at(whole(person)) is None


def test_the_first_mail_that_left_is_the_day_one_was_told(person):
    first = timezone.now() - timedelta(days=9)
    for key, sent_at in (("a", first), ("b", timezone.now())):
        post(Letter("Hei", ["Hei"]), to="kari@example.no", key=key, purpose="t")
        OutgoingMail.objects.filter(key=key).update(state="sent", sent_at=sent_at)

    assert copies.told_at(whole(person)) == first


def test_an_invitation_counts_after_the_mail_itself_is_forgotten(person):
    activity.record("person.invited", person, by=make.viewer("secretary"))

    assert copies.told_at(whole(person)) is not None


def test_j3_texts_that_name_a_person_are_found_for_somebody_to_judge(person, client_for):
    company = make.OrganisationFactory(name="Stål AS", about="Ring kari eksempel på lageret.")
    make.OrganisationFactory(about="Ingen her.")

    assert [(m.row, m.url) for m in copies.mentions_of(whole(person))] == [("Stål AS", company.get_absolute_url())]
    page = client_for("secretary").get(f"/folk/{person.pk}/?tekst=1").content.decode()
    assert "Stål AS" in page
    assert "Ikke orientert ennå" in page
