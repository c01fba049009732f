"""Chosen pairs that found no place push others out, which look for a place in turn, until all sit or time is out."""

import random
from collections.abc import Iterable

from .board import Board
from .problem import bits
from .solver import Clock

HELD = 12  # turns in which a pair just placed is pushed out only if nothing else will do


def settle(
    board: Board, chosen: Iterable[int], clock: Clock, seconds: float, rng: random.Random, patience: int = 1_000_000
) -> dict[int, int]:
    """Place as many of ``chosen`` as can be; the board ends as the best that was seen. Gives back how
    often each was pushed out; gives up after ``patience`` turns without a better one."""
    ends = clock.spent() + seconds
    waiting = [index for index in chosen if board.slot[index] < 0]
    best, kept = board.value, list(board.slot)
    held: dict[int, int] = {}
    pushed: dict[int, int] = {}
    turn = last = 0
    while waiting and turn - last < patience and (turn % 8 or (clock.spent() < ends and clock.left() > 0)):
        turn += 1
        index = waiting.pop(rng.randrange(len(waiting)))
        if not board.insert(index):
            waiting += push_in(board, index, turn, held, pushed, rng)
        held[index] = turn + HELD + rng.randrange(HELD)
        if board.value > best:
            best, kept, last = board.value, list(board.slot), turn
    if board.value < best:
        restore(board, kept)
    return pushed


def push_in(
    board: Board, index: int, turn: int, held: dict[int, int], pushed: dict[int, int], rng: random.Random
) -> list[int]:
    """Place the pair where it costs least; gives back whom that pushed out (itself, when it has no place at all)."""
    p, least, where, found = board.problem, 1e9, -1, []
    for near, far in p.ways(index):
        board.near[index], board.far[index] = near, far
        lanes = board.lanes(index)
        for slot in bits(p.common[index] & p.lane_free[near] & p.lane_free[far]):
            out = list({board.at[lane][slot]: 0 for lane in lanes if board.at[lane][slot] >= 0})
            if board.left[slot] + sum(p.table[at] for at in out) < p.table[index]:
                continue
            out += too_many(board, index, out, pushed)
            price = rng.random() * 0.5
            for at in out:
                price += p.worth[at] + 0.3 * pushed.get(at, 0) + (50 if held.get(at, 0) > turn else 0)
            if price < least:
                least, where, found, best = price, slot, out, (near, far)
    if where < 0:
        return [index]
    for at in found:
        board.take(at)
        pushed[at] = pushed.get(at, 0) + 1
    board.near[index], board.far[index] = best
    board.put(index, where)
    return found


def too_many(board: Board, index: int, out: list[int], pushed: dict[int, int]) -> list[int]:
    """Of each of the two who has as many meetings as they wish, one more that has to go."""
    p, more = board.problem, list[int]()
    for person in (p.one[index], p.other[index]):
        if board.full(person) and not any(person in (p.one[at], p.other[at]) for at in out + more):
            sitting = [at for at in p.of_person[person] if board.slot[at] >= 0]
            more.append(min(sitting, key=lambda at: (p.worth[at] + 0.3 * pushed.get(at, 0), at)))
    return more


def restore(board: Board, kept: list[int]) -> None:
    for index, slot in enumerate(board.slot):
        if slot >= 0 and kept[index] != slot:
            board.take(index)
    for index, slot in enumerate(kept):
        if slot >= 0 and board.slot[index] < 0:
            board.put(index, slot)
