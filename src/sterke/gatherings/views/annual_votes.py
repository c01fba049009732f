"""Votes at the annual meeting: who has one, proxies, who is in the room; and a company's own page, by its link."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sterke.core import links, sheets
from sterke.core.access import SIGNED_IN, open_to
from sterke.core.once import fresh_key, once
from sterke.core.paths import path_to
from sterke.core.visibility import Visibility
from sterke.directory.models import Organisation, Person
from sterke.membership.views.doing import add_errors, bad_link, do

from .. import mails_annual, permissions, reports_annual, told_annual
from ..actions import annual as actions
from ..forms_annual import HolderForm, ProxyForm
from ..models import AgendaItem, AgendaPaper, Gathering, Proxy
from .annual import annual_for, as_download, trail_of
from .finding import gathering_for, page

How = Proxy.How


@require_safe
@open_to(SIGNED_IN)
def voters(request: HttpRequest, slug: str) -> HttpResponse:
    """Those with a vote on the day of the meeting, to read, print and tick off."""
    row = annual_for(request, slug)
    context = {"gathering": row, "trail": trail_of(row), **told_annual.room(row)}
    return render(request, "gatherings/annual/voters.html", context)


@require_safe
@open_to(SIGNED_IN)
def voters_file(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    row = annual_for(request, slug)
    return sheets.as_file(reports_annual.voters_sheet(row), f"{row.slug}-stemmerett", ending)


@page
@open_to(SIGNED_IN)
def proxies(request: HttpRequest, slug: str) -> HttpResponse:
    """All proxies; one more below, for a company that has written or called."""
    row = annual_for(request, slug)
    form = ProxyForm(request.POST or None, gathering=row)

    def act() -> str:
        made = actions.give_proxy(row, **form.cleaned_data, how=How.SECRETARIAT, by=request.user)
        messages.success(request, _("%(holder)s votes for %(giver)s.") % {"holder": made.holder, "giver": made.giver})
        return path_to("gatherings:annual_proxies", slug)

    if form.is_valid():
        try:
            return once(request, act)
        except ValidationError as problem:
            add_errors(form, problem)
    given = Proxy.objects.standing().filter(gathering=row).select_related("giver", "holder").order_by("given_at", "pk")
    context = {"form": form, "gathering": row, "trail": trail_of(row), "given": given, "once_key": fresh_key()}
    context |= {"may_give": not (row.is_cancelled or row.has_begun)}
    return render(request, "gatherings/annual/proxies.html", context, status=422 if form.errors else 200)


@require_POST
@open_to(SIGNED_IN)
def withdraw_proxy(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    row = annual_for(request, slug)
    known = get_object_or_404(Proxy.objects.select_related("giver", "holder", "gathering"), gathering=row, pk=pk)
    act = lambda: actions.withdraw_proxy(known, by=request.user)  # noqa: E731
    return do(request, act, said=_("The proxy is taken back."), to=path_to("gatherings:annual_proxies", slug))


@require_safe
@open_to(SIGNED_IN)
def attendance(request: HttpRequest, slug: str) -> HttpResponse:
    """The votes in the room, and a button for each company that comes."""
    row = annual_for(request, slug)
    context = {"gathering": row, "trail": trail_of(row), **told_annual.room(row)}
    return render(request, "gatherings/annual/attendance.html", context)


@require_POST
@open_to(SIGNED_IN)
def mark(request: HttpRequest, slug: str, pk: int, way: str) -> HttpResponse:
    row = annual_for(request, slug)
    company = get_object_or_404(Organisation.objects.visible_to(request.user), pk=pk)
    here = way == "inn"
    act = lambda: (actions.mark_present if here else actions.mark_absent)(row, company, by=request.user)  # noqa: E731
    said = _("In the room: %(company)s.") if here else _("Not in the room: %(company)s.")
    to = path_to("gatherings:annual_attendance", slug) + f"#bedrift-{pk}"
    return do(request, act, said=said % {"company": company}, to=to)


# A company's own vote


@page
@open_to(SIGNED_IN)
def own_proxy(request: HttpRequest, slug: str, company: str) -> HttpResponse:
    """For a company's main contact, signed in: let another vote for it, or take that back."""
    row = gathering_for(request, slug, lambda _user, found: found.is_annual_meeting)
    giver = get_object_or_404(Organisation.objects.visible_to(request.user), slug=company)
    if not permissions.can_speak_for(request.user, giver, row):
        raise Http404
    return giving(request, row, giver, by=request.user, how=How.SIGNED_IN, context={"trail": trail_of(row)})


@never_cache
@page
@open_to(Visibility.PUBLIC)
def company(request: HttpRequest, token: str) -> HttpResponse:
    """By the link in the notice: agenda, papers and proxy, without an account."""
    try:
        row, giver, by = company_by(token)
    except links.LinkProblem as problem:
        return bad_link(request, problem)
    items = list(AgendaItem.objects.filter(gathering=row).order_by("number"))
    called = reports_annual.called(row)
    context: dict[str, Any] = {"token": token, "trail": [], "called": called}
    context["agenda"] = told_annual.agenda(items, reports_annual.elections_of(row), called)
    return giving(request, row, giver, by=by, how=How.LINK, context=context)


def company_by(token: str) -> tuple[Gathering, Organisation, Any]:
    """The meeting, the company, and who holds the link. It stops when they leave the company."""
    link, found = links.read(token, mails_annual.COMPANY)
    row = Gathering.objects.select_related("municipality").get(pk=found.pk)
    giver = mails_annual.company_of(link.details)
    person = link.details.get("person")
    by: Any = Person.objects.filter(pk=person, merged_into=None).first() if person else giver
    if giver is None or by is None or not permissions.can_speak_for(by, giver, row):
        raise links.LinkProblem("revoked")
    return row, giver, by


@never_cache
@require_safe
@open_to(Visibility.PUBLIC)
def company_paper(request: HttpRequest, token: str, pk: int) -> HttpResponseBase:
    try:
        row, _giver, _by = company_by(token)
    except links.LinkProblem as problem:
        return bad_link(request, problem)
    return as_download(get_object_or_404(AgendaPaper, item__gathering=row, pk=pk))


def giving(
    request: HttpRequest, row: Gathering, giver: Organisation, *, by: Any, how: str, context: dict[str, Any]
) -> HttpResponse:
    """GET shows what the company's vote does, POST gives it to another or takes it back."""
    verb = request.POST.get("gjor", "")
    form = HolderForm(request.POST if verb == "gi" else None, gathering=row, giver=giver)
    try:
        if verb == "gi" and form.is_valid():
            made = actions.give_proxy(row, giver=giver, holder=form.cleaned_data["holder"], how=how, by=by)
            messages.success(request, _("%(company)s votes for you.") % {"company": made.holder})
            return redirect(request.path)
        if verb == "trekk":
            if known := Proxy.objects.standing().filter(gathering=row, giver=giver).first():
                actions.withdraw_proxy(known, by=by)
            messages.success(request, _("The proxy is taken back. Your vote is yours again."))
            return redirect(request.path)
    except PermissionDenied as error:
        raise Http404 from error
    except ValidationError as problem:
        add_errors(form, problem) if form.is_bound else messages.error(request, " ".join(problem.messages))
    voters = {each.pk for each in reports_annual.voters(row)}
    context |= {"gathering": row, "form": form, "vote": told_annual.vote_of(row, giver), "votes": giver.pk in voters}
    context["facts"] = told_annual.facts(row)
    return render(request, "gatherings/annual/company.html", context, status=422 if form.errors else 200)
