"""Making an issue: for the secretariat."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sterke.core.access import open_to
from sterke.core.once import fresh_key, once
from sterke.core.paging import page_of
from sterke.core.visibility import Visibility

from .. import issues, segments, sending
from ..forms import IssueForm, ItemForm, ScheduleForm, SegmentForm
from ..models import NewsletterIssue, NewsletterItem, Segment

page = require_http_methods(["GET", "HEAD", "POST"])
secretariat = open_to(Visibility.SECRETARIAT)
EDIT = "publishing/newsletter/edit.html"


def issue_for(request: HttpRequest, pk: int) -> NewsletterIssue:
    return get_object_or_404(NewsletterIssue.objects.visible_to(request.user).select_related("segment"), pk=pk)


@require_safe
@secretariat
def issue_list(request: HttpRequest) -> HttpResponse:
    rows = NewsletterIssue.objects.visible_to(request.user).order_by("-created_at", "-pk")
    told = [(segment, segments.in_words(segment.asks)) for segment in Segment.objects.all()]
    context = {"page": page_of(request, rows, 20), "segments": told, "once_key": fresh_key()}
    return render(request, "publishing/newsletter/issues.html", context)


@require_POST
@secretariat
def begin_issue(request: HttpRequest) -> HttpResponse:
    return once(request, lambda: issues.begin(by=request.user).get_absolute_url())


def edit_page(request: HttpRequest, issue: NewsletterIssue, status: int = 200, **forms) -> HttpResponse:
    items = list(issue.items.visible_to(request.user))
    at = timezone.localtime(issue.send_at or timezone.now())
    context = {
        "issue": issue,
        "form": forms.get("form") or IssueForm(instance=issue),
        "schedule": forms.get("schedule") or ScheduleForm(initial={"send_at": at}),
        "picked": [item for item in items if item.picked],
        "others": [item for item in items if not item.picked],
        "readers": issues.how_many(issue) if issue.is_draft or issue.state == "scheduled" else None,
        "came": sending.came_back(issue) if issue.number else None,
        "left": issue.recipients.waiting().count() if issue.number else 0,
        "no_right": issue.held == sending.NO_RIGHT,
    }
    return render(request, EDIT, context, status=status)


@page
@secretariat
def edit_issue(request: HttpRequest, pk: int) -> HttpResponse:
    issue = issue_for(request, pk)
    form = IssueForm(request.POST or None, instance=issue)
    if not form.is_valid():
        issue = issue_for(request, pk) if form.is_bound else issue
        return edit_page(request, issue, 422 if form.is_bound else 200, form=form)
    return act(request, issue_for(request, pk), lambda row: issues.write(row, by=request.user, **form.cleaned_data))


def act(request: HttpRequest, issue: NewsletterIssue, action: Callable, said: str = "") -> HttpResponse:
    """Do it, say how it went, and go back to the page of the issue."""
    try:
        action(issue)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(request, said or _("Saved."))
    return redirect("publishing:edit_issue", issue.pk)


@require_POST
@secretariat
def issue_step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """What is done with a button: a test, taking back, pause, going on."""
    issue, by = issue_for(request, pk), request.user
    steps = {
        "prove-medlem": (lambda row: issues.send_test(row, edition="members", by=by), _("It is on its way to you.")),
        "prove-alle": (lambda row: issues.send_test(row, edition="public", by=by), _("It is on its way to you.")),
        "tilbake": (lambda row: issues.take_back(row, by=by), _("It is a draft again.")),
        "pause": (lambda row: sending.pause(row, by=by), _("It is paused.")),
        "fortsett": (lambda row: sending.resume(row, by=by), _("It goes on.")),
    }
    if verb not in steps:
        raise Http404
    return act(request, issue, *steps[verb])


@require_POST
@secretariat
def drop_issue(request: HttpRequest, pk: int) -> HttpResponse:
    issue = issue_for(request, pk)
    try:
        issues.drop(issue, by=request.user)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return redirect("publishing:edit_issue", pk)
    messages.success(request, _("It is thrown away."))
    return redirect("publishing:issues")


@require_POST
@secretariat
def schedule_issue(request: HttpRequest, pk: int) -> HttpResponse:
    issue, form = issue_for(request, pk), ScheduleForm(request.POST)
    if not form.is_valid():
        return edit_page(request, issue, 422, schedule=form)
    at = form.cleaned_data["send_at"]
    return act(request, issue, lambda row: issues.schedule(row, at=at, by=request.user), _("It goes out by itself."))


@page
@secretariat
def new_item(request: HttpRequest, pk: int) -> HttpResponse:
    issue, form = issue_for(request, pk), ItemForm(request.POST or None)
    if form.is_valid():
        return act(request, issue, lambda row: issues.add_item(row, by=request.user, **form.cleaned_data))
    context = {"form": form, "issue": issue, "item": None}
    return render(request, "publishing/newsletter/item.html", context, status=422 if form.errors else 200)


def item_for(request: HttpRequest, pk: int, item: int) -> NewsletterItem:
    rows = NewsletterItem.objects.visible_to(request.user).select_related("issue")
    return get_object_or_404(rows, issue=issue_for(request, pk), pk=item)


@page
@secretariat
def edit_item(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    row = item_for(request, pk, item)
    form = ItemForm(request.POST or None, instance=row)
    if form.is_valid():
        fields = form.cleaned_data
        return act(request, row.issue, lambda _issue: issues.edit_item(row, by=request.user, **fields))
    context = {"form": form, "issue": row.issue, "item": row}
    return render(request, "publishing/newsletter/item.html", context, status=422 if form.errors else 200)


@require_POST
@secretariat
def move_item(request: HttpRequest, pk: int, item: int, verb: str) -> HttpResponse:
    if verb not in ("med", "ut", "opp", "ned"):
        raise Http404
    row = item_for(request, pk, item)
    try:
        issues.move_item(row, way=verb, by=request.user)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    return redirect("publishing:edit_issue", pk)


@page
@secretariat
def edit_segment(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    segment = get_object_or_404(Segment, pk=pk) if pk else None
    form = SegmentForm(request.POST or None, segment=segment)
    if form.is_valid():
        issues.save_segment(form.filled(), by=request.user)
        messages.success(request, _("Saved."))
        return redirect("publishing:edit_segment", form.segment.pk)
    context = {"form": form, "segment": segment, "readers": segments.count(segment.asks) if segment else None}
    context["asks"] = segments.in_words(segment.asks) if segment else ""
    return render(request, "publishing/newsletter/segment.html", context, status=422 if form.errors else 200)
