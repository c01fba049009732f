"""What meeting rounds give the house."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from sterke.core.house import (
    Contribution,
    DeskItem,
    Individual,
    Trace,
    gives_contributions,
    gives_data,
    gives_desk,
    gives_erasure,
    gives_keeping,
    gives_traces,
    promises,
    says,
)
from sterke.core.paths import path_to
from sterke.core.strands import Way, gives_way
from sterke.gatherings.models import Gathering
from sterke.gatherings.permissions import can_manage
from sterke.gatherings.wording import moment
from sterke.goals.models import Goal

from .models import (
    EntrySeat,
    EntrySide,
    MeetingRound,
    MeetingStand,
    RoundNotWith,
    RoundParticipant,
    Slot,
    TimetableEntry,
    TimetableRun,
    Wish,
)
from .reports_rounds import round_of
from .round_state import Stage

KEEP_DAYS = 365  # after the gathering
CLOSING = timedelta(days=2)
UNPUBLISHED = timedelta(days=5)  # before the day a draft should be out
OWN = "meeting rounds: one's own"
ERASED = "–"

promises(MeetingRound, search="no: found through the gathering", access="no: no person", erasure="no: no person")
promises(Slot, search="no: found through the gathering", access="no: no person", erasure="no: no person")
promises(MeetingStand, search="no: found through the gathering", access="no: no person", erasure="no: no person")
promises(RoundParticipant, search="no: private", access=OWN, erasure="nameless, as the registration; words go")
promises(Wish, search="no: private", access=OWN, erasure="meeting rounds: taken away")
promises(RoundNotWith, search="no: private", access=OWN, erasure="meeting rounds: taken away")
promises(TimetableEntry, search="no: private", access=OWN, erasure="nameless, as the registration")
promises(EntrySeat, search="no: part of a meeting", access="no: part of a meeting", erasure="nameless")
promises(EntrySide, search="no: private", access=OWN, erasure="that they met still counts; words go")
promises(TimetableRun, search="no: for those who manage it", access="no: numbers", erasure="who began it goes")
says(
    round_started=_("%(actor)s set up one-to-one meetings at %(subject)s"),
    round_edited=_("%(actor)s changed the meeting round of %(subject)s"),
    round_slots=_("%(actor)s set up %(count)s times for meetings at %(subject)s"),
    round_slot_dropped=_("%(actor)s took %(time)s out of the meeting round of %(subject)s"),
    round_stand=_("%(actor)s set up the stand %(stand)s at %(subject)s"),
    round_stand_dropped=_("%(actor)s took away the stand %(stand)s at %(subject)s"),
    round_opened=_("%(actor)s asked %(count)s people whom they want to meet at %(subject)s"),
    round_closed=_("%(actor)s closed the wishes for %(subject)s"),
    round_reopened=_("%(actor)s opened the wishes for %(subject)s again"),
    round_reminded=_("%(actor)s reminded %(count)s people to say whom they want to meet at %(subject)s"),
    round_wished=_("%(actor)s said whom they want to meet at %(subject)s"),
    round_stepped_in=_("%(name)s takes part in the meetings at %(subject)s again"),
    round_stepped_out=_("%(name)s takes no part in the meetings at %(subject)s: %(why)s"),
    round_late=_("%(name)s comes to the meetings at %(subject)s from %(time)s"),
    round_made=_("%(actor)s had a timetable made for %(subject)s"),
    round_draft_dropped=_("%(actor)s threw away the draft of the timetable of %(subject)s"),
    round_meeting_set=_("%(actor)s set up a meeting at %(subject)s by hand: %(meeting)s, %(time)s"),
    round_meeting_moved=_("%(actor)s moved a meeting at %(subject)s: %(meeting)s, to %(time)s"),
    round_meeting_dropped=_("%(actor)s took a meeting out at %(subject)s: %(meeting)s"),
    round_meeting_locked=_("%(actor)s locked a meeting at %(subject)s: %(meeting)s"),
    round_meeting_unlocked=_("%(actor)s unlocked a meeting at %(subject)s: %(meeting)s"),
    round_published=_("%(actor)s published the timetable of %(subject)s to %(count)s people"),
    round_booked=_("%(actor)s booked a meeting at %(subject)s: %(meeting)s, %(time)s"),
    round_told=_("%(actor)s told how the meetings at %(subject)s went"),
)


@gives_way(Gathering)
def ways(user: Any, gathering: Gathering) -> Iterator[Way]:
    """On the gathering's page: to its meetings, for those who manage it and those who take part."""
    if not user.is_authenticated:
        return
    round = round_of(gathering)
    to_come = not gathering.is_cancelled and timezone.now() < gathering.over
    if can_manage(user, gathering) and (round or to_come):
        name = "round" if round else "start_round"
        label = _t("Meeting round") if round else _t("Set up one-to-one meetings")
        yield Way(label, path_to(f"connections:{name}", gathering.slug), manage=True)
    mine = RoundParticipant.objects.filter(round=round, registration__person__user=user.pk)
    if round and round.stage != Stage.SET_UP and mine.exists():
        label = _t("My meetings") if round.published_at else _t("Choose whom to meet")
        yield Way(label, path_to("connections:my_round", gathering.slug))


