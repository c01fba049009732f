"""Needs, offers and questions: the list, one of them, and what its company does with it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from sterke.advocacy.naming import give_names
from sterke.advocacy.views.finding import answer_form, page
from sterke.core.access import SIGNED_IN, open_to
from sterke.core.activity import history_of
from sterke.core.pages import same_for_visitors
from sterke.core.paging import page_of
from sterke.core.paths import path_to
from sterke.core.visibility import Visibility, is_secretary
from sterke.membership.views.doing import do

from .. import actions, permissions, reports, reports_suggestions, told
from ..forms import CloseForm, ListingForm, ListingSearch, SendBackForm, first_facts
from ..models import Listing

PER_PAGE = 30
Side = Listing.Side


@require_safe
@open_to(Visibility.PUBLIC)
@same_for_visitors
@vary_on_headers("HX-Request", "HX-History-Restore-Request")
def listings(request: Any) -> HttpResponse:
    search = ListingSearch(request.GET)
    asked = search.asked()
    part_of = page_of(request, reports.listings_seen(request.user, **asked), PER_PAGE)
    part_of.object_list = give_names(request.user, part_of.object_list)
    context = {
        "card": told.listings_card(),
        "search": search,
        "searching": any(asked.values()),
        "part": part_of,
        "sees_audience": request.user.is_authenticated and request.user.is_member,
        "can_write": can_write_any(request.user),
        "proposes": permissions.can_check(request.user),
    }
    part = request.htmx and not request.htmx.history_restore_request
    return render(request, f"connections/listings.html{'#rows' if part else ''}", context)


def can_write_any(user: Any) -> bool:
    return is_secretary(user) or bool(user.is_authenticated and user.is_member and user.standing.works_at)


def listing_for(request: HttpRequest, pk: int, *, leads: bool = False) -> Listing:
    """One this reader may see, or also lead."""
    row: Listing = get_object_or_404(reports.ROWS.visible_to(request.user), pk=pk)
    give_names(request.user, [row])
    if leads and not permissions.can_lead(request.user, row):
        raise Http404
    return row


@require_safe
@open_to(Visibility.PUBLIC)
@same_for_visitors
def listing(request: HttpRequest, pk: int) -> HttpResponse:
    user: Any = request.user
    row = listing_for(request, pk)
    leads = permissions.can_lead(user, row)
    context = {
        "listing": row,
        "card": told.listing(row),
        "contact": reports.contact_shown(user, row),
        "leads": leads,
        "checks": permissions.can_check(user),
        "speaks": permissions.can_speak_for_company(user, row) and row.waits_for_company,
        "can_help": permissions.can_help(user, row) and row.takes_answers,
        "outside": row.is_public and row.takes_answers and not (user.is_authenticated and user.is_member),
        "answers": list(row.answers.visible_to(user).select_related("organisation", "person"))  # type: ignore[attr-defined]
        if row.is_question and user.is_authenticated
        else [],
        "results": reports.results_of(row) if leads else [],
        "introductions": reports.seen(row.introductions.visible_to(user), user) if user.is_authenticated else [],  # type: ignore[attr-defined]
        "suggestions": reports_suggestions.suggestions_for_listing(row, user),
        "says": permissions.person_of(user) is not None,
        "history": history_of(row, user) if leads else [],
        "sees_audience": user.is_authenticated and user.is_member,
        "trail": [(_("Needs and offers"), path_to("connections:listings"))],
    }
    return render(request, "connections/listing.html", context)


@page
@open_to(SIGNED_IN)
def put_out(request: HttpRequest) -> HttpResponse:
    """Two minutes on a phone: what is known is filled in."""
    if not can_write_any(request.user):
        raise Http404
    wanted = request.GET.get("hva", "")
    side = wanted if wanted in Side.values else Side.NEED.value
    instance = Listing(side=side)
    form = ListingForm(
        request.POST or None, user=request.user, instance=instance, initial=first_facts(request.user, side)
    )

    def act() -> str:
        made = actions.put_out(form.instance, by=request.user)
        messages.success(request, said_of(made))
        return made.get_absolute_url()

    title = {Side.NEED: _("What do you need?"), Side.OFFER: _("What can you offer?")}.get(
        Side(side), _("What do you ask the cluster?")
    )
    back = (_("Needs and offers"), path_to("connections:listings"))
    return answer_form(request, form, act, title=title, back=back, button=_("Put it out"))


def said_of(listing: Listing) -> str:
    if listing.waits_for_company:
        return _("It stands for the members. Your main contact is asked whether everyone may see it.")
    if listing.waits_for_check:
        return _("It stands for the members. When the secretariat has read it, everyone sees it.")
    return _("It stands. Those who can help are on their way to it.")


@page
@open_to(SIGNED_IN)
def edit_listing(request: HttpRequest, pk: int) -> HttpResponse:
    row = listing_for(request, pk, leads=True)
    form = ListingForm(request.POST or None, user=request.user, instance=row)

    def act() -> str:
        edited = actions.edit_listing(row, form=form, by=request.user)
        messages.success(request, said_of(edited))
        return edited.get_absolute_url()

    return answer_form(request, form, act, title=_("Change it"), back=(str(row), row.get_absolute_url()))


@page
@open_to(SIGNED_IN)
def close_listing(request: HttpRequest, pk: int) -> HttpResponse:
    row = listing_for(request, pk, leads=True)
    form = CloseForm(request.POST or None)

    def act() -> str:
        actions.close_listing(row, **form.cleaned_data, by=request.user)
        messages.success(request, _("Closed. Thank you for telling."))
        return row.get_absolute_url()

    return answer_form(request, form, act, title=_("Close it"), back=(str(row), row.get_absolute_url()))


@require_POST
@open_to(SIGNED_IN)
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    row = listing_for(request, pk, leads=True)
    act = lambda: actions.renew(row, by=request.user)  # noqa: E731
    return do(request, act, said=_("It stands for three months more."), to=row.get_absolute_url())


@require_POST
@open_to(SIGNED_IN)
def take_up_again(request: HttpRequest, pk: int) -> HttpResponse:
    row = listing_for(request, pk, leads=True)
    act = lambda: actions.take_up_again(row, by=request.user)  # noqa: E731
    return do(request, act, said=_("It stands again."), to=row.get_absolute_url())


@require_POST
@open_to(SIGNED_IN)
def check_listing(request: HttpRequest, pk: int) -> HttpResponse:
    """The secretariat's yes to what everyone may see."""
    row = listing_for(request, pk)
    act = lambda: actions.check_listing(row, by=request.user)  # noqa: E731
    return do(request, act, said=_("Now everyone sees it."), to=row.get_absolute_url())


@page
@open_to(SIGNED_IN)
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    row = listing_for(request, pk)
    if not permissions.can_check(request.user):
        raise Http404
    form = SendBackForm(request.POST or None)

    def act() -> str:
        actions.send_back(row, **form.cleaned_data, by=request.user)
        messages.success(request, _("They are told. Until then the members see it."))
        return row.get_absolute_url()

    back = (str(row), row.get_absolute_url())
    return answer_form(request, form, act, title=_("Not quite yet"), back=back, button=_("Send"))


@require_POST
@open_to(SIGNED_IN)
def say_public(request: HttpRequest, pk: int) -> HttpResponse:
    """The company's word by its main contact, signed in: yes, everyone may see it; or no, the members."""
    row = listing_for(request, pk)
    person = permissions.person_of(request.user)
    if person is None or not permissions.can_speak_for_company(request.user, row):
        raise Http404
    if request.POST.get("svar") == "ja":
        act, said = actions.let_everyone_see, _("Thank you. The secretariat reads it too, and then everyone sees it.")
    else:
        act, said = actions.keep_to_members, _("It stands for the members.")
    return do(request, lambda: act(row, person=person), said=said, to=row.get_absolute_url())
