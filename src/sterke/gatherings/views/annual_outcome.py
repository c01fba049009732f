"""What the annual meeting comes to: elections, decisions, minutes."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from sterke.core.access import SIGNED_IN, open_to
from sterke.core.once import fresh_key, once
from sterke.core.paths import path_to
from sterke.core.visibility import Visibility
from sterke.membership.views.doing import add_errors, do
from sterke.membership.views.finding import MOST, number, roles_found

from .. import permissions, reports, reports_annual, told_annual
from ..actions import annual as actions
from ..forms_annual import CandidateForm, ElectionForm, MinutesForm, OutcomeForm, ReopenForm, ResolutionForm
from ..models import AgendaItem, Candidate, Election, Minutes, Resolution
from .annual import annual_for, item_for, trail_of
from .finding import page


@require_safe
@open_to(SIGNED_IN)
def elections(request: HttpRequest, slug: str) -> HttpResponse:
    """Every post that is up, who stands, and what came of it; who is not up."""
    row = annual_for(request, slug)
    rows = reports_annual.elections_of(row)
    known = {each.predecessor_id for each in rows}
    context = {
        "gathering": row,
        "trail": trail_of(row),
        "elections": [told_annual.election(each) for each in rows],
        "sitting": reports_annual.not_up(row, rows),
        "up": [seat for seat in reports_annual.up(row) if seat.pk not in known],
        "items": row.agenda.order_by("number"),
        "begun": row.has_begun,
        "closed": Minutes.objects.filter(gathering=row).exclude(published_at=None).exists(),
        "can_carry_out": permissions.can_carry_out(request.user, row) and row.has_begun
        and any(each.carried_out_at is None for each in rows) and all(each.decided_at for each in rows),
    }  # fmt: skip
    return render(request, "gatherings/annual/elections.html", context)


@require_POST
@open_to(SIGNED_IN)
def call_up(request: HttpRequest, slug: str) -> HttpResponse:
    row = annual_for(request, slug)
    item = get_object_or_404(AgendaItem.objects.select_related("gathering"), gathering=row,
                             pk=number(request.POST.get("sak")))  # fmt: skip
    act = lambda: actions.call_up(item, by=request.user)  # noqa: E731
    said = _("Those whose term is out are up for election.")
    return do(request, act, said=said, to=path_to("gatherings:annual_elections", slug))


def election_for(request: HttpRequest, slug: str, pk: int) -> Election:
    row = annual_for(request, slug)
    rows = Election.objects.select_related(
        "item__gathering", "body", "predecessor__person", "predecessor__organisation"
    )
    return get_object_or_404(rows, item__gathering=row, pk=pk)


@page
@open_to(SIGNED_IN)
def new_election(request: HttpRequest, slug: str) -> HttpResponse:
    row = annual_for(request, slug)
    form = ElectionForm(request.POST or None, gathering=row)

    def act() -> str:
        made = actions.set_election(**form.cleaned_data, by=request.user)
        messages.success(request, _("Up for election: %(election)s.") % {"election": made})
        return path_to("gatherings:annual_candidate", slug, made.pk)

    if form.is_valid():
        try:
            return once(request, act)
        except ValidationError as problem:
            add_errors(form, problem)
    context = {"form": form, "gathering": row, "trail": trail_of(row), "once_key": fresh_key()}
    return render(request, "gatherings/annual/election_form.html", context, status=422 if form.errors else 200)


@page
@open_to(SIGNED_IN)
def election(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    known = election_for(request, slug, pk)
    row = known.item.gathering
    form = ElectionForm(request.POST or None, instance=known, gathering=row)
    if form.is_valid():
        try:
            fresh = Election.objects.get(pk=pk)
            actions.set_election(**form.cleaned_data, election=fresh, by=request.user)
            messages.success(request, _("Saved."))
            return redirect("gatherings:annual_elections", slug)
        except ValidationError as problem:
            add_errors(form, problem)
    context = {"form": form, "gathering": row, "trail": trail_of(row), "pk": pk}
    return render(request, "gatherings/annual/election_form.html", context, status=422 if form.errors else 200)


@require_POST
@open_to(SIGNED_IN)
def drop_election(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    known = election_for(request, slug, pk)
    act = lambda: actions.drop_election(known, by=request.user)  # noqa: E731
    return do(request, act, said=_("It is taken away."), to=path_to("gatherings:annual_elections", slug))


@page
@vary_on_headers("HX-Request")
@open_to(SIGNED_IN)
def candidate(request: Any, slug: str, pk: int) -> HttpResponse:
    """Find a person, then say who proposes them. Whoever sits now stands at the top."""
    known = election_for(request, slug, pk)
    asked = request.GET.get("sok", "")[:100].strip()
    chosen = roles_found(request.user).filter(pk=number(request.GET.get("rolle"))).first()
    form = CandidateForm(request.POST or None)
    if chosen and form.is_valid():
        who = {"person": chosen.person, "organisation": chosen.organisation, **form.facts()}
        try:
            actions.nominate(known, **who, by=request.user)
            messages.success(request, _("%(name)s stands.") % {"name": chosen.person})
            return redirect("gatherings:annual_elections", slug)
        except ValidationError as problem:
            add_errors(form, problem)
    found = roles_found(request.user, asked)[:MOST] if asked else []
    seat = known.predecessor
    again = roles_found(request.user).filter(person=seat.person_id, organisation=seat.organisation_id) if seat else []
    context = {"election": known, "gathering": known.item.gathering, "asked": asked, "found": found, "chosen": chosen}
    context |= {"form": form, "trail": trail_of(known.item.gathering), "again": again, "at": request.path}
    template = "components/choose_person.html#found" if request.htmx else "gatherings/annual/candidate.html"
    return render(request, template, context, status=422 if chosen and form.errors else 200)


@require_POST
@open_to(SIGNED_IN)
def drop_candidate(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    row = annual_for(request, slug)
    rows = Candidate.objects.select_related("election__item__gathering", "election__body", "person")
    known = get_object_or_404(rows, election__item__gathering=row, pk=pk)
    act = lambda: actions.drop_candidate(known, by=request.user)  # noqa: E731
    said = _("%(name)s no longer stands.") % {"name": known.name}
    return do(request, act, said=said, to=path_to("gatherings:annual_elections", slug))


@page
@open_to(SIGNED_IN)
def outcome(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Write who was chosen, with the votes where they were counted."""
    known = election_for(request, slug, pk)
    row = known.item.gathering
    form = OutcomeForm(request.POST or None, election=known)
    if form.is_valid():
        try:
            actions.choose(known, winner=form.cleaned_data["winner"], votes=form.votes(), by=request.user)
            messages.success(request, _("The result is written."))
            return redirect("gatherings:annual_elections", slug)
        except ValidationError as problem:
            add_errors(form, problem)
    context = {"form": form, "election": known, "gathering": row, "trail": trail_of(row), **told_annual.room(row)}
    return render(request, "gatherings/annual/outcome.html", context, status=422 if form.errors else 200)


