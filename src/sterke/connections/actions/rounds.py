"""Setting up a meeting round: times, tables, stands, who takes part, and when people may wish."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sterke.core import activity
from sterke.gatherings.models import Gathering, Registration
from sterke.gatherings.permissions import can_manage

from .. import mails_rounds as mails
from .. import tasks_rounds as tasks
from ..models import MeetingRound, MeetingStand, RoundParticipant, Slot
from ..models.rounds import MOST_SLOTS
from ..permissions_rounds import can_arrange, can_speak_for
from ..round_state import Stage

Out = RoundParticipant.Out


def actor(by: Any) -> Any:
    """Who did it, as history has it: of a participant, their registration."""
    return by.registration if isinstance(by, RoundParticipant) else by


def refuse_others(by: Any, round: MeetingRound) -> None:
    if not can_arrange(by, round):
        raise PermissionDenied


def refuse_ended(round: MeetingRound) -> None:
    if round.stage == Stage.CANCELLED:
        raise ValidationError(_("The gathering is cancelled."), code="cancelled")
    if round.stage == Stage.OVER:
        raise ValidationError(_("The gathering has been."), code="over")


def refuse_frozen(round: MeetingRound) -> None:
    refuse_ended(round)
    if not round.may_be_set_up:
        message = _("A timetable stands on this. Throw the draft away first, then change it.")
        raise ValidationError(message, code="frozen")


@transaction.atomic
def start_round(gathering: Gathering, row: MeetingRound, *, by: Any) -> MeetingRound:
    """Begin to set up the meetings of a gathering; everybody with a seat takes part."""
    if not can_manage(by, gathering):
        raise PermissionDenied
    row.gathering = gathering
    refuse_ended(row)
    if MeetingRound.objects.filter(gathering=gathering).exists():
        raise ValidationError(_("This gathering has its meetings already."), code="twice")
    row.save()
    take_in(row)
    activity.record("round.started", row, by=by, about=[gathering])
    return row


@transaction.atomic
def edit_round(row: MeetingRound, *, by: Any) -> MeetingRound:
    """Change tables, the cap or the last day for wishes. A later last day opens what had closed by itself."""
    refuse_others(by, row)
    stored = MeetingRound.objects.select_related("gathering").get(pk=row.pk)
    refuse_ended(stored)
    if row.tables != stored.tables:
        refuse_frozen(stored)
    fields = ["tables", "most", "wishes_until"]
    changes = activity.changes_between({name: getattr(stored, name) for name in fields}, row)
    row.save(update_fields=[*fields, "version"])
    if row.wishes_until != stored.wishes_until:
        mails.move_links(row)
    if changes:
        activity.record("round.edited", row, by=by, about=[row.gathering], changes=changes)
    return row


@transaction.atomic
def set_slots(round: MeetingRound, spans: Sequence[tuple[datetime, datetime]], *, by: Any) -> None:
    """These are its times; one that was there before keeps what people have said about it."""
    refuse_others(by, round)
    refuse_frozen(round)
    if not spans:
        raise ValidationError(_("There is not room for one meeting in this."), code="none")
    if len(spans) > MOST_SLOTS:
        raise ValidationError(_("More than %(most)s times. Make them longer.") % {"most": MOST_SLOTS}, code="many")
    known = {slot.starts: slot for slot in round.slots.all()}
    for start, end in spans:
        slot = known.pop(start, None) or Slot(round=round, starts=start)
        slot.ends = end
        slot.save()
    Slot.objects.filter(pk__in=[slot.pk for slot in known.values()]).delete()
    activity.record("round.slots", round, by=by, about=[round.gathering], count=len(spans))


@transaction.atomic
def drop_slot(slot: Slot, *, by: Any) -> None:
    """Take a time out: a break."""
    refuse_others(by, slot.round)
    refuse_frozen(slot.round)
    activity.record("round.slot_dropped", slot.round, by=by, about=[slot.round.gathering], time=str(slot))
    slot.delete()


@transaction.atomic
def set_stand(stand: MeetingStand, *, by: Any) -> MeetingStand:
    """A company receives at a stand; its people there take no table."""
    refuse_others(by, stand.round)
    refuse_frozen(stand.round)
    stand.save()
    about = [stand.round.gathering, stand.organisation]
    activity.record("round.stand", stand.round, by=by, about=about, stand=str(stand), capacity=stand.capacity)
    return stand


@transaction.atomic
def drop_stand(stand: MeetingStand, *, by: Any) -> None:
    refuse_others(by, stand.round)
    refuse_frozen(stand.round)
    about = [stand.round.gathering, stand.organisation]
    activity.record("round.stand_dropped", stand.round, by=by, about=about, stand=str(stand))
    stand.delete()


def take_in(round: MeetingRound) -> list[RoundParticipant]:
    """Everybody with a seat who is not in it yet; they are asked for wishes too, where others have been."""
    seated = Registration.objects.filter(gathering=round.gathering_id, state=Registration.State.CONFIRMED)
    fresh = [
        RoundParticipant(round=round, registration=row) for row in seated.filter(round_participant=None).order_by("pk")
    ]
    RoundParticipant.objects.bulk_create(fresh, ignore_conflicts=True)
    rows = RoundParticipant.objects.filter(registration__in=[row.registration_id for row in fresh]) if fresh else []
    return list(rows.by_name()) if fresh else []  # type: ignore[attr-defined]


@transaction.atomic
def open_wishes(round: MeetingRound, *, by: Any) -> int:
    """Ask everybody who takes part whom they wish to meet; the worker writes the mails. Returns how many."""
    refuse_others(by, round)
    refuse_ended(round)
    if not round.slots.exists():
        raise ValidationError(_("Say at which times people meet first."), code="slots")
    if timezone.now() >= round.wishes_until:
        raise ValidationError(_("The last moment for wishes has passed. Move it first."), code="late")
    stands = round.stands.filter(capacity__gt=0)
    if not round.tables and not stands.exists():
        raise ValidationError(_("There is neither a table nor a stand to meet at."), code="tables")
    take_in(round)
    count = RoundParticipant.objects.filter(round=round).taking_part().count()
    if count < 2:
        raise ValidationError(_("At least two must take part."), code="few")
    now = timezone.now()
    if MeetingRound.objects.filter(pk=round.pk, opened_at=None).update(opened_at=now) != 1:
        raise ValidationError(_("Wishes are open already."), code="twice")
    round.opened_at = now
    tasks.write_letters.enqueue(round.pk)
    activity.record("round.opened", round, by=by, about=[round.gathering], count=count)
    return count


@transaction.atomic
def close_wishes(round: MeetingRound, *, by: Any) -> None:
    """Before the time that was told: all have wished, or there is a hurry."""
    refuse_others(by, round)
    if round.stage != Stage.WISHES:
        raise ValidationError(_("Wishes are not open."), code="closed")
    MeetingRound.objects.filter(pk=round.pk, closed_at=None).update(closed_at=timezone.now())
    activity.record("round.closed", round, by=by, about=[round.gathering])


@transaction.atomic
def reopen_wishes(round: MeetingRound, *, by: Any) -> None:
    refuse_others(by, round)
    if round.stage != Stage.CLOSED or timezone.now() >= round.wishes_until:
        raise ValidationError(_("Move the last moment for wishes, then they are open."), code="late")
    MeetingRound.objects.filter(pk=round.pk).update(closed_at=None)
    activity.record("round.reopened", round, by=by, about=[round.gathering])


@transaction.atomic
def remind(round: MeetingRound, *, by: Any) -> int:
    """Those who have wished for nobody get one more mail; each at most once a day."""
    refuse_others(by, round)
    if not round.takes_wishes:
        raise ValidationError(_("Wishes are not open."), code="closed")
    silent = list(silent_in(round).by_name())
    for row in silent:
        mails.remind(round, row)
    RoundParticipant.objects.filter(pk__in=[row.pk for row in silent]).update(reminded_at=timezone.now())
    if silent:
        activity.record("round.reminded", round, by=by, about=[round.gathering], count=len(silent))
    return len(silent)


def silent_in(round: MeetingRound) -> Any:
    """Those who take part and have said nothing."""
    return RoundParticipant.objects.filter(round=round, wished_at=None).taking_part()


@transaction.atomic
def step_in(participant: RoundParticipant, *, by: Any) -> None:
    """Whoever stepped out takes part again. What they had wished for still stands."""
    if not can_speak_for(by, participant):
        raise PermissionDenied
    refuse_ended(participant.round)
    if not participant.registration.has_seat:
        raise ValidationError(_("They have no seat at the gathering."), code="seat")
    rows = RoundParticipant.objects.filter(pk=participant.pk).exclude(out_at=None)
    if rows.update(out_at=None, out_why=Out.NONE, late_from=None) == 1:
        activity.record("round.stepped_in", participant.round, by=actor(by), name=participant.name)
    participant.refresh_from_db()
