"""A free time with somebody, booked by one of the two after publishing. The database says who was first."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sterke.core import activity

from .. import mails_rounds as mails
from ..models import RoundParticipant, Slot, TimetableEntry
from ..permissions_rounds import can_speak_for
from ..round_state import Stage
from ..rounds_instance import Plan, hidden_among
from ..wording_rounds import clock
from .rounds import actor, refuse_ended
from .seating import clash_of, free_table, label, place_of, write
from .timetables import stamp_of

TRIES = 5
OFFERED = 6


class Taken(ValidationError):
    """Somebody was quicker. ``offers`` are the next times that suit both."""

    def __init__(self, offers: list[Slot]) -> None:
        said = _("That time was just taken.")
        if offers:
            said += " " + _("Free for both: %(times)s.") % {"times": ", ".join(clock(slot.starts) for slot in offers)}
        else:
            said += " " + _("You two have no free time in common any more.")
        super().__init__(said, code="taken")
        self.offers = offers


def refuse_unbookable(plan: Plan, me: RoundParticipant, other: RoundParticipant) -> None:
    """Whatever the time is: these two cannot be booked. One who is hidden or kept apart is simply not there."""
    if me.pk == other.pk:
        raise ValidationError(_("That is yourself."), code="oneself")
    if me.pk not in plan.people or not me.takes_part:
        raise ValidationError(_("You have stepped out of the meetings."), code="out")
    there = other.pk in plan.people and other.takes_part and other.pk not in hidden_among([other])
    if not there or plan.apart.are(me, other):
        raise ValidationError(_("They do not take part."), code="not_coming")
    if me.house == other.house:
        message = _("%(name)s is your colleague: you can meet at home.") % {"name": other.name}
        raise ValidationError(message, code="colleague")
    if any(entry.pair == {me.pk, other.pk} for entry in plan.entries):
        raise ValidationError(_("You two have a meeting already."), code="twice")


def meeting_in(
    plan: Plan, me: RoundParticipant, other: RoundParticipant, slot: Slot, host: RoundParticipant | None
) -> TimetableEntry | None:
    """The meeting as it would stand in a time; None where it cannot."""
    table = None if host else free_table(plan, slot)
    if (host is None and table is None) or slot.has_begun:
        return None
    one, second = sorted((me, other), key=lambda row: row.pk)
    entry = TimetableEntry(
        round=plan.round,
        slot=slot,
        table=table,
        host=host,
        one=one,
        other=second,
        booked=True,
        published=True,
        locked=True,
    )
    return None if clash_of(plan, entry) else entry


def free_for_both(plan: Plan, me: RoundParticipant, other: RoundParticipant) -> list[Slot]:
    host = place_of(plan, me, other)
    return [slot for slot in plan.slots if meeting_in(plan, me, other, slot, host) is not None]


def book(me: RoundParticipant, other: RoundParticipant, *, slot: Slot, by: Any) -> TimetableEntry:
    """Book a free time; the other is told, and both get their programme anew.

    Raises:
        PermissionDenied: it is somebody else's programme.
        Taken: one of the two, or the last table, was taken; with the next free times.
        ValidationError: the two cannot meet at all.
    """
    if not can_speak_for(by, me):
        raise PermissionDenied
    for _turn in range(TRIES):
        try:
            return try_to_book(me, other, slot, by)
        except IntegrityError:  # a table, or one of the two: look again
            continue
    raise Taken(free_for_both(Plan(me.round), me, other)[:OFFERED])


@transaction.atomic
def try_to_book(me: RoundParticipant, other: RoundParticipant, slot: Slot, by: Any) -> TimetableEntry:
    both = RoundParticipant.objects.select_for_update(of=("self",)).filter(pk__in=(me.pk, other.pk))
    rows = {row.pk: row for row in both.select_related("registration").order_by("pk")}
    round = me.round
    refuse_ended(round)
    if round.stage != Stage.PUBLISHED:
        raise ValidationError(_("The timetable is not published yet."), code="early")
    plan = Plan(round)
    refuse_unbookable(plan, rows[me.pk], rows[other.pk])
    host = place_of(plan, rows[me.pk], rows[other.pk])
    entry = meeting_in(plan, rows[me.pk], rows[other.pk], slot, host)
    if entry is None:
        raise Taken(free_for_both(plan, rows[me.pk], rows[other.pk])[:OFFERED])
    write(plan, entry)
    activity.record("round.booked", round, by=actor(by), meeting=label(entry), time=str(slot))
    stamp = stamp_of(timezone.now())
    for row, partner in ((me, other), (other, me)):
        row.round = round
        why = _("%(who)s booked a meeting.") % {"who": partner.name} if row is other else ""
        mails.tell_changed(round, row, stamp=stamp, why=why)
    return entry
