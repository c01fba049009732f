"""The timetable of a meeting round: as much of what was wished as can be, in the time that is given.

Small closed groups are solved outright. Pairs are chosen without slots and placed by alternating chains; where that
leaves something, what the relaxation over slots is surest of is put on the board step by step; then places are emptied
and filled again until time is out. The random numbers come from the seed: a run that reaches the bound, and so ends
before its time, is the same each time as long as no step was cut short; the limit decides how far any other comes.
"""

import math
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from .board import Board
from .choice import Choice, choose, choose_anew
from .dive import dive
from .fairness import even_out
from .instance import Instance, Meeting
from .problem import Problem
from .relaxation import Relaxed, relax
from .settle import settle
from .solver import Clock
from .tries import Tries, threads
from .whole import solve_group, solve_groups

Progress = Callable[[float, int, int], None]  # seconds spent, value, bound
COLUMN_SECONDS, COLUMNS = 3e-5, 30_000  # what a column of the relaxation costs, about; with so many more, twice that
ROUNDS, PATIENCE, SETTLE_SECONDS = 12, 2500, 3.0
TOLL = 0.6
TRIES = 2
CLOSE = 0.997  # of the bound: nearer, a dive from nothing gains little; of the best: settling may still gain
RELAXED = 0.25  # of the time that is left may go into the relaxation of the whole
IN_VAIN = 4  # rounds
HOPELESS = 0.98  # of the bound: further off, other ways are better
LONELY_TRIES = 12  # turns to find a meeting for those left out, once the value cannot be better
OUTRIGHT = 1500  # columns of the whole round
NEAR = 1.0  # meetings that lose more than this for certain are not looked at again


@dataclass(frozen=True)
class Result:
    instance: Instance
    meetings: tuple[Meeting, ...]
    value: int
    bound: int
    greedy: int
    seconds: float
    best: bool  # nothing can be worth more


def reserve(seconds: float, size: int) -> float:
    """What tidying up afterwards takes."""
    return min(seconds / 3, 0.1 + size / 30_000)


def optimise(
    instance: Instance,
    seconds: float,
    *,
    seed: int = 0,
    locked: Iterable[Meeting] = (),
    may: Callable[[frozenset[str]], bool] | None = None,
    past: int = 0,
    progress: Progress | None = None,
    stop: Callable[[], bool] | None = None,
) -> Result:
    """The best timetable found within ``seconds``; ``stop`` may say earlier that it is enough. Locked meetings stay;
    ``may`` and ``past`` say which pairs and slots get new ones."""
    clock = Clock(seconds, stop)
    problem = Problem(instance, locked, may=may, past=past)
    clock.ends -= reserve(seconds, len(problem))
    rng = random.Random(seed)  # noqa: S311 - no secret
    work = Work(problem, clock, rng, progress)
    work.run()
    even_out(work.best, Clock(reserve(seconds, len(problem)) / 3))
    board = work.best
    return Result(
        instance, tuple(sorted(problem.meetings(board.slot), key=lambda each: (each.slot, each.table))),
        board.value + problem.settled, work.whole_bound() + problem.settled, work.greedy + problem.settled,
        round(clock.spent(), 2), board.value >= work.whole_bound(),
    )  # fmt: skip


def by_weight(problem: Problem) -> list[int]:
    return sorted(range(len(problem)), key=lambda at: (-problem.worth[at], problem.common[at].bit_count(), at))


