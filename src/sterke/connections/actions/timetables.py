"""The timetable: made by the worker, looked at, mended by hand, published."""

from collections.abc import Iterable
from datetime import datetime
from time import monotonic
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sterke.core import activity
from sterke.core.keys import key_of

from .. import mails_rounds as mails
from .. import tasks_rounds as tasks
from ..models import MeetingRound, RoundParticipant, Slot, TimetableEntry, TimetableRun
from ..models.timetables import BROKEN_AFTER
from ..permissions_rounds import can_arrange
from ..round_state import Stage
from ..rounds_instance import Plan
from ..timetable import Clash, Meeting, Result, optimise, report
from ..timetable.solver import hush
from .rounds import refuse_ended, refuse_others, take_in
from .seating import clash_of, drop, free_table, label, place_of, put, seat_all

State = TimetableRun.State
LEAST_SECONDS, MOST_SECONDS = 1, 120
EVERY = 0.5  # seconds between two notes of how far a run is
MOST_TOLD = 5


@transaction.atomic
def make_timetable(round: MeetingRound, *, seconds: int, seed: int = 0, by: Any) -> TimetableRun:
    """Let the worker make a draft; meetings that are locked stay. Returns the run, to look how far it is."""
    refuse_others(by, round)
    refuse_ended(round)
    if round.published_at:
        raise ValidationError(_("The timetable is published: mend it by hand."), code="published")
    if not LEAST_SECONDS <= seconds <= MOST_SECONDS:
        message = _("Give it from %(least)s to %(most)s seconds.")
        raise ValidationError(message % {"least": LEAST_SECONDS, "most": MOST_SECONDS}, code="seconds")
    break_off_dead_runs()
    take_in(round)
    refuse_hopeless(Plan(round))
    try:
        with transaction.atomic():
            run = TimetableRun.objects.create(
                round=round, seconds=seconds, seed=seed, by=str(by)[:200], by_key=key_of(by)
            )
    except IntegrityError as error:
        raise ValidationError(_("A timetable is being made already."), code="twice") from error
    activity.record("round.made", round, by=by, about=[round.gathering], seconds=seconds)
    tasks.make_timetable.enqueue(run.pk)
    return run


def refuse_hopeless(plan: Plan) -> None:
    """What no amount of seconds mends, said before the worker begins."""
    if not plan.slots:
        raise ValidationError(_("Say at which times people meet first."), code="slots")
    instance = plan.instance()
    if not plan.wishes:
        raise ValidationError(_("Nobody has wished for anybody yet."), code="no_wishes")
    if not instance.worth:
        message = _("None of the wishes can be met: they are for colleagues, or for people who do not take part.")
        raise ValidationError(message, code="no_wishes")
    locked = [entry for entry in plan.entries if entry.locked]
    others, said = list(plan.entries), []
    for entry in locked:
        plan.entries = [each for each in locked if each.pk != entry.pk]
        if clash := away(plan, entry) or clash_of(plan, entry):
            said.append(_("Locked: %(meeting)s. %(why)s") % {"meeting": name_of(plan, entry), "why": clash})
    plan.entries = others
    if said:
        raise ValidationError(said[:MOST_TOLD], code="locked")


def away(plan: Plan, entry: TimetableEntry) -> str:
    gone = [plan.people[pk].name for pk in sorted(entry.pair) if not plan.people[pk].takes_part]
    return _("%(name)s does not take part any more.") % {"name": gone[0]} if gone else ""


def name_of(plan: Plan, entry: TimetableEntry) -> str:
    names = " – ".join(plan.people[pk].name for pk in (entry.one_id, entry.other_id))
    return f"{plan.slots[plan.at[entry.slot_id]]} {names}"


@transaction.atomic
def stop_run(run: TimetableRun, *, by: Any) -> None:
    """Enough: the best so far becomes the draft. One that waits in line, or whose worker is dead, ends at once."""
    refuse_others(by, run.round)
    TimetableRun.objects.filter(pk=run.pk).unfinished().update(stop_asked=True)
    waiting = TimetableRun.objects.filter(pk=run.pk, state=State.QUEUED)
    waiting.update(state=State.FAILED, error="stopped", ended_at=timezone.now())
    break_off_dead_runs()


