"""Introductions, signed in: one's own, one of them, asking for one, and the secretariat's own ideas."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sterke.advocacy.naming import give_names
from sterke.advocacy.views.finding import answer_form, page
from sterke.core.access import SIGNED_IN, open_to
from sterke.core.activity import history_of
from sterke.core.paths import path_to
from sterke.core.visibility import Visibility
from sterke.directory.models import Person
from sterke.membership.views.doing import do

from .. import actions, barring, permissions, reports
from ..actions.introductions import company_of
from ..forms import IntroduceForm, PairForm
from ..models import Introduction, IntroductionSide, Listing
from .by_link import say_result, say_word


@never_cache
@require_safe
@open_to(Visibility.MEMBERS)
def mine(request: HttpRequest) -> HttpResponse:
    """What stands in one's company's name, and whom one is being brought together with."""
    user: Any = request.user
    own, listings = reports.own_introductions(user), give_names(user, reports.own_listings(user))
    context = {
        "open": [row for row in listings if row.is_open],
        "closed": [row for row in listings if not row.is_open],
        "waiting": [each for each in own if each.state in ("mine", "waiting", "later")],
        "settled": [each for each in own if each.state in ("joined", "closed")],
        "trail": [(_("Needs and offers"), path_to("connections:listings"))],
    }
    return render(request, "connections/mine.html", context)


def own_side(request: HttpRequest, pk: int) -> tuple[IntroductionSide, Person]:
    row = get_object_or_404(Introduction.objects.visible_to(request.user), pk=pk)
    person = permissions.person_of(request.user)
    side = row.sides.filter(person=person).select_related("introduction__listing").first() if person else None  # type: ignore[attr-defined]
    if side is None or person is None:
        raise Http404
    return side, person


@never_cache
@require_safe
@open_to(SIGNED_IN)
def introduction(request: HttpRequest, pk: int) -> HttpResponse:
    """As one of the two sees it; the secretariat sees both words."""
    user: Any = request.user
    row = get_object_or_404(Introduction.objects.visible_to(user).select_related("listing", "gathering"), pk=pk)
    secretary = permissions.can_check(user)
    seen = reports.seen(Introduction.objects.filter(pk=pk), user)
    sees_listing = row.listing_id and Listing.objects.visible_to(user).filter(pk=row.listing_id).exists()
    context = {
        "introduction": row,
        "met": seen[0] if seen else None,
        "sides": list(row.sides.select_related("organisation", "person")) if secretary or row.joined_on else [],  # type: ignore[attr-defined]
        "secretary": secretary,
        "listing": row.listing if sees_listing else None,
        "can_withdraw": row.is_waiting and (secretary or bool(seen and seen[0].own and seen[0].own.asked)),
        "history": history_of(row, user) if secretary else [],
        "trail": [(_("Needs and offers"), path_to("connections:listings"))],
    }
    return render(request, "connections/introduction.html", context)


@never_cache
@page
@open_to(SIGNED_IN)
def answer_introduction(request: HttpRequest, pk: int) -> HttpResponse:
    return say_word(request, *own_side(request, pk))


@never_cache
@page
@open_to(SIGNED_IN)
def tell_result(request: HttpRequest, pk: int) -> HttpResponse:
    side, person = own_side(request, pk)
    if side.introduction.joined_on is None:
        raise Http404
    return say_result(request, side, person)


@require_POST
@open_to(SIGNED_IN)
def withdraw_introduction(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Introduction.objects.visible_to(request.user), pk=pk)
    act = lambda: actions.withdraw_introduction(row, by=request.user)  # noqa: E731
    return do(request, act, said=_("Taken back. Nobody gets a mail."), to=row.get_absolute_url())


@never_cache
@page
@open_to(Visibility.MEMBERS)
def ask_introduction(request: HttpRequest, person: int) -> HttpResponse:
    """A member wants to meet somebody, perhaps about a listing (?oppslag=)."""
    user: Any = request.user
    own: Any = permissions.person_of(user)
    seen = Person.objects.visible_to(user).exclude(pk__in=barring.hidden_people())
    other = get_object_or_404(seen, pk=person)
    if own is None or own == other:
        raise Http404
    about = listing_asked(request)
    form = IntroduceForm(request.POST or None, proposes=False, initial={"why": why_of(about)})

    def act() -> str:
        row = actions.introduce(
            (own, company_of(own)), (other, company_of(other)), **form.cleaned_data, listing=about, wants=own,
            origin=Introduction.Origin.MEMBER, by=user,
        )  # fmt: skip
        messages.success(request, _("They are asked. When they say yes, you get one mail with each other's address."))
        return row.get_absolute_url()

    title = _("Talk to %(name)s?") % {"name": other}
    lead = _("They see your name, your company and these words, and say yes, later or no.")
    back = (_("Needs and offers"), path_to("connections:listings"))
    return answer_form(request, form, act, title=title, back=back, lead=lead, button=_("Ask"))


def listing_asked(request: HttpRequest) -> Listing | None:
    wanted = request.GET.get("oppslag", "")
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 10):
        return None
    return Listing.objects.visible_to(request.user).open().filter(pk=wanted).first()


def why_of(about: Listing | None) -> str:
    if about is None:
        return ""
    return _("About “%(title)s” of %(company)s.") % {"title": about.title, "company": about.organisation}


@never_cache
@page
@open_to(Visibility.MEMBERS)
def propose(request: HttpRequest) -> HttpResponse:
    """The secretariat's own idea: choose two, then say why."""
    if not permissions.can_check(request.user):
        raise Http404
    form = PairForm(request.GET if request.GET.get("one") else None)
    if form.is_valid():
        return propose_pair(request, form.cleaned_data["one"], form.cleaned_data["other"])
    context = {"form": form, "trail": [(_("Needs and offers"), path_to("connections:listings"))]}
    return render(request, "connections/propose.html", context, status=422 if form.errors else 200)


def propose_pair(request: HttpRequest, one: Person, other: Person) -> HttpResponse:
    about = listing_asked(request)
    form = IntroduceForm(request.POST or None, proposes=True, initial={"why": why_of(about)})

    def act() -> str:
        row = actions.introduce(
            (one, company_of(one)), (other, company_of(other)), **form.cleaned_data, listing=about,
            origin=Introduction.Origin.SECRETARIAT, by=request.user,
        )  # fmt: skip
        messages.success(request, _("Both are asked. A no is seen by nobody but us."))
        return row.get_absolute_url()

    title = _("Bring %(one)s and %(other)s together") % {"one": one, "other": other}
    back = (_("Bring two together"), path_to("connections:propose"))
    return answer_form(request, form, act, title=title, back=back, button=_("Ask both"))