def managed(user: Any) -> QuerySet[MeetingRound]:
    rows = MeetingRound.objects.filter(gathering__in=Gathering.objects.managed_by(user))
    return rows.exclude(gathering__status=Gathering.Status.CANCELLED).select_related("gathering")


@gives_desk
def rounds_on_the_desk(user: Any) -> Iterator[DeskItem]:
    """What a round waits for, when it is time."""
    if not user.is_authenticated:
        return
    today, now = timezone.localdate(), timezone.now()
    coming = managed(user).filter(gathering__last_day__gte=today).order_by("gathering__day", "pk")
    for round in coming.filter(opened_at=None, drafted_at=None):
        title = _t("“%(gathering)s”: nobody has been asked whom they want to meet") % {"gathering": round}
        due = timezone.localdate(round.wishes_until) - timedelta(days=7)
        yield item("round_unopened", title, _t("Wishes until %(when)s.") % {"when": moment(round.wishes_until)}, due,
                   _t("Go on"), round)  # fmt: skip
    soon = coming.filter(opened_at__isnull=False, closed_at=None, drafted_at=None)
    for round in soon.filter(wishes_until__gt=now, wishes_until__lt=now + CLOSING):
        title = _t("“%(gathering)s”: the wishes close soon") % {"gathering": round}
        due = timezone.localdate(round.wishes_until)
        yield item("round_closing", title, moment(round.wishes_until), due, _t("See who is silent"), round)
    for round in coming.filter(Q(closed_at__isnull=False) | Q(wishes_until__lte=now), drafted_at=None).exclude(
        opened_at=None
    ):
        title = _t("“%(gathering)s”: the wishes are in, make the timetable") % {"gathering": round}
        due = max(today, round.gathering.day - timedelta(days=7))
        yield item("round_to_make", title, date_format(round.gathering.day), due, _t("Make the timetable"), round)
    made = TimetableRun.objects.filter(round=OuterRef("pk"), state__in=("done", "stopped"))
    for round in coming.filter(Exists(made), drafted_at__isnull=False, published_at=None):
        title = _t("“%(gathering)s”: a draft of the timetable waits to be published") % {"gathering": round}
        due = round.gathering.day - UNPUBLISHED
        yield item("round_unpublished", title, date_format(round.gathering.day), due, _t("Look at it"), round)


@gives_desk
def untold_results(user: Any) -> Iterator[DeskItem]:
    """Meetings that have been, of which many have told nothing."""
    if not user.is_authenticated:
        return
    today = timezone.localdate()
    been = managed(user).filter(asked_at__isnull=False, gathering__last_day__gte=today - timedelta(days=30))
    untold = TimetableEntry.objects.filter(round=OuterRef("pk"), state=TimetableEntry.State.PLANNED)
    for round in been.filter(Exists(untold), gathering__last_day__lt=today - timedelta(days=7)).order_by("pk"):
        count = TimetableEntry.objects.filter(round=round, state=TimetableEntry.State.PLANNED).count()
        said = ngettext("%(count)s meeting nobody has told of", "%(count)s meetings nobody has told of", count)
        yield DeskItem(
            "round_untold", _t("What came of the meetings at “%(gathering)s”?") % {"gathering": round},
            said % {"count": count}, round.gathering.last_day + timedelta(days=14), _t("See what is told"),
            path_to("connections:round_outcomes", round.gathering.slug),
        )  # fmt: skip


