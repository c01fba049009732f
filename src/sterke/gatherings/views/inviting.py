"""Inviting: what each company says, whom to ask, guests, the reminder; and the answer by the link in the mail."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sterke.core import links, sheets
from sterke.core.access import SIGNED_IN, open_to
from sterke.core.once import fresh_key, once
from sterke.core.paging import page_of
from sterke.core.paths import path_to
from sterke.core.visibility import Visibility
from sterke.membership.views.doing import add_errors, bad_link, do

from .. import actions, choosing, mails_inviting, reports, reports_inviting, told
from ..forms_inviting import DeclineForm, GuestForm, ReminderForm, WhomForm
from ..models import Invitation, Registration
from ..registering import RegisterForm
from ..state import takes_registrations
from .finding import gathering_for, page
from .registering import gathering_with, said_of

SHOWN = 300  # names in a preview
GUESTS = "gjester"


@require_safe
@open_to(SIGNED_IN)
def invitations(request: HttpRequest, slug: str) -> HttpResponse:
    """What each company says, the silent first; guests below."""
    row = gathering_for(request, slug)
    context: dict[str, Any] = {"gathering": row, "progress": reports_inviting.progress_of(row)}
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "gatherings/invitations.html#progress", context)
    companies, guests = reports_inviting.companies_of(row), reports_inviting.guests_of(row)
    wanted = request.GET.get("svar", "")
    shown = guests if wanted == GUESTS else [each for each in companies if wanted in ("", each.says)]
    context |= {
        "sums": reports_inviting.sums_of(companies, guests),
        "page": page_of(request, shown),
        "any": bool(companies or guests),
        "wanted": wanted,
        "shows_guests": wanted == GUESTS,
        "answers": reports_inviting.Says.choices,
        "to_remind": len(reports_inviting.to_remind(row)),
        "withdrawn": reports_inviting.withdrawn_of(row),
        "may_invite": row.stage(row.taken) in actions.INVITES,
    }
    return render(request, "gatherings/invitations.html", context)


@require_safe
@open_to(SIGNED_IN)
def invitations_file(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    row = gathering_for(request, slug)
    return sheets.as_file(reports_inviting.invited_sheet(row), f"{row.slug}-invitasjoner", ending)


@page
@open_to(SIGNED_IN)
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose, see who it is, send. What is sent is what was seen."""
    row = gathering_for(request, slug)
    form = WhomForm(request.POST or None, user=request.user)
    found = None
    if form.is_valid():
        try:
            found = choosing.find(row, form.wish(), request.user)
            if request.POST.get("gjor") == "send":
                return once(request, sending(request, row, found, form))
        except ValidationError as problem:
            add_errors(form, problem)
    context = {"gathering": row, "form": form, "found": found, "once_key": fresh_key(), "shown": SHOWN}
    return render(request, "gatherings/invite.html", context, status=422 if form.errors else 200)


def sending(request: HttpRequest, row: Any, found: choosing.Found, form: WhomForm) -> Callable[[], str]:
    def act() -> str:
        if found.digest != form.cleaned_data["seen"]:
            raise ValidationError(_("The list has changed since you looked. See who it is, then send."))
        words, guests = form.cleaned_data["words"], form.cleaned_data["as_guests"]
        count = actions.invite(row, found.new, words=words, as_guests=guests, by=request.user)
        said = ngettext("%(count)s person is invited.", "%(count)s people are invited.", count)
        messages.success(request, said % {"count": count})
        return path_to("gatherings:invitations", row.slug)

    return act


@page
@open_to(SIGNED_IN)
def invite_guest(request: HttpRequest, slug: str) -> HttpResponse:
    row = gathering_for(request, slug)
    form = GuestForm(request.POST or None)

    def act() -> str:
        found = actions.invite_guest(row, **form.cleaned_data, by=request.user)
        messages.success(request, _("Invited: %(name)s.") % {"name": found.shown_name})
        return path_to("gatherings:invitations", slug)

    if form.is_valid():
        try:
            return once(request, act)
        except ValidationError as problem:
            add_errors(form, problem)
    context = {"gathering": row, "form": form, "once_key": fresh_key()}
    return render(request, "gatherings/invite_guest.html", context, status=422 if form.errors else 200)


