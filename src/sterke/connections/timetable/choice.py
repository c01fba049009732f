"""Which pairs should meet, without saying when: the ground for placing them, and a number no timetable can pass.

Every row holds for every timetable, so nothing can pass their best. A person's row counts places: a meeting fills one,
a visit by somebody with a stand of their own fills all that person has then. A second row holds what the person wishes
at most. The tables' row counts those who need one.
"""

from dataclasses import dataclass

import numpy as np

from .problem import Problem
from .solver import Clock, Rows, maximise

ROUNDS = 8
SETS = 400  # sets of slots looked through for one person
SLACK = 1e-4
NONE: list[tuple[list[int], float]] = []


@dataclass
class Choice:
    pairs: list[int]
    bound: float
    prices: np.ndarray  # what each pair earns beyond the prices of its people: negative is not worth a place
    whole: bool  # the best choice for certain
    rows: Rows
    alone: int = 0  # so many people are left out by the best choice


def choose(
    problem: Problem, clock: Clock, seconds: float, seed: int = 0, tops: list[tuple[list[int], float]] = NONE
) -> Choice | None:
    """The best pairs within ``seconds``; None when there was no time for it. ``tops`` says of some groups of pairs what
    they are worth at most."""
    ends = clock.spent() + seconds
    rows, every = Rows(), np.arange(len(problem))
    people = np.concatenate((problem.ones, problem.others))
    both, fills = np.concatenate((every, every)), problem.fills.ravel()
    places, most = np.array(problem.places, float), np.array(problem.most, float)
    rows.group(people, both, places, fills)
    capped = most[people] < places[people]
    rows.group(people[capped], both[capped], most)
    rows.add(np.flatnonzero(problem.tabled), float(problem.rooms.sum()))
    for pairs, top in tops:
        if problem.worths[pairs].sum() > top:
            rows.add(np.array(pairs), top, problem.worths[pairs])
    solved = None
    for _ in range(ROUNDS):
        found = maximise(problem.worths, rows, clock.within(ends - clock.spent()))
        if found is None or not found.optimal:
            break
        solved, price = found, reduced(problem, rows, found.prices)
        if not crowded(problem, rows, found.values):
            break
    if solved is None:
        return None
    bound = solved.bound
    # people without a meeting are a matter between equals: much less than one point for all of them
    costs, lonely = problem.worths, problem.hopeful
    whole = maximise(
        np.concatenate((costs, np.full(len(lonely), 0.5 / (len(lonely) + 1)))), with_floor(problem, rows),
        clock.within(max(0.3, ends - clock.spent())), whole=True, seed=seed, gap=1e-3,
    )  # fmt: skip
    if whole is None:
        order = np.argsort(-solved.values, kind="stable")
        return Choice([int(at) for at in order if solved.values[at] > 0.5], bound, price, False, rows)
    pairs = [int(at) for at in np.flatnonzero(whole.values[: len(problem)] > 0.5)]
    alone = len(lonely) - round(whole.values[len(problem) :].sum())
    return Choice(pairs, min(bound, whole.bound), price, whole.optimal, rows, alone if whole.optimal else 0)


def choose_anew(
    problem: Problem, rows: Rows, toll: np.ndarray, clock: Clock, seconds: float, seed: int
) -> list[int] | None:
    """About as good a choice, without those pairs that are hard to place: they pay a toll."""
    lonely = problem.hopeful
    costs = np.concatenate((problem.worths - toll, np.full(len(lonely), 0.5 / (len(lonely) + 1))))
    found = maximise(costs, with_floor(problem, rows), clock.within(seconds), whole=True, seed=seed, gap=0.2)
    return None if found is None else [int(at) for at in np.flatnonzero(found.values[: len(problem)] > 0.5)]


def with_floor(problem: Problem, rows: Rows) -> Rows:
    """The rows, and for each person one that says whether there is a meeting."""
    more = Rows()
    for name in ("columns", "numbers", "lengths", "rooms"):
        setattr(more, name, list(getattr(rows, name)))
    for at, person in enumerate(problem.hopeful):
        mine = problem.of_person[person]
        more.add(np.array([len(problem) + at, *mine]), 0.0, np.array([1.0] + [-1.0] * len(mine)))
    return more


def reduced(problem: Problem, rows: Rows, prices: np.ndarray) -> np.ndarray:
    starts, columns, numbers, _rooms = rows.arrays()
    paid = np.zeros(len(problem))
    np.add.at(paid, columns, np.repeat(np.abs(prices), np.diff(starts)) * numbers)
    return problem.worths - paid


def stretches(slots: int) -> list[int]:
    return [((1 << length) - 1) << first for length in range(1, slots) for first in range(slots - length + 1)]


def crowded(problem: Problem, rows: Rows, share: np.ndarray) -> bool:
    """Add a row where one person's meetings, or everybody's, fit only in slots that are too few for them."""
    found, runs = False, np.array(stretches(problem.slots), np.int64)
    for person, mine in enumerate(problem.of_person):
        columns = np.array(mine, np.int64)
        used = columns[share[columns] > SLACK] if mine else columns
        if len(used) < 2:
            continue
        masks, fills = problem.commons[used], problem.fills_of(person, columns)
        single = np.unique(masks)
        sets = np.unique(np.concatenate((single, (single[:, None] | single[None, :]).ravel())))[:SETS]
        sets = np.unique(np.concatenate((sets, np.bitwise_or.accumulate(single), runs & problem.free[person])))
        inside = (masks[None, :] & ~sets[:, None]) == 0
        over = inside @ (share[used] * fills[share[columns] > SLACK])
        for lane in problem.lanes[person]:
            over = over - np.bitwise_count(sets & problem.lane_free[lane])
        worst = int(np.argmax(over))
        if over[worst] > SLACK:
            tight = int(sets[worst])
            within = (problem.commons[columns] & ~tight) == 0
            room = sum((tight & problem.lane_free[lane]).bit_count() for lane in problem.lanes[person])
            rows.add(columns[within], room, fills[within])
            found = True
    by_mask = np.unique(problem.commons[(share > SLACK) & problem.tabled])
    sets = np.unique(np.concatenate((by_mask[:SETS], runs)))
    for tight in sets.tolist():
        inside = np.flatnonzero(((problem.commons & ~tight) == 0) & problem.tabled)
        room = sum(problem.room[slot] for slot in range(problem.slots) if tight >> slot & 1)
        if share[inside].sum() > room + SLACK:
            rows.add(inside, room)
            found = True
    return found
