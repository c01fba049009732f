"""The round as numbers: people and pairs counted from 0, free slots as bits, what is locked taken out."""

from collections.abc import Callable, Iterable

import numpy as np

from .instance import Instance, Meeting


class Clash(ValueError):
    """Locked meetings that cannot all stand; the text is one line that says which and why."""


def bits(mask: int) -> list[int]:
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found


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
        number = {name: at for at, name in enumerate(self.ids)}
        self.free = [sum(1 << slot for slot in person.available) for person in instance.people]
        tables = [instance.tables] * self.slots
        self.settled = 0
        self.met = [0] * len(self.ids)  # by what is locked
        for meeting in self.locked:
            for name in (meeting.a, meeting.b):
                self.free[number[name]] &= ~(1 << meeting.slot)
                self.met[number[name]] += 1
            tables[meeting.slot] -= 1
            self.settled += instance.worth[meeting.pair]
        self.free = [mask >> past << past for mask in self.free]
        stands = {meeting.pair for meeting in self.locked}
        pairs = []
        for pair, worth in instance.worth.items():
            if may is not None and not may(pair):
                continue
            one, other = sorted(number[name] for name in pair)
            if self.free[one] & self.free[other] and pair not in stands:
                pairs.append((one, other, worth))
        pairs.sort()
        self.one = [pair[0] for pair in pairs]
        self.other = [pair[1] for pair in pairs]
        self.worth = [pair[2] for pair in pairs]
        self.common = [self.free[one] & self.free[other] for one, other, _ in pairs]
        self.of_person: list[list[int]] = [[] for _ in self.ids]
        for index, (one, other, _) in enumerate(pairs):
            self.of_person[one].append(index)
            self.of_person[other].append(index)
        self.room = []
        for slot in range(self.slots):
            present = sum(bool(mask >> slot & 1 and self.of_person[at]) for at, mask in enumerate(self.free))
            self.room.append(min(tables[slot], present // 2))
        self.hopeful = [at for at in range(len(self.ids)) if self.of_person[at] and not self.met[at]]
        self.ones, self.others = np.array(self.one, np.int64), np.array(self.other, np.int64)
        self.worths = np.array(self.worth, float)
        self.commons = np.array(self.common, np.int64)
        self.rooms = np.array(self.room, float)

    def __len__(self) -> int:
        return len(self.worth)

    def meetings(self, placed: list[int]) -> list[Meeting]:
        """The timetable: the locked ones at their tables, the others at the lowest tables that are free."""
        found, taken = list(self.locked), {(meeting.slot, meeting.table) for meeting in self.locked}
        next_table = [1] * self.slots
        for index, slot in enumerate(placed):
            if slot < 0:
                continue
            while (slot, next_table[slot]) in taken:
                next_table[slot] += 1
            table, next_table[slot] = next_table[slot], next_table[slot] + 1
            found.append(Meeting(self.ids[self.one[index]], self.ids[self.other[index]], slot, table))
        return found


def check_locked(instance: Instance, locked: Iterable[Meeting]) -> None:
    """Every rule that a meeting can break, for those that must stay."""
    pairs: set[frozenset[str]] = set()
    busy: set[tuple[str, int]] = set()
    taken: set[tuple[int, int]] = set()
    for meeting in locked:
        label = f"The locked meeting of {meeting.a} and {meeting.b} in slot {meeting.slot}"
        for name in (meeting.a, meeting.b):
            if name not in instance.person:
                raise Clash(f"{label}: nobody has the id {name}.")
        if not 0 <= meeting.slot < instance.slots:
            raise Clash(f"{label}: there is no such slot.")
        if not 1 <= meeting.table <= instance.tables:
            raise Clash(f"{label}: there is no table {meeting.table}.")
        if why := instance.barred(meeting.a, meeting.b):
            raise Clash(f"{label}: the two may not meet ({why}).")
        if meeting.pair not in instance.worth:
            raise Clash(f"{label}: neither wished for the other.")
        if meeting.pair in pairs:
            raise Clash(f"{label}: the two have another locked meeting.")
        pairs.add(meeting.pair)
        for name in (meeting.a, meeting.b):
            if meeting.slot not in instance.person[name].available:
                raise Clash(f"{label}: {name} is not there then.")
            if (name, meeting.slot) in busy:
                raise Clash(f"{label}: {name} has another locked meeting then.")
            busy.add((name, meeting.slot))
        if (meeting.slot, meeting.table) in taken:
            raise Clash(f"{label}: table {meeting.table} is taken by another locked meeting.")
        taken.add((meeting.slot, meeting.table))
