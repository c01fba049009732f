"""Asking with a body: the same checks and the same storing as without."""

import hashlib

import pytest
import stamina

from sterke.core import fetch
from sterke.core.fetch import FetchProblem
from sterke.core.models import FetchedResponse
from tests.core.service import Service, reply

URL = "https://data.ssb.no/api/pxwebapi/v2/tables/07459/data?lang=no"
BODY = b'{"selection": []}'


@pytest.fixture
def service():
    service = Service()
    with stamina.set_testing(True, attempts=3, cap=True):
        yield service
    service.close()


def test_the_body_is_sent_as_json_and_its_mark_stands_in_the_stored_address(service, db):
    row = fetch.post("ssb", URL, BODY, wire=service.wire())

    assert service.requests[0].startswith("POST /api/pxwebapi/v2/tables/07459/data?lang=no HTTP/1.1")
    assert "Content-Type: application/json" in service.requests[0]
    assert service.requests[0].endswith(BODY.decode())
    assert row.url == f"{URL}#{hashlib.sha256(BODY).hexdigest()}"


def test_answers_to_different_bodies_are_kept_apart(service, db):
    fetch.post("ssb", URL, BODY, wire=service.wire())
    fetch.post("ssb", URL, BODY + b" ", wire=service.wire())

    assert fetch.good_answers("ssb", fetch.address_of_post(URL, BODY)).count() == 1


def test_a_long_address_keeps_its_mark(service, db):
    row = fetch.post("ssb", f"{URL}&x={'y' * 3000}", BODY, wire=service.wire())
    assert row.url.endswith(hashlib.sha256(BODY).hexdigest())
    assert len(row.url) <= 2000


def test_a_busy_service_is_asked_again_with_the_same_body(service, db):
    service.answers = [reply("503 Unavailable"), reply()]
    fetch.post("ssb", URL, BODY, wire=service.wire())
    assert [request.endswith(BODY.decode()) for request in service.requests] == [True, True]


def test_e3_a_host_that_is_not_known_is_refused(service, db):
    with pytest.raises(FetchProblem) as problem:
        fetch.post("ssb", "https://a.example.com/", BODY, wire=service.wire())
    assert problem.value.reason == "address"
    assert service.requests == []


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other"])
def test_e3_a_redirect_that_drops_the_body_is_refused(service, db, status):
    service.answers = [reply(status, Location="/b"), reply()]
    with pytest.raises(FetchProblem) as problem:
        fetch.post("ssb", URL, BODY, wire=service.wire())
    assert problem.value.reason == "redirects"
    assert len(service.requests) == 1


def test_a_redirect_that_keeps_the_body_is_followed(service, db):
    service.answers = [reply("307 Temporary Redirect", Location="/b"), reply()]
    fetch.post("ssb", URL, BODY, wire=service.wire())
    assert service.requests[1].startswith("POST /b ")
    assert service.requests[1].endswith(BODY.decode())


def test_who_wants_to_hear_is_told_of_each_answer(service, db):
    service.answers = [reply("429 Too Many Requests", Retry_After="1"), reply(X_Ratelimit_Remaining="39")]
    heard = []
    fetch.get("ssb", URL, wire=service.wire(), heard=lambda answer: heard.append((answer.status, dict(answer.headers))))

    assert [status for status, _headers in heard] == [429, 200]
    assert heard[1][1]["x-ratelimit-remaining"] == "39"
    assert FetchedResponse.objects.count() == 2
