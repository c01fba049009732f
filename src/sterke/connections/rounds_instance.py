"""A meeting round as the optimiser reads it: its rows as an instance, and the meetings of its timetable."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.db.models import Q

from .models import (
    Competitors,
    ConnectionChoice,
    EntrySeat,
    MeetingRound,
    NotWith,
    RoundNotWith,
    RoundParticipant,
    Slot,
    TimetableEntry,
    Wish,
)
from .timetable import Instance, Meeting
from .timetable.instance import Person
from .timetable.instance import Wish as Stated

BY_HAND = 1  # what a meeting that nobody wished for is worth when somebody has set it up


class Apart:
    """Who is not brought together: competitors, and those of whom one would rather not meet the other."""

    def __init__(self, round: MeetingRound, people: Iterable[RoundParticipant]) -> None:
        rows = list(people)
        companies = [row.registration.organisation_id for row in rows if row.registration.organisation_id]
        persons = [row.person_id for row in rows if row.person_id]
        rivals = Competitors.objects.filter(one__in=companies, other__in=companies)
        said = NotWith.objects.filter(person__in=persons).order_by()
        self.rivals = {frozenset(pair) for pair in rivals.order_by().values_list("one", "other")}
        self.people = {frozenset(pair) for pair in said.exclude(other=None).values_list("person", "other")}
        self.companies = set(said.exclude(organisation=None).values_list("person", "organisation"))
        here = RoundNotWith.objects.filter(participant__round=round).order_by()
        self.here = {frozenset(pair) for pair in here.values_list("participant", "other")}

    def are(self, one: RoundParticipant, other: RoundParticipant) -> bool:
        firm, firms = one.registration.organisation_id, other.registration.organisation_id
        return (
            frozenset((firm, firms)) in self.rivals
            or frozenset((one.person_id, other.person_id)) in self.people
            or (one.person_id, firms) in self.companies
            or (other.person_id, firm) in self.companies
            or frozenset((one.pk, other.pk)) in self.here
        )


def hidden_among(people: Iterable[RoundParticipant]) -> set[int]:
    """The numbers of those who wish to be in nobody's list."""
    of_person = {row.person_id: row.pk for row in people if row.person_id}
    hidden = ConnectionChoice.objects.filter(person__in=of_person, hidden=True).values_list("person", flat=True)
    return {of_person[person] for person in hidden}