@page
@open_to(SIGNED_IN)
def remind(request: HttpRequest, slug: str) -> HttpResponse:
    """GET shows who would get it, POST sends it; once to each."""
    row = gathering_for(request, slug)
    form = ReminderForm(request.POST or None)
    if form.is_valid():
        try:
            count = actions.remind(row, words=form.cleaned_data["words"], by=request.user)
            said = ngettext("%(count)s person is reminded.", "%(count)s people are reminded.", count)
            messages.success(request, said % {"count": count})
            return redirect("gatherings:invitations", slug)
        except ValidationError as problem:
            add_errors(form, problem)
    context = {"gathering": row, "form": form, "people": reports_inviting.to_remind(row)}
    context["hosts"] = list(reports.hosts_of(request.user, row.pk))
    return render(request, "gatherings/remind.html", context, status=422 if form.errors else 200)


@require_POST
@open_to(SIGNED_IN)
def withdraw_invitation(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    row = invitation_for(request, slug, pk)
    act = lambda: actions.withdraw_invitation(row, by=request.user)  # noqa: E731
    said = _("Taken back: %(name)s. The link has stopped.") % {"name": row.shown_name}
    return do(request, act, said=said, to=path_to("gatherings:invitations", slug))


@require_POST
@open_to(SIGNED_IN)
def invite_again(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    row = invitation_for(request, slug, pk)
    act = lambda: actions.invite_again(row, by=request.user)  # noqa: E731
    said = _("A new link is on its way to %(name)s.") % {"name": row.shown_name}
    return do(request, act, said=said, to=path_to("gatherings:invitations", slug))


def invitation_for(request: HttpRequest, slug: str, pk: int) -> Invitation:
    return get_object_or_404(Invitation, gathering=gathering_for(request, slug), pk=pk)


@never_cache
@page
@open_to(Visibility.PUBLIC)
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Yes or no by the link in the mail. GET shows, POST acts; until it begins one may change one's mind."""
    try:
        _link, found = links.read(token, mails_inviting.INVITATION)
        row = actions.standing_invitation(found)
    except links.LinkProblem as problem:
        return bad_link(request, problem)
    except ValidationError:
        return bad_link(request, links.LinkProblem("revoked"))
    verb = request.POST.get("gjor", "")
    form = RegisterForm(
        request.POST if verb == "ja" else None, gathering=row.gathering, user=AnonymousUser(), invited=row
    )
    no = DeclineForm(request.POST if verb == "nei" else None)
    try:
        if said := done(verb, row, form, no, request.POST.get("rad", "")):
            messages.success(request, said)
            return redirect(request.path)
    except PermissionDenied as error:
        raise Http404 from error
    except ValidationError as problem:
        add_errors(form, problem) if form.is_bound else messages.error(request, " ".join(problem.messages))
    return show(request, row, form, no)


def done(verb: str, row: Invitation, form: RegisterForm, no: DeclineForm, place: str) -> str:
    """Do what the button said; the sentence to show, or nothing where something needs mending."""
    if verb == "ja" and form.is_valid() and not form.is_robot:
        return said_of(actions.accept_invitation(row, form.comers(), together=form.cleaned_data["together"]))
    if verb == "nei" and no.is_valid():
        actions.decline_invitation(row, **no.cleaned_data)
        return _("Thank you for telling us. You may change your mind here.")
    if verb == "meld-av":
        rows = reports_inviting.registered_by(row)
        found = next((each for each in rows if str(each.pk) == place), None)
        if found is not None:
            actions.cancel_registration(found, by=found)
            return _("Cancelled: %(name)s.") % {"name": found.name}
    return ""


def show(request: HttpRequest, row: Invitation, form: RegisterForm, no: DeclineForm) -> HttpResponse:
    gathering = gathering_with(row.gathering, reports.taken_in(row.gathering))
    stage = gathering.stage(gathering.taken)
    coming: list[Registration] = reports_inviting.registered_by(row)
    context = {
        "invitation": row, "gathering": gathering, "form": form, "no": no, "stage": stage, "coming": coming,
        "own": reports_inviting.own_registration(row), "takes": takes_registrations(stage),
        "may_decline": not (gathering.is_cancelled or gathering.has_begun),
        "goals": told.goals(gathering, list(reports.goals_of(gathering.pk))), "programme": told.programme(gathering),
        **told.facts_of(gathering, stage),
    }  # fmt: skip
    if row.is_guest:  # whom else it is for, is for members
        context["facts"] = [(label, value) for label, value in context["facts"] if label != _("For")]
    return render(request, "gatherings/answer.html", context, status=422 if form.errors or no.errors else 200)
