"""The one outgoing client: caps, deadlines, types, retries, and what it keeps (trust.md E4)."""

import gzip
import hashlib
import time
import zlib

import pytest
import stamina

from sterke.core import fetch
from sterke.core.fetch import FetchProblem, Source
from sterke.core.models import FetchedResponse
from tests.core.service import Service, drip, reply

URL = "https://data.brreg.no/enhetsregisteret/api/enheter/923609016"


@pytest.fixture
def service():
    service = Service()
    yield service
    service.close()


@pytest.fixture(autouse=True)
def no_waiting():
    with stamina.set_testing(True, attempts=3, cap=True):
        yield


@pytest.fixture
def small(monkeypatch):
    """The source with a cap of 1,000 bytes and half a second."""
    monkeypatch.setitem(fetch.SOURCES, "brreg", Source(frozenset({"data.brreg.no"}), most_bytes=1000, seconds=0.5))


def refused(service, **options):
    with pytest.raises(FetchProblem) as problem:
        fetch.get("brreg", URL, wire=service.wire(), **options)
    return problem.value.reason


def test_an_answer_is_stored_as_it_came_with_hash_address_status_and_time(service, db, clock):
    body = b'{"navn":"R\xc3\xa5stoff AS"}'
    service.answers = [
        reply(body=body, Content_Type="application/vnd.brreg.enhetsregisteret.enhet.v2+json;charset=UTF-8")
    ]
    row = fetch.get("brreg", URL, params={"page": 0, "navn": "rå & søt"}, wire=service.wire())
    row.refresh_from_db()
    assert bytes(row.body) == body
    assert row.sha256 == hashlib.sha256(body).hexdigest()
    assert (row.source, row.status) == ("brreg", 200)
    assert row.url == f"{URL}?page=0&navn=r%C3%A5+%26+s%C3%B8t"
    assert row.content_type == "application/vnd.brreg.enhetsregisteret.enhet.v2+json"
    assert row.fetched_at.isoformat() == "2026-11-23T11:00:00+00:00"


def test_it_says_who_it_is_and_carries_no_cookie(service, db, settings):
    settings.DEFAULT_FROM_EMAIL = "post@sterke.example"
    service.answers = [reply("302 Found", Location="/b", Set_Cookie="id=1; Path=/"), reply()]
    fetch.get("brreg", URL, wire=service.wire())
    first, second = service.requests
    assert "User-Agent: sterke/" in first
    assert "post@sterke.example" in first
    assert "Host: data.brreg.no\r\n" in second
    assert "cookie" not in second.lower()


def test_a_proxy_in_the_environment_is_not_used(service, db, monkeypatch):
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "HTTP_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert fetch.get("brreg", URL, wire=service.wire()).status == 200


def test_a_packed_answer_is_unpacked(service, db):
    service.answers = [reply(body=gzip.compress(b'{"a": 1}'), Content_Encoding="gzip")]
    assert fetch.get("brreg", URL, wire=service.wire()).body == b'{"a": 1}'


@pytest.mark.parametrize("status", ["400 Bad Request", "404 Not Found", "410 Gone"])
def test_a_clear_no_comes_back_as_it_is_whatever_its_type(service, db, status):
    service.answers = [reply(status, b"<html>", Content_Type="text/html")]
    assert fetch.get("brreg", URL, wire=service.wire()).status == int(status[:3])
    assert len(service.requests) == 1


def test_e4_an_endless_body_is_cut(service, db, small):
    def endless(connection):
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
        while True:
            connection.sendall(b" " * 65536)

    service.answers = [endless]
    assert refused(service) == "size"
    assert not FetchedResponse.objects.exists()


@pytest.mark.parametrize(("packing", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress)])
def test_e4_a_bomb_is_cut_after_unpacking(service, db, small, packing, pack):
    service.answers = [reply(body=pack(b" " * 50_000_000), Content_Encoding=packing)]
    assert refused(service) == "size"


@pytest.mark.parametrize("packing", ["br", "zstd", "gzip, gzip", "gzip,deflate,gzip"])
def test_e4_packing_we_did_not_ask_for_is_refused(service, db, packing):
    service.answers = [reply(Content_Encoding=packing)]
    assert refused(service) == "type"


def test_broken_packing_is_refused(service, db):
    service.answers = [reply(body=b"not gzip at all", Content_Encoding="gzip")]
    assert refused(service) == "type"


def test_e4_a_slow_drip_ends_at_the_deadline(service, db, small):
    service.answers = [drip(20)]
    started = time.monotonic()
    assert refused(service) == "slow"
    assert time.monotonic() - started < 3


