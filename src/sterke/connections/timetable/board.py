"""The timetable while it is being made: who sits with whom in which slot, and the moves that keep it right."""

from collections.abc import Iterable
from copy import copy

import numpy as np

from .problem import Problem, bits

NOWHERE = -1


class Board:
    """Meetings on slots. Every move leaves a timetable that holds all rules; ``put`` trusts its caller."""

    def __init__(self, problem: Problem, placed: Iterable[int] | None = None) -> None:
        self.problem = problem
        self.slot = [NOWHERE] * len(problem)  # of each pair
        self.near, self.far = list(problem.one), list(problem.other)  # the lanes of each pair
        self.at = [[NOWHERE] * problem.slots for _ in problem.lane_free]  # the pair of each lane in each slot
        self.idle = list(problem.lane_free)
        self.left = list(problem.room)
        self.count = [0] * len(problem.ids)  # meetings of each person
        self.value = 0
        for index, slot in enumerate(placed or ()):
            if slot >= 0:
                self.put(index, slot)

    def copy(self) -> "Board":
        twin = copy(self)
        twin.slot, twin.near, twin.far = list(self.slot), list(self.near), list(self.far)
        twin.at = [list(row) for row in self.at]
        twin.idle, twin.left, twin.count = list(self.idle), list(self.left), list(self.count)
        return twin

    @property
    def rank(self) -> tuple[int, int]:
        """The higher the better: at equal value, fewer people without a meeting."""
        return self.value, -self.lonely()

    def put(self, index: int, slot: int) -> None:
        p, bit = self.problem, 1 << slot
        if not self.idle[self.near[index]] & self.idle[self.far[index]] & bit:
            self.choose_lanes(index, slot)
        for lane in self.lanes(index):
            self.at[lane][slot] = index
            self.idle[lane] &= ~bit
        self.slot[index] = slot
        self.count[p.one[index]] += 1
        self.count[p.other[index]] += 1
        self.left[slot] -= p.table[index]
        self.value += p.worth[index]

    def take(self, index: int) -> int:
        p, slot = self.problem, self.slot[index]
        bit = 1 << slot
        for lane in self.lanes(index):
            self.at[lane][slot] = NOWHERE
            self.idle[lane] |= bit
        self.slot[index] = NOWHERE
        self.count[p.one[index]] -= 1
        self.count[p.other[index]] -= 1
        self.left[slot] += p.table[index]
        self.value -= p.worth[index]
        return slot

    def lanes(self, index: int) -> tuple[int, ...]:
        """What the pair fills where it sits."""
        wide = self.problem.wide
        if index not in wide:
            return self.near[index], self.far[index]
        guest = wide[index]
        host = self.near[index] if guest == self.problem.other[index] else self.far[index]
        return host, *self.problem.lanes[guest]

    def choose_lanes(self, index: int, slot: int) -> None:
        for near, far in self.problem.ways(index):
            if (self.idle[near] & self.idle[far]) >> slot & 1:
                self.near[index], self.far[index] = near, far
                return
        raise AssertionError("There is no place there.")

    def some_idle(self, person: int) -> int:
        """Slots in which the person could take one more visitor, as far as their places go."""
        lanes = self.problem.lanes[person]
        if len(lanes) == 1:
            return self.idle[person]
        mask = 0
        for lane in lanes:
            mask |= self.idle[lane]
        return mask

    def all_idle(self, person: int) -> int:
        """Slots in which the person has no meeting."""
        mask = self.idle[person]
        for lane in self.problem.lanes[person]:
            mask &= self.idle[lane]
        return mask

    def places(self) -> np.ndarray:
        """How many places each person has left in each slot."""
        masks = np.array(self.idle[: len(self.count)], np.int64)
        left = (masks[:, None] >> np.arange(self.problem.slots)[None, :]) & 1
        for person, lanes in self.problem.many:
            for lane in lanes[1:]:
                left[person, bits(self.idle[lane])] += 1
        return left.astype(float)

    def full(self, person: int) -> bool:
        """The person has as many meetings as they wish."""
        return self.count[person] >= self.problem.most[person]

    def wants(self, index: int) -> bool:
        """Neither of the two has as many meetings as they wish."""
        p = self.problem
        one, other = p.one[index], p.other[index]
        return self.count[one] < p.most[one] and self.count[other] < p.most[other]

    def open_slots(self, index: int) -> int:
        """Slots where both have room and, if they need one, a table is left, as bits."""
        p, host = self.problem, self.problem.host[index]
        if host < 0:
            mask = self.idle[p.one[index]] & self.idle[p.other[index]]
            if not mask or not self.wants(index):
                return 0
            return sum(1 << slot for slot in bits(mask) if self.left[slot] > 0)
        mask = self.some_idle(host) & self.all_idle(p.one[index] + p.other[index] - host)
        return mask if mask and self.wants(index) else 0

    def chain(self, lane: int, busy: int, idle: int, kept: int) -> list[int] | None:
        """The meetings to move so that ``lane`` becomes idle in ``busy``: those of the alternating path over the two
        slots. None when it would need somebody who is away, meets a wide one, or ends at ``kept`` and takes that place
        away."""
        at, near, far, wide = self.at, self.near, self.far, self.problem.wide
        path, here, now, then = [], lane, busy, idle
        while (index := at[here][now]) >= 0:
            if index in wide:
                return None
            path.append(index)
            here = far[index] if near[index] == here else near[index]
            now, then = then, now
        # `here` has its last meeting in `then` and none in `now`: it moves there, if it is there at all
        if here == kept or not self.idle[here] >> now & 1:
            return None
        return path

    def swap(self, path: list[int], first: int, second: int) -> None:
        was = [self.take(index) for index in path]
        for index, slot in zip(path, was, strict=True):
            self.put(index, first + second - slot)

    def tables(self, path: list[int]) -> int:
        """How many tables more the path takes in the slot it moves its first meeting to, and fewer where that was."""
        table = self.problem.table
        return sum(table[index] for index in path[::2]) - sum(table[index] for index in path[1::2])

    def insert(self, index: int) -> bool:
        """Place one more meeting, moving others by alternating chains where that is needed."""
        if straight := self.open_slots(index):
            self.put(index, max(bits(straight), key=self.left.__getitem__))
            return True
        if not self.wants(index) or index in self.problem.wide:
            return False
        return any(self.squeeze(index, near, far) for near, far in self.problem.ways(index))

    def squeeze(self, index: int, one: int, other: int) -> bool:
        """Place the pair in these two lanes, by one chain or by two."""
        p = self.problem
        common, table = p.common[index], p.table[index]
        self.near[index], self.far[index] = one, other
        for mine, theirs in ((one, other), (other, one)):
            for target in bits(self.idle[mine] & common & ~self.idle[theirs]):
                for spare in bits(self.idle[theirs]):
                    path = self.chain(theirs, target, spare, mine)
                    if path is None:
                        continue
                    more = self.tables(path)
                    if self.left[spare] >= more and self.left[target] + more >= table:
                        self.swap(path, target, spare)
                        self.put(index, target)
                        return True
        return self.squeeze_twice(index, one, other)

    def squeeze_twice(self, index: int, one: int, other: int) -> bool:
        """Both are busy in the slot: one chain for each of the two."""
        p = self.problem
        table = p.table[index]
        for target in bits(p.common[index] & ~self.idle[one] & ~self.idle[other]):
            for spare in bits(self.idle[one]):
                path = self.chain(one, target, spare, NOWHERE)
                if path is None or not -self.left[target] <= self.tables(path) <= self.left[spare]:
                    continue
                self.swap(path, target, spare)
                if self.idle[other] >> target & 1 and self.left[target] >= table:
                    self.put(index, target)
                    return True
                for second in bits(self.idle[other]):
                    again = self.chain(other, target, second, one) if self.at[other][target] >= 0 else None
                    if again is None:
                        continue
                    more = self.tables(again)
                    if self.left[second] >= more and self.left[target] + more >= table:
                        self.swap(again, target, second)
                        self.put(index, target)
                        return True
                self.swap(path, target, spare)
        return False

    def fill(self, order: Iterable[int]) -> None:
        """Place whatever still fits as it stands."""
        for index in order:
            if self.slot[index] < 0 and (straight := self.open_slots(index)):
                self.put(index, max(bits(straight), key=self.left.__getitem__))

    def lonely(self) -> int:
        return sum(self.count[person] == 0 for person in self.problem.hopeful)