class Work:
    def __init__(self, problem: Problem, clock: Clock, rng: random.Random, progress: Progress | None) -> None:
        self.problem, self.clock, self.rng, self.progress = problem, clock, rng, progress
        self.order = by_weight(problem)
        self.best = Board(problem)
        self.best.fill(self.order)
        self.greedy = self.best.value
        self.bound = float(sum(problem.worth))  # true for every timetable, and so is whatever it is lowered to
        self.choice: Choice | None = None
        self.relaxed: Relaxed | None = None
        self.walk = Board(problem)
        self.wanted: list[int] = []
        self.toll = np.zeros(len(problem))
        self.settled = 0
        self.fixed: set[int] = set()
        self.solved: list[int] = []

    def whole_bound(self) -> int:
        return math.floor(self.bound + 1e-4)

    def done(self) -> bool:
        if self.clock.left() <= 0:
            return True
        return self.best.value >= self.whole_bound() and self.best.lonely() <= (self.choice.alone if self.choice else 0)

    def offer(self, board: Board) -> None:
        if (board.value, -board.lonely()) > (self.best.value, -self.best.lonely()):
            self.best = board
        self.say()

    def say(self) -> None:
        if self.progress:
            at = self.problem.settled
            self.progress(self.clock.spent(), self.best.value + at, self.whole_bound() + at)

    def run(self) -> None:
        self.say()
        for step in (self.place_choice, self.outright, self.price_slots, self.better):
            if self.done():
                return
            step()

    def place_choice(self) -> None:
        total = self.clock.left()
        solved = solve_groups(self.problem, self.clock, 0.3 * total, self.rng.randrange(2**31))
        self.choice = choose(
            self.problem,
            self.clock,
            max(0.3, 0.6 * total),
            self.rng.randrange(2**31),
            [(pairs, top) for pairs, top, _ in solved],
        )
        if self.choice is None:
            return
        self.bound = min(self.bound, self.choice.bound)
        p, self.walk = self.problem, Board(self.problem)
        for _pairs, _top, placed in solved:
            for index, slot in placed.items():
                if self.walk.open_slots(index) >> slot & 1:
                    self.walk.put(index, slot)
        self.solved = [index for _, _, placed in solved for index in placed]
        self.fixed = {index for pairs, _, _ in solved for index in pairs}
        wanted = sorted(self.unfixed(self.choice.pairs), key=lambda at: (p.common[at].bit_count(), -p.worth[at], at))
        for number, index in enumerate(wanted):
            if number % 50 == 0 and self.clock.left() <= 0:
                break
            if self.walk.slot[index] < 0:
                self.walk.insert(index)
        self.wanted, until = wanted, self.clock.spent() + 0.25 * total
        in_vain = 0
        for turn in range(ROUNDS):
            in_vain = 0 if self.settle_again() else in_vain + 1
            hopeless = turn and self.settled < HOPELESS * self.bound
            if self.done() or hopeless or in_vain == IN_VAIN or self.clock.spent() > until:
                break

    def unfixed(self, pairs: list[int]) -> list[int]:
        """The choice, with closed groups as they were solved outright."""
        return [index for index in pairs if index not in self.fixed] + self.solved

    def settle_again(self) -> bool:
        """Chosen pairs push one another about; then a choice that is as good without those that fit badly."""
        p, before = self.problem, self.best.value
        if self.choice is None:
            return False
        pushed = settle(self.walk, self.wanted, self.clock, self.clock.within(SETTLE_SECONDS), self.rng, PATIENCE)
        board = Board(p, self.walk.slot)
        board.fill(self.order)
        self.settled = max(self.settled, board.value)
        self.offer(board)
        self.toll *= 0.7
        most = max(pushed.values(), default=1)
        for index, often in pushed.items():
            self.toll[index] += TOLL * often / most
        self.toll[[index for index in self.wanted if self.walk.slot[index] < 0]] += TOLL
        if self.done():
            return True
        anew = choose_anew(p, self.choice.rows, self.toll, self.clock, 2.0, self.rng.randrange(2**31))
        if anew is not None:
            anew = self.unfixed(anew)
            for index in set(self.wanted) - set(anew):
                if self.walk.slot[index] >= 0:
                    self.walk.take(index)
            self.wanted = anew
        return self.best.value > before

    def outright(self) -> None:
        """A round this small can be solved as one."""
        p = self.problem
        if sum(mask.bit_count() for mask in p.common) > OUTRIGHT:
            return
        found = solve_group(p, list(range(len(p))), 0.3 * self.clock.left(), self.rng.randrange(2**31))
        if found is not None:
            bound, placed = found
            self.bound = min(self.bound, bound)
            self.offer(Board(p, [placed.get(index, -1) for index in range(len(p))]))

    def price_slots(self) -> None:
        p, left = self.problem, self.clock.left()
        columns = sum(mask.bit_count() for mask in p.common)
        if COLUMN_SECONDS * columns * (1 + columns / COLUMNS) > RELAXED * left:
            return
        self.relaxed = relax(Board(p), self.clock, RELAXED * left)
        if self.relaxed is None:
            return
        self.bound = min(self.bound, self.relaxed.bound + 1e-2)
        if self.done() or (self.best.value > CLOSE * self.bound and self.relaxed.seconds > 0.05 * self.clock.left()):
            return
        board = Board(p)
        dive(board, self.clock, self.rng, self.relaxed)
        board.fill(self.order)
        self.offer(board)

    def better(self) -> None:
        """Tries and settling by turns, the one that gains more often."""
        good = self.relaxed.worse < NEAR if self.relaxed else None
        gains = {"try": 1.0, "settle": 1.0}
        fruitless = 0
        with threads() as pool:
            tries = Tries(self.rng, good, self.order, pool)
            while not self.done() and fruitless < LONELY_TRIES:
                before, near = self.best.rank, self.settled > CLOSE * self.best.value
                if near and self.rng.random() * sum(gains.values()) < gains["settle"]:
                    kind, gained = "settle", self.settle_again()
                else:
                    kind = "try"
                    for _ in range(TRIES):
                        if not self.done():
                            self.best = tries.round(self.best, self.clock)
                    gained = self.best.rank > before
                    if gained:
                        self.say()
                fruitless = fruitless + 1 if self.best.value >= self.whole_bound() and not gained else 0
                gains[kind] = 0.8 * gains[kind] + 0.2 * gained + 0.02
