"""Two tries at bettering a timetable at a time, each on its own copy and in its own thread, joined afterwards.

A try lifts some meetings and fills the room in another way: some people's or some slots' exactly, or more slots by a
dive. How much it lifts follows how hard, or how fruitful, the last ones were; what kind it is, how much they gained.
"""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from .board import Board
from .dive import dive
from .refill import around, in_slots, of_people, refill
from .solver import Clock

SECONDS = 2.0  # a guard: sizes are chosen by effort, so that the same seed takes the same steps
EASY, HARD = 600, 2400  # steps of the solver
AT_ONCE = 2
MOST_COLUMNS = 30_000


@dataclass
class Tried:
    kind: str
    board: Board
    harder: float  # what the size of the next is multiplied by


class Tries:
    def __init__(self, rng: random.Random, good: np.ndarray | None, order: list[int], pool: ThreadPoolExecutor) -> None:
        self.rng, self.good, self.order, self.pool = rng, good, order, pool
        self.sizes = {"people": 16.0, "slots": 3.0, "dive": 5.0}
        self.gains = dict.fromkeys(self.sizes, 1.0)

    def round(self, board: Board, clock: Clock) -> Board:
        """The board after as many tries as go at once: as good as it was, or better."""
        asked = [self.pool.submit(self.one, board.copy(), clock.alone(SECONDS), *self.draw()) for _ in range(AT_ONCE)]
        done = [each.result() for each in asked]
        for tried in done:
            gained = tried.board.value - board.value
            self.gains[tried.kind] = 0.9 * self.gains[tried.kind] + 0.1 * min(5, gained) + 0.02
            self.sizes[tried.kind] = max(2.0, self.sizes[tried.kind] * tried.harder)
        joined = done[0].board
        for tried in done[1:]:
            joined = join(board, joined, tried.board)
        return joined

    def draw(self) -> tuple[str, random.Random]:
        kind = self.rng.choices(list(self.gains), list(self.gains.values()))[0]
        return kind, random.Random(self.rng.randrange(2**31))  # noqa: S311 - no secret

    def one(self, board: Board, clock: Clock, kind: str, rng: random.Random) -> Tried:
        size = round(self.sizes[kind])
        if kind == "dive":
            return self.by_dive(board, clock, rng, size)
        p = board.problem
        if kind == "slots":
            lifted = in_slots(board, set(rng.sample(range(p.slots), min(size, p.slots))))
        else:
            hungry = [w for w, mine in enumerate(p.of_person) if mine and board.some_idle(w) and not board.full(w)]
            lifted = of_people(board, around(board, rng.choice(hungry or range(len(p.ids))), size, rng))
        solved = refill(board, lifted, clock.left(), rng, self.good)
        hard = solved is None or not solved.optimal or solved.effort > HARD
        return Tried(kind, board, 0.8 if hard else 1.05 if solved and solved.effort <= EASY else 1.0)

    def by_dive(self, board: Board, clock: Clock, rng: random.Random, size: int) -> Tried:
        p, was = board.problem, board.copy()
        slots = rng.sample(range(p.slots), min(size, p.slots))
        for index in in_slots(board, set(slots)):
            board.take(index)
        well = dive(board, slots, clock, clock.left(), rng, least=was.value)
        if well:
            board.fill(self.order)
        if not well or board.rank < was.rank:
            return Tried("dive", was, 0.97)
        return Tried("dive", board, 1.03)


def join(was: Board, one: Board, other: Board) -> Board:
    """What both changed, as far as it goes together; or the better of the two."""
    both = one.copy()
    changed = [index for index, slot in enumerate(other.slot) if slot != was.slot[index]]
    for index in changed:
        if was.slot[index] >= 0 and both.slot[index] == was.slot[index]:
            both.take(index)
    for index in changed:
        slot = other.slot[index]
        if slot >= 0 and both.slot[index] < 0 and both.open_slots(index) >> slot & 1:
            both.put(index, slot)
    return max((both, one, other), key=lambda board: board.rank)


@contextmanager
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="timetable") as pool:
        yield pool
