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
FIRST = {"exact people": 16.0, "exact slots": 3.0, "people": 30.0, "slots": 5.0}  # how many are lifted
KINDS = list(FIRST)


@dataclass
class Tried:
    board: Board
    harder: float  # what the size of the next is multiplied by
    cost: float


class Tries:
    def __init__(self, rng: random.Random, good: np.ndarray | None, order: list[int], pool: ThreadPoolExecutor) -> None:
        self.rng, self.good, self.order, self.pool = rng, good, order, pool
        self.sizes = dict(FIRST)
        self.gains = dict.fromkeys(self.sizes, 1.0)  # for what they cost, of late
        self.costs = dict.fromkeys(self.sizes, 0.1)

    def round(self, board: Board, clock: Clock) -> Board:
        """The board after as many tries as go at once: as good as it was, or better."""
        kind = self.rng.choices(KINDS, [self.gains[kind] / self.costs[kind] for kind in KINDS])[0]
        asked = [self.pool.submit(self.one, board.copy(), clock.alone(SECONDS), kind, self.fork()) for _ in range(2)]
        done = [each.result() for each in asked]
        for tried in done:
            gained = min(5, tried.board.value - board.value)
            self.gains[kind] = 0.9 * self.gains[kind] + 0.1 * gained + 0.01
            self.costs[kind] = 0.9 * self.costs[kind] + 0.1 * tried.cost
            self.sizes[kind] = max(2.0, self.sizes[kind] * tried.harder)
        joined = done[0].board
        for tried in done[1:]:
            joined = join(board, joined, tried.board)
        return joined

    def fork(self) -> random.Random:
        return random.Random(self.rng.randrange(2**31))  # noqa: S311 - no secret

    def one(self, board: Board, clock: Clock, kind: str, rng: random.Random) -> Tried:
        lifted, was = self.lift(board, kind, round(self.sizes[kind]), rng), board.copy()
        if kind.startswith("exact"):
            solved = refill(board, lifted, clock.left(), rng, self.good)
            hard = solved is None or not solved.optimal or solved.effort > HARD
            harder = 0.8 if hard else 1.05 if solved and solved.effort <= EASY else 1.0
            return Tried(board, harder, solved.cost if solved else clock.spent())
        for index in lifted:
            board.take(index)
        well, cost = dive(board, clock, rng, least=was.value)
        if well:
            board.fill(self.order)
        return Tried(board, 1.03, cost) if well and board.rank >= was.rank else Tried(was, 0.97, cost)

    def lift(self, board: Board, kind: str, size: int, rng: random.Random) -> list[int]:
        p = board.problem
        if kind.endswith("slots"):
            return in_slots(board, set(rng.sample(range(p.slots), min(size, p.slots))))
        hungry = [who for who, mine in enumerate(p.of_person) if mine and board.some_idle(who) and not board.full(who)]
        return of_people(board, around(board, rng.choice(hungry or range(len(p.ids))), min(size, len(p.ids)), rng))


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
    with ThreadPoolExecutor(2, thread_name_prefix="timetable") as pool:
        yield pool
