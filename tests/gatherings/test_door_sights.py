"""What a device at the door tells over HTTP: noted once, whatever it sends and however often; strangers are refused."""

import datetime
import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sterke.core import links
from sterke.core.models import SignedLink
from sterke.gatherings.models import CheckIn, Registration
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def gathering():
    return make.GatheringFactory(open=True, day=timezone.localdate())


@pytest.fixture
def token(gathering):
    return links.make("gathering_door", gathering, single_use=False)


@pytest.fixture
def tell(token, client):
    def post(*sights, now=None, **facts):
        body = {"now": now or ms(), "device": "Porten", "sights": list(sights)} | facts
        return client.post(reverse("gatherings:door_sights", args=[token]), body, content_type="application/json")

    return post


def ms(minutes_ago=0):
    return int((timezone.now() - datetime.timedelta(minutes=minutes_ago)).timestamp() * 1000)


def sight(code, minutes_ago=1, **facts):
    return {"code": code, "at": ms(minutes_ago), "in": True} | facts


def test_who_was_seen_is_noted_with_the_name_of_the_device(gathering, tell):
    row = make.RegistrationFactory(gathering=gathering)
    answer = tell(sight(row.code)).json()
    assert answer["noted"] == [{"code": row.code, "in": True, "gone": False}]
    assert (row.check_in.present, row.check_in.by) == (True, "Porten")


def test_whoever_manages_it_is_named_when_they_stand_at_the_door(gathering, token, client_for):
    row, secretary = make.RegistrationFactory(gathering=gathering), client_for("secretary")
    body = {"now": ms(), "sights": [sight(row.code)]}
    secretary.post(reverse("gatherings:door_sights", args=[token]), body, content_type="application/json")
    assert row.check_in.by == str(secretary.user)


def test_a_clock_that_is_two_hours_slow_is_put_right(gathering, tell):
    row = make.RegistrationFactory(gathering=gathering)
    tell({"code": row.code, "at": ms(130), "in": True}, now=ms(120))
    assert abs(row.check_in.at - (timezone.now() - datetime.timedelta(minutes=10))) < datetime.timedelta(seconds=20)


def test_a_clock_of_another_century_still_lets_them_in(gathering, tell):
    row = make.RegistrationFactory(gathering=gathering)
    assert "code" in tell({"code": row.code, "at": 0, "in": True}).json()["noted"][0]
    assert timezone.localdate(row.check_in.at) >= gathering.day - datetime.timedelta(days=1)


def test_a_walk_in_gets_the_code_the_device_made(gathering, tell):
    answer = tell(sight("device-made-code", name="Per <b>Ås</b>", company="Ås Mek")).json()
    assert answer["noted"][0]["code"] == "device-made-code"
    assert Registration.objects.get().name == "Per <b>Ås</b>"


def test_a_walk_in_without_a_name_is_nobody(tell):
    assert tell(sight("device-made-code", name="\u202e\u0000 ")).json()["noted"] == [{"why": "unknown"}]


def test_a_code_of_another_gathering_is_unknown_here(tell):
    other = make.RegistrationFactory()
    assert tell(sight(other.code)).json()["noted"] == [{"why": "unknown"}]
    assert not CheckIn.objects.exists()


def test_each_answer_stands_in_the_place_of_its_sight(gathering, tell):
    first, second = make.RegistrationFactory(gathering=gathering), make.RegistrationFactory(gathering=gathering)
    noted = tell(sight(first.code, 1), {"code": 7}, sight("nobody-by-this-1"), sight(second.code, 9)).json()["noted"]
    assert [each.get("code") or each["why"] for each in noted] == [first.code, "garbled", "unknown", second.code]


