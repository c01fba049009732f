"""Somebody in the register without an account asks for their data, by a link in a mail (J3)."""

import io
import json
import re
import zipfile

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from sterke.accounts import asking
from sterke.accounts.models import AccessRequest, Erasure
from sterke.accounts.retention import keep_time_limits
from sterke.core.models import Activity, OutgoingMail
from sterke.directory.models import Office, OfficeHolder
from tests import factories as make

pytestmark = pytest.mark.django_db
ASK = "/personvern/innsyn/"


@pytest.fixture(autouse=True)
def no_earlier_questions():
    cache.clear()


@pytest.fixture
def known():
    role = make.RoleFactory(person=make.PersonFactory(name="Grete Kjent"))
    make.ContactDetailsFactory(person=role.person, value="grete@example.no")
    return role.person


def ask(email="grete@example.no", **extra):
    return Client().post(ASK, {"email": email}, **extra)


def link() -> str:
    mail = OutgoingMail.objects.filter(purpose="own_data").latest("pk")
    return re.search(r"(/personvern/innsyn/\S+)", mail.text).group(1)


def test_known_and_unknown_get_the_same_answer_and_only_the_mailbox_knows(known):
    answers = [ask(), ask("ukjent@example.no")]
    pages = [Client().get(answer.url).content for answer in answers]
    assert [(a.status_code, a.url) for a in answers] == [(302, f"{ASK}?sendt")] * 2
    assert pages[0] == pages[1]
    assert list(OutgoingMail.objects.values_list("to", flat=True)) == ["grete@example.no"]
    assert AccessRequest.objects.count() == 1
    assert Activity.objects.filter(verb="access.asked").count() == 1


def test_capitals_are_the_same_address(known):
    ask("Grete@EXAMPLE.no")
    assert OutgoingMail.objects.get().to == "grete@example.no"


def test_an_account_holder_is_sent_to_sign_in_and_gets_no_link():
    user = make.UserFactory()
    ask(user.email)
    mail = OutgoingMail.objects.get()
    assert reverse("accounts:my_data") in mail.text
    assert ASK not in mail.text


def test_a_link_dies_when_its_holder_gets_an_account(known):
    ask()
    known.user = make.UserFactory(email="grete@example.no")
    known.save()
    assert Client().get(link()).url == reverse("accounts:my_data")
    assert Client().post(f"{link()}slett/", {"sure": "on"}).url == reverse("accounts:my_data")
    assert not Erasure.objects.exists()


def test_the_page_shows_what_there_is_and_the_copy_holds_it(known):
    ask()
    text = Client().get(link()).content.decode()
    assert "Grete Kjent" in text
    answer = Client().post(f"{link()}kopi/")
    data = json.loads(zipfile.ZipFile(io.BytesIO(answer.content)).read("data.json"))
    assert data["directory"][0]["name"] == "Grete Kjent"
    assert "no-store" in answer.headers["Cache-Control"]


def test_looking_erases_nothing_and_the_box_must_be_ticked(known):
    ask()
    assert Client().get(f"{link()}slett/").status_code == 200
    assert Client().post(f"{link()}slett/").status_code == 422
    known.refresh_from_db()
    assert known.name == "Grete Kjent"


def test_erasing_takes_the_person_the_request_and_the_link(known):
    ask()
    address = link()
    assert Client().post(f"{address}slett/", {"sure": "on"}).status_code == 200
    known.refresh_from_db()
    assert known.erased_at is not None
    assert Erasure.objects.get().reason == "own request by link"
    assert not AccessRequest.objects.filter(address="grete@example.no").exists()
    assert Client().get(address).status_code == 410
    assert "grete" not in str(list(Activity.objects.values())).lower()


@pytest.mark.parametrize("holds", ["post", "office"])
def test_whoever_holds_a_post_or_an_office_waits_for_a_person(known, client_for, holds):
    if holds == "post":
        make.AppointmentFactory(person=known)
    else:
        office = Office.objects.create(title="Ordfører", organisation=make.OrganisationFactory())
        OfficeHolder.objects.create(office=office, person=known)
    ask()
    answer = Client().post(f"{link()}slett/", {"sure": "on"})
    assert answer.context["done"] == "waits"
    known.refresh_from_db()
    assert known.erased_at is None
    request = AccessRequest.objects.waiting().get()
    desk = client_for("secretary").get(reverse("website:desk")).content.decode()
    assert reverse("accounts:access_request", args=[request.pk]) in desk


def test_an_address_two_people_share_opens_neither_and_waits_for_a_person(known):
    other = make.ContactDetailsFactory(value="grete@example.no", person=make.PersonFactory(name="Grete Annen")).person
    ask()
    text = Client().get(link()).content.decode()
    assert "Grete Kjent" not in text
    assert "Grete Annen" not in text
    Client().post(f"{link()}slett/", {"sure": "on"})
    assert AccessRequest.objects.waiting().exists()
    for person in (known, other):
        person.refresh_from_db()
        assert person.erased_at is None


def test_a_word_to_us_lands_on_the_desk_and_is_answered_by_mail(known, client_for):
    ask()
    address = link()
    assert Client().post(f"{address}skriv/", {"message": " "}).status_code == 422
    Client().post(f"{address}skriv/", {"message": "Tittelen er feil."})
    request, secretary = AccessRequest.objects.waiting().get(), client_for("secretary")
    page = reverse("accounts:access_request", args=[request.pk])
    assert "Tittelen er feil." in secretary.get(page).content.decode()
    assert secretary.post(page, {"text": "Rettet."}).url == reverse("website:desk")
    assert not AccessRequest.objects.waiting().exists()
    mail = OutgoingMail.objects.latest("pk")
    assert (mail.to, "Rettet." in mail.text) == ("grete@example.no", True)
    assert Activity.objects.filter(verb="access.answered").count() == 1
    with pytest.raises(ValidationError):
        asking.answer_request(request, text="Igjen", by=secretary.user)


@pytest.mark.parametrize("who", ["outsider", "member", "main_contact", "board"])
def test_nobody_else_answers(who):
    request = AccessRequest.objects.create(address="x@example.no")
    with pytest.raises(PermissionDenied):
        asking.answer_request(request, text="Hei", by=make.viewer(who))


def test_many_questions_from_one_place_are_stopped_with_a_word(known):
    answers = [ask(f"n{n}@example.no").status_code for n in range(6)]
    assert answers == [302] * 5 + [429]


def test_one_mailbox_is_not_flooded_and_nobody_is_told(known):
    answers = {ask(REMOTE_ADDR=f"203.0.113.{n}").status_code for n in range(5)}
    assert answers == {302}
    assert OutgoingMail.objects.count() == 3


def test_a_stale_or_foreign_link_shows_nothing(known, clock):
    ask()
    address = link()
    clock.shift(7 * 24 * 3600 + 1)
    assert Client().get(address).status_code == 410
    assert Client().get(f"{ASK}x/").status_code == 404


def test_old_requests_go_and_waiting_ones_stay(known, clock):
    ask()
    waits = AccessRequest.objects.create(address="y@example.no")
    asking.call_for_a_person(waits, wish="erase")
    clock.shift(366 * 24 * 3600)
    assert [count for purpose, _label, count in keep_time_limits() if purpose == "own_data"] == [1]
    assert list(AccessRequest.objects.all()) == [waits]
