"""Meetings with those who decide: the page of whom we have met, one meeting, and what whoever answers for it does."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sterke.core import pdf
from sterke.core.access import SIGNED_IN, open_to
from sterke.core.activity import history_of
from sterke.core.once import once
from sterke.core.pages import same_for_visitors
from sterke.core.paging import page_of
from sterke.core.paths import path_to
from sterke.core.visibility import Visibility
from sterke.membership.views.doing import do

from .. import actions, logging_meeting, naming, permissions, reports, reports_ledger, told
from .. import brief as papers
from ..forms_meetings import AskForm, ComerForm, FollowUpForm, LogForm, MeetingForm, NoteForm
from ..models import Ask, Attendance, FollowUp, Meeting, MeetingNote, NoteReading
from .finding import answer_form, meeting_for, page

PER_PAGE = 30


@require_safe
@open_to(Visibility.PUBLIC)
@same_for_visitors
def meetings(request: HttpRequest) -> HttpResponse:
    """Whom we have met; for those who may see them, what is planned too."""
    user: Any = request.user
    part = page_of(request, reports.meetings_held(user), PER_PAGE)
    part.object_list = naming.give_those_met(user, part.object_list)
    planned = reports.meetings_planned(user) if user.is_authenticated else []
    context = {
        "part": part,
        "planned": naming.give_those_met(user, planned),
        "can_plan": permissions.leads_any(user),
        "can_export": user.is_authenticated and user.is_secretary,
        "sees_audience": user.is_authenticated and user.is_member,
    }
    return render(request, "advocacy/meetings.html", context)


@require_safe
@open_to(Visibility.PUBLIC)
@same_for_visitors
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    user: Any = request.user
    row = get_object_or_404(reports.MEETINGS.visible_to(user), pk=pk)
    holds = permissions.can_hold(user, row)
    context = {
        "meeting": row,
        "card": told.meeting(row),
        **people_on_page(row, user),
        "asks": list(reports.asks_seen(user, row.pk)),
        "cases": list(row.cases.visible_to(user)),  # type: ignore[attr-defined]
        "promises": reports_ledger.lines_of(reports_ledger.of_meeting(user, row.pk)),
        "follow_ups": reports.follow_ups_after(user, row) if user.is_authenticated else [],
        "holds": holds,
        "notes": row.notes.count() if holds else 0,
        "history": history_of(row, user) if holds else [],
        "sees_audience": user.is_authenticated and user.is_member,
        "trail": [(_("Meetings"), path_to("advocacy:meetings"))],
    }
    return render(request, "advocacy/meeting.html", context)


def people_on_page(row: Meeting, user: Any) -> dict[str, Any]:
    """Those who decide, for all; our own side by name for members, else by company."""
    attendances = naming.give_labels(user, reports.attendances_of(row.pk))
    member = user.is_authenticated and (user.is_member or user.is_secretary)
    ours = [each for each in attendances if each.is_ours]
    named = [each.label for each in ours] if member else []
    return {
        "theirs": [each for each in attendances if not each.is_ours],
        "ours": ours,
        "ours_said": named or sorted({each.whose for each in ours} - {""}),
        "host": naming.name_for(user, row.host),
    }


@page
@open_to(SIGNED_IN)
def plan_meeting(request: HttpRequest) -> HttpResponse:
    """Log one that has been, or plan one, in two minutes."""
    if not permissions.leads_any(request.user):
        raise Http404
    initial = {"cases": request.GET.getlist("sak")}
    form = LogForm(request.POST or None, user=request.user, initial=initial)

    def act() -> str:
        made = logging_meeting.log(form.cleaned_data, by=request.user)
        messages.success(request, _("Logged. Finish it when you have a chair."))
        return made.get_absolute_url()

    back = (_("Meetings"), path_to("advocacy:meetings"))
    lead = _("Two minutes now, the rest later. A day to come makes it a plan.")
    return answer_form(request, form, act, title=_("Log a meeting"), back=back, lead=lead)


@page
@open_to(SIGNED_IN)
def edit_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    row = meeting_for(request, pk)
    back = (str(row), row.get_absolute_url())
    form = MeetingForm(request.POST or None, instance=row, user=request.user)

    def act() -> str:
        actions.edit_meeting(row, form=form, by=request.user)
        messages.success(request, _("Saved."))
        return row.get_absolute_url()

    return answer_form(request, form, act, title=_("Change the meeting"), back=back)


@page
@open_to(SIGNED_IN)
def who_came(request: HttpRequest, pk: int) -> HttpResponse:
    row = meeting_for(request, pk)
    form = ComerForm(request.POST or None, user=request.user)

    def act() -> str:
        actions.note_who_came(row, actions.Comer(**form.cleaned_data), by=request.user)
        messages.success(request, _("Noted."))
        return row.get_absolute_url()

    back = (str(row), row.get_absolute_url())
    return answer_form(request, form, act, title=_("Who was there?"), back=back)


@require_POST
@open_to(SIGNED_IN)
def strike_attendance(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    meeting = meeting_for(request, pk)
    found = get_object_or_404(Attendance, meeting=meeting, pk=row)
    act = lambda: actions.strike_attendance(found, by=request.user)  # noqa: E731
    return do(request, act, said=_("Struck out. History remembers."), to=meeting.get_absolute_url())


@page
@open_to(SIGNED_IN)
def new_ask(request: HttpRequest, pk: int) -> HttpResponse:
    row = meeting_for(request, pk)
    return put_ask(request, Ask(meeting=row, case=row.cases.first()) if row.cases.exists() else Ask(meeting=row))


@page
@open_to(SIGNED_IN)
def edit_ask(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    return put_ask(request, get_object_or_404(Ask, meeting=meeting_for(request, pk), pk=row))


def put_ask(request: HttpRequest, ask: Ask) -> HttpResponse:
    form = AskForm(request.POST or None, instance=ask, user=request.user)

    def act() -> str:
        actions.put_ask(form.instance, by=request.user)
        messages.success(request, _("Saved."))
        return ask.meeting.get_absolute_url()

    back = (str(ask.meeting), ask.meeting.get_absolute_url())
    return answer_form(request, form, act, title=_("What we ask for"), back=back)


@require_POST
@open_to(SIGNED_IN)
def strike_ask(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    found = get_object_or_404(Ask, meeting=meeting_for(request, pk), pk=row)
    act = lambda: actions.strike_ask(found, by=request.user)  # noqa: E731
    return do(request, act, said=_("Struck out. History remembers."), to=found.meeting.get_absolute_url())


@never_cache
@page
@open_to(SIGNED_IN)
def notes(request: HttpRequest, pk: int) -> HttpResponse:
    """The notes from the room, and a new one. That they were read is written down."""
    row = meeting_for(request, pk)
    form = NoteForm(request.POST or None)

    def act() -> str:
        actions.write_note(row, text=form.cleaned_data["text"], by=request.user)
        messages.success(request, _("Written down, for few."))
        return path_to("advocacy:notes", pk)

    more: dict[str, Any] = {"meeting": row, "notes": actions.read_notes(row, by=request.user)}
    if request.user.is_secretary:
        more["readings"] = NoteReading.objects.filter(meeting=row)[:PER_PAGE]
    back = (str(row), row.get_absolute_url())
    if form.is_valid():
        return once(request, act)
    return notes_page(request, form, back=back, **more)


def notes_page(request: HttpRequest, form: NoteForm, **more: Any) -> HttpResponse:
    return render(request, "advocacy/notes.html", {"form": form, **more}, status=422 if form.errors else 200)


def note_for(request: HttpRequest, pk: int, row: int) -> MeetingNote:
    rows = MeetingNote.objects.visible_to(request.user).select_related("meeting")
    return get_object_or_404(rows, meeting=meeting_for(request, pk), pk=row)


@require_POST
@open_to(SIGNED_IN)
def keep_note(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    note = note_for(request, pk, row)
    act = lambda: actions.keep_note(note, by=request.user)  # noqa: E731
    return do(request, act, said=_("Kept for another year."), to=path_to("advocacy:notes", pk))


@require_POST
@open_to(SIGNED_IN)
def drop_note(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    note = note_for(request, pk, row)
    act = lambda: actions.drop_note(note, by=request.user)  # noqa: E731
    return do(request, act, said=_("Gone for good."), to=path_to("advocacy:notes", pk))


@page
@open_to(SIGNED_IN)
def take_on(request: HttpRequest, pk: int) -> HttpResponse:
    row = meeting_for(request, pk)
    follow_up = FollowUp(meeting=row, case=row.cases.first())
    form = FollowUpForm(request.POST or None, instance=follow_up, user=request.user)

    def act() -> str:
        actions.take_on(form.instance, by=request.user)
        messages.success(request, _("Written down. Whoever does it has got a mail."))
        return row.get_absolute_url()

    back = (str(row), row.get_absolute_url())
    return answer_form(request, form, act, title=_("Who does what by when?"), back=back)


@require_POST
@open_to(SIGNED_IN)
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(FollowUp.objects.visible_to(request.user).select_related("case", "meeting"), pk=pk)
    act = lambda: actions.finish(row, by=request.user)  # noqa: E731
    to = row.about.get_absolute_url()
    return do(request, act, said=_("Done. Well done."), to=to)


@require_safe
@open_to(SIGNED_IN)
def brief(request: HttpRequest, pk: int) -> HttpResponse:
    """Two pages to take along: for whoever answers for the meeting."""
    row = meeting_for(request, pk)
    try:
        return pdf.as_attachment(papers.brief(row, timezone.localdate()), f"samtaleark-{row.pk}")
    except pdf.NotSet:
        messages.error(request, _("The paper could not be made just now. Try again in a minute."))
        return redirect(row.get_absolute_url())
