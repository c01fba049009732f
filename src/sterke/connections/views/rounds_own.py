"""One's own meetings, by the link in a mail: whom one wishes to meet, the programme, a free time, what came of it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sterke.core.access import SIGNED_IN, open_to
from sterke.core.visibility import Visibility
from sterke.membership.views.doing import add_errors, do

from .. import mails_rounds as mails
from .. import reports_rounds as reports
from ..actions import booking, on_the_day, outcomes, rounds, wishing
from ..actions.booking import Taken
from ..forms_rounds import ResultsForm, WishesForm
from ..models import RoundParticipant, Slot
from ..reports_rounds import PARTICIPANTS
from ..round_state import Stage
from ..rounds_instance import Plan
from .rounds_finding import by_link, page

CALENDAR = "text/calendar; charset=utf-8"


@never_cache
@require_safe
@open_to(SIGNED_IN)
def mine(request: HttpRequest, slug: str) -> HttpResponse:
    """Signed in: to one's own page."""
    rows = PARTICIPANTS.filter(registration__person__user=request.user.pk)  # type: ignore[misc]
    me = get_object_or_404(rows, round__gathering__slug=slug)
    if me.round.stage == Stage.SET_UP:
        raise Http404
    return redirect("connections:round_programme", mails.token_of(me))


@never_cache
@page
@open_to(Visibility.PUBLIC)
@by_link
def wishes(request: HttpRequest, me: RoundParticipant, token: str) -> HttpResponse:
    """The list, a row of buttons for each; all is saved at once."""
    words = str(request.GET.get("sok", ""))[:100]
    choices = reports.choices_for(me, words)
    form = WishesForm(request.POST or None, me, choices, reports.companies_for(me))
    if form.is_valid():
        try:
            wishing.state_wishes(me, form.stated(), by=me)
            messages.success(request, _("Saved. You may change it until the wishes close."))
            return redirect("connections:round_wishes", token)
        except ValidationError as problem:
            add_errors(form, problem)
    rows = form.read_choices()
    context = {"form": form, "choices": rows, "words": words, "stage": me.round.stage, **own(me, token)}
    context |= {"wishes": sum(each.said in ("1", "2", "3") for each in rows)}
    return render(request, "connections/rounds/wishes.html", context, status=422 if form.errors else 200)


def own(me: RoundParticipant, token: str) -> dict[str, Any]:
    return {"me": me, "round": me.round, "gathering": me.round.gathering, "token": token}


@never_cache
@require_safe
@open_to(Visibility.PUBLIC)
@by_link
def programme(request: HttpRequest, me: RoundParticipant, token: str) -> HttpResponse:
    """One's own programme; before there is one, to the wishes."""
    stage = me.round.stage
    if not me.round.published_at:
        return redirect("connections:round_wishes", token)
    meetings = mails.programme_of(me)
    context = {
        **own(me, token),
        "stage": stage,
        "meetings": [(row, row.partner_of(me)) for row in meetings],
        "may_book": stage == Stage.PUBLISHED and me.takes_part,
    }
    return render(request, "connections/rounds/programme.html", context)


@never_cache
@require_safe
@open_to(Visibility.PUBLIC)
@by_link
def calendar(request: HttpRequest, me: RoundParticipant, token: str) -> HttpResponse:
    if not me.round.published_at:
        raise Http404
    answer = HttpResponse(mails.calendar_of(me), content_type=CALENDAR)
    answer["Content-Disposition"] = f'attachment; filename="{me.round.gathering.slug}-program.ics"'
    return answer


@require_POST
@open_to(Visibility.PUBLIC)
@by_link
def step(request: HttpRequest, me: RoundParticipant, token: str, verb: str) -> HttpResponse:
    """Out of the meetings, or in again. The registration for the gathering stays as it is."""
    if verb == "inn":
        return do(request, lambda: rounds.step_in(me, by=me), said=_("You take part again."), to=page_of(token))
    said = _("You take no part in the meetings. Those you should have met are told.")
    return do(request, lambda: on_the_day.step_out(me, by=me), said=said, to=page_of(token))


def page_of(token: str) -> str:
    return mails.links.url("connections:round_programme", token)


@never_cache
@page
@open_to(Visibility.PUBLIC)
@by_link
def book(request: HttpRequest, me: RoundParticipant, token: str) -> HttpResponse:
    """A free time with somebody: whom, then when. Taken meanwhile: the next that are free."""
    if me.round.stage != Stage.PUBLISHED or not me.takes_part:
        return redirect("connections:round_programme", token)
    words = str(request.GET.get("sok", ""))[:100]
    choices = reports.choices_for(me, words)
    plan = Plan(me.round)
    context = {**own(me, token), "choices": reports.bookable(plan, me, choices), "words": words}
    other = next((each.row for each in choices if str(each.row.pk) == request.GET.get("med", "")), None)
    if other:
        context |= {"other": other, "times": booking.free_for_both(plan, plan.people[me.pk], plan.people[other.pk])}
        if request.method == "POST":
            return booked(request, me, other, token)
    return render(request, "connections/rounds/book.html", context)


def booked(request: HttpRequest, me: RoundParticipant, other: RoundParticipant, token: str) -> HttpResponse:
    asked = request.POST.get("tid", "")
    slot = get_object_or_404(Slot, round=me.round, pk=int(asked) if asked.isdecimal() and len(asked) < 10 else 0)
    try:
        entry = booking.book(me, other, slot=slot, by=me)
    except Taken as problem:
        messages.error(request, " ".join(problem.messages))
        return redirect(request.get_full_path())
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return redirect("connections:round_programme", token)
    words = {"name": other.name, "time": entry.slot}
    messages.success(request, _("You meet %(name)s at %(time)s. Both of you get a mail.") % words)
    return redirect("connections:round_programme", token)


@never_cache
@page
@open_to(Visibility.PUBLIC)
@by_link
def results(request: HttpRequest, me: RoundParticipant, token: str) -> HttpResponse:
    """Did you meet, what came of it? One tap for each."""
    meetings = [row for row in mails.programme_of(me) if row.slot.has_begun] if me.round.published_at else []
    form = ResultsForm(request.POST or None, meetings, {row.entry_id: row for row in me.sides.all()})
    if form.is_valid():
        outcomes.tell_results(me, form.told(), by=me)
        messages.success(request, _("Thank you. It helps us make the next round better."))
        return redirect("connections:round_programme", token)
    rows = [(row, row.partner_of(me), fields) for row, fields in form.rows()]
    context = {**own(me, token), "form": form, "rows": rows}
    return render(request, "connections/rounds/results.html", context, status=422 if form.errors else 200)
