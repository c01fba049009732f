"""The annual meeting: its page, the agenda with papers, and the notice."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sterke.core.access import SIGNED_IN, open_to
from sterke.core.once import fresh_key, once
from sterke.core.pages import holds_until, same_for_visitors
from sterke.core.paths import path_to
from sterke.core.visibility import Visibility
from sterke.membership.views.doing import add_errors, do

from .. import permissions, reports, reports_annual, told, told_annual
from ..actions import annual as actions
from ..forms_annual import ItemForm, NoticeForm, PaperForm
from ..models import AgendaItem, AgendaPaper, Gathering
from .finding import gathering_for, page


def annual_for(request: HttpRequest, slug: str) -> Any:
    """The annual meeting at an address, for those who run it."""
    return gathering_for(request, slug, permissions.can_run_annual_meeting)


def trail_of(row: Gathering) -> list[tuple[str, str]]:
    return [(str(row), row.get_absolute_url()), (_("Annual meeting"), path_to("gatherings:annual", row.slug))]


@require_safe
@open_to(Visibility.PUBLIC)
@same_for_visitors
def annual(request: HttpRequest, slug: str) -> HttpResponse:
    """What is before the meeting, and what came of it: for each reader what is for them."""
    row = reports.gathering_at(request.user, slug).first()
    if row is None or not row.is_annual_meeting:
        raise Http404
    holds_until(request, told.turns([row]))
    context = {"gathering": row, "trail": [(str(row), row.get_absolute_url())]}
    context |= told_annual.meeting(request.user, row)
    return render(request, "gatherings/annual/meeting.html", context)


@page
@open_to(SIGNED_IN)
def new_item(request: HttpRequest, slug: str) -> HttpResponse:
    row = annual_for(request, slug)
    form = ItemForm(request.POST or None)

    def act() -> str:
        made = actions.set_item(row, **form.facts(), by=request.user)
        messages.success(request, _("On the agenda as item %(number)s.") % {"number": made.number})
        return path_to("gatherings:annual", slug)

    if form.is_valid():
        try:
            return once(request, act)
        except ValidationError as problem:
            add_errors(form, problem)
    context = {"form": form, "gathering": row, "trail": trail_of(row), "once_key": fresh_key()}
    return render(request, "gatherings/annual/item_form.html", context, status=422 if form.errors else 200)


def item_for(request: HttpRequest, slug: str, pk: int) -> AgendaItem:
    row = annual_for(request, slug)
    return get_object_or_404(AgendaItem.objects.select_related("gathering"), gathering=row, pk=pk)


@page
@open_to(SIGNED_IN)
def item(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    known = item_for(request, slug, pk)
    form = ItemForm(request.POST or None, instance=known)
    if form.is_valid():
        try:
            actions.set_item(known.gathering, item=known, form=form, **form.facts(), by=request.user)
            messages.success(request, _("Saved."))
            return redirect("gatherings:annual", slug)
        except ValidationError as problem:
            add_errors(form, problem)
    context = {"form": form, "gathering": known.gathering, "trail": trail_of(known.gathering), "item": known}
    return render(request, "gatherings/annual/item_form.html", context, status=422 if form.errors else 200)


@require_POST
@open_to(SIGNED_IN)
def drop_item(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    known = item_for(request, slug, pk)
    act = lambda: actions.drop_item(known, by=request.user)  # noqa: E731
    return do(request, act, said=_("Taken off the agenda."), to=path_to("gatherings:annual", slug))


@require_POST
@open_to(SIGNED_IN)
def move_item(request: HttpRequest, slug: str, pk: int, way: str) -> HttpResponse:
    known = item_for(request, slug, pk)
    act = lambda: actions.move_item(known, up=way == "opp", by=request.user)  # noqa: E731
    return do(request, act, said=_("Moved."), to=path_to("gatherings:annual", slug))


@page
@open_to(SIGNED_IN)
def new_paper(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    known = item_for(request, slug, pk)
    form = PaperForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            actions.add_paper(known, form.instance, by=request.user)
            messages.success(request, _("The paper lies with the item."))
            return redirect("gatherings:annual", slug)
        except ValidationError as problem:
            add_errors(form, problem)
    context = {"form": form, "gathering": known.gathering, "trail": trail_of(known.gathering), "item": known}
    return render(request, "gatherings/annual/paper_form.html", context, status=422 if form.errors else 200)


@require_POST
@open_to(SIGNED_IN)
def drop_paper(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    row = annual_for(request, slug)
    known = get_object_or_404(AgendaPaper.objects.select_related("item__gathering"), item__gathering=row, pk=pk)
    act = lambda: actions.drop_paper(known, by=request.user)  # noqa: E731
    return do(request, act, said=_("It is taken away."), to=path_to("gatherings:annual", slug))


@never_cache
@require_safe
@open_to(Visibility.PUBLIC)
def paper(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """A paper, for those who may have it; looked at anew on each download."""
    found = get_object_or_404(AgendaPaper.objects.visible_to(request.user), item__gathering__slug=slug, pk=pk)
    return as_download(found)


def as_download(found: AgendaPaper) -> HttpResponseBase:
    """The file, never shown as a page of ours."""
    if not found.file:
        raise Http404
    try:
        return FileResponse(found.file.open("rb"), as_attachment=True, filename=found.file.name.rpartition("/")[2])
    except FileNotFoundError as error:
        raise Http404 from error


@page
@open_to(SIGNED_IN)
def notice(request: HttpRequest, slug: str) -> HttpResponse:
    """GET shows what it says and whom it reaches, POST sends it."""
    row = annual_for(request, slug)
    called = reports_annual.called(row)
    form = NoticeForm(request.POST or None, late=called.is_late)

    def act() -> str:
        sent = actions.send_notice(row, **form.cleaned_data, by=request.user)
        said = ngettext(
            "The notice goes to %(count)s company.", "The notice goes to %(count)s companies.", sent.companies
        )
        messages.success(request, said % {"count": sent.companies})
        return path_to("gatherings:annual_notice", slug)

    if form.is_valid():
        try:
            return once(request, act)
        except ValidationError as problem:
            add_errors(form, problem)
    companies = reports_annual.companies_to_call(row)
    readers = reports_annual.readers_of(companies)
    context = {"form": form, "gathering": row, "trail": trail_of(row), "called": called, "once_key": fresh_key()}
    context |= {"agenda": row.agenda.order_by("number"), "companies": companies}
    context |= {"unreached": [each for each in companies if each.pk not in readers], "facts": told_annual.facts(row)}
    return render(request, "gatherings/annual/notice.html", context, status=422 if form.errors else 200)
