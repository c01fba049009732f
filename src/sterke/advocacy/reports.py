"""Reads that span several rows: cases in short, one case whole, what is due."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext

from sterke.core.kept import remembered
from sterke.core.question import Question
from sterke.directory.models import ContactDetails
from sterke.region.lines import lines
from sterke.region.models import Indicator, Journey
from sterke.region.reports import journeys_seen

from . import mandate, reports_ledger
from .models import (
    AdvocacyCase,
    Ask,
    Attendance,
    CaseStep,
    Consultation,
    FollowUp,
    Meeting,
    MeetingNote,
    PolicyPosition,
    PoliticalPromise,
    PromiseOutcome,
    Stakeholding,
)
from .naming import give_names

cases_seen = Question(
    lambda user: AdvocacyCase.objects.visible_to(user).order_by(
        "-archived_on", "-is_priority", "order", "sort_key", "pk"
    )
)
case_at = Question(
    lambda user, slug: AdvocacyCase.objects.visible_to(user).filter(slug=slug).select_related("owner", "press_contact")
)
positions_of = Question(
    lambda user, case: (
        PolicyPosition.objects.visible_to(user)
        .filter(case=case)
        .select_related("case", "adopted_by")
        .order_by("-number")
    )
)
SHOWN_PROMISES, SHOWN_STEPS = 8, 8  # on the page of a case; the ledger and the story have all
steps_done = Question(
    lambda user, case: (
        CaseStep.objects.visible_to(user).filter(case=case).exclude(done_on=None).order_by("-done_on", "-pk")
    )
)
steps_ahead = Question(
    lambda user, case: (
        CaseStep.objects.visible_to(user).filter(case=case, done_on=None).order_by(F("due").asc(nulls_last=True), "pk")
    )
)
stands_of = Question(
    lambda user, case: (
        Stakeholding.objects.visible_to(user)
        .filter(case=case)
        .select_related("organisation")
        .order_by("organisation__sort_key", "pk")
    )
)
_promises = PoliticalPromise.objects.select_related("case", "office__organisation", "holder", "party", "meeting")
promise_at = Question(lambda user, pk: _promises.visible_to(user).filter(pk=pk))


def promises_seen(user: Any) -> Any:
    """Every promise this reader may see, with all that is told of it; newest first."""
    return _promises.visible_to(user).order_by("-said_on", "-pk")


outcomes_of = Question(lambda promise: PromiseOutcome.objects.filter(promise=promise).order_by("-day", "-pk"))
figures_of = Question(
    lambda user, case: Indicator.objects.visible_to(user).filter(cases=case).order_by("order", "slug")
)
journeys_of = Question(
    lambda user, case: (
        Journey.objects.visible_to(user).filter(cases=case).select_related("origin").order_by("minutes", "pk")
    )
)
meetings_ahead = Question(
    lambda user, case, day: (
        Meeting.objects.visible_to(user)
        .filter(cases=case, status=Meeting.Status.PLANNED, day__gte=day)
        .order_by("day", "pk")
    )
)
follow_ups_of = Question(
    lambda user, case: (
        FollowUp.objects.visible_to(user).open().filter(case=case).select_related("owner").order_by("due", "pk")
    )
)
press_details = Question(
    lambda person: ContactDetails.objects.filter(person=person, seen_by=ContactDetails.Seen.PUBLIC).order_by("kind")
)
_promise_states = Question(
    lambda user: (
        PoliticalPromise.objects.visible_to(user).order_by().values_list("case", "status").annotate(count=Count("pk"))
    )
)
_behind = Question(
    lambda user: Indicator.cases.through.objects.filter(indicator__in=Indicator.objects.visible_to(user)).values_list(
        "advocacycase", "indicator"
    )
)
_travelled = Question(
    lambda user: (
        Journey.cases.through.objects.filter(journey__in=Journey.objects.visible_to(user))
        .order_by("journey__minutes", "pk")
        .values_list("advocacycase", "journey")
    )
)
_figures = Question(lambda user: Indicator.objects.visible_to(user).order_by("order", "slug"))


@dataclass(frozen=True)
class InShort:
    """A case in a list: its leading figure, and how many promises stand how."""

    case: AdvocacyCase
    figure: dict[str, Any] | None
    promises: dict[str, int]

    @property
    def open_promises(self) -> int:
        return self.promises.get(PoliticalPromise.Status.OPEN, 0)

    @property
    def all_promises(self) -> int:
        return sum(self.promises.values())


def journey_figure(row: Journey) -> dict[str, Any]:
    """A journey as the figure of a case: the minutes of today, and those we ask for."""
    asked = f" → {row.asked_minutes}" if row.asked_minutes else ""
    return {
        "value": f"{row.minutes}{asked}",
        "unit": pgettext("of travel", "minutes"),
        "indicator": row,
        "period": date_format(row.measured_on),
        "source": row.shown_source,
    }


def cases_in_short(user: Any) -> list[InShort]:
    """Every case this reader may see. Seven questions, however many cases."""
    rows = list(cases_seen(user))
    if not rows:
        return []
    behind: dict[int, list[int]] = {}
    for case, indicator in _behind(user):
        behind.setdefault(case, []).append(indicator)
    used = {pk for pks in behind.values() for pk in pks}
    drawn = {line["indicator"].pk: line for line in lines(user, [row for row in _figures(user) if row.pk in used])}
    journeys = {row.pk: journey_figure(row) for row in journeys_seen(user)}
    travelled = {case: journeys[pk] for case, pk in reversed(list(_travelled(user))) if pk in journeys}
    states: dict[int, dict[str, int]] = {}
    for case, status, count in _promise_states(user):
        states.setdefault(case, {})[status] = count
    return [
        InShort(
            row,
            next((line for pk, line in drawn.items() if pk in behind.get(row.pk, [])), travelled.get(row.pk)),
            states.get(row.pk, {}),
        )
        for row in rows
    ]


def on_the_page(case: AdvocacyCase, user: Any) -> dict[str, Any]:
    """What the page of a case shows beside its story. Kept for each reader and language until something is written, or
    the day turns."""
    key = ("case", case.pk, user.pk, get_language(), timezone.localdate())
    return remembered(key, lambda: _on_the_page(case, user))


def _on_the_page(case: AdvocacyCase, user: Any) -> dict[str, Any]:
    positions = list(positions_of(user, case.pk))
    held = next((row for row in positions if row.status == PolicyPosition.Status.ADOPTED), None)
    behind = mandate.mandate_of(held) if held else None
    return {
        "positions": positions,
        "position": held,
        "under_way": next((row for row in positions if row.is_under_way), None),
        "behind": behind,
        "mandate": mandate.shown(held, behind) if held and behind else None,
        "figures": lines(user, list(figures_of(user, case.pk))),
        "journeys": list(journeys_of(user, case.pk)),
        "steps": stages(user, case),
        "stands": give_names(user, stands_of(user, case.pk)),
        "promises": reports_ledger.lines_of(reports_ledger.of_case(user, case.pk)[:SHOWN_PROMISES]),
        "promise_count": reports_ledger.of_case(user, case.pk).count(),
        "coming": list(meetings_ahead(user, case.pk, timezone.localdate())),
        "consultations": list(consultations_of(user, case.pk)),
        "follow_ups": list(follow_ups_of(user, case.pk)) if user.is_authenticated else [],
    }


def stages(user: Any, case: AdvocacyCase) -> list[CaseStep]:
    """The last that came, and all that are ahead."""
    came = list(steps_done(user, case.pk)[:SHOWN_STEPS])
    return [*reversed(came), *steps_ahead(user, case.pk)[:SHOWN_STEPS]]


consultations_of = Question(
    lambda user, case: Consultation.objects.visible_to(user).under_way().filter(cases=case).order_by("deadline", "pk")
)

# Meetings.
MEETINGS = Meeting.objects.select_related("host", "owner").order_by("-day", "-pk")
attendances_of = Question(
    lambda meeting: (
        Attendance.objects.filter(meeting=meeting).select_related("organisation", "office").order_by("is_ours", "pk")
    )
)
asks_of = Question(lambda meeting: Ask.objects.filter(meeting=meeting).select_related("case").order_by("pk"))
# On a page: an ask is told with its case, to those who see that.
asks_seen = Question(
    lambda user, meeting: (
        Ask.objects.filter(meeting=meeting, case__in=AdvocacyCase.objects.visible_to(user))
        .select_related("case")
        .order_by("pk")
    )
)


def meetings_held(user: Any) -> Any:
    """With those who were there from the other side, and the cases; newest first."""
    return MEETINGS.visible_to(user).held().prefetch_related("attendances__organisation", "cases")


def meetings_planned(user: Any) -> Any:
    rows = MEETINGS.visible_to(user).filter(status=Meeting.Status.PLANNED)
    return rows.order_by("day", "pk").prefetch_related("attendances__organisation", "cases")


def follow_ups_after(user: Any, meeting: Meeting) -> list[FollowUp]:
    rows = FollowUp.objects.visible_to(user).filter(meeting=meeting).select_related("owner")
    return list(rows.order_by("due", "pk"))


# For the desk.
SOON = timedelta(days=14)
NOTE_HOLDS = timedelta(days=365)


def promises_due(day: date) -> Any:
    rows = _promises.open().filter(due__lte=day + SOON, case__archived_on=None)
    return rows.select_related("case__owner").order_by("due", "pk")


def steps_due(day: date) -> Any:
    rows = CaseStep.objects.filter(done_on=None, due__lte=day + SOON, case__archived_on=None)
    return rows.select_related("case__owner").order_by("due", "pk")


def meetings_untold(day: date) -> Any:
    """Held, or planned for a day that has passed, and without a summary."""
    rows = Meeting.objects.filter(Q(status=Meeting.Status.HELD) | Q(status=Meeting.Status.PLANNED, day__lt=day))
    return rows.filter(summary="").select_related("owner").order_by("day", "pk")


def reviews_due(day: date) -> Any:
    rows = PolicyPosition.objects.in_force().filter(review_on__lte=day + SOON, case__archived_on=None)
    return rows.select_related("case__owner").order_by("review_on", "pk")


def notes_to_review(day: date) -> Any:
    rows = MeetingNote.objects.filter(reviewed_on__lte=day - NOTE_HOLDS).select_related("meeting")
    return rows.order_by("reviewed_on", "pk")


open_follow_ups = Question(
    lambda user: (
        FollowUp.objects.visible_to(user).open().select_related("case", "meeting", "owner").order_by("due", "pk")
    )
)