def perform_run(run: TimetableRun) -> None:
    """The worker's part. A run that had begun before lost its worker: it is told as broken, and the draft stands."""
    begun = TimetableRun.objects.filter(pk=run.pk, state=State.QUEUED)
    if begun.update(state=State.RUNNING, heartbeat=timezone.now()) != 1:
        if run.state == State.RUNNING:
            end_run(run, State.FAILED, error="worker")
        return
    try:
        plan = Plan(run.round)
        locked = [entry for entry in plan.entries if entry.locked]
        result = optimised(run, plan, locked)
        with transaction.atomic():
            stopped = TimetableRun.objects.filter(pk=run.pk, stop_asked=True).exists()
            if end_run(run, State.STOPPED if stopped else State.DONE, report=told(result, stopped=stopped)):
                write_draft(plan, result, locked)
    except (Clash, IntegrityError) as problem:  # somebody changed what it stood on meanwhile
        end_run(run, State.FAILED, error=str(problem)[:300])
    except Exception as problem:
        end_run(run, State.FAILED, error=type(problem).__name__)
        raise


def optimised(run: TimetableRun, plan: Plan, locked: list[TimetableEntry]) -> Result:
    row = TimetableRun.objects.filter(pk=run.pk)
    last = {"told": 0.0, "asked": 0.0}
    asked = [False]

    def progress(spent: float, value: int, bound: int) -> None:
        if monotonic() - last["told"] >= EVERY:
            last["told"] = monotonic()
            seen = {"seconds": round(spent, 1), "value": value, "bound": bound}
            row.update(progress=seen, heartbeat=timezone.now())

    def stop() -> bool:
        if not asked[0] and monotonic() - last["asked"] >= EVERY:
            last["asked"] = monotonic()
            asked[0] = row.values_list("stop_asked", flat=True).first() is not False
        return asked[0]

    hush()
    meetings = [plan.meeting(entry) for entry in locked]
    instance = plan.instance(locked)
    return optimise(instance, run.seconds, seed=run.seed, locked=meetings, progress=progress, stop=stop)


def end_run(run: TimetableRun, state: str, *, error: str = "", report: dict[str, Any] | None = None) -> bool:
    """False where somebody has ended it before."""
    rows = TimetableRun.objects.filter(pk=run.pk).unfinished()
    facts = {"state": state, "error": error, "ended_at": timezone.now()}
    return rows.update(**facts, **({"report": report} if report is not None else {})) == 1


def told(result: Result, *, stopped: bool) -> dict[str, Any]:
    """The report, in numbers and codes; reports_rounds.py says it in words."""
    whole = report(result)
    found = whole.as_dict()
    found["misses"] = [
        [int(miss.wish.wisher), int(miss.wish.wished), miss.wish.weight, miss.why, miss.stronger]
        for miss in whole.misses
    ]
    found["people_without_meeting"] = [int(name) for name in whole.without_meeting]
    return found | {"stopped": stopped, "people": len(result.instance.people), "best": result.best}


def write_draft(plan: Plan, result: Result, locked: Iterable[TimetableEntry]) -> None:
    """In place of the earlier draft; the locked meetings stay as they are."""
    stay = {entry.pair for entry in locked}
    drop(entry for entry in TimetableEntry.objects.filter(round=plan.round) if entry.pair not in stay)
    fresh = [
        plan.entry(meeting, result.instance)
        for meeting in result.meetings
        if frozenset((int(meeting.a), int(meeting.b))) not in stay
    ]
    seat_all(plan, fresh, locked)
    now = timezone.now()
    MeetingRound.objects.filter(pk=plan.round.pk, drafted_at=None).update(drafted_at=now)


def break_off_dead_runs() -> int:
    """Minutely: a run whose worker gives no sign of life is told as broken."""
    last = timezone.now() - BROKEN_AFTER
    dead = TimetableRun.objects.filter(state=State.RUNNING, heartbeat__lt=last)
    return dead.update(state=State.FAILED, error="worker", ended_at=timezone.now())


@transaction.atomic
def drop_draft(round: MeetingRound, *, by: Any) -> None:
    """Throw the draft away, the locked meetings too; times, tables and stands can be changed again."""
    refuse_others(by, round)
    if round.stage != Stage.DRAFTED:
        raise ValidationError(_("There is no draft to throw away."), code="none")
    drop(TimetableEntry.objects.filter(round=round))
    MeetingRound.objects.filter(pk=round.pk).update(drafted_at=None)
    activity.record("round.draft_dropped", round, by=by, about=[round.gathering])


