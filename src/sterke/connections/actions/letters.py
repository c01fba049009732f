"""The letters of a meeting round to everybody: written by the worker some at a time, so that nobody waits for them."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone

from .. import mails_rounds as mails
from ..models import MeetingRound, RoundParticipant, TimetableEntry
from ..round_state import Stage
from .seating import drop
from .timetables import stamp_of

AT_ONCE = 25


def unasked(round: MeetingRound) -> Any:
    """Who takes part and has not been asked for wishes."""
    rows = RoundParticipant.objects.filter(round=round, invited_at=None).taking_part()
    return rows if round.takes_wishes else rows.none()


def without_programme(round: MeetingRound) -> Any:
    rows = RoundParticipant.objects.filter(round=round, programme_at=None).taking_part()
    return rows if round.stage == Stage.PUBLISHED else rows.none()


def write_letters(round: MeetingRound) -> int:
    """What is to be written now. May run twice, also at once: each letter is written once."""
    stamp = stamp_of(round.published_at) if round.published_at else ""
    count = write(round, unasked(round), "invited_at", lambda row: mails.ask_for_wishes(round, row))
    return count + write(
        round, without_programme(round), "programme_at", lambda row: mails.send_programme(round, row, stamp=stamp)
    )


def write(round: MeetingRound, due: Any, noted: str, post: Callable[[RoundParticipant], None]) -> int:
    count = 0
    while rows := list(due.by_name()[:AT_ONCE]):
        with transaction.atomic():
            for row in rows:
                row.round = round
                post(row)
            RoundParticipant.objects.filter(pk__in=[row.pk for row in rows]).update(**{noted: timezone.now()})
        count += len(rows)
    return count


def call_off(round: MeetingRound) -> None:
    """The gathering is cancelled: calendars are told, and then no meeting stands."""
    rows = list(TimetableEntry.objects.filter(round=round, state=TimetableEntry.State.PLANNED))
    told = sorted({pk for row in rows if row.published for pk in row.pair})
    for first in range(0, len(told), AT_ONCE):
        with transaction.atomic():
            for person in RoundParticipant.objects.filter(pk__in=told[first : first + AT_ONCE]).by_name():
                person.round = round
                mails.tell_called_off(round, person)
    with transaction.atomic():
        drop(rows)
