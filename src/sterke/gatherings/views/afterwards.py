"""After a gathering: thanks, feedback, what somebody took on, material, and the sums of it all."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sterke.core import links
from sterke.core.access import SIGNED_IN, open_to
from sterke.core.keys import key_of
from sterke.core.once import fresh_key, once
from sterke.core.pages import same_for_visitors
from sterke.core.paths import path_if_any, path_to
from sterke.core.visibility import Visibility, is_secretary
from sterke.directory.models import Person
from sterke.membership.views.doing import add_errors, bad_link, do

from .. import actions, permissions, reports, told
from .. import mails_afterwards as mails
from ..forms import ResultForm
from ..forms_afterwards import FeedbackForm, FollowUpForm, MaterialForm, ThanksForm
from ..models import GatheringFollowUp, GatheringGoal, Material, Registration
from .finding import gathering_for, page


@require_safe
@open_to(Visibility.PUBLIC)
@same_for_visitors
def results(request: HttpRequest) -> HttpResponse:
    """Which Styrketrening changed something: by year, series and network."""
    sums = reports.roll_up(request.user, timezone.localdate())
    groups = [(_("By year"), sums["year"]), (_("By series"), sums["series"]), (_("By network"), sums["network"])]
    context = {
        "groups": [(label, rows) for label, rows in groups if rows],
        "trail": [(_("Styrketrening"), path_to("gatherings:gatherings"))],
        "card": told.results(),
        "may_count": permissions.can_start_gathering(request.user),
    }
    return render(request, "gatherings/results.html", context)


@page
@open_to(SIGNED_IN)
def thank(request: HttpRequest, slug: str) -> HttpResponse:
    """GET shows how many, POST thanks them once."""
    row = gathering_for(request, slug)
    form = ThanksForm(request.POST or None)
    if form.is_valid():
        try:
            count = actions.thank(row, words=form.cleaned_data["words"], by=request.user)
            said = ngettext("%(count)s person is thanked.", "%(count)s people are thanked.", count)
            messages.success(request, said % {"count": count})
            return redirect("gatherings:gathering", slug)
        except ValidationError as problem:
            add_errors(form, problem)
    context = {"form": form, "gathering": row, "came": len(reports.came(row))}
    return render(request, "gatherings/thank.html", context, status=422 if form.errors else 200)


@page
@open_to(SIGNED_IN)
def afterwards(request: HttpRequest, slug: str) -> HttpResponse:
    """What people thought and who took on what; for those who manage it. POST notes one more thing."""
    row = gathering_for(request, slug)
    form = FollowUpForm(request.POST or None)

    def act() -> str:
        actions.take_on(row, **form.cleaned_data, by=request.user)
        messages.success(request, _("Noted. Whoever takes it on gets a mail."))
        return path_to("gatherings:afterwards", slug)

    if form.is_valid():
        try:
            return once(request, act)
        except ValidationError as problem:
            add_errors(form, problem)
    follow_ups = row.follow_ups.select_related("owner")
    context = {
        "form": form,
        "gathering": row,
        "feedback": reports.feedback_of(request.user, row),
        "follow_ups": follow_ups,
    }
    context |= {"once_key": fresh_key(), "trail": [(str(row), row.get_absolute_url())]}
    context["draft_news"] = path_if_any("publishing:draft", key_of(row)) if is_secretary(request.user) else ""
    return render(request, "gatherings/afterwards.html", context, status=422 if form.errors else 200)


@require_POST
@open_to(SIGNED_IN)
def finish(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    rows = GatheringFollowUp.objects.visible_to(request.user).select_related("gathering", "owner")
    row = get_object_or_404(rows, gathering__slug=slug, pk=pk)
    act = lambda: actions.finish_follow_up(row, by=request.user)  # noqa: E731
    return do(request, act, said=_("Done. Well done."), to=path_to("gatherings:afterwards", slug))


@page
@open_to(SIGNED_IN)
def share(request: HttpRequest, slug: str) -> HttpResponse:
    row = gathering_for(request, slug)
    form = MaterialForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            actions.share_material(row, form.instance, by=request.user)
            messages.success(request, _("It lies on the gathering's page."))
            return redirect("gatherings:gathering", slug)
        except ValidationError as problem:
            add_errors(form, problem)
    context = {"form": form, "gathering": row}
    return render(request, "gatherings/material_form.html", context, status=422 if form.errors else 200)


@require_POST
@open_to(SIGNED_IN)
def drop_material(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    row = gathering_for(request, slug)
    material = get_object_or_404(Material, gathering=row, pk=pk)
    act = lambda: actions.drop_material(material, by=request.user)  # noqa: E731
    return do(request, act, said=_("It is taken away."), to=row.get_absolute_url())


@never_cache
@require_safe
@open_to(Visibility.PUBLIC)
def material(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """The file, for those who may have it: looked at anew on each download, and never shown as a page of ours."""
    row = get_object_or_404(Material.objects.visible_to(request.user), gathering__slug=slug, pk=pk)
    if not row.file:
        raise Http404
    try:
        return FileResponse(row.file.open("rb"), as_attachment=True, filename=row.file.name.rpartition("/")[2])
    except FileNotFoundError as error:
        raise Http404 from error


@never_cache
@page
@open_to(Visibility.PUBLIC)
def feedback(request: HttpRequest, token: str) -> HttpResponse:
    """Three questions by the link in the thanks. GET shows, POST answers once."""
    form = FeedbackForm(request.POST or None)
    try:
        link, registration = links.read(token, mails.FEEDBACK)
        gathering = Registration.objects.select_related("gathering").get(pk=registration.pk).gathering
        if form.is_valid():
            actions.give_feedback(link, gathering, **form.cleaned_data)
            return render(request, "gatherings/feedback.html", {"gathering": gathering, "thanks": True})
    except links.LinkProblem as problem:
        return bad_link(request, problem)
    context = {"gathering": gathering, "form": form}
    return render(request, "gatherings/feedback.html", context, status=422 if form.errors else 200)


@never_cache
@page
@open_to(Visibility.PUBLIC)
def result_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """How a goal went, from whoever was asked by mail. Told again, the later word holds."""
    form = ResultForm(request.POST or None)
    try:
        link, goal = links.read(token, mails.RESULT)
        goal = GatheringGoal.objects.select_related("gathering").get(pk=goal.pk)
        person = Person.objects.filter(pk=link.details.get("person"), merged_into=None).first()
        if person is None:
            raise links.LinkProblem("revoked")
        if form.is_valid():
            actions.tell_result(goal, days_after=link.details["after"], **form.cleaned_data, by=person)
            return render(request, "gatherings/result_by_link.html", {"goal": goal, "thanks": True})
    except links.LinkProblem as problem:
        return bad_link(request, problem)
    except PermissionDenied:
        return bad_link(request, links.LinkProblem("revoked"))
    except ValidationError as problem:
        add_errors(form, problem)
    context = {"goal": goal, "form": form, "person": person}
    return render(request, "gatherings/result_by_link.html", context, status=422 if form.errors else 200)


@never_cache
@page
@open_to(Visibility.PUBLIC)
def follow_up_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows what one took on, POST says it is done."""
    try:
        link, row = links.read(token, mails.FOLLOW_UP)
        person = Person.objects.filter(pk=link.details.get("person"), merged_into=None).first()
        if person is None:
            raise links.LinkProblem("revoked")
        if request.method == "POST":
            outcome = request.POST.get("outcome", "")[:300]
            row = actions.finish_follow_up(row, outcome=outcome, by=person)
    except links.LinkProblem as problem:
        return bad_link(request, problem)
    except PermissionDenied:
        return bad_link(request, links.LinkProblem("revoked"))
    return render(request, "gatherings/follow_up.html", {"row": row, "gathering": row.gathering, "person": person})
