"""Error pages: plain, helpful, safe."""

import logging

import pytest
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent, TooManyFilesSent
from django.db import OperationalError
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from sterke.core.links import LinkProblem
from sterke.website import errors


@pytest.fixture
def broken(monkeypatch):
    """A house where the front page fails with what it is given."""

    def fail_with(problem: Exception):
        monkeypatch.setattr("sterke.website.front.Cluster.current", lambda: (_ for _ in ()).throw(problem))
        return Client(raise_request_exception=False).get("/")

    return fail_with


def test_what_is_not_there_gets_a_page_with_a_way_on(client_for):
    answer = client_for("anonymous").get("/finnes-ikke/")
    assert answer.status_code == 404
    assert 'href="/medlemmer/"' in answer.content.decode()


def test_whoever_is_lost_can_look_for_it(client_for):
    page = client_for("anonymous").get("/finnes-ikke/").content.decode()
    assert 'role="search"' in page and 'name="q"' in page


def test_the_404_page_speaks_english_under_en(client_for):
    assert "Nothing here but forest" in client_for("anonymous").get("/en/finnes-ikke/").content.decode()


def test_an_address_with_script_in_it_is_not_repeated(client_for):
    answer = client_for("anonymous").get("/%3Cscript%3Ealert(1)%3C/script%3E/")
    assert b"<script>alert" not in answer.content


def test_a_form_gone_cold_says_that_nothing_was_stored(db):
    answer = Client(enforce_csrf_checks=True).post("/konto/logout/")
    assert answer.status_code in {403, 404}
    page = errors.csrf_failure(RequestFactory().post("/"))
    assert page.status_code == 403


@pytest.mark.django_db
def test_something_broken_gives_a_number_that_stands_in_the_log(broken, caplog):
    with caplog.at_level(logging.ERROR, logger="sterke.errors"):
        answer = broken(RuntimeError("hemmelig passord"))
    assert answer.status_code == 500
    number = next(r.args[0] for r in caplog.records if r.name == "sterke.errors")
    assert number in answer.content.decode()
    assert "hemmelig passord" not in answer.content.decode()


def test_the_500_page_needs_no_database_and_no_middleware():
    answer = errors.server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert b"<h1>" in answer.content


@pytest.mark.parametrize(
    ("path", "problem", "status", "words", "home"),
    [
        ("/", RuntimeError(), 500, "Den tar vi på oss", 'href="/"'),
        ("/en/", RuntimeError(), 500, "That one is on us", 'href="/en/"'),
        ("/en/", OperationalError(), 503, "Back in a moment", 'href="/en/"'),
    ],
)
def test_what_broke_is_told_in_the_language_of_the_address(path, problem, status, words, home):
    try:
        raise problem
    except Exception:
        answer = errors.server_error(RequestFactory().get(path))
    text = answer.content.decode()
    assert (answer.status_code, words in text, home in text) == (status, True, True)


@pytest.mark.parametrize(
    ("problem", "status"),
    [(SuspiciousOperation(), 400), (RequestDataTooBig(), 413), (TooManyFieldsSent(), 413), (TooManyFilesSent(), 413)],
)
def test_what_is_too_large_is_told_from_what_cannot_be_read(problem, status):
    answer = errors.bad_request(RequestFactory().get("/en/"), problem)
    assert (answer.status_code, b"too much" in answer.content) == (status, status == 413)


def test_a_page_for_errors_that_breaks_itself_still_answers(monkeypatch):
    monkeypatch.setattr(errors, "render_to_string", lambda *given: 1 / 0)
    assert b"<h1>500</h1>" in errors.server_error(RequestFactory().get("/")).content
    assert errors.bad_request(RequestFactory().get("/")).status_code == 400


@pytest.mark.django_db
def test_a_page_that_is_not_there_while_the_database_is_away_is_no_empty_answer(monkeypatch):
    def away():
        raise OperationalError

    monkeypatch.setattr("sterke.core.context.Cluster.current", away)
    answer = Client(raise_request_exception=False).get("/finnes-ikke/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "120")


def test_the_500_page_stands_without_its_style_sheet(monkeypatch):
    def missing(path):
        raise ValueError(path)

    monkeypatch.setattr(errors, "static", missing)
    assert b"stylesheet" not in errors.server_error(RequestFactory().get("/")).content


@pytest.mark.django_db
def test_a_request_that_cannot_be_read_is_answered_without_the_database(broken):
    answer = broken(SuspiciousOperation("rart"))
    assert answer.status_code == 400
    assert b"rart" not in answer.content


@pytest.mark.django_db
@pytest.mark.parametrize("reason", ["tampered", "expired", "used", "revoked", "gone"])
def test_a_link_that_fails_says_why_and_what_to_do(reason):
    shown = {
        each: render_to_string("link_problem.html", {"reason": each}, RequestFactory().get("/"))
        for each in [LinkProblem(reason).reason, "something else"]
    }
    assert "<h1>" in shown[reason]
    assert 'href="/"' in shown[reason]
    assert (shown[reason] == shown["something else"]) is (reason == "tampered")
