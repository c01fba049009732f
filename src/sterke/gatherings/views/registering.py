"""Registering, and everything about one's own registration by the link in a mail."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sterke.core import calendars, links
from sterke.core.access import SIGNED_IN, open_to
from sterke.core.once import fresh_key, once
from sterke.core.paths import path_to
from sterke.core.rates import caller_of, within_blocks
from sterke.core.visibility import Visibility
from sterke.membership.views.doing import add_errors, bad_link, do

from .. import actions, mails, permissions, reports, told
from ..actions import Comer, Registered
from ..entries import entry
from ..forms import SubstituteForm
from ..models import Registration
from ..registering import RegisterForm
from ..state import takes_registrations
from .finding import gathering_for, page

BLOCKS_AN_HOUR = 20  # of 50 registrations each, from one address


@never_cache
@page
@open_to(Visibility.PUBLIC)
def register(request: HttpRequest, slug: str) -> HttpResponse:
    """One form for oneself and some colleagues. A visitor may where everyone may; others are asked to sign in."""
    row = gathering_for(request, slug, lambda user, each: True)
    if not permissions.can_register(request.user, row):
        return redirect(row) if request.user.is_authenticated else to_login(request)
    form = RegisterForm(request.POST or None, gathering=row, user=request.user)

    def act() -> str:
        found = actions.register(row, form.comers(), by=request.user, together=form.cleaned_data["together"])
        messages.success(request, said_of(found))
        return row.get_absolute_url()

    if form.is_valid() and not form.is_robot:
        try:
            refuse_floods(request)
            return once(request, act)
        except ValidationError as problem:
            add_errors(form, problem)
    stage = row.stage(row.taken)
    context = {"form": form, "gathering": row, "once_key": fresh_key(), "takes": takes_registrations(stage)}
    context |= told.facts_of(row, stage)
    return render(request, "gatherings/register.html", context, status=422 if form.errors else 200)


def refuse_floods(request: HttpRequest) -> None:
    """A visitor's address may register for a school, not for the whole county; whoever is signed in is known to us."""
    if request.user.is_authenticated:
        return
    if not within_blocks("register_for_gathering", caller_of(request), blocks=BLOCKS_AN_HOUR, seconds=3600):
        raise ValidationError(_("Many registrations came from you in a short time. Wait an hour, sign in, or call us."))


def to_login(request: HttpRequest) -> HttpResponse:
    return redirect_to_login(request.get_full_path())


def said_of(found: Registered) -> str:
    """What came of it, in a sentence or three."""
    seats = [row.name for row in found.new if row.has_seat]
    waits = [row.name for row in found.new if not row.has_seat]
    said = []
    if seats:
        said.append(ngettext("%(names)s has a seat.", "%(names)s have seats.", len(seats)) % {"names": listed(seats)})
    if waits:
        said.append(_("On the waiting list: %(names)s.") % {"names": listed(waits)})
    if found.known:
        said.append(_("Registered before: %(names)s.") % {"names": listed([row.name for row in found.known])})
    return " ".join(said)


def listed(names: list[str]) -> str:
    *most, last = names
    return _("%(most)s and %(last)s") % {"most": ", ".join(most), "last": last} if most else last


@require_POST
@open_to(SIGNED_IN)
def cancel(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One's own, a colleague's, or anybody's for those who manage it."""
    row = registration_for(request, slug, pk)
    act = lambda: actions.cancel_registration(row, by=request.user)  # noqa: E731
    to = request.POST.get("til") == "liste" and permissions.can_manage(request.user, row.gathering)
    back = participants_path(row) if to else row.gathering.get_absolute_url()
    return do(request, act, said=_("Cancelled: %(name)s.") % {"name": row.name}, to=back)


def participants_path(row: Registration) -> str:
    return path_to("gatherings:participants", row.gathering.slug)


@require_POST
@open_to(SIGNED_IN)
def accept(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    row = registration_for(request, slug, pk)
    act = lambda: actions.accept_offer(row, by=request.user)  # noqa: E731
    return do(request, act, said=_("The seat is yours."), to=row.gathering.get_absolute_url())


@page
@open_to(SIGNED_IN)
def substitute(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    row = registration_for(request, slug, pk)
    form = SubstituteForm(request.POST or None)
    if form.is_valid():
        try:
            new = actions.send_substitute(row, Comer(**form.cleaned_data), by=request.user)
            messages.success(request, _("%(name)s comes instead.") % {"name": new.name})
            return redirect(row.gathering)
        except ValidationError as problem:
            add_errors(form, problem)
    context = {"form": form, "registration": row, "gathering": row.gathering}
    return render(request, "gatherings/substitute.html", context, status=422 if form.errors else 200)


def registration_for(request: HttpRequest, slug: str, pk: int) -> Registration:
    rows = Registration.objects.visible_to(request.user).select_related("gathering", "person", "organisation")
    row = get_object_or_404(rows, gathering__slug=slug, pk=pk)
    if not permissions.can_change_registration(request.user, row):
        raise Http404
    return row


@never_cache
@page
@open_to(Visibility.PUBLIC)
def own(request: HttpRequest, token: str) -> HttpResponse:
    """One's own registration, by the link in the mail: see it, take an offered seat, send somebody else, cancel."""
    try:
        _link, row = links.read(token, mails.OWN)
    except links.LinkProblem as problem:
        return bad_link(request, problem)
    row = Registration.objects.select_related("gathering__municipality", "person").get(pk=row.pk)
    form = SubstituteForm(request.POST if request.POST.get("gjor") == "bytt" else None)
    if request.method == "POST":
        try:
            if said := done_by_link(request.POST.get("gjor", ""), row, form):
                messages.success(request, said)
                return redirect(request.path)
        except PermissionDenied as error:
            raise Http404 from error
        except ValidationError as problem:
            add_errors(form, problem) if form.is_bound else messages.error(request, " ".join(problem.messages))
    gathering = row.gathering
    taken = reports.taken_in(gathering)
    context = {"registration": row, "gathering": gathering, "form": form, "token": token}
    context |= {"joining": mails.joining_of(gathering) if row.has_seat else None}
    context |= told.facts_of(gathering_with(gathering, taken), gathering.stage(taken))
    return render(request, "gatherings/own.html", context, status=422 if form.errors else 200)


def gathering_with(gathering: Any, taken: int) -> Any:
    gathering.taken = taken
    return gathering


def done_by_link(verb: str, row: Registration, form: SubstituteForm) -> str:
    """Do what the button said; the sentence to show, or nothing where the form needs mending."""
    if verb == "ta-plassen":
        actions.accept_offer(row, by=row)
        return _("The seat is yours.")
    if verb == "meld-av":
        actions.cancel_registration(row, by=row)
        return _("You are not coming. Thank you for telling us.")
    if verb == "bytt" and form.is_valid():
        new = actions.send_substitute(row, Comer(**form.cleaned_data), by=row)
        return _("%(name)s comes instead.") % {"name": new.name}
    return ""


@never_cache
@require_safe
@open_to(Visibility.PUBLIC)
def own_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The entry for one's calendar as a file, with the link to the meeting for those who have a seat."""
    try:
        _link, row = links.read(token, mails.OWN)
    except links.LinkProblem as problem:
        return bad_link(request, problem)
    joining = mails.joining_of(row.gathering) if row.has_seat else None
    entered = entry(
        row.gathering, video_link=joining.video_link if joining else "", note=joining.note if joining else ""
    )
    answer = HttpResponse(
        calendars.feed([entered], title=str(row.gathering)), content_type="text/calendar; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="{row.gathering.slug}.ics"'
    return answer
