"""The round with one column for each pair and slot, and what its relaxation says: a bound, and where pairs fit well."""

from dataclasses import dataclass

import numpy as np

from .board import Board
from .solver import Clock, Rows, maximise

NEAR = 1.5  # meetings that lose more are not looked at again
LESS = 0.05  # the interior point stops so far from the best at most


def open_columns(board: Board) -> tuple[np.ndarray, np.ndarray]:
    """Each pair that does not sit with each slot in which it could."""
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
    pairs = np.flatnonzero(mask)
    row, slot = np.nonzero((mask[pairs][:, None] >> np.arange(p.slots)[None, :]) & 1)
    return pairs[row], slot


def rows_of(board: Board, index: np.ndarray, slot: np.ndarray) -> Rows:
    """Pairs, people's wishes, people's places and tables, as far as the board has them left."""
    p, rows, every = board.problem, Rows(), np.arange(len(index))
    rows.group(index, every, np.ones(len(p)))
    left = np.array(p.most) - np.array(board.count)
    who, twice = np.concatenate((p.ones[index], p.others[index])), np.concatenate((every, every))
    capped = left[who] < np.array(p.places)[who]
    rows.group(who[capped], twice[capped], left)
    fills = np.concatenate((p.fills[0, index], p.fills[1, index]))
    rows.group(who * p.slots + np.concatenate((slot, slot)), twice, board.places().ravel(), fills)
    rows.group(slot[p.tabled[index]], every[p.tabled[index]], np.array(board.left, float))
    return rows


@dataclass
class Relaxed:
    bound: float  # of what is on the board, and what may come
    index: np.ndarray
    slot: np.ndarray
    share: np.ndarray  # how much of each meeting the relaxation takes
    worse: np.ndarray  # pair × slot: how much a timetable loses by that meeting, at least
    seconds: float
    cost: float


def relax(board: Board, clock: Clock, seconds: float, worse: np.ndarray | None = None) -> Relaxed | None:
    """Over what could still be put on the board, without what is known to be ``worse``; None: no time."""
    began, p = clock.spent(), board.problem
    index, slot = open_columns(board)
    if worse is not None:
        near = worse[index, slot] < NEAR
        index, slot = index[near], slot[near]
    solved = maximise(p.worths[index], rows_of(board, index, slot), clock.within(seconds), inner=True)
    if solved is None or not solved.optimal:
        return None
    lost = np.full((len(p), p.slots), np.inf)
    lost[index, slot] = solved.worse
    bound, spent = board.value + solved.worth, clock.spent() - began
    return Relaxed(bound, index, slot, solved.values, lost, spent, solved.cost)
