"""What those who manage a gathering do: begin, change, publish, call off, copy; its goals and its programme."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sterke.core.access import SIGNED_IN, open_to
from sterke.core.once import fresh_key, once
from sterke.membership.views.doing import add_errors, do

from .. import actions, permissions, wording
from ..forms import CallOffForm, CopyForm, GatheringForm, GoalForm, ItemForm, ResultForm
from ..models import Gathering, GatheringGoal, ProgrammeItem
from .finding import gathering_for, page

STATUSES = {
    "hold-av": Gathering.Status.SAVE_THE_DATE,
    "aapne": Gathering.Status.OPEN,
    "lukk": Gathering.Status.CLOSED,
    "kladd": Gathering.Status.DRAFT,
}


@page
@open_to(SIGNED_IN)
def start(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    if not permissions.can_start_gathering(user):
        raise Http404
    form = GatheringForm(request.POST or None, user=user, initial={"network": request.GET.get("nettverk", "")[:18]})

    def act() -> str:
        row = actions.start_gathering(**form.facts(), by=user)
        actions.tell_practical(row, **form.joining(), by=user)
        messages.success(request, _("A draft. Now set a goal for it."))
        return row.get_absolute_url()

    if form.is_valid():
        try:
            return once(request, act)
        except ValidationError as problem:
            add_errors(form, problem)
    context = {"form": form, "once_key": fresh_key()}
    return render(request, "gatherings/gathering_form.html", context, status=422 if form.errors else 200)


@page
@open_to(SIGNED_IN)
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    row = gathering_for(request, slug)
    form = GatheringForm(request.POST or None, instance=row, user=request.user)
    if form.is_valid():
        try:
            saved = actions.edit_gathering(row, form=form, by=request.user)
            actions.tell_practical(saved, **form.joining(), by=request.user)
            messages.success(request, _("Saved. Whoever is registered is told if time or place has moved."))
            return redirect("gatherings:gathering", slug)
        except ValidationError as problem:
            add_errors(form, problem)
    context = {"form": form, "gathering": Gathering.objects.get(pk=row.pk)}
    return render(request, "gatherings/gathering_form.html", context, status=422 if form.errors else 200)


@require_POST
@open_to(SIGNED_IN)
def set_status(request: HttpRequest, slug: str, verb: str) -> HttpResponse:
    row, status = gathering_for(request, slug), STATUSES[verb]
    act = lambda: actions.set_status(row, status, by=request.user)  # noqa: E731
    said = _("Now: %(stage)s.") % {"stage": wording.STATUS_SAID[status]}
    return do(request, act, said=said, to=row.get_absolute_url())


@page
@open_to(SIGNED_IN)
def call_off(request: HttpRequest, slug: str) -> HttpResponse:
    """GET shows who will be told, POST cancels it."""
    row = gathering_for(request, slug)
    form = CallOffForm(request.POST or None)
    if form.is_valid():
        try:
            actions.call_off(row, why=form.cleaned_data["why"], by=request.user)
            messages.success(request, _("Cancelled. Everybody who is registered gets a mail."))
            return redirect("gatherings:gathering", slug)
        except ValidationError as problem:
            add_errors(form, problem)
    context = {"form": form, "gathering": row}
    return render(request, "gatherings/call_off.html", context, status=422 if form.errors else 200)


@require_POST
@open_to(SIGNED_IN)
def take_up_again(request: HttpRequest, slug: str) -> HttpResponse:
    row = gathering_for(request, slug)
    act = lambda: actions.take_up_again(row, by=request.user)  # noqa: E731
    return do(request, act, said=_("It is on again. Open it when more may register."), to=row.get_absolute_url())


@page
@open_to(SIGNED_IN)
def copy(request: HttpRequest, slug: str) -> HttpResponse:
    row = gathering_for(request, slug)
    form = CopyForm(request.POST or None)

    def act() -> str:
        made = actions.copy_gathering(row, day=form.cleaned_data["day"], by=request.user)
        messages.success(request, _("Copied as a draft, with goals, programme and questions."))
        return made.get_absolute_url()

    if form.is_valid():
        try:
            return once(request, act)
        except ValidationError as problem:
            add_errors(form, problem)
    context = {"form": form, "gathering": row, "once_key": fresh_key()}
    return render(request, "gatherings/copy.html", context, status=422 if form.errors else 200)


@page
@open_to(SIGNED_IN)
def goal(request: HttpRequest, slug: str, pk: int = 0) -> HttpResponse:
    """Set a goal, or change one."""
    row = gathering_for(request, slug)
    known = get_object_or_404(GatheringGoal, gathering=row, pk=pk) if pk else None
    form = GoalForm(request.POST or None, instance=known, user=request.user)
    if form.is_valid():
        try:
            actions.set_goal(row, goal=known, **form.facts(), by=request.user)
            messages.success(request, _("The goal is set."))
            return redirect("gatherings:gathering", slug)
        except ValidationError as problem:
            add_errors(form, problem)
    context = {"form": form, "gathering": row, "goal": known}
    return render(request, "gatherings/goal_form.html", context, status=422 if form.errors else 200)


@require_POST
@open_to(SIGNED_IN)
def drop_goal(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    row = gathering_for(request, slug)
    known = get_object_or_404(GatheringGoal, gathering=row, pk=pk)
    act = lambda: actions.drop_goal(known, by=request.user)  # noqa: E731
    return do(request, act, said=_("The goal is taken away."), to=row.get_absolute_url())


@page
@open_to(SIGNED_IN)
def result(request: HttpRequest, slug: str, pk: int, days: int) -> HttpResponse:
    """Tell how a goal went after so many days."""
    row = gathering_for(request, slug)
    known = get_object_or_404(GatheringGoal, gathering=row, pk=pk)
    if days not in known.measured_on_days:
        raise Http404
    form = ResultForm(request.POST or None)
    if form.is_valid():
        try:
            actions.tell_result(known, days_after=days, **form.cleaned_data, by=request.user)
            messages.success(request, _("Noted. Thank you."))
            return redirect("gatherings:gathering", slug)
        except ValidationError as problem:
            add_errors(form, problem)
    context = {"form": form, "gathering": row, "goal": known, "days": days}
    return render(request, "gatherings/result.html", context, status=422 if form.errors else 200)


@page
@open_to(SIGNED_IN)
def item(request: HttpRequest, slug: str, pk: int = 0) -> HttpResponse:
    """Put something in the programme, or change it."""
    row = gathering_for(request, slug)
    known = get_object_or_404(ProgrammeItem, gathering=row, pk=pk) if pk else None
    form = ItemForm(request.POST or None, instance=known, gathering=row)
    if form.is_valid():
        try:
            actions.set_item(row, form.instance, speakers=form.speakers_named(), by=request.user)
            messages.success(request, _("It stands in the programme."))
            return redirect("gatherings:gathering", slug)
        except ValidationError as problem:
            add_errors(form, problem)
    context = {"form": form, "gathering": row, "item": known}
    return render(request, "gatherings/item_form.html", context, status=422 if form.errors else 200)


@require_POST
@open_to(SIGNED_IN)
def drop_item(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    row = gathering_for(request, slug)
    known = get_object_or_404(ProgrammeItem, gathering=row, pk=pk)
    act = lambda: actions.drop_item(known, by=request.user)  # noqa: E731
    return do(request, act, said=_("It is taken out of the programme."), to=row.get_absolute_url())
