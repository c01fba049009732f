"""What the pages of meeting rounds show: whom one may wish for, the grid, each one's programme, the sums."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet

from sterke.core.text import fold, sort_key
from sterke.directory.models import Organisation
from sterke.gatherings.models import Gathering

from .models import (
    EntrySide,
    IntroductionSide,
    MeetingRound,
    NotWith,
    RoundNotWith,
    RoundParticipant,
    Slot,
    TimetableEntry,
    TimetableRun,
    Wish,
)
from .reports_suggestions import suggestion_scores
from .round_state import Stage
from .rounds_instance import Apart, Plan, hidden_among
from .wording_rounds import place, span, who

ROUNDS = MeetingRound.objects.select_related("gathering__municipality", "gathering__network")
PARTICIPANTS = RoundParticipant.objects.select_related(
    "registration__organisation", "registration__person", "round__gathering__municipality"
)


def round_of(gathering: Gathering) -> MeetingRound | None:
    found: MeetingRound | None = ROUNDS.filter(gathering=gathering).first()
    if found:
        found.gathering = gathering
    return found


@dataclass
class Choice:
    """Somebody on the list of whom one may wish for, with what was said before."""

    row: RoundParticipant
    said: str = ""  # "3", "2", "1", "not" or nothing

    @property
    def name(self) -> str:
        return f"p{self.row.pk}"


@dataclass(frozen=True)
class Refused:
    """Whom one has said one would rather not meet."""

    here: frozenset[int]  # participants
    persons: frozenset[int]
    companies: frozenset[int]

    def holds(self, row: RoundParticipant) -> bool:
        return row.pk in self.here or row.person_id in self.persons


def refused_by(me: RoundParticipant) -> Refused:
    own = NotWith.objects.filter(person=me.person_id) if me.person_id else NotWith.objects.none()
    return Refused(
        frozenset(RoundNotWith.objects.filter(participant=me).values_list("other", flat=True)),
        frozenset(own.exclude(other=None).values_list("other", flat=True)),
        frozenset(own.exclude(organisation=None).values_list("organisation", flat=True)),
    )


def choices_for(me: RoundParticipant, words: str = "") -> list[Choice]:
    """Everybody one may wish for, those suggested first. Not colleagues, not those who hide, not those kept apart: but
    whom one would rather not meet oneself stays on the list, to be thought of again."""
    rows = RoundParticipant.objects.filter(round=me.round).taking_part().by_name().exclude(pk=me.pk)
    found = [row for row in rows if row.house != me.house]
    apart, hidden, refused = Apart(me.round, [me, *found]), hidden_among(found), refused_by(me)
    said = {pk: str(strength) for pk, strength in Wish.objects.filter(wisher=me).values_list("wished", "strength")}
    wanted, choices = fold(words).split(), []
    for row in found:
        own = refused.holds(row)
        if row.pk in hidden or (apart.are(me, row) and not own):
            continue
        if all(word in fold(f"{row.name} {row.company}") for word in wanted):
            choices.append(Choice(row, "not" if own else said.get(row.pk, "")))
    return in_order(me, choices)


def in_order(me: RoundParticipant, choices: list[Choice]) -> list[Choice]:
    """The one place that says whom one sees first: those suggested, when there are suggestions; else by name."""
    choices = sorted(choices, key=lambda each: (sort_key(each.row.name), each.row.pk))
    person = me.registration.person
    if person is None:
        return choices
    score = suggestion_scores(person, [each.row.person_id for each in choices if each.row.person_id])
    return sorted(choices, key=lambda each: -score.get(each.row.person_id or 0, 0.0))


def companies_for(me: RoundParticipant) -> list[tuple[Organisation, bool]]:
    """The companies that take part, with whether one would rather not meet anybody from there. For those we know."""
    if me.person_id is None:
        return []
    rows = RoundParticipant.objects.filter(round=me.round).taking_part().values("registration__organisation")
    chosen = refused_by(me).companies
    found = (
        Organisation.objects.filter(pk__in=rows).exclude(pk=me.registration.organisation_id or 0).order_by("sort_key")
    )
    return [(row, row.pk in chosen) for row in found]


@dataclass
class Sums:
    people: int = 0
    wished: int = 0
    wishes: int = 0
    slots: int = 0
    meetings: int = 0
    out: int = 0
    to_write: int = 0  # letters the worker has still to write

    @property
    def letters(self) -> int:
        return self.people - self.to_write

    @property
    def silent(self) -> int:
        return self.people - self.wished


def sums_of(round: MeetingRound) -> Sums:
    rows = RoundParticipant.objects.filter(round=round)
    there = Q(out_at=None, registration__state="confirmed")
    counted = rows.aggregate(
        to_write=Count("pk", filter=there & waits_for_letter(round)),
        people=Count("pk", filter=there),
        wished=Count("pk", filter=there & Q(wished_at__isnull=False)),
        all=Count("pk"),
    )
    return Sums(
        counted["people"],
        counted["wished"],
        Wish.objects.filter(wisher__round=round).count(),
        Slot.objects.filter(round=round).count(),
        TimetableEntry.objects.filter(round=round).standing().count(),
        counted["all"] - counted["people"],
        counted["to_write"],
    )


def waits_for_letter(round: MeetingRound) -> Q:
    if round.stage == Stage.PUBLISHED:
        return Q(programme_at=None)
    return Q(invited_at=None) if round.takes_wishes else Q(pk=None)


def entries_of(round: MeetingRound) -> list[TimetableEntry]:
    return list(TimetableEntry.objects.filter(round=round).standing().in_order())


@dataclass
class Line:
    """A time of the timetable, with its meetings in the order of the columns."""

    slot: Slot
    cells: list[tuple[str, list[TimetableEntry]]] = field(default_factory=list)  # column, meetings


@dataclass
class Grid:
    columns: list[str]
    lines: list[Line]


def grid_of(round: MeetingRound, entries: Iterable[TimetableEntry], words: dict[str, str]) -> Grid:
    """Times down, tables and stands across; tables that stand empty all day are left out at the end."""
    rows = list(entries)
    last = max((entry.table or 0 for entry in rows), default=0)
    hosts = {entry.host_id: entry.host for entry in rows if entry.host is not None}
    stands = sorted(hosts.values(), key=lambda row: (sort_key(row.company), sort_key(row.name)))
    columns = [("table", number, words["table"] % {"number": number}) for number in range(1, last + 1)]
    columns += [("host", row.pk, who(row)) for row in stands]
    at: dict[tuple[int, str, int], list[TimetableEntry]] = {}
    for entry in rows:
        key = ("table", entry.table) if entry.table else ("host", entry.host_id)
        at.setdefault((entry.slot_id, *key), []).append(entry)  # type: ignore[arg-type]
    lines = [
        Line(slot, [(label, at.get((slot.pk, kind, number), [])) for kind, number, label in columns])
        for slot in round.times
    ]
    return Grid([label for _kind, _number, label in columns], lines)


@dataclass
class Programme:
    """One person's day: each time with their meetings; and how much of what they wished for they got."""

    row: RoundParticipant
    entries: list[TimetableEntry] = field(default_factory=list)

    def lines(self) -> list[tuple[str, str, str]]:
        return [(span(each.slot), place(each, self.row), who(each.partner_of(self.row))) for each in self.entries]


