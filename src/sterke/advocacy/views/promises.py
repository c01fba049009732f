"""The ledger of promises, one promise, and what those who lead the case do with it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sterke.core.access import SIGNED_IN, open_to
from sterke.core.pages import same_for_visitors
from sterke.core.paging import page_of
from sterke.core.paths import path_to
from sterke.core.visibility import Visibility

from .. import actions, permissions, reports, reports_ledger, reports_people, told
from ..forms_promises import LedgerForm, OutcomeForm, PromiseForm
from ..models import PoliticalPromise
from .finding import answer_form, case_for, page

PER_PAGE = 30


@require_safe
@open_to(Visibility.PUBLIC)
@same_for_visitors
def ledger(request: HttpRequest) -> HttpResponse:
    """What was promised, by whom, and what became of it; narrowed by how it stands, office, case and year."""
    user: Any = request.user
    wanted = wanted_in(request)
    counts = reports_ledger.counts(user, wanted)
    context = {
        "part": page_of(request, reports_ledger.Pages(user, wanted, counts.total), PER_PAGE),
        "wanted": wanted,
        "counts": counts,
        "choices": reports_ledger.choices(user),
        "sees_audience": user.is_authenticated and user.is_member,
    }
    return render(request, "advocacy/ledger.html", context)


def wanted_in(request: HttpRequest) -> reports_ledger.Wanted:
    form = LedgerForm(request.GET)
    form.is_valid()
    found = form.cleaned_data
    return reports_ledger.Wanted(
        found.get("status", ""), found.get("office") or 0, found.get("case", ""), found.get("year") or 0
    )


@require_safe
@open_to(Visibility.PUBLIC)
@same_for_visitors
def promise(request: HttpRequest, pk: int) -> HttpResponse:
    row = reports.promise_at(request.user, pk).first()
    if row is None:
        raise Http404
    user: Any = request.user
    context = {
        "promise": row,
        "card": told.promise(row),
        "case": row.case,
        "outcomes": list(reports.outcomes_of(row.pk)),
        "heir": reports_people.inherited_by(row, timezone.localdate()) if row.is_open else None,
        "leads": permissions.can_lead(user, row.case),
        "overdue": row.is_overdue(),
        "sees_meeting": row.meeting is not None
        and type(row.meeting)._default_manager.visible_to(user).filter(pk=row.meeting.pk).exists(),
        "sees_audience": user.is_authenticated and user.is_member,
        "trail": [(_("Promises"), path_to("advocacy:ledger")), (str(row.case), row.case.get_absolute_url())],
    }
    return render(request, "advocacy/promise.html", context)


def promise_for(request: HttpRequest, pk: int) -> PoliticalPromise:
    rows = PoliticalPromise.objects.visible_to(request.user).select_related("case__owner", "office", "meeting")
    row = get_object_or_404(rows, pk=pk)
    if not permissions.can_lead(request.user, row.case):
        raise Http404
    return row


@page
@open_to(SIGNED_IN)
def write_down(request: HttpRequest, slug: str) -> HttpResponse:
    case = case_for(request, slug)
    meeting = (
        case.meetings.visible_to(request.user).filter(pk=request.GET.get("mote", "0")[:9]).first()
        if _digits(request)
        else None
    )
    row = PoliticalPromise(case=case, meeting=meeting, said_on=meeting.day if meeting else timezone.localdate())
    form = PromiseForm(request.POST or None, instance=row, user=request.user)

    def act() -> str:
        made = actions.write_down(form.instance, by=request.user)
        messages.success(request, _("Written down. Nobody will forget it now."))
        return made.get_absolute_url()

    back = (str(case), case.get_absolute_url())
    lead = _("Who promised what, in which office, and where can it be read?")
    return answer_form(request, form, act, title=_("Write down a promise"), back=back, lead=lead)


def _digits(request: HttpRequest) -> bool:
    wanted = request.GET.get("mote", "")
    return wanted.isascii() and wanted.isdigit()


@page
@open_to(SIGNED_IN)
def edit_promise(request: HttpRequest, pk: int) -> HttpResponse:
    row = promise_for(request, pk)
    back = (str(row), row.get_absolute_url())
    form = PromiseForm(request.POST or None, instance=row, user=request.user)

    def act() -> str:
        actions.edit_promise(row, form=form, by=request.user)
        messages.success(request, _("Saved."))
        return row.get_absolute_url()

    return answer_form(request, form, act, title=_("Change what stands"), back=back)


@page
@open_to(SIGNED_IN)
def tell_outcome(request: HttpRequest, pk: int) -> HttpResponse:
    row = promise_for(request, pk)
    form = OutcomeForm(request.POST or None)

    def act() -> str:
        actions.tell_outcome(row, **form.cleaned_data, by=request.user)
        messages.success(request, _("Noted, with how we know."))
        return row.get_absolute_url()

    back = (str(row), row.get_absolute_url())
    return answer_form(request, form, act, title=_("What became of it?"), back=back, lead=str(row))