def refuse_unready(round: MeetingRound, by: Any) -> None:
    refuse_others(by, round)
    refuse_ended(round)
    if not round.drafted_at:
        raise ValidationError(_("Make the timetable first."), code="no_draft")
    if TimetableRun.objects.filter(round=round).unfinished().exists():
        raise ValidationError(_("A timetable is being made. Wait for it, or stop it."), code="running")


@transaction.atomic
def set_meeting(
    round: MeetingRound,
    one: RoundParticipant,
    other: RoundParticipant,
    *,
    slot: Slot,
    table: int | None = None,
    known: TimetableEntry | None = None,
    by: Any,
) -> TimetableEntry:
    """Set up a meeting by hand, or move one (``known``); it is locked. Without a table it takes the first that is free.

    When the timetable is published the two are told.
    """
    refuse_unready(round, by)
    if one.pk == other.pk:
        raise ValidationError({"other": _("Choose two different people.")})
    plan = Plan(round)
    for row in (one, other):
        if row.pk not in plan.people:
            raise ValidationError(_("%(name)s does not take part any more.") % {"name": row.name}, code="out")
    host = place_of(plan, one, other)
    entry = known or TimetableEntry(round=round)
    entry.one, entry.other = sorted((one, other), key=lambda row: row.pk)
    entry.slot, entry.host, entry.locked = slot, host, True
    entry.table = None if host else table or free_table(plan, slot)
    if host is None and entry.table is None:
        raise ValidationError(_("No table is free at %(time)s.") % {"time": slot}, code="clash")
    if entry.table is not None and entry.table > round.tables:
        raise ValidationError(_("There are %(tables)s tables.") % {"tables": round.tables}, code="table")
    entry.published = entry.published or round.published_at is not None
    put(plan, entry)
    verb = "round.meeting_moved" if known else "round.meeting_set"
    activity.record(verb, round, by=by, about=[round.gathering], meeting=label(entry), time=str(slot))
    tell_of(round, [one, other])
    return entry


@transaction.atomic
def take_out(entry: TimetableEntry, *, by: Any) -> None:
    """Take one meeting out of the timetable; when it is published the two are told."""
    refuse_unready(entry.round, by)
    drop([entry])
    about = [entry.round.gathering]
    activity.record("round.meeting_dropped", entry.round, by=by, about=about, meeting=label(entry))
    tell_of(entry.round, [entry.one, entry.other])


@transaction.atomic
def set_lock(entry: TimetableEntry, locked: bool, *, by: Any) -> None:
    """A locked meeting stays when the timetable is made again."""
    if not can_arrange(by, entry.round):
        raise PermissionDenied
    TimetableEntry.objects.filter(pk=entry.pk).update(locked=locked)
    verb = "round.meeting_locked" if locked else "round.meeting_unlocked"
    activity.record(verb, entry.round, by=by, about=[entry.round.gathering], meeting=label(entry))


def tell_of(round: MeetingRound, people: Iterable[RoundParticipant], *, why: str = "") -> None:
    """Whose programme is otherwise gets it once more."""
    if round.published_at is None:
        return
    for row in people:
        mails.tell_changed(round, row, stamp=stamp_of(timezone.now()), why=why)


def stamp_of(now: datetime) -> str:
    return f"{now:%Y%m%d%H%M%S%f}"


@transaction.atomic
def publish(round: MeetingRound, *, by: Any) -> int:
    """Everybody who takes part gets their programme, written by the worker. Returns how many."""
    refuse_unready(round, by)
    if not TimetableEntry.objects.filter(round=round).standing().exists():
        raise ValidationError(_("There is no meeting in the timetable."), code="empty")
    now = timezone.now()
    if MeetingRound.objects.filter(pk=round.pk, published_at=None).update(published_at=now) != 1:
        raise ValidationError(_("The timetable is published already."), code="twice")
    round.published_at = now
    TimetableEntry.objects.filter(round=round).update(published=True)
    count = RoundParticipant.objects.filter(round=round).taking_part().count()
    activity.record("round.published", round, by=by, about=[round.gathering], count=count)
    tasks.write_letters.enqueue(round.pk)
    return count


def meetings_said(count: int) -> str:
    return ngettext("%(count)s meeting", "%(count)s meetings", count) % {"count": count}


def as_meetings(plan: Plan, entries: Iterable[TimetableEntry]) -> list[Meeting]:
    return [plan.meeting(entry) for entry in entries]