def test_e4_a_slow_drip_of_headers_ends_at_the_deadline(service, db, small):
    def write(connection):
        for letter in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 1000:
            connection.sendall(bytes([letter]))
            time.sleep(0.02)

    service.answers = [write]
    assert refused(service) == "slow"


def test_e4_a_service_that_says_nothing_ends_at_the_deadline(service, db, small):
    service.answers = [lambda connection: time.sleep(3)]
    assert refused(service) == "slow"


def test_a_name_service_that_hangs_ends_at_the_deadline(service, db, small):
    def hang():
        time.sleep(3)
        return []

    service.names["data.brreg.no"] = hang
    assert refused(service) == "slow"


@pytest.mark.parametrize("kind", ["text/html", "text/html; charset=utf-8", "application/octet-stream", "", "text/json"])
def test_e4_a_wrong_type_is_refused(service, db, kind):
    service.answers = [reply(body=b"<html>", Content_Type=kind)]
    assert refused(service) == "type"
    assert len(service.requests) == 1


def test_e4_a_huge_header_is_cut(service, db):
    service.answers = [reply(X_Huge="x" * 3_000_000)]
    assert refused(service) == "network"


def test_e4_a_certificate_for_another_name_is_refused(db):
    service = Service(names=("evil.example.com",))
    assert refused(service) == "tls"
    assert service.requests == []
    service.close()


def test_a_name_that_is_not_there_is_a_network_problem(service, db):
    service.names["data.brreg.no"] = []
    assert refused(service) == "network"


@pytest.mark.parametrize("status", ["429 Too Many Requests", "502 Bad Gateway", "503 Unavailable", "504 Timeout"])
def test_a_busy_service_is_asked_again(service, db, status):
    service.answers = [reply(status), reply(status), reply()]
    assert fetch.get("brreg", URL, wire=service.wire()).status == 200
    assert list(FetchedResponse.objects.order_by("pk").values_list("status", flat=True)) == [int(status[:3])] * 2 + [
        200
    ]


def test_a_service_that_stays_busy_is_left_after_some_tries(service, db):
    service.answers = [reply("503 Unavailable")]
    assert refused(service) == "status"
    assert len(service.requests) == 3


def test_a_broken_line_is_tried_again(service, db):
    service.answers = [lambda connection: connection.close(), reply()]
    assert fetch.get("brreg", URL, wire=service.wire()).status == 200


def test_an_error_of_its_own_is_not_asked_again(service, db):
    service.answers = [reply("500 Internal Server Error")]
    assert refused(service) == "status"
    assert len(service.requests) == 1


def test_in_a_hurry_there_is_one_try(service, db):
    service.answers = [reply("503 Unavailable")]
    assert refused(service, hurry=True) == "status"
    assert len(service.requests) == 1


def test_a_wait_longer_than_we_care_for_is_not_waited(service, db):
    service.answers = [reply("503 Unavailable", Retry_After="3600")]
    assert refused(service) == "status"
    assert len(service.requests) == 1


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("7", 7), ("Mon, 23 Nov 2026 11:00:20 GMT", 20), ("Mon, 23 Nov 2026 10:00:00 GMT", 0), ("soon", None), ("", None)],
)
def test_retry_after_is_read_as_seconds_or_a_date(header, seconds, clock):
    answer = fetch.Answer(URL, 503, "", b"", fetch.httpx2.Headers({"Retry-After": header}))
    assert fetch.wait_of(answer) == seconds


def test_the_wait_the_service_asks_for_is_the_wait_taken(service, db):
    service.answers = [reply("503 Unavailable", Retry_After="1"), reply()]
    with stamina.set_testing(False):
        started = time.monotonic()
        fetch.get("brreg", URL, wire=service.wire())
    assert time.monotonic() - started >= 1


def test_good_answers_are_the_whole_ones_of_that_address_newest_first(service, db, clock):
    service.answers = [reply(body=b'{"n": 1}'), reply(body=b'{"n": 2}'), reply("404 Not Found")]
    for _ in range(3):
        fetch.get("brreg", URL, wire=service.wire())
        clock.shift(3600)
    assert [row.body for row in fetch.good_answers("brreg", URL)] == [b'{"n": 2}', b'{"n": 1}']
    assert not fetch.good_answers("brreg", URL, within=fetch.timedelta(hours=1))
    assert not fetch.good_answers("brreg", URL + "?x")


def test_forgetting_an_address_removes_all_its_answers(service, db):
    fetch.get("brreg", URL, wire=service.wire())
    assert fetch.forget("brreg", URL) == 1
    assert not fetch.good_answers("brreg", URL)


def test_an_unknown_source_is_a_mistake_in_our_code():
    with pytest.raises(KeyError):
        fetch.get("nobody", URL)
