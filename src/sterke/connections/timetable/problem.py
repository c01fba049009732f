"""The round as numbers: people and pairs counted from 0, free slots as bits, what is locked taken out.

A person with a stand is as many *lanes* as visitors have room there at a time; a person without one is a single lane,
which has the person's number. In a slot a lane holds one meeting. Who has a stand and visits another's (a *wide*
meeting) fills all of their own lanes meanwhile: they cannot receive.
"""

from collections.abc import Callable, Iterable

import numpy as np

from .instance import Instance, Meeting
from .locking import Clash, check_locked

__all__ = ["Clash", "Problem", "bits", "check_locked"]


def bits(mask: int) -> list[int]:
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found


def lay_lanes(instance: Instance) -> tuple[list[list[int]], list[int]]:
    """The lanes of each person, and the slots in which each lane is there."""
    hosted: dict[str, int] = {}
    for pair in instance.worth:
        host = instance.host(*pair)
        hosted[host] = hosted.get(host, 0) + 1
    lanes, free = [], [sum(1 << slot for slot in person.available) for person in instance.people]
    for at, person in enumerate(instance.people):
        more = max(0, min(person.stand or 0, hosted.get(person.id, 0)) - 1)
        lanes.append([at, *range(len(free), len(free) + more)])
        free += [free[at]] * more
    return lanes, free


class Problem:
    """What is left to decide once the locked meetings stand."""

    def __init__(
        self,
        instance: Instance,
        locked: Iterable[Meeting] = (),
        *,
        may: Callable[[frozenset[str]], bool] | None = None,
        past: int = 0,
    ) -> None:
        """``may`` says which pairs may get a new meeting; slots before ``past`` get none."""
        self.instance, self.locked = instance, tuple(sorted(locked))
        check_locked(instance, self.locked)
        self.slots = instance.slots
        self.ids = [person.id for person in instance.people]
        self.number = {name: at for at, name in enumerate(self.ids)}
        self.lanes, self.lane_free = lay_lanes(instance)
        self.many = [(at, lanes) for at, lanes in enumerate(self.lanes) if len(lanes) > 1]
        tables = self.take_locked()
        self.lane_free = [mask >> past << past for mask in self.lane_free]
        self.free = [self.some(at) for at in range(len(self.ids))]
        self.find_pairs(may)
        self.count_room(tables)
        self.hopeful = [at for at in range(len(self.ids)) if self.of_person[at] and not self.met[at]]

    def take_locked(self) -> list[int]:
        """Lanes and tables of the locked meetings are taken; how many tables are left in each slot."""
        tables = [self.instance.tables] * self.slots
        self.settled = 0
        self.met = [0] * len(self.ids)  # by what is locked
        for meeting in self.locked:
            host, bit = self.instance.host(meeting.a, meeting.b), 1 << meeting.slot
            for name in (meeting.a, meeting.b):
                at = self.number[name]
                self.met[at] += 1
                lanes = self.lanes[at]
                for lane in [lane for lane in lanes if self.lane_free[lane] & bit][:1] if name == host else lanes:
                    self.lane_free[lane] &= ~bit
            tables[meeting.slot] -= not host
            self.settled += self.instance.worth[meeting.pair]
        self.most = [
            1_000_000 if person.most is None else person.most - met
            for person, met in zip(self.instance.people, self.met, strict=True)
        ]
        return tables

    def some(self, person: int) -> int:
        """Slots in which the person has room for a visitor."""
        mask = 0
        for lane in self.lanes[person]:
            mask |= self.lane_free[lane]
        return mask

    def all(self, person: int) -> int:
        """Slots in which the person has nobody: to sit at a table, or to visit."""
        mask = self.lane_free[person]
        for lane in self.lanes[person]:
            mask &= self.lane_free[lane]
        return mask

    def find_pairs(self, may: Callable[[frozenset[str]], bool] | None) -> None:
        stands, pairs = {meeting.pair for meeting in self.locked}, []
        for pair, worth in self.instance.worth.items():
            if pair in stands or (may is not None and not may(pair)):
                continue
            one, other = sorted(self.number[name] for name in pair)
            host = self.number.get(self.instance.host(*pair), -1)
            common = -1
            for at in (one, other):
                common &= self.some(at) if at == host else self.all(at)
            if common and min(self.most[one], self.most[other]) > 0:
                pairs.append((one, other, worth, common, host))
        pairs.sort()
        self.one, self.other, self.worth, self.common, self.host = ([pair[at] for pair in pairs] for at in range(5))
        self.of_person: list[list[int]] = [[] for _ in self.ids]
        self.wide: dict[int, int] = {}  # pairs whose visitor has more than one lane of their own: the visitor
        for index, (one, other, _, _, host) in enumerate(pairs):
            self.of_person[one].append(index)
            self.of_person[other].append(index)
            guest = one + other - host
            if host >= 0 and len(self.lanes[guest]) > 1:
                self.wide[index] = guest

    def ways(self, index: int) -> list[tuple[int, int]]:
        """The lanes of the two in which the pair may sit; a wide one fills the others of its visitor too."""
        one, other, host = self.one[index], self.other[index], self.host[index]
        if host < 0 or len(self.lanes[host]) == 1:
            return [(one, other)]
        return [(lane, other) if host == one else (one, lane) for lane in self.lanes[host]]

    def count_room(self, tables: list[int]) -> None:
        self.table = [int(host < 0) for host in self.host]  # how many tables each pair needs
        seated = {at for index, host in enumerate(self.host) if host < 0 for at in (self.one[index], self.other[index])}
        self.room = []
        for slot in range(self.slots):
            present = sum(bool(self.free[at] >> slot & 1) for at in seated)
            self.room.append(min(tables[slot], present // 2))
        self.places = [sum(self.lane_free[lane].bit_count() for lane in lanes) for lanes in self.lanes]
        self.ones, self.others = np.array(self.one, np.int64), np.array(self.other, np.int64)
        self.worths = np.array(self.worth, float)
        self.commons = np.array(self.common, np.int64)
        self.rooms = np.array(self.room, float)
        self.tabled = np.array(self.host, np.int64) < 0
        self.fills = np.ones((2, len(self)))  # of each of the two: how many of their places the meeting takes
        for index, guest in self.wide.items():
            self.fills[int(guest == self.other[index]), index] = len(self.lanes[guest])

    def fills_of(self, person: int, pairs: np.ndarray) -> np.ndarray:
        """How many of the person's places each of their pairs takes."""
        return np.where(self.ones[pairs] == person, self.fills[0, pairs], self.fills[1, pairs])

    def __len__(self) -> int:
        return len(self.worth)

    def meetings(self, placed: list[int]) -> list[Meeting]:
        """The timetable: the locked ones at their tables, the others at the lowest tables that are free."""
        found, taken = list(self.locked), {(meeting.slot, meeting.table) for meeting in self.locked}
        next_table = [1] * self.slots
        for index, slot in enumerate(placed):
            if slot < 0:
                continue
            table = 0
            if self.table[index]:
                while (slot, next_table[slot]) in taken:
                    next_table[slot] += 1
                table, next_table[slot] = next_table[slot], next_table[slot] + 1
            found.append(Meeting(self.ids[self.one[index]], self.ids[self.other[index]], slot, table))
        return found
