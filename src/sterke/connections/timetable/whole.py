"""Small closed groups, who only wish for one another, solved outright: odd ones waste places no relaxation sees."""

import numpy as np

from .board import Board
from .problem import Problem, bits
from .relaxation import rows_of
from .solver import Clock, Rows, maximise

COLUMNS = 900  # a group with more is left to the other ways
SECONDS = 1.5  # for one group


def groups(problem: Problem) -> list[list[int]]:
    """The pairs of each closed group, the smallest group first."""
    parent = list(range(len(problem.ids)))

    def root(person: int) -> int:
        while parent[person] != person:
            parent[person] = person = parent[parent[person]]
        return person

    for one, other in zip(problem.one, problem.other, strict=True):
        parent[root(one)] = root(other)
    found: dict[int, list[int]] = {}
    for index, one in enumerate(problem.one):
        found.setdefault(root(one), []).append(index)
    return sorted(found.values(), key=lambda pairs: (len(pairs), pairs[0]))


def solve_groups(
    problem: Problem, clock: Clock, seconds: float, seed: int
) -> list[tuple[list[int], float, dict[int, int]]]:
    """For each small group: its pairs, the most they can be worth, and when each pair meets then."""
    ends, solved = clock.spent() + seconds, []
    for pairs in groups(problem):
        if clock.spent() > ends or sum(problem.common[index].bit_count() for index in pairs) > COLUMNS:
            break
        found = solve_group(problem, pairs, clock.within(SECONDS), seed)
        if found is not None:
            solved.append((pairs, *found))
    return solved


def solve_group(problem: Problem, pairs: list[int], seconds: float, seed: int) -> tuple[float, dict[int, int]] | None:
    if len(pairs) == 1:
        return float(problem.worth[pairs[0]]), {pairs[0]: bits(problem.common[pairs[0]])[0]}
    chosen = np.array(pairs)
    row, slot = np.nonzero((problem.commons[chosen][:, None] >> np.arange(problem.slots)[None, :]) & 1)
    index = chosen[row]
    rows = rows_of(Board(problem), index, slot)
    hopeful = set(problem.hopeful)
    mine: dict[int, list[int]] = {}
    for at, pair in enumerate(index.tolist()):
        for who in (problem.one[pair], problem.other[pair]):
            if who in hopeful:
                mine.setdefault(who, []).append(at)
    count, small = len(index), 0.5 / (len(mine) + 1)
    floor(rows, count, mine)
    costs = np.concatenate((problem.worths[index], np.full(len(mine), small)))
    best = maximise(costs, rows, seconds, whole=True, seed=seed, gap=small / 2)
    if best is None:
        return None
    taken = np.flatnonzero(best.values[:count] > 0.5)
    placed = dict(zip(index[taken].tolist(), slot[taken].tolist(), strict=True))
    return float(np.floor(best.bound + 1e-6)), placed


def floor(rows: Rows, count: int, mine: dict[int, list[int]]) -> None:
    """A column more for each person, which is 1 only where the person meets somebody."""
    for number, columns in enumerate(mine.values()):
        rows.add(np.array([count + number, *columns]), 0.0, np.array([1.0] + [-1.0] * len(columns)))
