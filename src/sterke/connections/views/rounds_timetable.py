"""The timetable: have it made, look at it, mend it by hand, publish it, read the report."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sterke.advocacy.views.finding import answer_form
from sterke.core import sheets
from sterke.core.access import SIGNED_IN, open_to
from sterke.core.paths import path_to
from sterke.membership.views.doing import do

from .. import reports_rounds as reports
from .. import reports_timetable
from ..actions import timetables
from ..forms_rounds import MakeForm, MeetingForm
from ..models import MeetingRound, TimetableEntry, TimetableRun
from ..round_state import Stage
from .rounds_finding import page, round_for


@page
@open_to(SIGNED_IN)
def make(request: HttpRequest, slug: str) -> HttpResponse:
    """Start a run; it goes on while one leaves."""
    row = round_for(request, slug)
    form = MakeForm(request.POST or None)

    def act() -> str:
        run = timetables.make_timetable(row, **form.cleaned_data, by=request.user)
        return path_to("connections:round_run", slug, run.pk)

    locked = TimetableEntry.objects.filter(round=row, locked=True).standing().count()
    lead = _("The draft there is now is replaced.") if row.drafted_at else ""
    if locked:
        lead += " " + ngettext("%(count)s locked meeting stays.", "%(count)s locked meetings stay.", locked) % {
            "count": locked
        }  # fmt: skip
    back = (_("Meeting round"), row.get_absolute_url())
    button = _("Make the timetable")
    return answer_form(request, form, act, title=_("Make the timetable"), back=back, lead=lead.strip(), button=button)


def run_for(request: HttpRequest, slug: str, pk: int) -> TimetableRun:
    row = round_for(request, slug)
    run = get_object_or_404(TimetableRun, round=row, pk=pk)
    run.round = row
    return run


@never_cache
@require_safe
@open_to(SIGNED_IN)
def run_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """How far the run is; when it is done, to the timetable."""
    run = run_for(request, slug, pk)
    context = {"run": run, "round": run.round, "gathering": run.round.gathering}
    context |= reports_timetable.progress_of(run)
    if request.htmx:
        return render(request, "connections/rounds/run.html#progress", context)
    return render(request, "connections/rounds/run.html", context)


@require_POST
@open_to(SIGNED_IN)
def stop(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    run = run_for(request, slug, pk)
    act = lambda: timetables.stop_run(run, by=request.user)  # noqa: E731
    back = path_to("connections:round_run", slug, pk)
    return do(request, act, said=_("It stops, and the best so far is kept."), to=back)


@require_safe
@open_to(SIGNED_IN)
def timetable(request: HttpRequest, slug: str) -> HttpResponse:
    """The grid, and everybody's programme."""
    row = round_for(request, slug)
    entries = reports.entries_of(row)
    programmes = reports.programmes_of(row, entries)
    context = {
        "round": row,
        "gathering": row.gathering,
        "grid": reports.grid_of(row, entries, {"table": _("Table %(number)s")}),
        "programmes": programmes,
        "alone": [each.row for each in programmes if not each.entries and each.row.takes_part],
        "meetings": len(entries),
        "locked": sum(entry.locked for entry in entries),
        "is_draft": row.stage == Stage.DRAFTED,
        "may_mend": row.stage in (Stage.DRAFTED, Stage.PUBLISHED),
        "run": reports.newest_report(row),
    }
    return render(request, "connections/rounds/timetable.html", context)


@page
@open_to(SIGNED_IN)
def meeting(request: HttpRequest, slug: str, pk: int = 0) -> HttpResponse:
    """Set up a meeting by hand, or move one; either way it stays when the timetable is made again."""
    row = round_for(request, slug)
    known = entry_for(row, pk) if pk else None
    form = MeetingForm(request.POST or None, row, known)

    def act() -> str:
        said = dict(form.cleaned_data)
        one, other = (known.one, known.other) if known else (said.pop("one"), said.pop("other"))
        timetables.set_meeting(row, one, other, **said, known=known, by=request.user)
        messages.success(request, _("It is in the timetable, and locked."))
        return path_to("connections:round_timetable", slug)

    back = (_("Timetable"), path_to("connections:round_timetable", slug))
    title = _("Move %(meeting)s") % {"meeting": known} if known else _("A meeting by hand")
    return answer_form(request, form, act, title=title, back=back)


def entry_for(row: MeetingRound, pk: int) -> TimetableEntry:
    rows = TimetableEntry.objects.filter(round=row).standing().in_order()
    found: Any = get_object_or_404(rows, pk=pk)
    found.round = found.one.round = found.other.round = row
    return found  # type: ignore[no-any-return]


@require_POST
@open_to(SIGNED_IN)
def change_meeting(request: HttpRequest, slug: str, pk: int, verb: str) -> HttpResponse:
    entry = entry_for(round_for(request, slug), pk)
    by = request.user
    act, said = {
        "laas": (lambda: timetables.set_lock(entry, True, by=by), _("It stays as it is.")),
        "laas-opp": (lambda: timetables.set_lock(entry, False, by=by), _("It may be moved.")),
        "stryk": (lambda: timetables.take_out(entry, by=by), _("It is taken out.")),
    }[verb]
    return do(request, act, said=said, to=path_to("connections:round_timetable", slug))


@require_POST
@open_to(SIGNED_IN)
def settle(request: HttpRequest, slug: str, verb: str) -> HttpResponse:
    """Publish the draft, or throw it away."""
    row = round_for(request, slug)
    if verb == "kast":
        act = lambda: timetables.drop_draft(row, by=request.user)  # noqa: E731
        return do(request, act, said=_("The draft is thrown away."), to=row.get_absolute_url())
    try:
        count = timetables.publish(row, by=request.user)
        said = ngettext("%(count)s programme is on its way.", "%(count)s programmes are on their way.", count)
        messages.success(request, said % {"count": count})
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    return redirect(row)


@require_safe
@open_to(SIGNED_IN)
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """How good the timetable is, and why which wishes were not met."""
    row = round_for(request, slug)
    run = reports.newest_report(row)
    if run is None:
        raise Http404
    context = {"round": row, "gathering": row.gathering, "run": run}
    context |= reports_timetable.told(run, request.user)
    return render(request, "connections/rounds/report.html", context)


@require_safe
@open_to(SIGNED_IN)
def report_file(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    row = round_for(request, slug)
    run = reports.newest_report(row)
    if run is None:
        raise Http404
    return sheets.as_file(reports_timetable.misses_sheet(run, request.user), f"{slug}-ikke-innfridd", ending)


@require_safe
@open_to(SIGNED_IN)
def timetable_file(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    row = round_for(request, slug)
    return sheets.as_file(reports_timetable.timetable_sheet(row), f"{slug}-moterunde", ending)
