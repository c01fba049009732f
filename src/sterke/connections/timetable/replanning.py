"""A new timetable when somebody stays away or comes late, with as few programmes changed as can be.

All meetings that can still be held stay where they are. What is left free is given to people who lost a meeting, among
themselves; others are asked only for the sake of somebody who would meet nobody. How many people may get something new
is limited, and within that limit the best choice is made.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from .board import Board
from .fairness import without_meeting
from .instance import Instance, Meeting
from .problem import Problem
from .relaxation import open_columns, rows_of
from .reporting import value_of
from .solver import Clock, maximise

SECONDS = 3.0
MOST_CHANGES = 5
RESCUE = 100.0  # a meeting for somebody who would meet nobody goes before whatever else five programmes can gain
ASKED = 0.4  # what a meeting has to be worth more to ask one who lost nothing, and a third of what it costs to change


@dataclass(frozen=True)
class Replan:
    instance: Instance  # with the absences in it
    meetings: tuple[Meeting, ...]
    lost: tuple[Meeting, ...]
    new: tuple[Meeting, ...]  # or moved
    lost_a_meeting: frozenset[str]  # of those who are there
    changed: frozenset[str]  # who got a meeting, new or moved

    @property
    def touched(self) -> frozenset[str]:
        """Who has to be told: nobody who stays away."""
        return self.lost_a_meeting | self.changed


def replan(
    instance: Instance,
    timetable: Iterable[Meeting],
    *,
    absent: Iterable[str] = (),
    late: Mapping[str, int] | None = None,
    past: int = 0,
    most_changes: int = MOST_CHANGES,
    seconds: float = SECONDS,
    seed: int = 0,
) -> Replan:
    """``absent`` do not come; ``late`` gives the first slot each can make; slots before ``past`` are over and stay. At
    most ``most_changes`` people get something new or moved."""
    was, gone, clock = tuple(timetable), set(absent), Clock(seconds)
    value_of(instance, was)
    now = without(instance, gone, late or {}, past)
    kept = [m for m in was if all(m.slot in now.person[name].available for name in (m.a, m.b))]
    lost = tuple(m for m in was if m not in set(kept))
    hurt = frozenset(name for meeting in lost for name in (meeting.a, meeting.b)) - gone
    alone = hurt & set(without_meeting(now, kept))
    problem = Problem(now, kept, may=lambda pair: pair <= hurt or bool(pair & alone), past=past)
    board = Board(problem, fill_gaps(problem, hurt, alone, most_changes, clock, seed))
    found = tuple(sorted(problem.meetings(board.slot), key=lambda each: (each.slot, each.table, each.a)))
    new = tuple(meeting for meeting in found if meeting not in set(kept))
    changed = frozenset(name for meeting in new for name in (meeting.a, meeting.b))
    return Replan(now, found, lost, new, hurt, changed)


def fill_gaps(
    problem: Problem, hurt: frozenset[str], alone: frozenset[str], most: int, clock: Clock, seed: int
) -> list[int]:
    """The slot of each pair, or -1: as good as can be with so many people in it at most."""
    placed = [-1] * len(problem)
    if not len(problem) or most < 2:
        return placed
    index, slots = open_columns(Board(problem))
    count, rows = len(index), rows_of(Board(problem), index, slots)
    mine: dict[int, list[int]] = {}
    sits: dict[tuple[int, int], list[int]] = {}
    for at, (pair, slot) in enumerate(zip(index.tolist(), slots.tolist(), strict=True)):
        for who in (problem.one[pair], problem.other[pair]):
            mine.setdefault(who, []).append(at)
            sits.setdefault((who, slot), []).append(at)
    # a column more for each person, 1 where the programme changes; and for each who would meet nobody, 1 where they do
    people, lonely = list(mine), [who for who in mine if problem.ids[who] in alone]
    rows.add(np.arange(count, count + len(people)), float(most))
    number = {who: count + at for at, who in enumerate(people)}
    for (who, _slot), here in sits.items():
        rows.add(np.array([number[who], *here]), 0.0, np.array([-float(len(problem.lanes[who]))] + [1.0] * len(here)))
    for met, who in enumerate(lonely, count + len(people)):
        rows.add(np.array([met, *mine[who]]), 0.0, np.array([1.0] + [-1.0] * len(mine[who])))
    price = [-ASKED / 3 if problem.ids[who] in hurt else -ASKED for who in people]
    costs = np.concatenate((problem.worths[index], price, np.full(len(lonely), RESCUE)))
    best = maximise(costs, rows, clock.left(), whole=True, seed=seed, gap=0.01, start=np.zeros(len(costs)))
    if best is not None:
        for at in np.flatnonzero(best.values[:count] > 0.5).tolist():
            placed[index[at]] = int(slots[at])
    return placed


def without(instance: Instance, absent: set[str], late: Mapping[str, int], past: int) -> Instance:
    """The same round with those away taken out of the slots they miss."""
    for name in (*absent, *late):
        if name not in instance.person:
            raise ValueError(f"Nobody has the id {name}.")
    people = []
    for person in instance.people:
        first = instance.slots if person.id in absent else late.get(person.id, 0)
        free = frozenset(slot for slot in person.available if slot >= first or slot < past)
        people.append(replace(person, available=free))
    return replace(instance, people=tuple(people))
