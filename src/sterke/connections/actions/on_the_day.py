"""Somebody stays away or comes late: their meetings are given to others with as few programmes changed as can be."""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sterke.accounts.models import User
from sterke.core import activity

from .. import mails_rounds as mails
from .. import tasks_rounds as tasks
from ..models import EntrySeat, MeetingRound, RoundParticipant, Slot, TimetableEntry
from ..permissions_rounds import can_speak_for
from ..round_state import Stage
from ..rounds_instance import Plan
from ..timetable import Clash, Replan, replan
from .letters import call_off, unasked, without_programme
from .rounds import Out, actor, refuse_ended, refuse_others, take_in
from .seating import drop, seat_all
from .timetables import as_meetings, stamp_of

MOST_CHANGES = 5  # programmes with something new in them


@dataclass(frozen=True)
class Change:
    """What came of it: meetings that fell away, new or moved ones, and who was told."""

    lost: int = 0
    new: int = 0
    told: list[str] = field(default_factory=list)


@transaction.atomic
def step_out(participant: RoundParticipant, *, why: str = Out.OWN, by: Any) -> Change:
    """They take no part in what is left: stepped out, did not come, or lost the seat. Those touched are told."""
    if not can_speak_for(by, participant) and not is_clock(by):
        raise PermissionDenied
    round = lock(participant.round)
    refuse_ended(round)
    plan = Plan(round)
    now = timezone.now()
    rows = RoundParticipant.objects.filter(pk=participant.pk, out_at=None)
    if rows.update(out_at=now, out_why=why) != 1:
        return Change()
    activity.record(
        "round.stepped_out",
        round,
        by=actor(by),
        about=[round.gathering],
        name=participant.name,
        why=str(Out(why).label),
    )
    participant.refresh_from_db()
    return settle(plan, participant, absent=True)


@transaction.atomic
def come_late(participant: RoundParticipant, slot: Slot, *, by: Any) -> Change:
    """They can make the meetings from this time on."""
    round = lock(participant.round)
    refuse_others(by, round)
    refuse_ended(round)
    if slot.has_begun:
        raise ValidationError(_("That time has begun."), code="begun")
    if not participant.takes_part:
        raise ValidationError(_("%(name)s does not take part any more.") % {"name": participant.name}, code="out")
    plan = Plan(round)
    RoundParticipant.objects.filter(pk=participant.pk).update(late_from=slot.starts)
    activity.record("round.late", round, by=by, about=[round.gathering], name=participant.name, time=str(slot))
    participant.refresh_from_db()
    return settle(plan, participant, first=plan.at[slot.pk])


def is_clock(by: Any) -> bool:
    return isinstance(by, User) and by == User.objects.clockwork()


def lock(round: MeetingRound) -> MeetingRound:
    """One at a time, or two would fill the same gap."""
    return MeetingRound.objects.select_for_update(of=("self",)).select_related("gathering").get(pk=round.pk)


def settle(plan: Plan, participant: RoundParticipant, *, absent: bool = False, first: int = 0) -> Change:
    """Before anything is published their meetings just fall out of the draft."""
    past = plan.past(timezone.now())
    own = [entry for entry in plan.entries if participant.pk in entry.pair and plan.at[entry.slot_id] >= past]
    gone = own if absent else [entry for entry in own if plan.at[entry.slot_id] < first]
    if plan.round.stage != Stage.PUBLISHED:
        drop(gone)
        return Change(len(gone))
    found = replanned(plan, participant, absent=absent, first=first)
    if found is None:  # the gaps stay open, but nobody waits at a table for somebody who is not there
        drop(gone)
        touched, new = {pk for entry in gone for pk in entry.pair}, 0
    else:
        write(plan, found)
        touched, new = {int(name) for name in found.touched}, len(found.new)
    told = [row for pk, row in plan.people.items() if pk in touched and not (absent and pk == participant.pk)]
    tell(plan.round, told, participant)
    return Change(len(gone), new, [row.name for row in told])


def replanned(plan: Plan, participant: RoundParticipant, *, absent: bool, first: int) -> Replan | None:
    """None: the timetable does not hold together as it is, so that nothing can be planned on it."""
    name = str(participant.pk)
    try:
        return replan(
            plan.instance(plan.entries, held=True),
            as_meetings(plan, plan.entries),
            absent=[name] if absent else [],
            late={} if absent else {name: first},
            past=plan.past(timezone.now()),
            most_changes=MOST_CHANGES,
            seed=plan.round.pk,
        )
    except Clash:
        return None


def write(plan: Plan, found: Replan) -> None:
    """Two who lose a meeting and get another time keep the row: it moves in their calendars."""
    pairs = {frozenset(map(int, (meeting.a, meeting.b))) for meeting in found.lost}
    lost = {entry.pair: entry for entry in plan.entries if entry.pair in pairs}
    stay = [entry for entry in plan.entries if entry.pair not in pairs]
    EntrySeat.objects.filter(entry__in=list(lost.values())).delete()
    fresh = [plan.entry(meeting, found.instance, published=True) for meeting in found.new]
    moved = [(lost.pop(row.pair), row) for row in fresh if row.pair in lost]
    drop(lost.values())
    TimetableEntry.objects.filter(pk__in=[old.pk for old, _new in moved]).update(state=TimetableEntry.State.DROPPED)
    for old, new in moved:  # all are out of each other's way by now
        new.pk, new.booked = old.pk, old.booked
        new.save(force_update=True)
    seat_all(plan, fresh, stay)


def tell(round: MeetingRound, people: list[RoundParticipant], gone: RoundParticipant) -> None:
    for row in people:
        row.round = round
        why = "" if row.pk == gone.pk else _("%(name)s could not come as planned.") % {"name": gone.name}
        mails.tell_changed(round, row, stamp=stamp_of(timezone.now()), why=why)


def follow_registrations() -> int:
    """Minutely, for gatherings to come: who lost the seat leaves, who got one joins, who was called off is told."""
    today = timezone.localdate()
    rounds = MeetingRound.objects.filter(gathering__last_day__gte=today).select_related("gathering")
    by, count = User.objects.clockwork(), 0
    for round in rounds.order_by("pk"):
        if round.stage == Stage.CANCELLED:
            call_off(round)
            continue
        if round.stage == Stage.OVER:
            continue
        with transaction.atomic():
            take_in(round)
        if unasked(round).exists() or without_programme(round).exists():
            tasks.write_letters.enqueue(round.pk)
        gone = RoundParticipant.objects.filter(round=round, out_at=None).exclude(registration__state="confirmed")
        for row in gone.by_name():
            row.round = round
            step_out(row, why=Out.SEAT, by=by)
            count += 1
    return count
