"""Published rounds for the tests."""

from sterke.connections.actions.seating import seat_all
from sterke.connections.models import MeetingRound, RoundParticipant, Slot, TimetableEntry
from sterke.connections.rounds_instance import Plan
from tests import factories as make


def people(round: MeetingRound) -> list[RoundParticipant]:
    """With the same round in hand, so that what a test changes of it is seen."""
    rows = list(RoundParticipant.objects.filter(round=round).by_name().order_by("pk"))
    for row in rows:
        row.round = round
    return rows


def meet(one: RoundParticipant, other: RoundParticipant, slot: Slot, table: int = 1, **facts) -> TimetableEntry:
    """A meeting as it stands in the timetable, seats and all."""
    one, other = sorted((one, other), key=lambda row: row.pk)
    entry = TimetableEntry(
        round=one.round,
        slot=slot,
        table=table,
        one=one,
        other=other,
        published=one.round.published_at is not None,
        **facts,
    )
    seat_all(Plan(one.round), [entry], list(TimetableEntry.objects.filter(round=one.round)))
    return entry


def published(count: int = 6, slots: int = 3, tables: int = 3, **facts) -> MeetingRound:
    """Each wishes for the next two, and meets the next one; published."""
    from django.utils import timezone

    now = timezone.now()
    round = make.a_round(
        people=count, slots=slots, tables=tables, closed=True, drafted_at=now, published_at=now, **facts
    )
    rows, times = people(round), round.times
    for at, row in enumerate(rows):
        for step in range(1, min(3, count)):
            make.wish(row, rows[(at + step) % count], 3 - step)
    for at in range(0, count - 1, 2):
        meet(rows[at], rows[at + 1], times[0], at // 2 + 1)
    return round
