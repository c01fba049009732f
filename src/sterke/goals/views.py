"""The pages of goals: the tree, one goal, and what the secretariat and the owner do."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sterke.core import links
from sterke.core.access import SIGNED_IN, open_to
from sterke.core.activity import history_of
from sterke.core.once import fresh_key, once
from sterke.core.pages import same_for_visitors
from sterke.core.paths import path_to
from sterke.core.visibility import Visibility, is_secretary
from sterke.directory.models import Person
from sterke.membership.views.doing import add_errors, bad_link, do

from . import actions, charts, mails, permissions, reports, told
from .forms import EndGoalForm, GoalForm, MeasureForm
from .models import Goal, Measurement

page = require_http_methods(["GET", "HEAD", "POST"])
SHOWN = 30  # of what the rooms did for a goal


@require_safe
@open_to(Visibility.PUBLIC)
@same_for_visitors
def goals(request: HttpRequest) -> HttpResponse:
    """The tree, and those that have ended below it."""
    seen = list(reports.goals_seen(request.user))
    progress = reports.progress_of(seen, request.user)
    context = {
        "branches": reports.tree_of(each for each in progress if each.goal.is_open),
        "ended": [each for each in progress if not each.goal.is_open],
        "can_start": permissions.can_start_goal(request.user),
        "sees_audience": request.user.is_authenticated and request.user.is_member,
        "can_export": request.user.is_authenticated and request.user.is_member,
    }
    return render(request, "goals/goals.html", context)


@require_safe
@open_to(Visibility.PUBLIC)
@same_for_visitors
def goal(request: HttpRequest, slug: str) -> HttpResponse:
    user: Any = request.user
    seen = list(reports.goals_seen(user))
    row = next((each for each in seen if each.slug == slug), None)
    if row is None:
        raise Http404
    branch = reports.branch_of(row, reports.tree_of(reports.progress_of(seen, user)))
    context = {
        "goal": row,
        "why": row.words("why"),
        "branches": branch.children if branch else [],
        "trail": [
            (_("Goals"), path_to("goals:goals")),
            *((str(up), up.get_absolute_url()) for up in reports.above(row, seen)),
        ],
        "card": told.goal(row),
        "owner": reports.owner_of(user, row.owner_id).first() if row.owner_id else None,
        "history": history_of(row, user),
        "is_secretary": is_secretary(user),
        "sees_audience": user.is_authenticated and user.is_member,
        **figures_on_page(row, user),
        **contributions_on_page(row, user),
        **{name: may(user, row) for name, may in DECISIONS.items()},
    }
    return render(request, "goals/goal.html", context)


DECISIONS: dict[str, Callable[[Any, Goal], bool]] = {
    "can_edit": permissions.can_edit_goal,
    "can_end": permissions.can_end_goal,
    "can_resume": permissions.can_resume_goal,
    "can_measure": permissions.can_measure_goal,
    "can_drop": permissions.can_drop_measurement,
}


def figures_on_page(row: Goal, user: Any) -> dict[str, Any]:
    """How it stands, the drawing and its table, and what was measured by hand."""
    measurements = list(reports.measurements_of(row.pk)) if row.indicator_id is None else []
    figures = reports.figures_over_time(row, user, measurements)
    return {
        "progress": reports.progress_in(row, figures),
        "chart": charts.chart_of(row.aim, figures),
        "lines": charts.table_of(row.aim, figures, row.counted_in),
        "measurements": measurements,
    }


def contributions_on_page(row: Goal, user: Any) -> dict[str, Any]:
    """What the rooms did for it: how many of each sort, and the newest."""
    found = reports.serves(row, user)
    return {"contributions": found[:SHOWN], "kinds": Counter(str(each.kind) for each in found).items()}


def goal_for(request: HttpRequest, slug: str, may: Callable[[Any, Goal], bool]) -> Goal:
    row = get_object_or_404(Goal.objects.visible_to(request.user).select_related("owner", "indicator"), slug=slug)
    if not may(request.user, row):
        raise Http404
    return row


@page
@open_to(SIGNED_IN)
def start_goal(request: HttpRequest) -> HttpResponse:
    if not permissions.can_start_goal(request.user):
        raise Http404
    form = GoalForm(request.POST or None, user=request.user, initial={"parent": request.GET.get("under", "")[:18]})

    def act() -> str:
        made = actions.start_goal(**form.facts(), by=request.user)
        messages.success(request, _("A goal is set. Now reach it."))
        return made.get_absolute_url()

    if form.is_valid():
        try:
            return once(request, act)
        except ValidationError as problem:
            add_errors(form, problem)
    context = {"form": form, "once_key": fresh_key()}
    return render(request, "goals/goal_form.html", context, status=422 if form.errors else 200)


@page
@open_to(SIGNED_IN)
def edit_goal(request: HttpRequest, slug: str) -> HttpResponse:
    row = goal_for(request, slug, permissions.can_edit_goal)
    form = GoalForm(request.POST or None, instance=row, user=request.user)
    if form.is_valid():
        try:
            actions.edit_goal(row, form=form, by=request.user)
            messages.success(request, _("Saved."))
            return redirect("goals:goal", slug)
        except ValidationError as problem:
            add_errors(form, problem)
    context = {"form": form, "goal": Goal.objects.get(pk=row.pk)}
    return render(request, "goals/goal_form.html", context, status=422 if form.errors else 200)


@page
@open_to(SIGNED_IN)
def end_goal(request: HttpRequest, slug: str) -> HttpResponse:
    """GET shows how it stands, POST ends it."""
    row = goal_for(request, slug, permissions.can_end_goal)
    form = EndGoalForm(request.POST or None)
    if form.is_valid():
        try:
            actions.end_goal(row, **form.cleaned_data, by=request.user)
            messages.success(request, _("Over. It stays among the earlier goals."))
            return redirect("goals:goal", slug)
        except ValidationError as problem:
            add_errors(form, problem)
    progress = reports.progress_of([row], request.user)[0]
    context = {"form": form, "goal": row, "progress": progress}
    return render(request, "goals/end_goal.html", context, status=422 if form.errors else 200)


@require_POST
@open_to(SIGNED_IN)
def resume_goal(request: HttpRequest, slug: str) -> HttpResponse:
    row = goal_for(request, slug, permissions.can_resume_goal)
    act = lambda: actions.resume_goal(row, by=request.user)  # noqa: E731
    return do(request, act, said=_("On again."), to=row.get_absolute_url())


@page
@open_to(SIGNED_IN)
def measure_goal(request: HttpRequest, slug: str) -> HttpResponse:
    row = goal_for(request, slug, permissions.can_measure_goal)
    form = MeasureForm(request.POST or None, goal=row)
    if form.is_valid():
        try:
            actions.measure_goal(row, **form.cleaned_data, by=request.user)
            messages.success(request, _("Noted. Thank you."))
            return redirect("goals:goal", slug)
        except ValidationError as problem:
            add_errors(form, problem)
    return measure_page(request, row, form)


def measure_page(request: HttpRequest, row: Goal, form: MeasureForm, **more: Any) -> HttpResponse:
    """Where it stood last, and the three fields. Also for whoever came by a link, and is nobody here."""
    last = reports.measurements_of(row.pk).first()
    context = {"goal": row, "form": form, "last": last, "today": timezone.localdate(), **more}
    return render(request, "goals/measure_goal.html", context, status=422 if form.errors else 200)


@require_POST
@open_to(SIGNED_IN)
def drop_measurement(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    row = goal_for(request, slug, permissions.can_drop_measurement)
    measurement = get_object_or_404(Measurement.objects.visible_to(request.user), goal=row, pk=pk)
    act = lambda: actions.drop_measurement(measurement, by=request.user)  # noqa: E731
    return do(request, act, said=_("Struck out. History remembers."), to=row.get_absolute_url())


@never_cache
@page
@open_to(Visibility.PUBLIC)
def measure_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The owner's own link, without signing in. GET shows, POST reports once."""
    try:
        link, row = links.read(token, mails.MEASURE)
        person = Person.objects.filter(pk=link.details.get("person"), merged_into=None).first()
        if person is None or not permissions.can_measure_by_link(person, row):
            raise links.LinkProblem("revoked")
        form = MeasureForm(request.POST or None, goal=row)
        if form.is_valid():
            with transaction.atomic():
                links.use(link)
                actions.measure_goal(row, **form.cleaned_data, by=None, person=person)
            return render(request, "goals/measure_goal.html", {"goal": row, "thanks": True})
    except links.LinkProblem as problem:
        return bad_link(request, problem)
    except ValidationError as problem:
        add_errors(form, problem)
    return measure_page(request, row, form, person=person)
