"""Every rule that a meeting can break, each with its line: for meetings that must stay, and for whole timetables."""

from collections import Counter
from collections.abc import Iterable

from .instance import Instance, Meeting


class Clash(ValueError):
    """Meetings that cannot all stand; the text is one line that says which and why."""


def check_locked(instance: Instance, locked: Iterable[Meeting]) -> None:
    pairs: set[frozenset[str]] = set()
    visits: set[tuple[str, int]] = set()  # at a table, or at another's stand
    received: Counter[tuple[str, int]] = Counter()
    count: Counter[str] = Counter()
    taken: set[tuple[int, int]] = set()
    for meeting in locked:
        label = f"The locked meeting of {meeting.a} and {meeting.b} in slot {meeting.slot}"
        check_alone(instance, meeting, label)
        if meeting.pair in pairs:
            raise Clash(f"{label}: the two have another locked meeting.")
        pairs.add(meeting.pair)
        host = instance.host(meeting.a, meeting.b)
        for name in (meeting.a, meeting.b):
            here, person = (name, meeting.slot), instance.person[name]
            if here in visits or (name != host and received[here]):
                raise Clash(f"{label}: {name} has another locked meeting then.")
            if name == host and received[here] >= (person.stand or 0):
                raise Clash(f"{label}: the {person.stand} places at the stand of {name} are taken then.")
            if name == host:
                received[here] += 1
            else:
                visits.add(here)
            count[name] += 1
            if person.most is not None and count[name] > person.most:
                raise Clash(f"{label}: {name} wishes at most {person.most} and has more that are locked.")
        if not host and (meeting.slot, meeting.table) in taken:
            raise Clash(f"{label}: table {meeting.table} is taken by another locked meeting.")
        taken.add((meeting.slot, meeting.table))


def check_alone(instance: Instance, meeting: Meeting, label: str) -> None:
    """What is wrong with a meeting whatever the others are."""
    for name in (meeting.a, meeting.b):
        if name not in instance.person:
            raise Clash(f"{label}: nobody has the id {name}.")
    if not 0 <= meeting.slot < instance.slots:
        raise Clash(f"{label}: there is no such slot.")
    if why := instance.barred(meeting.a, meeting.b):
        raise Clash(f"{label}: the two may not meet ({why.replace('_', ' ')}).")
    if instance.host(meeting.a, meeting.b):
        if meeting.table:
            raise Clash(f"{label}: they meet at a stand, which is table 0.")
    elif not 1 <= meeting.table <= instance.tables:
        raise Clash(f"{label}: there is no table {meeting.table}.")
    if meeting.pair not in instance.worth:
        raise Clash(f"{label}: neither wished for the other.")
    for name in (meeting.a, meeting.b):
        if meeting.slot not in instance.person[name].available:
            raise Clash(f"{label}: {name} is not there then.")
