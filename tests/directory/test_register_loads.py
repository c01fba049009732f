"""Many units of the register at once: found, looked through, ticked, taken in; and stored answers uploaded."""

import json
from datetime import timedelta

import pytest
import stamina
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from sterke.core import fetch
from sterke.core.house import house
from sterke.core.models import Activity
from sterke.directory.models import Organisation, RegisterLoad
from tests import factories as make
from tests.core.service import Service
from tests.directory.register import SILENCES, STORED, page, says, stored, unit

says_body = lambda document: json.dumps(document).encode()  # noqa: E731
pytestmark = pytest.mark.django_db


@pytest.fixture
def service(monkeypatch):
    service = Service(says(unit()))
    monkeypatch.setattr(fetch, "WIRE", service.wire())
    with stamina.set_testing(True):
        yield service
    service.close()


@pytest.fixture
def secretary(client_for):
    return client_for("secretary")


def upload(client, *files):
    sent = [SimpleUploadedFile(name, data) for name, data in files]
    return client.post(reverse("directory:upload_answers"), {"answers": sent}, follow=True)


def load_page(load):
    return reverse("directory:register_load", args=[load.pk])


def test_every_stored_answer_is_shown_or_refused_with_its_name(secretary):
    stored("enheter-search-response.json")
    for file in sorted(STORED.glob("*.json")):
        answer = upload(secretary, (file.name, file.read_bytes()))
        assert answer.status_code in {200, 422}
        if answer.status_code == 422:
            assert file.name in answer.content.decode()
    assert Organisation.objects.count() == 0


def test_what_is_ticked_comes_in_unseen_by_members_and_with_history(secretary):
    upload(secretary, ("sok.json", says_body(page(unit(), unit("976030788", navn="SMIA AS")))))
    load = RegisterLoad.objects.get()
    first, second = load.units.order_by("name")

    secretary.post(
        reverse("directory:take_in", args=[load.pk]), {"shown": f"{first.pk},{second.pk}", "unit": [first.pk]}
    )

    company = Organisation.objects.get()
    assert (company.org_number, company.visibility) == (first.org_number, "secretariat")
    assert not company.memberships.exists()
    load.refresh_from_db()
    assert (load.state, load.outcome) == ("done", {"created": 1})
    assert Activity.objects.filter(verb="load.taken").count() == 1


def test_a_double_click_takes_in_once(secretary):
    upload(secretary, ("sok.json", says_body(page(unit()))))
    load = RegisterLoad.objects.get()
    ticks = {"shown": str(load.units.get().pk), "unit": [load.units.get().pk]}

    for _click in range(2):
        assert secretary.post(reverse("directory:take_in", args=[load.pk]), ticks).status_code == 302

    assert Organisation.objects.count() == 1


def test_the_known_and_the_closed_are_told_apart_and_not_ticked(secretary):
    make.OrganisationFactory(org_number="923609016")
    upload(
        secretary,
        (
            "sok.json",
            says_body(page(unit(), unit("976030788", navn="BORTE AS", slettedato="2020-05-17"), unit("910001010"))),
        ),
    )

    groups = {row.org_number: (row.get_group_display(), row.ticked) for row in RegisterLoad.objects.get().units.all()}
    assert groups["923609016"] == ("finnes i registeret", False) or not groups["923609016"][1]
    assert not groups["976030788"][1]
    assert groups["910001010"][1]


def test_nothing_ticked_is_said_and_nothing_comes_in(secretary):
    upload(secretary, ("sok.json", says_body(page(unit()))))
    load = RegisterLoad.objects.get()

    answer = secretary.post(
        reverse("directory:take_in", args=[load.pk]), {"shown": str(load.units.get().pk)}, follow=True
    )

    assert "Kryss av" in answer.content.decode()
    assert Organisation.objects.count() == 0
    assert RegisterLoad.objects.get().state == "preview"


def test_a_search_shows_who_was_found(secretary, service):
    place = make.MunicipalityCodeFactory(code="3401").municipality
    service.answers = [says(page(unit()))]

    answer = secretary.post(
        reverse("directory:register_loads"), {"municipality": place.pk, "industry": "C"}, follow=True
    )

    assert "RÅSTOFF AS" in answer.content.decode()
    assert RegisterLoad.objects.get().units.get().ticked


def test_more_hits_than_the_register_shows_is_said(secretary, service):
    place = make.MunicipalityCodeFactory(code="3401").municipality
    service.answers = [says(page(unit(), total=12_345))]

    answer = secretary.post(reverse("directory:register_loads"), {"municipality": place.pk})

    assert answer.status_code == 422
    assert RegisterLoad.objects.count() == 0


def test_an_empty_search_is_said(secretary, service):
    place = make.MunicipalityCodeFactory(code="3401").municipality
    service.answers = [says(page())]

    answer = secretary.post(reverse("directory:register_loads"), {"municipality": place.pk})

    assert answer.status_code == 422
    assert RegisterLoad.objects.count() == 0


@pytest.mark.parametrize("silence", SILENCES)
def test_a_silent_register_is_said_and_changes_nothing(silence, secretary, service):
    place = make.MunicipalityCodeFactory(code="3401").municipality
    service.answers = [SILENCES[silence]]

    answer = secretary.post(reverse("directory:register_loads"), {"municipality": place.pk})

    assert answer.status_code == 422
    assert "svarer ikke" in answer.content.decode()
    assert RegisterLoad.objects.count() == 0


def test_a_load_nobody_has_finished_stands_on_the_desk_and_is_forgotten_after_thirty_days(secretary):
    upload(secretary, ("sok.json", says_body(page(unit()))))
    load = RegisterLoad.objects.get()
    assert load_page(load) in secretary.get("/skrivebord/").content.decode()
    forget = next(rule.remove for rule in house.keepings if rule.remove.__name__ == "forget_loads")
    assert forget(False) == 0

    RegisterLoad.objects.update(created_at=timezone.now() - timedelta(days=31))

    assert (forget(True), load.units.count()) == (1, 1)
    assert (forget(False), load.units.count()) == (1, 0)
    assert load_page(load) not in secretary.get("/skrivebord/").content.decode()
