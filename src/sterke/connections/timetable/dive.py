"""Slots settled one after the other, each in the best way against what its pairs are worth in the slots to come."""

import random

import numpy as np

from .board import Board
from .relaxation import Relaxed, columns_of, relax
from .solver import Clock, maximise

SLOT_SECONDS = 2.0
SHORT = 0.05  # the interior point stops so far from the best at most


def dive(
    board: Board,
    order: list[int],
    clock: Clock,
    seconds: float,
    rng: random.Random,
    first: Relaxed | None = None,
    least: float = 0,
) -> bool:
    """Fill these slots, which are empty, in this order. Prices are asked for again after each slot, as often as time
    allows; ``first`` are known ones. False, and half-way, where it cannot become worth ``least``."""
    p, ends, told, known = board.problem, clock.spent() + seconds, first, first is not None
    while order:
        remaining = np.flatnonzero(np.array(board.slot) < 0)
        if len(order) > 1 and not known:
            cost = told.seconds * len(order) / told.slots * (1 + len(order) / 2) if told else 0.0  # now and later
            again = None
            if clock.spent() + cost < ends:
                again = relax(p, remaining, order, board, clock, ends - clock.spent())
            if again and board.value + again.bound < least - SHORT:
                return False
            told = again or told
            if told is None:
                return False
        known, (now, *order) = False, order
        columns = columns_of(p, remaining, [now], board, told.worse if order else None)
        costs = p.worths[columns.index] - (told.prices[columns.index] if order else 0)
        best = maximise(
            costs + 1e-4, columns.rows, clock.within(SLOT_SECONDS), whole=True, gap=1e-2, lean=True,
            seed=rng.randrange(2**31),
        )  # fmt: skip
        if best is None:
            return False
        for at in np.flatnonzero(best.values > 0.5).tolist():
            board.put(int(columns.index[at]), now)
    return True
