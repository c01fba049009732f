"""Some meetings lifted and the room they leave filled in the best way there is, the others left as they stand."""

import random
from collections.abc import Collection, Sequence

import numpy as np

from .board import Board
from .relaxation import open_columns, rows_of
from .solver import Solved, maximise


def refill(
    board: Board, lifted: Sequence[int], seconds: float, rng: random.Random, good: np.ndarray | None = None
) -> Solved | None:
    """Lift meetings and fill anew; never worse than it was. ``good`` (pair × slot) leaves out what is not worth a look.

    At equal value fewer people without a meeting are better, and otherwise another timetable than before."""
    p, was = board.problem, [(pair, board.slot[pair]) for pair in lifted]
    for pair, _slot in was:
        board.take(pair)
    index, slot = open_columns(board)
    stood = np.full(len(p), -1, np.int64)
    stood[[pair for pair, _ in was]] = [at for _, at in was]
    if good is not None:
        near = good[index, slot] | (stood[index] == slot)
        index, slot = index[near], slot[near]
    rows = rows_of(board, index, slot)
    start, small = (stood[index] == slot).astype(float), 0.0
    reach = alone(board, index)
    if reach:
        small = 0.5 / (len(reach) + 1)
        for at, columns in enumerate(reach):
            rows.add(np.array([len(index) + at, *columns]), 0.0, np.array([1.0] + [-1.0] * len(columns)))
        start = np.concatenate((start, [float(start[columns].any()) for columns in reach]))
    costs = np.concatenate((p.worths[index], np.full(len(reach), small)))
    solved = maximise(
        costs,
        rows,
        seconds,
        whole=True,
        seed=rng.randrange(2**31),
        gap=small * 0.9 if small else 0.9,
        start=start,
    )
    before = costs @ start
    if solved is None or solved.worth < before - 1e-6:
        for pair, at in was:
            board.put(pair, at)
        return solved
    taken = solved.values[: len(index)] > 0.5
    for pair, at in zip(index[taken].tolist(), slot[taken].tolist(), strict=True):
        board.put(pair, at)
    return solved


def alone(board: Board, index: np.ndarray) -> list[list[int]]:
    """For each person who has no meeting but could have one of these: which."""
    p = board.problem
    reach: dict[int, list[int]] = {}
    for who in p.hopeful:
        if not board.count[who]:
            reach[who] = []
    if not reach:
        return []
    for at, pair in enumerate(index.tolist()):
        for who in (p.one[pair], p.other[pair]):
            if who in reach:
                reach[who].append(at)
    return [columns for columns in reach.values() if columns]


def in_slots(board: Board, slots: Collection[int]) -> list[int]:
    return [index for index, slot in enumerate(board.slot) if slot in slots]


def of_people(board: Board, people: Sequence[int]) -> list[int]:
    lanes = [lane for person in people for lane in board.problem.lanes[person]]
    return sorted({index for lane in lanes for index in board.at[lane] if index >= 0})


def around(board: Board, seed: int, size: int, rng: random.Random) -> list[int]:
    """People near one another by the pairs that could meet."""
    p, found, edge = board.problem, {seed}, [seed]
    while edge and len(found) < size:
        person = edge.pop(rng.randrange(len(edge)))
        mine = p.of_person[person]
        for index in rng.sample(mine, min(len(mine), 4)):
            other = p.other[index] if p.one[index] == person else p.one[index]
            if other not in found and len(found) < size:
                found.add(other)
                edge.append(other)
    return sorted(found)
