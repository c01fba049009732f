"""The timetable while it is being made: who sits with whom in which slot, and the moves that keep it right."""

from collections.abc import Iterable

from .problem import Problem, bits

NOWHERE = -1


class Board:
    """Meetings on slots. Every move leaves a timetable that holds all rules."""

    def __init__(self, problem: Problem, placed: Iterable[int] | None = None) -> None:
        self.problem = problem
        self.slot = [NOWHERE] * len(problem)  # of each pair
        self.at = [[NOWHERE] * problem.slots for _ in problem.ids]  # the pair of each person in each slot
        self.idle = list(problem.free)
        self.left = list(problem.room)
        self.value = 0
        for index, slot in enumerate(placed or ()):
            if slot >= 0:
                self.put(index, slot)

    def put(self, index: int, slot: int) -> None:
        p, bit = self.problem, 1 << slot
        one, other = p.one[index], p.other[index]
        self.slot[index] = slot
        self.at[one][slot] = self.at[other][slot] = index
        self.idle[one] &= ~bit
        self.idle[other] &= ~bit
        self.left[slot] -= 1
        self.value += p.worth[index]

    def take(self, index: int) -> int:
        p, slot = self.problem, self.slot[index]
        one, other, bit = p.one[index], p.other[index], 1 << slot
        self.slot[index] = self.at[one][slot] = self.at[other][slot] = NOWHERE
        self.idle[one] |= bit
        self.idle[other] |= bit
        self.left[slot] += 1
        self.value -= p.worth[index]
        return slot

    def open_slots(self, index: int) -> int:
        """Slots where both are idle and a table is left, as bits."""
        mask = self.idle[self.problem.one[index]] & self.idle[self.problem.other[index]]
        return sum(1 << slot for slot in bits(mask) if self.left[slot] > 0) if mask else 0

    def chain(self, person: int, busy: int, idle: int, kept: int) -> list[int] | None:
        """The meetings to move so that ``person`` becomes idle in ``busy``: those of the alternating path over the two
        slots. None when it would need somebody who is away, or ends at ``kept`` and takes that place away."""
        p, at = self.problem, self.at
        path, here, now, then = [], person, busy, idle
        while (index := at[here][now]) >= 0:
            path.append(index)
            here = p.other[index] if p.one[index] == here else p.one[index]
            now, then = then, now
        # `here` has its last meeting in `then` and none in `now`: it moves there, if the person is there at all
        if here == kept or not self.idle[here] >> now & 1:
            return None
        return path

    def swap(self, path: list[int], first: int, second: int) -> None:
        was = [self.take(index) for index in path]
        for index, slot in zip(path, was, strict=True):
            self.put(index, first + second - slot)

    def insert(self, index: int) -> bool:
        """Place one more meeting, moving others by alternating chains where that is needed."""
        p = self.problem
        one, other, common = p.one[index], p.other[index], p.common[index]
        if straight := self.open_slots(index):
            self.put(index, max(bits(straight), key=self.left.__getitem__))
            return True
        for mine, theirs in ((one, other), (other, one)):
            for target in bits(self.idle[mine] & common & ~self.idle[theirs]):
                for spare in bits(self.idle[theirs]):
                    path = self.chain(theirs, target, spare, mine)
                    if path is None:
                        continue
                    grows = spare if len(path) % 2 else target
                    if self.left[grows] > 0:
                        self.swap(path, target, spare)
                        self.put(index, target)
                        return True
        return self.insert_twice(index)

    def insert_twice(self, index: int) -> bool:
        """Both are busy in the slot: one chain for each of the two."""
        p = self.problem
        one, other = p.one[index], p.other[index]
        for target in bits(p.common[index] & ~self.idle[one] & ~self.idle[other]):
            for spare in bits(self.idle[one]):
                path = self.chain(one, target, spare, NOWHERE)
                if path is None or self.left[spare] < len(path) % 2:
                    continue
                self.swap(path, target, spare)
                if self.idle[other] >> target & 1 and self.left[target] > 0:
                    self.put(index, target)
                    return True
                for second in bits(self.idle[other]):
                    more = self.chain(other, target, second, one) if self.at[other][target] >= 0 else None
                    if more is None:
                        continue
                    grows = second if len(more) % 2 else target
                    if self.left[grows] > 0:
                        self.swap(more, target, second)
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
        p = self.problem
        return sum(self.idle[person] == p.free[person] for person in p.hopeful)
