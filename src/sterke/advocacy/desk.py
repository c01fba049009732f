"""What cases ask for on the desk: what is due, what is untold, what should be looked at again."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import ngettext

from sterke.core.house import DeskItem, gives_desk
from sterke.core.paths import path_to

from . import permissions, reports
from .models import CaseStep, FollowUp, Meeting, MeetingNote, PolicyPosition, PoliticalPromise, RadarHit


@gives_desk(kept=True)
def cases_on_the_desk(user: Any) -> Iterator[DeskItem]:
    """The secretariat: everything due. An owner of a case, or of a meeting: one's own of these."""
    day = timezone.localdate()
    for promise in _own(user, reports.promises_due(day), "case__owner"):
        yield _promise(promise)
    for step in _own(user, reports.steps_due(day), "case__owner"):
        yield _step(step)
    for position in _own(user, reports.reviews_due(day), "case__owner"):
        yield _review(position)
    for meeting in _own(user, reports.meetings_untold(day), "owner"):
        yield _untold(meeting)
    for follow_up in reports.open_follow_ups(user):
        if user.is_secretary or permissions.is_own(user, follow_up.owner_id):
            yield _follow_up(follow_up)
    yield from _radar(user)
    if user.is_secretary:
        for note in reports.notes_to_review(day):
            yield _note(note)


def _own(user: Any, rows: Any, owner: str) -> Any:
    return rows if user.is_secretary else rows.filter(**{f"{owner}__user": user.pk})


def _promise(row: PoliticalPromise) -> DeskItem:
    due: Any = row.due
    late = due < timezone.localdate()
    title = _t("Was it kept? “%(promise)s”") if late else _t("Soon due: “%(promise)s”")
    return DeskItem(
        "promise_due", title % {"promise": row}, f"{row.office} · {row.case}", due, _t("Say how it stands"),
        path_to("advocacy:tell_outcome", row.pk), about=row.get_absolute_url(),
    )  # fmt: skip


def _step(row: CaseStep) -> DeskItem:
    due: Any = row.due
    return DeskItem(
        "case_step", _t("%(step)s: has it come?") % {"step": row}, str(row.case), due, _t("Say when"),
        path_to("advocacy:row", row.case.slug, "steg", row.pk), about=row.case.get_absolute_url(),
    )  # fmt: skip


def _review(row: PolicyPosition) -> DeskItem:
    due: Any = row.review_on
    return DeskItem(
        "position_review", _t("Does it still hold? “%(position)s”") % {"position": row.words("title")}, str(row.case),
        due, _t("Look"), row.get_absolute_url(),
    )  # fmt: skip


def _untold(row: Meeting) -> DeskItem:
    return DeskItem(
        "meeting_untold", _t("What came of “%(meeting)s”?") % {"meeting": row}, _t("No summary yet"), row.day,
        _t("Finish it"), path_to("advocacy:edit_meeting", row.pk), about=row.get_absolute_url(),
    )  # fmt: skip


def _follow_up(row: FollowUp) -> DeskItem:
    about = row.about
    who = row.owner.name if row.owner else _t("Nobody has it")
    return DeskItem(
        "case_follow_up", row.what, f"{who} · {about}", row.due, _t("It is done"),
        path_to("advocacy:finish", row.pk), post=True, about=about.get_absolute_url(),
    )  # fmt: skip


def _note(row: MeetingNote) -> DeskItem:
    return DeskItem(
        "meeting_note", _t("Notes from “%(meeting)s”: still needed?") % {"meeting": row.meeting},
        _t("Notes are looked through once a year"), row.reviewed_on + reports.NOTE_HOLDS, _t("Look through"),
        path_to("advocacy:notes", row.meeting.pk),
    )  # fmt: skip


def _radar(user: Any) -> Iterator[DeskItem]:
    """One line for all that waits, not one for each."""
    waiting = _own(user, RadarHit.objects.waiting(), "case__owner")
    count = waiting.count()
    if count:
        title = ngettext(
            "The radar has found %(count)s thing for our cases",
            "The radar has found %(count)s things for our cases",
            count,
        )
        yield DeskItem(
            "radar", title % {"count": count}, _t("Does it belong?"), timezone.localdate(), _t("Look"),
            path_to("advocacy:radar"),
        )  # fmt: skip
