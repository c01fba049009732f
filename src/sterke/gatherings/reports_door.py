"""What those at the door see: who is expected, who is in, and how many; no address, no food, no answers."""

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.utils import timezone

from sterke.core.question import Question
from sterke.directory.spelling import company_key

from .models import CheckIn, Gathering, Registration

State = Registration.State
OVERLAP = timedelta(seconds=60)  # asked for once more, so that what was being written is not missed
LATEST = 6
SHORT = {State.CONFIRMED: "seat", State.WAITING: "line", State.OFFERED: "line"}

_roster = Question(
    lambda gathering: (
        Registration.objects.filter(gathering=gathering).order_by("sort_key", "pk")
        .values_list("code", "name", "company_name", "organisation", "organisation__name", "state", "walk_in", "who")
    )
)  # fmt: skip
_seen = Question(
    lambda gathering, since: (
        CheckIn.objects.filter(registration__gathering=gathering, noted_at__gte=since).order_by("noted_at", "pk")
        .values_list("registration__code", "present")
    )
)  # fmt: skip
_inside = Question(
    lambda gathering: (
        Registration.objects.filter(gathering=gathering, check_in__present=True).order_by("-check_in__at", "-pk")
        .values_list("organisation", "organisation__name", "company_name", "check_in__at")
    )
)  # fmt: skip
_key = lru_cache(4096)(company_key)  # asked of everybody on a list, each time a device asks
EVER = datetime(2000, 1, 1, tzinfo=timezone.get_default_timezone())


class Companies:
    """The companies of a gathering, each once, whether it is known or only typed."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.known: dict[int, int] = {}  # places by number
        self.typed: dict[str, int] = {}  # and by what spellings of a name have in common

    def place(self, organisation: int | None, known_as: str | None, typed: str) -> int:
        """Its place in ``names``; -1 for somebody from nowhere."""
        name = known_as or typed
        key = _key(name)
        if not key:
            return -1
        place = self.known.get(organisation) if organisation else self.typed.get(key)
        if place is None and organisation and self.typed.get(key) not in (None, *self.known.values()):
            place = self.typed[key]  # typed by one, known of another
        if place is None:
            place = len(self.names)
            self.names.append(name)
        self.typed.setdefault(key, place)
        if organisation:
            self.known[organisation] = place
        return place


def roster(gathering: Gathering) -> dict[str, Any]:
    """Everybody on the list in their order: ``[code, name, place of the company, state, walked in]``.

    One who has cancelled stands there too, as they may come all the same, but not where they registered again.
    Somebody erased has no name, and still counts.
    """
    rows = list(_roster(gathering.pk))
    companies = Companies()
    active = {row[7] for row in rows if row[5] in SHORT}
    people = [
        [
            code,
            "" if who.startswith("erased:") else name,
            companies.place(pk, known_as, typed),
            SHORT.get(state, "off"),
            walk_in,
        ]
        for code, name, typed, pk, known_as, state, walk_in, who in rows
        if state in SHORT or who not in active
    ]
    return {"companies": companies.names, "people": people}


def door_list(gathering: Gathering, *, since: datetime | None, mark: str) -> dict[str, Any]:
    """What is new to a device: the list where it differs from the one with that ``mark``; who was seen since."""
    now = timezone.now()
    told = roster(gathering)
    fresh = hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]
    known = since is not None and mark == fresh
    start = max(since - OVERLAP, EVER) if since is not None and known else EVER
    found: dict[str, Any] = {
        "now": in_ms(now), "mark": fresh, "seen": [list(row) for row in _seen(gathering.pk, start)],
    }  # fmt: skip
    return found if known else found | told


def in_ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def inside(gathering: Gathering) -> dict[str, Any]:
    """How many are in, from how many companies, of how many expected; whose people came last."""
    companies = Companies()
    latest: list[dict[str, Any]] = []
    rows = list(_inside(gathering.pk))
    for pk, known_as, typed, at in rows:
        place = companies.place(pk, known_as, typed)
        if place == len(companies.names) - 1 and place == len(latest) and len(latest) < LATEST:
            latest.append({"company": companies.names[place], "at": at})
    expected = Registration.objects.filter(gathering=gathering, state=State.CONFIRMED).count()
    return {"persons": len(rows), "companies": len(companies.names), "expected": expected, "latest": latest}


def last_sights(gathering: Gathering, most: int = 10) -> Iterator[CheckIn]:
    """For those who manage it: who was seen last, and by whom."""
    rows = CheckIn.objects.filter(registration__gathering=gathering).select_related("registration__organisation")
    return rows.order_by("-at", "-pk")[:most].iterator()
