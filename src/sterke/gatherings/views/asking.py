"""A gathering's own questions, and what people answered, as a file."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sterke.core import sheets
from sterke.core.access import SIGNED_IN, open_to
from sterke.core.once import fresh_key, once
from sterke.core.paths import path_to
from sterke.membership.views.doing import add_errors, do

from .. import actions, reports_inviting
from ..forms_inviting import QuestionForm
from ..models import GatheringQuestion
from .finding import gathering_for, page


@page
@open_to(SIGNED_IN)
def questions(request: HttpRequest, slug: str) -> HttpResponse:
    """What this gathering asks of those who come; one more below."""
    row = gathering_for(request, slug)
    form = QuestionForm(request.POST or None)

    def act() -> str:
        actions.set_question(row, **form.cleaned_data, by=request.user)
        messages.success(request, _("The question is in the form."))
        return path_to("gatherings:questions", slug)

    if form.is_valid():
        try:
            return once(request, act)
        except ValidationError as problem:
            add_errors(form, problem)
    context = {"form": form, "gathering": row, "once_key": fresh_key()}
    context["questions"] = reports_inviting.questions_of(row)
    return render(request, "gatherings/questions.html", context, status=422 if form.errors else 200)


@page
@open_to(SIGNED_IN)
def question(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    row = gathering_for(request, slug)
    known = get_object_or_404(GatheringQuestion, gathering=row, pk=pk)
    form = QuestionForm(request.POST or None, instance=known)
    if form.is_valid():
        try:
            actions.set_question(row, question=known, **form.cleaned_data, by=request.user)
            messages.success(request, _("Saved."))
            return redirect("gatherings:questions", slug)
        except ValidationError as problem:
            add_errors(form, problem)
    context = {"form": form, "gathering": row, "pk": pk}
    return render(request, "gatherings/question_form.html", context, status=422 if form.errors else 200)


@require_POST
@open_to(SIGNED_IN)
def drop_question(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    known = get_object_or_404(GatheringQuestion, gathering=gathering_for(request, slug), pk=pk)
    act = lambda: actions.drop_question(known, by=request.user)  # noqa: E731
    return do(request, act, said=_("The question is taken away."), to=path_to("gatherings:questions", slug))


@require_POST
@open_to(SIGNED_IN)
def move_question(request: HttpRequest, slug: str, pk: int, way: str) -> HttpResponse:
    known = get_object_or_404(GatheringQuestion, gathering=gathering_for(request, slug), pk=pk)
    act = lambda: actions.move_question(known, up=way == "opp", by=request.user)  # noqa: E731
    return do(request, act, said=_("Moved."), to=path_to("gatherings:questions", slug))


@require_safe
@open_to(SIGNED_IN)
def participants_file(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """Who comes, and what they answered. Not what they eat: a file outlives the day that is forgotten."""
    row = gathering_for(request, slug)
    return sheets.as_file(reports_inviting.participants_sheet(row), f"{row.slug}-deltakere", ending)
