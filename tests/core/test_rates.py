import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import RequestFactory

from sterke.core import rates


@pytest.fixture(autouse=True)
def empty(db):
    cache.clear()


def test_the_first_calls_go_through_and_the_rest_wait_for_the_next_period(clock):
    assert [rates.within_rate("x", "one", most=2, seconds=60) for _ in range(3)] == [True, True, False]
    clock.shift(60)
    assert rates.within_rate("x", "one", most=2, seconds=60)


def test_callers_and_purposes_are_counted_apart(clock):
    assert rates.within_rate("x", "one", most=1, seconds=60)
    assert rates.within_rate("x", "two", most=1, seconds=60)
    assert rates.within_rate("y", "one", most=1, seconds=60)


def test_the_callers_address_is_not_stored(clock):
    rates.within_rate("x", "192.0.2.77", most=1, seconds=60)
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM core_cache")
        assert "192.0.2.77" not in str(cursor.fetchall())


def test_two_who_see_the_same_free_place_do_not_both_get_it(clock, monkeypatch):
    monkeypatch.setattr(cache, "get_many", lambda places: {})  # everybody looked before anybody took a place
    assert [rates.within_rate("x", "one", most=3, seconds=60) for _ in range(5)] == [True, True, True, False, False]


@pytest.mark.parametrize(
    ("proxies", "forwarded", "remote", "caller"),
    [
        (0, "203.0.113.9", "198.51.100.1", "198.51.100.1"),
        (1, "6.6.6.6, 203.0.113.9", "10.0.0.1", "203.0.113.9"),
        (2, "6.6.6.6, 203.0.113.9, 10.0.0.2", "10.0.0.1", "203.0.113.9"),
        (2, "203.0.113.9", "10.0.0.1", "10.0.0.1"),
        (0, "", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (1, "<script>", "10.0.0.1", "<script>"),
    ],
)
def test_the_caller_is_who_our_own_proxies_say(settings, proxies, forwarded, remote, caller):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR=remote, headers={"X-Forwarded-For": forwarded} if forwarded else {})
    assert rates.caller_of(request) == caller


def test_the_threads_of_a_process_that_come_at_once_share_a_block(clock, monkeypatch):
    taken, together = [], threading.Barrier(4)

    def take(*args, **limits):
        taken.append(args)
        return True

    monkeypatch.setattr(rates, "within_rate", take)

    def call(_number):
        together.wait(10)
        return rates.within_blocks("x", "one", blocks=1, seconds=60)

    with ThreadPoolExecutor(4) as crowd:
        assert list(crowd.map(call, range(4))) == [True] * 4
    assert len(taken) == 1
