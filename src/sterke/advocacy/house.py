"""What cases give the house: search, history, exports, addresses. The desk stands in desk.py, privacy in privacy.py."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from sterke.core.house import (
    Address,
    Contribution,
    gives_addresses,
    gives_contributions,
    gives_export,
    gives_search,
    says,
)
from sterke.core.paths import path_to
from sterke.core.visibility import is_secretary
from sterke.goals.models import Goal

from . import desk as desk  # registers what the desk asks for
from . import fetching as fetching  # registers the sources
from . import house_consultations as house_consultations  # registers what consultations give
from . import house_positions as house_positions  # registers what positions give
from . import news as news  # registers what is new
from . import privacy as privacy  # registers what is kept of people
from . import reports
from . import story as story  # registers the strands of a case's story
from . import told as told  # registers the cards
from .models import AdvocacyCase, Attendance, Meeting, PolicyPosition, PoliticalPromise
from .naming import name_for
from .wording import due_said

gives_search(
    "saker",
    _("Cases"),
    AdvocacyCase,
    title=("title", "title_en"),
    near=("ask", "ask_en"),
    text=("why", "why_en"),
    order=("order", "sort_key", "pk"),
)
gives_search(
    "lofter",
    _("Promises"),
    PoliticalPromise,
    title=("paraphrase", "paraphrase_en"),
    near=("office__title", "office__organisation__name"),
    order=("-said_on", "pk"),
    reads=("directory",),
)
gives_search(
    "moter",
    _("Meetings"),
    Meeting,
    title=("title", "title_en"),
    near=("place",),
    text=("summary", "summary_en"),
    order=("-day", "pk"),
)
says(
    case_started=_("%(actor)s took up the case “%(subject)s”"),
    case_edited=_("%(actor)s changed the case “%(subject)s”"),
    case_put_away=_("%(actor)s put the case “%(subject)s” away"),
    case_taken_up=_("%(actor)s took up the case “%(subject)s” again"),
    case_dropped=_("%(actor)s removed the case “%(subject)s”"),
    case_put=_("%(actor)s put into “%(subject)s”: %(what)s"),
    case_changed=_("%(actor)s changed in “%(subject)s”: %(what)s"),
    case_struck=_("%(actor)s struck out of “%(subject)s”: %(what)s"),
    promise_written=_("%(actor)s wrote down a promise: %(what)s"),
    promise_edited=_("%(actor)s changed what stands of a promise: %(what)s"),
    promise_told=_("%(actor)s told what became of a promise (%(status)s): %(what)s"),
    meeting_planned=_("%(actor)s planned the meeting “%(subject)s”"),
    meeting_logged=_("%(actor)s logged the meeting “%(subject)s”"),
    meeting_edited=_("%(actor)s changed the meeting “%(subject)s”"),
    meeting_attended=_("%(actor)s noted who was there: %(who)s"),
    meeting_not_attended=_("%(actor)s struck out who was there: %(who)s"),
    meeting_asked=_("%(actor)s wrote down what we ask for: %(what)s"),
    meeting_not_asked=_("%(actor)s struck out what we ask for: %(what)s"),
    meeting_noted=_("%(actor)s wrote notes from “%(subject)s”"),
    meeting_note_kept=_("%(actor)s looked through a note from “%(subject)s” and kept it"),
    meeting_note_dropped=_("%(actor)s removed a note from “%(subject)s”"),
    radar_accepted=_("%(actor)s put into “%(subject)s” what parliament or a ministry does: %(what)s"),
    radar_dismissed=_("%(actor)s said that this does not belong to “%(subject)s”: %(what)s"),
    followup_taken=_("%(actor)s wrote down what is to be done: %(what)s"),
    followup_done=_("%(actor)s says it is done: %(what)s"),
)


@gives_addresses
def addresses() -> Iterator[Address]:
    visitor = AnonymousUser()
    yield from (Address(path_to(f"advocacy:{name}")) for name in ("cases", "ledger", "meetings", "notice"))
    for case in AdvocacyCase.objects.visible_to(visitor):
        languages = ("nb", "en") if case.title_en else ("nb",)
        yield Address(case.get_absolute_url(), languages=languages)
    for promise in PoliticalPromise.objects.visible_to(visitor):
        yield Address(promise.get_absolute_url(), languages=("nb", "en") if promise.paraphrase_en else ("nb",))
    for meeting in Meeting.objects.visible_to(visitor):
        yield Address(meeting.get_absolute_url(), languages=("nb", "en") if meeting.title_en else ("nb",))


@gives_contributions
def contributions(goal: Goal, since: date, until: date, user: Any) -> Iterator[Contribution]:
    """Meetings held, positions adopted and promises given in the cases that serve a goal."""
    cases = AdvocacyCase.objects.visible_to(user).filter(goals=goal)
    held = Meeting.objects.visible_to(user).held().filter(cases__in=cases, day__range=(since, until)).distinct()
    for meeting in held:
        yield Contribution(_("Meetings"), str(meeting), meeting.day, meeting.get_absolute_url())
    adopted = PolicyPosition.objects.visible_to(user).filter(case__in=cases, adopted_on__range=(since, until))
    for position in adopted.select_related("case"):
        yield Contribution(_("Positions"), str(position), position.adopted_on, position.get_absolute_url())  # type: ignore[arg-type]
    given = PoliticalPromise.objects.visible_to(user).filter(case__in=cases, said_on__range=(since, until))
    for promise in given.select_related("office__organisation"):
        yield Contribution(
            _("Promises"), str(promise), promise.said_on, promise.get_absolute_url(), str(promise.office)
        )


@gives_export("promises")
def export_promises(user: Any) -> tuple[list[str], Iterator[list[Any]]]:
    """Every promise this user may see, and what became of it."""
    headings = [
        _t("Promise"), _t("Case"), _t("Public office"), _t("Who held it"), _t("Party"), _t("Promised"), _t("Due"),
        _t("Status"), _t("Since"), _t("Source"), _t("Link"), _t("What the office answers"), _t("Address"),
    ]  # fmt: skip
    rows: Any = reports.promises_seen(user)
    meetings = {row.pk: str(row) for row in Meeting.objects.visible_to(user).filter(promises__isnull=False)}
    cells = (
        [
            str(row), str(row.case), str(row.office), row.holder.name if row.holder else "", str(row.party or ""),
            row.said_on, due_said(row), row.get_status_display(), row.status_on,
            row.source or meetings.get(row.meeting_id or 0, ""),
            row.source_url, row.words("reply"), row.get_absolute_url(),
        ]
        for row in rows.iterator()
    )  # fmt: skip
    return headings, cells


@gives_export("contacts")
def export_contacts(user: Any) -> tuple[list[str], Iterator[list[Any]]]:
    """Contacts with decision-makers: target, office, subject, form, period; as Finland's register asks for.

    One row for each who was met, for the secretariat; for others the meetings they may see.
    """
    headings = [
        _t("Day"), _t("Half-year"), _t("Organisation"), _t("Public office"), _t("Name"), _t("Form of contact"),
        _t("Subject"), _t("What we asked for"), _t("From us"), _t("Told in public"),
    ]  # fmt: skip
    meetings = Meeting.objects.visible_to(user).held()
    rows = Attendance.objects.filter(meeting__in=meetings, is_ours=False).select_related("meeting", "organisation")
    rows = rows.prefetch_related("meeting__cases", "meeting__asks", "meeting__attendances__organisation")
    return headings, (contact_cells(row, user) for row in rows.order_by("meeting__day", "pk"))


def contact_cells(row: Attendance, user: Any) -> list[Any]:
    meeting = row.meeting
    ours = sorted({name_for(user, each.organisation) for each in meeting.attendances.all() if each.is_ours} - {""})
    half = f"{meeting.day.year}/{1 if meeting.day.month <= 6 else 2}"
    cases = AdvocacyCase.objects.visible_to(user) if not is_secretary(user) else None
    seen = set(cases.values_list("pk", flat=True)) if cases is not None else None
    subjects = [str(case) for case in meeting.cases.all() if seen is None or case.pk in seen]
    asked = [str(ask) for ask in meeting.asks.all() if seen is None or ask.case_id in seen]
    return [
        meeting.day, half, name_for(user, row.organisation), row.title, row.name, meeting.get_format_display(),
        "; ".join(subjects), "; ".join(asked), "; ".join(ours),
        _t("yes") if meeting.visibility == "public" else _t("no"),
    ]  # fmt: skip