@pytest.mark.parametrize(
    "odd",
    [
        None, 7, "x", [], {}, {"code": "a-good-code-12", "at": "now", "in": True},
        {"code": "a-good-code-12", "at": True, "in": True}, {"code": "a-good-code-12", "at": 1, "in": 1},
        {"code": "short", "at": 1, "in": True}, {"code": "å" * 14, "at": 1, "in": True},
        {"code": "a-good-code-12", "at": 10**400, "in": True},
        {"code": "a-good-code-12", "at": 1, "in": True, "insteadOf": 5},
    ],
)  # fmt: skip
def test_a_sight_that_makes_no_sense_is_said_so_and_the_others_are_noted(gathering, tell, odd):
    row = make.RegistrationFactory(gathering=gathering)
    noted = tell(odd, sight(row.code)).json()["noted"]
    assert noted[0] == {"why": "garbled"}
    assert noted[1]["code"] == row.code


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"\xff\xfe", b"[]", b"null", b'"x"', b'{"now": 1}', b'{"now": 1, "sights": {}}', b"[" * 100_000,
        b'{"now": NaN, "sights": []}', b'{"now": "1", "sights": []}', b'{"now": 1e999, "sights": []}',
        b'{"now": ' + b"9" * 5000 + b', "sights": []}', json.dumps({"now": 1, "sights": [None] * 201}).encode(),
        b'{"now": 1, "sights": [], "x": "' + b"x" * 200_000 + b'"}',
    ],
)  # fmt: skip
def test_garbage_is_refused_as_a_whole(token, client, body):
    answer = client.post(reverse("gatherings:door_sights", args=[token]), body, content_type="application/json")
    assert (answer.status_code, answer.json()) == (400, {"door": "garbled"})


def test_words_of_any_length_and_kind_are_cut_and_tidied(tell):
    tell(sight("device-made-code", name="\ud800N\u0000avn" + "x" * 900, company={"a": 1}), device=["x"])
    row = Registration.objects.get()
    assert (row.name[:5], len(row.name), row.company_name) == ("Navnx", 200, "")


def test_without_the_key_against_forged_requests_nothing_is_noted(gathering, token):
    row, client = make.RegistrationFactory(gathering=gathering), Client(enforce_csrf_checks=True)
    address, body = reverse("gatherings:door_sights", args=[token]), {"now": ms(), "sights": [sight(row.code)]}
    assert client.post(address, body, content_type="application/json").status_code == 403
    key = client.get(reverse("gatherings:door_list", args=[token])).json()["token"]
    assert client.post(address, body, content_type="application/json", headers={"X-CSRFToken": key}).status_code == 200
    assert row.check_in.present


def test_a_closed_door_takes_nothing_and_says_so(gathering, token, tell):
    row = make.RegistrationFactory(gathering=gathering)
    SignedLink.objects.update(expires_at=timezone.now())
    answer = tell(sight(row.code))
    assert (answer.status_code, answer.json()) == (410, {"door": "closed", "reason": "expired"})
    assert not CheckIn.objects.exists()


@pytest.mark.parametrize("name", ["door_app", "door_list", "door_worker", "door_screen", "door_numbers"])
def test_a_link_that_was_tampered_with_is_not_there(token, client, name):
    assert client.get(reverse(f"gatherings:{name}", args=[token[:-2] + "xx"])).status_code == 404


def test_a_crowd_on_one_link_is_asked_to_wait(gathering, tell, monkeypatch):
    monkeypatch.setattr("sterke.gatherings.views.door.within_blocks", lambda *args, **kwargs: False)
    answer = tell(sight(make.RegistrationFactory(gathering=gathering).code))
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "20")


def test_tellings_are_counted_for_each_link(tell, clock, monkeypatch):
    monkeypatch.setattr("sterke.core.rates.BLOCK", 1)
    assert [tell().status_code for _each in range(13)] == [200] * 12 + [429]


def test_one_erased_meanwhile_is_counted_without_a_name(gathering, tell):
    row = make.RegistrationFactory(gathering=gathering)
    Registration.objects.filter(pk=row.pk).update(name="–", who=f"erased:{row.pk}", email="")
    assert tell(sight(row.code)).json()["noted"] == [{"code": row.code, "in": True, "gone": True}]
    assert Registration.objects.filter(gathering=gathering).came().count() == 1
