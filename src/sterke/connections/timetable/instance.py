"""What a meeting round is: read from a file, and checked with one clear line for what is wrong."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

MOST_SLOTS, MOST_PEOPLE, MOST_WISHES = 60, 20_000, 1_000_000
MOST_MEETINGS, MOST_VISITORS = 1_000_000, 1_000
WEIGHTS = (1, 2, 3)


class Malformed(ValueError):
    """The file is no meeting round; the text is one line for whoever made it."""


@dataclass(frozen=True)
class Person:
    """``most`` is how many meetings they wish at most. Who has a ``stand`` receives there: so many visitors at a time,
    at no table."""

    id: str
    organisation: str
    available: frozenset[int]
    most: int | None = None
    stand: int | None = None


@dataclass(frozen=True)
class Wish:
    wisher: str
    wished: str
    weight: int


@dataclass(frozen=True, order=True)
class Meeting:
    """Two people at a table in a slot; ``a`` and ``b`` may stand either way. Table 0: at the stand of one of them."""

    a: str
    b: str
    slot: int
    table: int

    @property
    def pair(self) -> frozenset[str]:
        return frozenset((self.a, self.b))


@dataclass(frozen=True)
class Instance:
    name: str
    slots: int
    tables: int
    people: tuple[Person, ...]
    wishes: tuple[Wish, ...]
    not_with: frozenset[frozenset[str]] = field(default_factory=frozenset)

    @cached_property
    def person(self) -> dict[str, Person]:
        return {each.id: each for each in self.people}

    @cached_property
    def wished(self) -> frozenset[tuple[str, str]]:
        return frozenset((wish.wisher, wish.wished) for wish in self.wishes)

    def host(self, one: str, other: str) -> str:
        """At whose stand the two meet; nothing where they meet at a table. Of two with a stand the one who is wished
        for receives, or the first by id; nobody receives where there is no place."""
        stands = sorted(name for name in (one, other) if self.person[name].stand is not None)
        roomy = [name for name in stands if self.person[name].stand] or stands
        if len(roomy) == 2 and ((one, other) in self.wished) != ((other, one) in self.wished):
            return other if (one, other) in self.wished else one
        return roomy[0] if roomy else ""

    def barred(self, one: str, other: str) -> str:
        """A code for why the two may never meet, or nothing."""
        if one == other:
            return "oneself"
        if self.person[one].organisation == self.person[other].organisation:
            return "same_organisation"
        if frozenset((one, other)) in self.not_with:
            return "not_with"
        if 0 in (self.person[one].most, self.person[other].most):
            return "wishes_none"
        host = self.host(one, other)
        return "no_place_at_stand" if host and not self.person[host].stand else ""

    @cached_property
    def worth(self) -> dict[frozenset[str], int]:
        """Each pair that may meet and that somebody wished for, and what its meeting is worth."""
        found: dict[frozenset[str], int] = {}
        for wish in self.wishes:
            if not self.barred(wish.wisher, wish.wished):
                pair = frozenset((wish.wisher, wish.wished))
                found[pair] = found.get(pair, 0) + wish.weight
        return found


def read(path: Path) -> Instance:
    """The round in a file."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise Malformed(f"{path.name} is not text in UTF-8.") from error
    try:
        data = json.loads(text)
    except RecursionError as error:
        raise Malformed(f"{path.name} is nested too deeply.") from error
    except ValueError as error:
        raise Malformed(f"{path.name} is not JSON: {error}") from error
    return check(data)


def check(data: Any) -> Instance:
    """The round that ``data`` holds, or Malformed with the first thing that is wrong."""
    if not isinstance(data, dict):
        raise Malformed("The file should hold one object with slots, tables, people and wishes.")
    slots = whole(data, "slots", 1, MOST_SLOTS)
    tables = whole(data, "tables", 0, 1_000_000)
    people = tuple(read_people(rows(data, "people", MOST_PEOPLE), slots))
    known = {person.id for person in people}
    wishes = tuple(read_wishes(rows(data, "wishes", MOST_WISHES), known))
    apart = frozenset(read_not_with(rows(data, "not_with", MOST_WISHES, missing_is_none=True), known))
    name = data.get("name", "")
    if not isinstance(name, str):
        raise Malformed(f"name: {shown(name)} is not a text.")
    return Instance(name, slots, tables, people, wishes, apart)


def shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 40 else f"{text[:37]}…"


def whole(data: dict, key: str, least: int, most: int, where: str = "") -> int:
    if key not in data:
        raise Malformed(f"{key} is missing.")
    value = data[key]
    if type(value) is not int:
        raise Malformed(f"{where}{key}: {shown(value)} is not a whole number.")
    if not least <= value <= most:
        raise Malformed(f"{where}{key}: {shown(value)} is not from {least} to {most}.")
    return value


def rows(data: dict, key: str, most: int, *, missing_is_none: bool = False) -> list:
    if key not in data and missing_is_none:
        return []
    if key not in data:
        raise Malformed(f"{key} is missing.")
    if not isinstance(data[key], list):
        raise Malformed(f"{key} is not a list.")
    if len(data[key]) > most:
        raise Malformed(f"{key}: {len(data[key])} rows are more than the {most} we take.")
    return data[key]


def fields(row: Any, where: str, *names: str) -> list:
    if not isinstance(row, dict):
        raise Malformed(f"{where}: {shown(row)} is not an object.")
    for name in names:
        if name not in row:
            raise Malformed(f"{where}: {name} is missing.")
    return [row[name] for name in names]


def read_people(found: list, slots: int) -> Iterator[Person]:
    seen: set[str] = set()
    for number, row in enumerate(found, 1):
        where = f"people, row {number}"
        name, organisation, available = fields(row, where, "id", "organisation", "available")
        for label, value in (("id", name), ("organisation", organisation)):
            if not isinstance(value, str):
                raise Malformed(f"{where}: {label} {shown(value)} is not a text.")
        if not name:
            raise Malformed(f"{where}: id is empty.")
        if name in seen:
            raise Malformed(f"{where}: the id {shown(name)} is used twice.")
        seen.add(name)
        if not isinstance(available, list):
            raise Malformed(f"{where}: available is not a list of slots.")
        for slot in available:
            if type(slot) is not int:
                raise Malformed(f"{where}: slot {shown(slot)} is not a whole number.")
            if not 0 <= slot < slots:
                raise Malformed(f"{where}: slot {slot} is not from 0 to {slots - 1}.")
        most, stand = (
            None if row.get(key) is None else whole(row, key, 0, top, f"{where}: ")
            for key, top in (("most", MOST_MEETINGS), ("stand", MOST_VISITORS))
        )
        yield Person(name, organisation, frozenset(available), most, stand)


def known_id(name: Any, known: set[str], where: str) -> str:
    if not isinstance(name, str):
        raise Malformed(f"{where}: the id {shown(name)} is not a text.")
    if name not in known:
        raise Malformed(f"{where}: nobody has the id {shown(name)}.")
    return name


def read_wishes(found: list, known: set[str]) -> Iterator[Wish]:
    seen: set[tuple[str, str]] = set()
    for number, row in enumerate(found, 1):
        where = f"wishes, row {number}"
        wisher, wished, weight = fields(row, where, "from", "to", "weight")
        known_id(wisher, known, where), known_id(wished, known, where)
        if type(weight) is not int or weight not in WEIGHTS:
            raise Malformed(f"{where}: weight {shown(weight)} is not 1, 2 or 3.")
        if (wisher, wished) in seen:
            raise Malformed(f"{where}: {shown(wisher)} wishes for {shown(wished)} twice.")
        seen.add((wisher, wished))
        yield Wish(wisher, wished, weight)


def read_not_with(found: list, known: set[str]) -> Iterator[frozenset[str]]:
    for number, row in enumerate(found, 1):
        where = f"not_with, row {number}"
        if not isinstance(row, list) or len(row) != 2:
            raise Malformed(f"{where}: {shown(row)} is not a pair of ids.")
        yield frozenset(known_id(name, known, where) for name in row)


def answer(meetings: Iterable[Meeting]) -> dict[str, list[dict[str, Any]]]:
    """The timetable as the file format has it, in the order of the programme. Table 0 is the stand of the one whom
    ``Instance.host`` names."""
    ordered = sorted(meetings, key=lambda each: (each.slot, each.table, each.a, each.b))
    return {"meetings": [{"a": m.a, "b": m.b, "slot": m.slot, "table": m.table} for m in ordered]}