@require_POST
@open_to(SIGNED_IN)
def carry_out(request: HttpRequest, slug: str) -> HttpResponse:
    row = annual_for(request, slug)

    def act() -> None:
        count = actions.carry_out(row, by=request.user)
        said = ngettext("%(count)s appointment is made.", "%(count)s appointments are made.", count)
        messages.success(request, said % {"count": count})

    said = _("Old terms end the day before the meeting.")
    return do(request, act, said=said, to=path_to("gatherings:annual_elections", slug))


@page
@open_to(SIGNED_IN)
def resolution(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What was decided in one matter."""
    item = item_for(request, slug, pk)
    row = item.gathering
    known = Resolution.objects.filter(item=item).first()
    initial = {} if known else {"text": item.proposal, "text_en": item.proposal_en}
    form = ResolutionForm(request.POST or None, instance=known, initial=initial)
    if form.is_valid():
        try:
            actions.decide(item, **form.facts(), form=form, by=request.user)
            messages.success(request, _("The decision is written."))
            return redirect("gatherings:annual_write_minutes", slug)
        except ValidationError as problem:
            add_errors(form, problem)
    context = {"form": form, "item": item, "gathering": row, "trail": trail_of(row), **told_annual.room(row)}
    return render(request, "gatherings/annual/resolution.html", context, status=422 if form.errors else 200)


@page
@open_to(SIGNED_IN)
def write_minutes(request: HttpRequest, slug: str) -> HttpResponse:
    """Item by item what is left to write; who led and signs; then publish."""
    row = annual_for(request, slug)
    known = Minutes.objects.filter(gathering=row).first()
    form = MinutesForm(request.POST or None, instance=known, gathering=row)
    if form.is_valid():
        try:
            actions.write_minutes(row, form=form, by=request.user)
            messages.success(request, _("Saved. Nobody else reads it before it is published."))
            return redirect("gatherings:annual_write_minutes", slug)
        except ValidationError as problem:
            add_errors(form, problem)
    elections = reports_annual.elections_of(row)
    context = {"form": form, "gathering": row, "trail": trail_of(row), "minutes": known, "begun": row.has_begun}
    context |= {"decisions": told_annual.decisions(row), "with_elections": {each.item_id for each in elections}}
    context |= {"reopen": ReopenForm(), **told_annual.room(row)}
    return render(request, "gatherings/annual/minutes_form.html", context, status=422 if form.errors else 200)


@require_POST
@open_to(SIGNED_IN)
def publish_minutes(request: HttpRequest, slug: str) -> HttpResponse:
    row = annual_for(request, slug)
    act = lambda: actions.publish_minutes(row, by=request.user)  # noqa: E731
    said = _("Published. What the minutes rest on is closed.")
    return do(request, act, said=said, to=path_to("gatherings:annual_write_minutes", slug))


@require_POST
@open_to(SIGNED_IN)
def reopen_minutes(request: HttpRequest, slug: str) -> HttpResponse:
    row = annual_for(request, slug)
    why = request.POST.get("why", "")[:300]
    act = lambda: actions.reopen_minutes(row, why=why, by=request.user)  # noqa: E731
    said = _("The minutes are open again, and nobody else reads them.")
    return do(request, act, said=said, to=path_to("gatherings:annual_write_minutes", slug))


@require_safe
@open_to(Visibility.PUBLIC)
def minutes(request: HttpRequest, slug: str) -> HttpResponse:
    """The minutes, to read and to print; before they are published, for those who write them."""
    row = reports.gathering_at(request.user, slug).first()
    known = Minutes.objects.visible_to(request.user).filter(gathering=row).first() if row else None
    if row is None or known is None:
        raise Http404
    elections = reports_annual.elections_of(row)
    called = reports_annual.called(row)
    tally = told_annual.tally_of(known) if known.is_published else reports_annual.count(row)[1]
    context = {"gathering": row, "minutes": known, "trail": trail_of(row), "tally": tally, "called": called}
    context |= {"decisions": told_annual.decisions(row), "bodies": told_annual.bodies(row, elections)}
    context |= {"statutes_kept": called.holds is not None and not called.holds.is_late}
    context["facts"] = told_annual.facts(row)
    return render(request, "gatherings/annual/minutes.html", context)
