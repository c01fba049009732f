"""Some meetings lifted and the room they leave filled in the best way there is, the others left as they stand."""

import random
from collections.abc import Collection, Sequence

import numpy as np

from .board import Board
from .relaxation import with_rows
from .solver import Clock, Solved, maximise



def refill(
    board: Board, lifted: Sequence[int], seconds: float, rng: random.Random, good: np.ndarray | None = None
) -> Solved | None:
    """Lift meetings and fill anew; never worse than it was. ``good`` (pair × slot) leaves out what is not worth a look.

    At equal value fewer people without a meeting are better, and otherwise another timetable than before."""
    p, was = board.problem, [(pair, board.slot[pair]) for pair in lifted]
    for pair, _slot in was:
        board.take(pair)
    mask = open_masks(board)
    pairs = np.flatnonzero(mask)
    row, slot = np.nonzero((mask[pairs][:, None] >> np.arange(p.slots)[None, :]) & 1)
    index = pairs[row]
    stood = np.full(len(p), -1, np.int64)
    stood[[pair for pair, _ in was]] = [at for _, at in was]
    if good is not None:
        near = good[index, slot] | (stood[index] == slot)
        index, slot = index[near], slot[near]
    rows = with_rows(board, index, slot).rows
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


def open_masks(board: Board) -> np.ndarray:
    """Of each pair that does not sit: the slots in which it could."""
    p, idle = board.problem, np.array(board.idle[: len(board.count)], np.int64)
    for person, lanes in p.many:
        for lane in lanes:
            idle[person] |= board.idle[lane]
    opened = sum(1 << at for at, left in enumerate(board.left) if left > 0)
    mask = idle[p.ones] & idle[p.others] & np.where(p.tabled, np.int64(opened), np.int64(-1))
    for index, guest in p.wide.items():
        mask[index] &= board.all_idle(guest)
    full = np.array(board.count) >= np.array(p.most)
    mask[(np.array(board.slot) >= 0) | full[p.ones] | full[p.others]] = 0
    return mask


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
