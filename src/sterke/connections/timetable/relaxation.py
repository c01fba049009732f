"""The round with one column for each pair and slot, and what its relaxation says: a bound, and prices."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from .board import Board
from .problem import Problem
from .solver import Clock, Rows, maximise

NEAR = 0.75  # meetings that lose more are not looked at


@dataclass
class Columns:
    """One column for each pair and slot; the rows of the pairs come first, then those of the people's wishes."""

    index: np.ndarray
    slot: np.ndarray
    rows: Rows
    priced: np.ndarray  # the pairs that have a row of their own, in the order of the rows
    capped: np.ndarray  # the people who have one


def columns_of(problem: Problem, pairs: np.ndarray, slots: list[int], board: Board, worse: Any = None) -> Columns:
    """What could still be put on the board, as far as its people's wishes and places go, of these pairs and slots."""
    chosen = np.array(slots, np.int64)
    row, column = np.nonzero((problem.commons[pairs][:, None] >> chosen[None, :]) & 1)
    index, slot = pairs[row], chosen[column]
    if worse is not None:
        near = worse[index, slot] < NEAR
        index, slot = index[near], slot[near]
    return with_rows(board, index, slot)


def with_rows(board: Board, index: np.ndarray, slot: np.ndarray) -> Columns:
    p, rows, every = board.problem, Rows(), np.arange(len(index))
    rows.group(index, every, np.ones(len(p)))
    left = np.array(p.most) - np.array(board.count)
    who, twice = np.concatenate((p.ones[index], p.others[index])), np.concatenate((every, every))
    capped = left[who] < np.array(p.places)[who]
    rows.group(who[capped], twice[capped], left)
    places = board.places()
    fills = np.concatenate((p.fills[0, index], p.fills[1, index]))
    rows.group(who * p.slots + np.concatenate((slot, slot)), twice, places.ravel(), fills)
    rows.group(slot[p.tabled[index]], every[p.tabled[index]], np.array(board.left, float))
    return Columns(index, slot, rows, np.unique(index), np.unique(who[capped]))


@dataclass
class Relaxed:
    bound: float
    prices: np.ndarray  # of each pair: what it brings in the slots looked at, if it is not used now
    worse: np.ndarray  # pair × slot: how much a timetable loses by that meeting, at least
    seconds: float
    slots: int


def relax(
    problem: Problem, pairs: np.ndarray, slots: list[int], board: Board, clock: Clock, seconds: float
) -> Relaxed | None:
    began, columns = clock.spent(), columns_of(problem, pairs, slots, board)
    solved = maximise(problem.worths[columns.index], columns.rows, clock.within(seconds), inner=True)
    if solved is None or not solved.optimal:
        return None
    prices = np.zeros(len(problem))
    told = np.abs(solved.prices)
    prices[columns.priced] = told[: len(columns.priced)]
    wished = np.zeros(len(problem.ids))  # of a meeting less that one may have
    wished[columns.capped] = told[len(columns.priced) :][: len(columns.capped)]
    prices += wished[problem.ones] + wished[problem.others]
    worse = np.full((len(problem), problem.slots), np.inf)
    worse[columns.index, columns.slot] = solved.worse
    return Relaxed(solved.worth, prices, worse, clock.spent() - began, len(slots))