def programmes_of(round: MeetingRound, entries: Iterable[TimetableEntry]) -> list[Programme]:
    """Everybody who takes part or has a meeting, by name."""
    of: dict[int, list[TimetableEntry]] = {}
    for entry in sorted(entries, key=lambda each: (each.slot.starts, each.pk)):
        for pk in (entry.one_id, entry.other_id):
            of.setdefault(pk, []).append(entry)
    people = RoundParticipant.objects.filter(round=round).by_name()
    return [Programme(row, of.get(row.pk, [])) for row in people if row.takes_part or row.pk in of]


def newest_run(round: MeetingRound) -> TimetableRun | None:
    return TimetableRun.objects.filter(round=round).order_by("-pk").first()


def newest_report(round: MeetingRound) -> TimetableRun | None:
    """The run whose timetable stands."""
    made = (TimetableRun.State.DONE, TimetableRun.State.STOPPED)
    return TimetableRun.objects.filter(round=round, state__in=made).order_by("-pk").first()


def candidates(round: MeetingRound) -> QuerySet[RoundParticipant]:
    """Those one may set up a meeting for by hand."""
    return RoundParticipant.objects.filter(round=round).taking_part().by_name()


def counts_of_results(round: MeetingRound) -> dict[str, Any]:
    """How the meetings went, as far as people have told."""
    states = Counter(TimetableEntry.objects.filter(round=round).standing().order_by().values_list("state", flat=True))
    sides = EntrySide.objects.filter(entry__round=round, met=True).order_by()
    results = Counter(sides.exclude(result="").values_list("result", flat=True))
    return {
        "meetings": sum(states.values()),
        "met": states[TimetableEntry.State.MET],
        "missed": states[TimetableEntry.State.MISSED],
        "untold": states[TimetableEntry.State.PLANNED],
        "follow_ups": sides.filter(follow_up=True).values("entry").distinct().count(),
        "results": [(label, results[value]) for value, label in IntroductionSide.Result.choices if results[value]],
        "answered": RoundParticipant.objects.filter(round=round, answered_at__isnull=False).count(),
    }


def told_of(round: MeetingRound) -> list[tuple[RoundParticipant, TimetableEntry, EntrySide]]:
    """What people wrote, newest first."""
    rows = EntrySide.objects.filter(entry__round=round).exclude(words="").order_by("-at")
    found = rows.select_related("participant__registration__organisation")
    entries = {entry.pk: entry for entry in entries_of(round)}
    return [(row.participant, entries[row.entry_id], row) for row in found if row.entry_id in entries]


@dataclass
class Bookable:
    row: RoundParticipant
    free: int  # times that suit both


def bookable(plan: Plan, me: RoundParticipant, choices: list[Choice]) -> list[Bookable]:
    """With whom one has a time in common still, those with most first."""
    busy = plan.taken(plan.entries)
    met = {pk for entry in plan.entries if me.pk in entry.pair for pk in entry.pair}
    ahead = [at for at, slot in enumerate(plan.slots) if not slot.has_begun]
    own = plan.free(plan.people[me.pk])

    def free(row: RoundParticipant) -> int:
        both = own & plan.free(plan.people[row.pk])
        return sum(at in both and not any(busy.get((pk, plan.slots[at].pk)) for pk in (me.pk, row.pk)) for at in ahead)

    rows = [Bookable(each.row, free(each.row)) for each in choices if each.row.pk not in met and each.said != "not"]
    return [each for each in rows if each.free]
