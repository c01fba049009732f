"""Who sits where: the rows that make it impossible to be in two places, or to use a table twice, in one time."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ..models import EntrySeat, RoundParticipant, Slot, TimetableEntry
from ..rounds_instance import Plan

Taken = dict[tuple[int, int], set[int]]  # lanes, by participant and slot


def seats_of(entry: TimetableEntry, lanes: Mapping[int, int], taken: Taken) -> list[EntrySeat] | None:
    """The seats a meeting takes; None where one of the two sits elsewhere then. They are taken at once."""
    wanted: list[tuple[int, list[int]]] = []
    for pk in (entry.one_id, entry.other_id):
        every = list(range(1, lanes[pk] + 1))
        busy = taken.get((pk, entry.slot_id), set())
        free = [lane for lane in every if lane not in busy]
        mine = free[:1] if pk == entry.host_id else every
        if not mine or not set(mine) <= set(free):
            return None
        wanted.append((pk, mine))
    for pk, mine in wanted:
        taken.setdefault((pk, entry.slot_id), set()).update(mine)
    return [
        EntrySeat(entry=entry, participant_id=pk, slot_id=entry.slot_id, lane=lane)
        for pk, mine in wanted
        for lane in mine
    ]


def seat_all(plan: Plan, entries: list[TimetableEntry], standing: Iterable[TimetableEntry] = ()) -> None:
    """Write meetings that fit beside each other and beside those that stand; those written before get their seats."""
    lanes = {pk: plan.lanes(row) for pk, row in plan.people.items()}
    taken = plan.taken(standing)
    TimetableEntry.objects.bulk_create([entry for entry in entries if entry.pk is None], batch_size=500)
    seats: list[EntrySeat] = []
    for entry in entries:
        seats += seats_of(entry, lanes, taken) or []
    EntrySeat.objects.bulk_create(seats, batch_size=500)


def clash_of(plan: Plan, entry: TimetableEntry) -> str:
    """Why a meeting cannot stand where somebody wants it, in words; nothing where it can."""
    one, other = plan.people[entry.one_id], plan.people[entry.other_id]
    if one.house == other.house:
        return _("They are colleagues.")
    if plan.apart.are(one, other):
        return _("These two are not to be set together.")
    beside = [each for each in plan.entries if each.pk != entry.pk]
    if any(each.pair == entry.pair for each in beside):
        return _("These two have a meeting already.")
    slot = plan.slots[plan.at[entry.slot_id]]
    for row in (one, other):
        if plan.at[entry.slot_id] not in plan.free(row):
            return _("%(name)s is not there at %(time)s.") % {"name": row.name, "time": slot}
        most = plan.most_of(row)
        if most is not None and sum(row.pk in each.pair for each in beside) >= most:
            return _("%(name)s wants at most %(most)s meetings.") % {"name": row.name, "most": most}
    then = [each for each in beside if each.slot_id == entry.slot_id]
    if entry.table is not None and any(each.table == entry.table for each in then):
        return _("Table %(table)s is taken at %(time)s.") % {"table": entry.table, "time": slot}
    return busy_then(plan, entry, then, slot)


def busy_then(plan: Plan, entry: TimetableEntry, then: list[TimetableEntry], slot: Slot) -> str:
    lanes = {pk: plan.lanes(row) for pk, row in plan.people.items()}
    taken = plan.taken(then)
    if seats_of(entry, lanes, taken) is not None:
        return ""
    for pk in (entry.one_id, entry.other_id):
        if any(pk in each.pair for each in then):
            return _("%(name)s has another meeting at %(time)s.") % {"name": plan.people[pk].name, "time": slot}
    return _("There is no room at %(time)s.") % {"time": slot}


def place_of(plan: Plan, one: RoundParticipant, other: RoundParticipant) -> RoundParticipant | None:
    """At whose stand the two meet, None: at a table. Refused where the stand receives nobody."""
    found = plan.host_of(one, other)
    if found is not None and not plan.stand_of(found):
        raise ValidationError(_("The stand of %(company)s receives nobody.") % {"company": found.company})
    return found


def free_table(plan: Plan, slot: Slot) -> int | None:
    used = {each.table for each in plan.entries if each.slot_id == slot.pk}
    return next((table for table in range(1, plan.round.tables + 1) if table not in used), None)


def put(plan: Plan, entry: TimetableEntry) -> TimetableEntry:
    """Write one meeting, new or moved, or refuse with the reason. Two who want the same seat: one gets it."""
    if clash := clash_of(plan, entry):
        raise ValidationError(clash, code="clash")
    try:
        with transaction.atomic():
            return write(plan, entry)
    except IntegrityError as error:
        message = _("Somebody else was quicker: the place is taken now.")
        raise ValidationError(message, code="taken") from error


def write(plan: Plan, entry: TimetableEntry) -> TimetableEntry:
    EntrySeat.objects.filter(entry=entry.pk).delete()
    entry.save()
    beside = [each for each in plan.entries if each.slot_id == entry.slot_id and each.pk != entry.pk]
    lanes = {pk: plan.lanes(row) for pk, row in plan.people.items()}
    EntrySeat.objects.bulk_create(seats_of(entry, lanes, plan.taken(beside)) or [])
    return entry


def drop(entries: Iterable[TimetableEntry]) -> None:
    """Those that were told of stay as dropped, so that calendars can be told; others go."""
    rows = list(entries)
    EntrySeat.objects.filter(entry__in=rows).delete()
    told = [row.pk for row in rows if row.published]
    TimetableEntry.objects.filter(pk__in=told).update(state=TimetableEntry.State.DROPPED)
    TimetableEntry.objects.filter(pk__in=[row.pk for row in rows if not row.published]).delete()


def label(entry: Any) -> str:
    return f"{entry.one.name} – {entry.other.name}"