class Plan:
    """All that decides on a timetable, read once."""

    def __init__(self, round: MeetingRound) -> None:
        self.round = round
        self.slots: list[Slot] = list(round.slots.order_by("starts", "pk"))
        self.at = {slot.pk: number for number, slot in enumerate(self.slots)}
        self.entries = list(TimetableEntry.objects.filter(round=round).standing().order_by("pk"))
        busy = {pk for entry in self.entries for pk in entry.pair}
        everybody = RoundParticipant.objects.filter(round=round).by_name()
        self.people = {row.pk: row for row in everybody if row.takes_part or row.pk in busy}
        through = RoundParticipant.cannot.through.objects.filter(roundparticipant__round=round)
        self.cannot: dict[int, set[int]] = {}
        for participant, slot in through.values_list("roundparticipant", "slot"):
            self.cannot.setdefault(participant, set()).add(slot)
        self.stand = dict(round.stands.values_list("organisation", "capacity"))
        self.apart = Apart(round, self.people.values())
        self.hidden = hidden_among(self.people.values())
        rows = Wish.objects.filter(wisher__round=round).order_by("wisher", "wished")
        self.wishes: list[tuple[int, int, int]] = list(rows.values_list("wisher", "wished", "strength"))

    @cached_property
    def seats(self) -> list[tuple[int, int, int, int]]:
        """Who sits where: meeting, participant, slot, lane."""
        rows = EntrySeat.objects.filter(entry__in=[entry.pk for entry in self.entries])
        return list(rows.values_list("entry", "participant", "slot", "lane"))

    def taken(self, entries: Iterable[TimetableEntry]) -> dict[tuple[int, int], set[int]]:
        """The lanes that some of the meetings take, by participant and slot."""
        among, found = {entry.pk for entry in entries}, dict[tuple[int, int], set[int]]()
        for entry, participant, slot, lane in self.seats:
            if entry in among:
                found.setdefault((participant, slot), set()).add(lane)
        return found

    def host_of(self, one: RoundParticipant, other: RoundParticipant) -> RoundParticipant | None:
        """At whose stand the two would meet; None: at a table."""
        both = {one.pk, other.pk}
        wishes = tuple(wish for wish in self.stated([]) if {int(wish.wisher), int(wish.wished)} == both)
        people = (self.person(one, []), self.person(other, []))
        host = Instance("", len(self.slots), self.round.tables, people, wishes).host(str(one.pk), str(other.pk))
        return self.people[int(host)] if host else None

    def stand_of(self, person: RoundParticipant) -> int | None:
        return self.stand.get(person.registration.organisation_id or 0)

    def lanes(self, person: RoundParticipant) -> int:
        return max(1, self.stand_of(person) or 1)

    def most_of(self, person: RoundParticipant) -> int | None:
        return self.round.most if person.most is None else person.most

    def free(self, person: RoundParticipant) -> set[int]:
        """The slots, by place, in which somebody is there."""
        cannot = self.cannot.get(person.pk, set())
        return {at for at, slot in enumerate(self.slots) if person.is_there_at(slot, cannot)}

    def stated(self, standing: Iterable[frozenset[int]]) -> list[Stated]:
        """The wishes that count; a meeting that stands without one counts as a small one."""
        people, hidden = self.people, self.hidden
        pairs = {(wisher, wished) for wisher, wished, _strength in self.wishes}
        found = [
            Stated(str(wisher), str(wished), strength)
            for wisher, wished, strength in self.wishes
            if wisher in people and wished in people and (wished not in hidden or (wished, wisher) in pairs)
        ]
        known = {frozenset((int(wish.wisher), int(wish.wished))) for wish in found}
        for pair in sorted(map(sorted, set(standing) - known)):
            found.append(Stated(str(pair[0]), str(pair[1]), BY_HAND))
        return found

    def instance(self, standing: Iterable[TimetableEntry] = (), *, held: bool = False) -> Instance:
        """As the optimiser reads it. ``standing`` are meetings that stay; ``held`` makes room for them whatever people
        have said since: they have been told to come."""
        stay = list(standing)
        wishes = self.stated(entry.pair for entry in stay)
        pairs = {frozenset((wish.wisher, wish.wished)) for wish in wishes}
        excused = {frozenset(map(str, entry.pair)) for entry in stay} if held else set()
        apart = {
            pair
            for pair in pairs - excused
            if len(pair) == 2 and self.apart.are(*(self.people[int(name)] for name in sorted(pair)))
        }
        people = tuple(self.person(row, stay if held else []) for row in self.people.values())
        return Instance(str(self.round.pk), len(self.slots), self.round.tables, people, tuple(wishes), frozenset(apart))

    def person(self, row: RoundParticipant, held: list[TimetableEntry]) -> Person:
        own = [self.at[entry.slot_id] for entry in held if row.pk in entry.pair]
        most = self.most_of(row)
        most = most if most is None else max(most, len(own))
        return Person(str(row.pk), row.house, frozenset(self.free(row) | set(own)), most, self.stand_of(row))

    def meeting(self, entry: TimetableEntry) -> Meeting:
        return Meeting(str(entry.one_id), str(entry.other_id), self.at[entry.slot_id], entry.table or 0)

    def entry(self, meeting: Meeting, instance: Instance, **facts: Any) -> TimetableEntry:
        """A row, not saved yet."""
        one, other = sorted((int(meeting.a), int(meeting.b)))
        host = instance.host(meeting.a, meeting.b)
        return TimetableEntry(
            round=self.round, slot=self.slots[meeting.slot], one_id=one, other_id=other,
            table=None if host else meeting.table, host_id=int(host) if host else None, **facts,
        )  # fmt: skip

    def past(self, now: Any) -> int:
        """How many slots have begun."""
        return sum(slot.starts <= now for slot in self.slots)


def wishes_counted(round: MeetingRound) -> int:
    return Wish.objects.filter(Q(wisher__round=round)).count()