def item(kind: str, title: str, detail: str, due: date, button: str, round: MeetingRound) -> DeskItem:
    return DeskItem(kind, title, detail, due, button, round.get_absolute_url())


@gives_contributions
def contributions(goal: Goal, since: date, until: date, user: Any) -> Iterator[Contribution]:
    """Meetings that were held at gatherings that carry a goal."""
    seen = Gathering.objects.visible_to(user).filter(goals__serves=goal, day__gte=since, day__lte=until).distinct()
    met = TimetableEntry.objects.filter(round=OuterRef("meeting_round"), state=TimetableEntry.State.MET)
    row: Any
    for row in seen.filter(Exists(met)).select_related("meeting_round").order_by("-day"):
        count = TimetableEntry.objects.filter(round=row.meeting_round, state=TimetableEntry.State.MET).count()
        title = ngettext(
            "%(count)s meeting of two at %(gathering)s", "%(count)s meetings of two at %(gathering)s", count
        )
        words = {"count": count, "gathering": row}
        yield Contribution(_("Meetings of two"), title % words, row.day, row.get_absolute_url())


def own(individual: Individual) -> QuerySet[RoundParticipant]:
    rows = Q(pk=None)
    if individual.person_id:
        rows |= Q(registration__person=individual.person_id)
    if individual.user_id:
        rows |= Q(registration__person__user=individual.user_id)
    for address in individual.emails:
        rows |= Q(registration__email__iexact=address)
    return RoundParticipant.objects.filter(rows)


@gives_data("meeting rounds")
def data_of(individual: Individual) -> list[dict[str, Any]]:
    """Where one took part, whom one wished for, whom one met, and what one said of it."""
    return [
        {
            "gathering": str(row.round), "about": row.about, "most": row.most, "wished_at": row.wished_at,
            "wishes": [
                {"for": wish.wished.name, "how_much": wish.get_strength_display()}
                for wish in row.wishes.select_related("wished__registration")
            ],
            "rather_not": [each.other.name for each in row.not_with.select_related("other__registration")],
            "meetings": [
                {"with": entry.partner_of(row).name, "at": entry.slot.starts, "state": entry.state}
                for entry in TimetableEntry.objects.filter(published=True).of(row).in_order()
            ],
            "told": list(row.sides.values("met", "result", "words", "follow_up", "at")),
        }
        for row in own(individual).select_related("round__gathering", "registration")
    ]  # fmt: skip


@gives_traces
def traces_of(individual: Individual) -> Iterator[Trace]:
    rows = own(individual)
    yield Trace(_("wishes for meetings"), Wish.objects.filter(wisher__in=rows).count())
    meetings = TimetableEntry.objects.filter(Q(one__in=rows) | Q(other__in=rows)).distinct()
    yield Trace(_("meetings at gatherings"), meetings.count(), _("that two met, without the name"))


@gives_erasure("meeting rounds")
def erase(individual: Individual) -> None:
    """That two met still counts. Wishes, both ways, and what they wrote are gone; the name stands elsewhere."""
    rows = list(own(individual).values_list("pk", flat=True))
    Wish.objects.filter(Q(wisher__in=rows) | Q(wished__in=rows)).delete()
    RoundNotWith.objects.filter(Q(participant__in=rows) | Q(other__in=rows)).delete()
    EntrySide.objects.filter(participant__in=rows).update(words="")
    RoundParticipant.objects.filter(pk__in=rows).update(about="")
    keys = [f"directory.person:{individual.person_id}", f"accounts.user:{individual.user_id}"]
    TimetableRun.objects.filter(by_key__in=keys).update(by=ERASED, by_key="")


@gives_keeping("connections", _("wishes for meetings at gatherings long past"), KEEP_DAYS)
def forget_wishes(dry_run: bool) -> int:
    """Who met still counts; whom they wished for, and whom not, is gone."""
    last = timezone.localdate() - timedelta(days=KEEP_DAYS)
    wishes = Wish.objects.filter(wisher__round__gathering__last_day__lt=last)
    refused = RoundNotWith.objects.filter(participant__round__gathering__last_day__lt=last)
    count = wishes.count() + refused.count()
    if not dry_run:
        wishes.delete()
        refused.delete()
        TimetableRun.objects.filter(round__gathering__last_day__lt=last).delete()  # its misses name wishes
        RoundParticipant.objects.filter(round__gathering__last_day__lt=last).exclude(about="").update(about="")
    return count
