"""How evenly the round falls, and what makes it more even without costing value."""

from collections.abc import Iterable

from .board import Board
from .instance import Instance, Meeting
from .problem import bits
from .solver import Clock


def shares(instance: Instance, meetings: Iterable[Meeting]) -> dict[str, float]:
    """For each person with a wish that can be met: which part of the weight of their own wishes is met."""
    asked: dict[str, int] = {}
    given: dict[str, int] = {}
    met = {meeting.pair for meeting in meetings}
    for wish in instance.wishes:
        pair = frozenset((wish.wisher, wish.wished))
        if pair in instance.worth and can_meet(instance, wish.wisher, wish.wished):
            asked[wish.wisher] = asked.get(wish.wisher, 0) + wish.weight
            given[wish.wisher] = given.get(wish.wisher, 0) + wish.weight * (pair in met)
    return {who: given[who] / asked[who] for who in asked}


def can_meet(instance: Instance, one: str, other: str) -> bool:
    return bool(instance.person[one].available & instance.person[other].available)


def without_meeting(instance: Instance, meetings: Iterable[Meeting]) -> list[str]:
    """Those who could have met somebody and meet nobody."""
    hopeful = {name for pair in instance.worth for name in pair if can_meet(instance, *pair)}
    return sorted(hopeful - {name for meeting in meetings for name in (meeting.a, meeting.b)})


def even_out(board: Board, clock: Clock, turns: int = 3) -> int:
    """The best-off give to the worst-off at equal value: one of a person's meetings goes to somebody with fewer.

    A meeting of ``rich`` with ``host`` is exchanged for one, worth as much, of ``poor`` with ``host`` in the same slot,
    where ``rich`` keeps more meetings than ``poor`` has got afterwards. Returns how many were exchanged."""
    p, moved = board.problem, 0
    count = [now + locked for now, locked in zip(board.count, p.met, strict=True)]
    for _ in range(turns):
        before = moved
        for poor in sorted((who for who in range(len(p.ids)) if p.of_person[who]), key=lambda who: (count[who], who)):
            if clock.left() <= 0:
                return moved
            moved += gets_one(board, poor, count)
        if moved == before:
            break
    return moved


def gets_one(board: Board, poor: int, count: list[int]) -> int:
    p = board.problem
    for index in p.of_person[poor]:
        if board.slot[index] >= 0:
            continue
        host = p.other[index] if p.one[index] == poor else p.one[index]
        for slot in bits(board.some_idle(poor) & p.common[index]):
            for now in {board.at[lane][slot] for lane in p.lanes[host]} - {-1, index}:
                rich = p.other[now] if p.one[now] == host else p.one[now]
                if p.worth[now] != p.worth[index] or count[rich] <= count[poor] + 1:
                    continue
                board.take(now)
                if board.open_slots(index) >> slot & 1:
                    board.put(index, slot)
                    count[rich] -= 1
                    count[poor] += 1
                    return 1
                board.put(now, slot)
    return 0
