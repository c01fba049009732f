"""Entur's journey planner: the question about a day's trains, and what its answer says. No Django here.

Traps: errors come with status 200; an impossible trip is an empty list with ``routingErrors``; where the line is closed
the trip is by bus, and is no train.
"""

import json
from dataclasses import dataclass
from statistics import median
from typing import Any

URL = "https://api.entur.io/journey-planner/v3/graphql"
RAIL, WALK = "rail", "foot"
QUESTION = """
query($from: String!, $to: String!, $at: DateTime!) {
  trip(from: {place: $from}, to: {place: $to}, dateTime: $at, numTripPatterns: 100, searchWindow: 1440,
       modes: {transportModes: [{transportMode: rail}]}, ignoreRealtimeUpdates: true) {
    routingErrors { code description }
    tripPatterns { duration aimedStartTime legs { mode } }
  }
}
"""


class BadTrips(ValueError):
    """An answer without trains that can be used. ``reason``: json, shape, errors, none."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason, self.detail = reason, detail


@dataclass(frozen=True)
class Trains:
    """A day's trains between two stops: how many, and the minutes of the fastest and the one in the middle."""

    departures: int
    fastest: int
    middle: int


def question(start: str, end: str, at: str) -> bytes:
    """What is asked: all trips by train in the 24 hours from ``at`` (ISO time with offset) between two stop places."""
    return json.dumps({"query": QUESTION, "variables": {"from": start, "to": end, "at": at}}).encode()


def read(raw: bytes) -> Trains:
    """The trains in an answer. Raises BadTrips when there is none, or the answer is something else."""
    try:
        told = json.loads(raw)
    except (ValueError, RecursionError) as problem:
        raise BadTrips("json") from problem
    if not isinstance(told, dict):
        raise BadTrips("shape")
    if told.get("errors"):
        raise BadTrips("errors", _first(told["errors"], "message"))
    trip = _at(told, "data", "trip")
    patterns = trip.get("tripPatterns") if isinstance(trip, dict) else None
    if not isinstance(patterns, list):
        raise BadTrips("shape")
    minutes = sorted({_start(each): _minutes(each) for each in patterns if _by_train(each)}.values())
    if not minutes:
        raise BadTrips("none", _first(trip.get("routingErrors"), "code"))
    return Trains(len(minutes), minutes[0], round(median(minutes)))


def _at(told: Any, *names: str) -> Any:
    for name in names:
        told = told.get(name) if isinstance(told, dict) else None
    return told


def _first(rows: Any, name: str) -> str:
    row = rows[0] if isinstance(rows, list) and rows else {}
    return str(row.get(name, ""))[:200] if isinstance(row, dict) else ""


def _by_train(pattern: Any) -> bool:
    legs = pattern.get("legs") if isinstance(pattern, dict) else None
    modes = [leg.get("mode") for leg in legs if isinstance(leg, dict)] if isinstance(legs, list) else []
    return RAIL in modes and set(modes) <= {RAIL, WALK}


def _start(pattern: dict[str, Any]) -> str:
    start = pattern.get("aimedStartTime")
    if not isinstance(start, str):
        raise BadTrips("shape", "aimedStartTime")
    return start


def _minutes(pattern: dict[str, Any]) -> int:
    seconds = pattern.get("duration")
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 < seconds < 24 * 3600:
        raise BadTrips("shape", "duration")
    return round(seconds / 60)
