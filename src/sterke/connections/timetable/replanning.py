"""A new timetable when somebody stays away or comes late, with as few programmes changed as can be."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from .fairness import without_meeting
from .instance import Instance, Meeting
from .making import optimise
from .reporting import value_of

SECONDS = 3.0


@dataclass(frozen=True)
class Replan:
    instance: Instance  # with the absences in it
    meetings: tuple[Meeting, ...]
    touched: frozenset[str]  # whose programme changed, and who has to be told
    lost: tuple[Meeting, ...]
    new: tuple[Meeting, ...]


def replan(
    instance: Instance,
    timetable: Iterable[Meeting],
    *,
    absent: Iterable[str] = (),
    late: Mapping[str, int] | None = None,
    past: int = 0,
    seconds: float = SECONDS,
    seed: int = 0,
) -> Replan:
    """``absent`` do not come; ``late`` gives the first slot each can make; slots before ``past`` are over and stay.

    All meetings that can still be held stay where they are. New ones are made between people whose programme has
    changed anyway; others are asked only for the sake of somebody who would meet nobody."""
    was = tuple(timetable)
    value_of(instance, was)
    changed = without(instance, set(absent), late or {}, past)
    kept = [m for m in was if all(m.slot in changed.person[name].available for name in (m.a, m.b))]
    lost = [m for m in was if m not in set(kept)]
    hurt = {name for meeting in lost for name in (meeting.a, meeting.b)}
    found = optimise(changed, seconds / 2, seed=seed, locked=kept, may=hurt.issuperset, past=past).meetings
    alone = set(without_meeting(changed, found)) & hurt
    if alone:
        found = optimise(
            changed, seconds / 2, seed=seed, locked=found, may=lambda pair: bool(pair & alone), past=past
        ).meetings
    new = tuple(meeting for meeting in found if meeting not in set(kept))
    touched = hurt | {name for meeting in new for name in (meeting.a, meeting.b)}
    return Replan(changed, found, frozenset(touched), tuple(lost), new)


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
