"""Pages are drawn one at a time; who waits too long, or for somebody outside, does not hold the others up."""

import threading

import pytest

from sterke.core import fetch, turn


def drawing(view):
    """A thread that answers a request through the middleware, started."""
    thread = threading.Thread(target=lambda: turn.OneAtATime(view)(None))
    thread.start()
    return thread


def test_the_second_page_begins_when_the_first_is_done(monkeypatch):
    monkeypatch.setattr(turn, "PATIENCE", 30)
    told, inside, go_on = [], threading.Event(), threading.Event()

    def first(_request):
        inside.set()
        go_on.wait(10)
        told.append("first")

    one = drawing(first)
    inside.wait(10)
    other = drawing(lambda _request: told.append("second"))
    go_on.set()
    one.join(10)
    other.join(10)

    assert told == ["first", "second"]


def test_a_page_that_waits_for_somebody_outside_lets_others_through(monkeypatch):
    monkeypatch.setattr(turn, "PATIENCE", 30)
    told, outside, answered = [], threading.Event(), threading.Event()

    def asks_the_register(_request):
        with turn.turn_given_away():
            outside.set()
            answered.wait(10)
        told.append("asked")

    slow = drawing(asks_the_register)
    outside.wait(10)
    drawing(lambda _request: told.append("other")).join(10)
    answered.set()
    slow.join(10)

    assert told == ["other", "asked"]


def test_whose_patience_is_at_an_end_goes_ahead(monkeypatch):
    monkeypatch.setattr(turn, "PATIENCE", 0.01)
    inside, go_on = threading.Event(), threading.Event()

    def stuck(_request):
        inside.set()
        go_on.wait(10)

    slow = drawing(stuck)
    inside.wait(10)
    told = []
    drawing(lambda _request: told.append("ahead")).join(10)
    go_on.set()
    slow.join(10)

    assert told == ["ahead"]


def test_a_page_that_breaks_gives_its_turn_back(monkeypatch):
    monkeypatch.setattr(turn, "PATIENCE", 30)

    def broken(_request):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        turn.OneAtATime(broken)(None)
    told = []
    drawing(lambda _request: told.append("next")).join(10)

    assert told == ["next"]


def test_a_page_within_a_page_takes_no_turn_of_its_own(monkeypatch):
    monkeypatch.setattr(turn, "PATIENCE", 1)
    drawing(turn.OneAtATime(lambda _request: None)).join(10)

    assert not turn._turn.locked()


def test_a_source_outside_is_asked_without_holding_the_turn(monkeypatch):
    seen = []

    def hop(*_asked):
        seen.append(turn._turn.locked())
        return fetch.Answer("", 200, "", b"", {})

    monkeypatch.setattr(fetch, "checked_url", lambda _source, url: url)
    monkeypatch.setattr(fetch, "hop", hop)
    turn.OneAtATime(lambda _request: fetch.ask(None, "https://example.no/", seconds=1, wire=None))(None)

    assert seen == [False]
