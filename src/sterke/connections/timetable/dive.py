"""What the relaxation is surest of is put on the board, and the relaxation asked again about the rest, to the end."""

import random

import numpy as np

from .board import Board
from .relaxation import LESS, Relaxed, open_columns, relax, rows_of
from .solver import Clock, maximise

EXACT = 150  # columns that are settled as one


def dive(
    board: Board, clock: Clock, rng: random.Random, first: Relaxed | None = None, least: float = 0
) -> tuple[bool, float]:
    """Fill the board. Gives back whether it came to the end, or stopped since time is out or it cannot become worth
    ``least``; and what it cost."""
    told, cost, worse = first, 0.0, None
    sure, part = rng.uniform(0.7, 0.9), rng.uniform(0.1, 0.2)
    while True:
        if told is None:
            if len(open_columns(board)[0]) <= EXACT:
                return finish(board, clock, rng), cost
            told = relax(board, clock, clock.left(), worse)
        if told is None or told.bound < least - LESS:
            return False, cost + (told.cost if told else 0.0)
        if not put_surest(board, told, sure, part):
            return True, cost
        cost, worse, told = cost + told.cost, told.worse, None


def put_surest(board: Board, told: Relaxed, sure: float, part: float) -> int:
    """Meetings the relaxation takes nearly whole, and at least some part of all it takes; how many were put."""
    put, most = 0, max(1.0, part * float(told.share.sum()))
    for at in np.argsort(-told.share, kind="stable").tolist():
        if told.share[at] < 1e-6 or (told.share[at] < sure and put >= most):
            break
        index, slot = int(told.index[at]), int(told.slot[at])
        if board.slot[index] < 0 and board.open_slots(index) >> slot & 1:
            board.put(index, slot)
            put += 1
    return put


def finish(board: Board, clock: Clock, rng: random.Random) -> bool:
    index, slot = open_columns(board)
    if not len(index):
        return True
    costs, rows = board.problem.worths[index], rows_of(board, index, slot)
    best = maximise(costs, rows, clock.left(), whole=True, gap=0.9, lean=True, seed=rng.randrange(2**31))
    for at in np.flatnonzero(best.values > 0.5).tolist() if best else ():
        board.put(int(index[at]), int(slot[at]))
    return best is not None
