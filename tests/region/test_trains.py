"""Minutes by train, asked of Entur: what the answer says, and what is not a train."""

import json
from datetime import date

import pytest
import stamina
from hypothesis import given
from hypothesis import strategies as st

from sterke.accounts.models import User
from sterke.core import fetch
from sterke.region import actions, entur
from sterke.region.entur import BadTrips
from sterke.region.models import Journey
from tests import factories as make
from tests.core.service import Service, reply

TRAIN, BUS, WALK = {"mode": "rail"}, {"mode": "bus"}, {"mode": "foot"}


def trip(hour, minutes, *legs):
    return {
        "aimedStartTime": f"2026-12-01T{hour:02}:07:00+01:00",
        "duration": minutes * 60,
        "legs": list(legs or [TRAIN]),
    }


def answer(*patterns, errors=()):
    return json.dumps({"data": {"trip": {"routingErrors": list(errors), "tripPatterns": list(patterns)}}}).encode()


def refused(raw):
    with pytest.raises(BadTrips) as problem:
        entur.read(raw)
    return problem.value


def test_the_minutes_are_those_of_the_train_in_the_middle():
    told = entur.read(answer(trip(5, 80), trip(6, 75), trip(7, 92)))
    assert (told.departures, told.fastest, told.middle) == (3, 75, 80)


def test_a_trip_by_bus_for_train_is_no_train():
    assert entur.read(answer(trip(5, 80), trip(6, 120, TRAIN, BUS))).departures == 1


def test_one_walks_to_the_train():
    assert entur.read(answer(trip(5, 80, WALK, TRAIN, WALK))).departures == 1


def test_the_same_departure_twice_is_one():
    assert entur.read(answer(trip(5, 80), trip(5, 80))).departures == 1


def test_a_day_without_trains_says_why():
    problem = refused(answer(errors=[{"code": "noTransitConnection"}]))
    assert (problem.reason, problem.detail) == ("none", "noTransitConnection")


def test_errors_with_status_200_are_errors():
    assert refused(json.dumps({"errors": [{"message": "Unknown place"}]}).encode()).detail == "Unknown place"


@pytest.mark.parametrize(
    "raw",
    [b"", b"<html>", b"[]", b"null", b'{"data": null}', b'{"data": {"trip": {"tripPatterns": {}}}}',
     answer({"aimedStartTime": 1, "duration": 60, "legs": [TRAIN]}), answer(trip(5, 0)), answer(trip(5, -5)),
     answer({"aimedStartTime": "x", "duration": "60", "legs": [TRAIN]}), b"[" * 100_000],
)  # fmt: skip
def test_an_answer_that_is_something_else_is_refused(raw):
    assert refused(raw).reason in {"json", "shape", "none"}


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda each: st.lists(each) | st.dictionaries(
    st.sampled_from(["data", "trip", "tripPatterns", "legs", "mode", "duration", "errors"]), each)))  # fmt: skip
def test_whatever_comes_is_read_or_refused(document):
    try:
        entur.read(json.dumps(document).encode())
    except BadTrips as problem:
        assert problem.reason


@pytest.fixture
def service(db, clock, monkeypatch):
    service = Service(names=("api.entur.io",))
    monkeypatch.setattr(fetch, "WIRE", service.wire())
    with stamina.set_testing(True, attempts=1):
        yield service
    service.close()


@pytest.fixture
def journey(db):
    return make.JourneyFactory(means="train", minutes=90, from_stop="NSR:StopPlace:1", to_stop="NSR:StopPlace:2")


def test_a_journey_is_brought_up_to_date_with_its_source(service, journey):
    service.answers[:] = [reply(body=answer(trip(5, 80), trip(6, 82)))]
    actions.ask_for_trains(by=User.objects.clockwork())
    journey.refresh_from_db()
    assert (journey.minutes, journey.departures) == (81, 2)
    assert journey.source.startswith("Entur (NLOD)")


def test_a_silent_planner_leaves_what_we_had(service, journey):
    service.answers[:] = [reply("503 Service Unavailable")]
    told = actions.ask_for_trains(by=User.objects.clockwork())
    assert list(told.failed) == [journey]
    assert Journey.objects.get().minutes == 90


def test_a_journey_without_stops_is_not_asked_for(service, db):
    make.JourneyFactory(means="train")
    make.JourneyFactory(means="car", goal="hamar", from_stop="NSR:StopPlace:1", to_stop="NSR:StopPlace:2")
    actions.ask_for_trains(by=User.objects.clockwork())
    assert service.requests == []


def test_it_is_asked_for_a_tuesday_a_few_days_ahead(clock, monkeypatch):
    for today, tuesday in ((date(2026, 11, 27), date(2026, 12, 1)), (date(2026, 11, 29), date(2026, 12, 8))):
        monkeypatch.setattr(actions.trains.timezone, "localdate", lambda today=today: today)
        assert actions.trains.ordinary_day() == tuesday
