"""Afterwards: did they meet, what came of it; and those who wished for each other in vain are introduced."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sterke.accounts.models import User
from sterke.core import activity

from .. import mails_rounds as mails
from ..models import EntrySide, Introduction, IntroductionSide, MeetingRound, RoundParticipant, TimetableEntry, Wish
from ..permissions_rounds import can_speak_for
from ..rounds_instance import Apart, hidden_among
from .introductions import introduce
from .rounds import actor

ASKED_WITHIN = timedelta(days=14)  # after the gathering; later nobody remembers
MOST_INTRODUCED = 3  # a person, after one gathering
Result = IntroductionSide.Result


@dataclass(frozen=True)
class Told:
    """What one side says of one meeting."""

    met: bool
    result: str = Result.NONE
    words: str = ""
    follow_up: bool = False


def ask_those_due() -> int:
    """Daily: rounds whose gathering was yesterday or some days ago, each once. Returns how many people were asked."""
    now, today = timezone.now(), timezone.localdate()
    rows = MeetingRound.objects.filter(asked_at=None, published_at__isnull=False, gathering__last_day__lt=today)
    rows = rows.filter(gathering__last_day__gte=today - ASKED_WITHIN).exclude(gathering__status="cancelled")
    count = 0
    for round in rows.select_related("gathering").order_by("pk"):
        with transaction.atomic():
            if MeetingRound.objects.filter(pk=round.pk, asked_at=None).update(asked_at=now) == 1:
                count += ask_everybody(round)
                propose_introductions(round)
    return count


def ask_everybody(round: MeetingRound) -> int:
    meetings: dict[int, int] = {}
    for pair in TimetableEntry.objects.filter(round=round).standing().order_by().values_list("one", "other"):
        for pk in pair:
            meetings[pk] = meetings.get(pk, 0) + 1
    people = list(RoundParticipant.objects.filter(pk__in=meetings, out_at=None).by_name())
    for row in people:
        mails.ask_how_it_went(round, row, meetings[row.pk])
    return len(people)


@transaction.atomic
def tell_results(participant: RoundParticipant, said: Mapping[int, Told], *, by: Any) -> None:
    """What somebody says of their meetings, by number of the meeting. Whether two met is as one of them says."""
    if not can_speak_for(by, participant):
        raise PermissionDenied
    own = TimetableEntry.objects.filter(round=participant.round, pk__in=said).standing().of(participant)
    rows = {row.pk: row for row in own.select_related("slot")}
    if any(row.slot.starts > timezone.now() for row in rows.values()):
        raise ValidationError(_("That meeting has not been yet."), code="early")
    for pk, row in rows.items():
        told = said[pk]
        words = {"met": told.met, "result": told.result if told.met else "", "words": told.words}
        words |= {"follow_up": told.follow_up and told.met, "at": timezone.now()}
        EntrySide.objects.update_or_create(entry=row, participant=participant, defaults=words)
        met = EntrySide.objects.filter(entry=row, met=True).exists()
        row.state = TimetableEntry.State.MET if met else TimetableEntry.State.MISSED
        row.save(update_fields=["state"])
    RoundParticipant.objects.filter(pk=participant.pk).update(answered_at=timezone.now())
    activity.record("round.told", participant.round, by=actor(by), about=[participant], count=len(rows))


def wished_in_vain(round: MeetingRound) -> list[tuple[RoundParticipant, RoundParticipant]]:
    """Pairs that wished for each other and got no meeting, those who wished most first."""
    wishes = {
        (one, other): strength
        for one, other, strength in Wish.objects.filter(wisher__round=round).values_list("wisher", "wished", "strength")
    }
    met = TimetableEntry.objects.filter(round=round).standing().exclude(state=TimetableEntry.State.MISSED)
    had = {frozenset(pair) for pair in met.order_by().values_list("one", "other")}
    both = [pair for pair in wishes if pair[0] < pair[1] and pair[::-1] in wishes and frozenset(pair) not in had]
    people = {row.pk: row for row in RoundParticipant.objects.filter(round=round).by_name()}
    apart, hidden = Apart(round, people.values()), hidden_among(people.values())
    both.sort(key=lambda pair: (-wishes[pair] - wishes[pair[::-1]], pair))
    pairs = [(people[one], people[other]) for one, other in both if not {one, other} & hidden]
    return [pair for pair in pairs if not apart.are(*pair) and pair[0].house != pair[1].house]


def propose_introductions(round: MeetingRound) -> int:
    """Pairs that wished for each other in vain are asked whether they want to be introduced; nobody about many."""
    asked: Counter[int] = Counter()
    for one, other in wished_in_vain(round):
        if max(asked[one.pk], asked[other.pk]) < MOST_INTRODUCED and propose_introduction(round, one, other):
            asked.update((one.pk, other.pk))
    return asked.total() // 2


def propose_introduction(round: MeetingRound, one: RoundParticipant, other: RoundParticipant) -> bool:
    """Hand two people over to the introductions. Guests without a row in the directory cannot be introduced."""
    first, second = one.registration, other.registration
    if first.person is None or second.person is None:
        return False
    why = _("Both of you wished to meet at %(gathering)s, and there was no time left.")
    try:
        with transaction.atomic():
            introduce(
                (first.person, first.organisation),
                (second.person, second.organisation),
                why=why % {"gathering": round.gathering},
                origin=Introduction.Origin.GATHERING,
                gathering=round.gathering,
                by=User.objects.clockwork(),
            )
    except ValidationError:  # they know each other's address already, or one has none
        return False
    return True
