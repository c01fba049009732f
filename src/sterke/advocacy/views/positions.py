"""The page of a position, its versions, and what those who lead the case do with it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sterke.core.access import SIGNED_IN, open_to
from sterke.core.activity import history_of
from sterke.core.pages import same_for_visitors
from sterke.core.paths import path_to
from sterke.core.visibility import Visibility
from sterke.membership.views.doing import do

from .. import actions, mandate, naming, permissions, reports_mandate, reports_positions, told
from ..actions.mandate import ASKABLE
from ..forms_positions import AdoptForm, HandoverForm, PositionForm
from ..models import AdvocacyCase, PolicyPosition
from .finding import answer_form, case_for, page


def found_for(request: HttpRequest, slug: str, number: int) -> reports_positions.Found:
    found = reports_positions.find(request.user, slug, number)
    if found is None:
        raise Http404
    return found


def leads(user: Any, case: AdvocacyCase) -> bool:
    return permissions.can_lead(user, case)


def adopts(user: Any, case: AdvocacyCase) -> bool:
    return permissions.can_adopt(user)


def position_for(
    request: HttpRequest, slug: str, number: int, may: Callable[[Any, AdvocacyCase], bool] = leads
) -> PolicyPosition:
    """The version that is asked for, if this reader may do that with it."""
    found = found_for(request, slug, number)
    if not may(request.user, found.case):
        raise Http404
    return found.row


@require_safe
@open_to(Visibility.PUBLIC)
@same_for_visitors
def position(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The text, its figures, who stands behind it, what is new since the version before, and whom it was given."""
    found, user = found_for(request, slug, number), request.user
    row, behind = found.row, mandate.mandate_of(found.row)
    context = {
        "position": row,
        "card": told.position(row, behind),
        "case": found.case,
        "versions": found.versions,
        "before": found.before,
        "changes": found.changes(),
        "claims": reports_positions.said_in(row),
        "behind": behind,
        "mandate": mandate.shown(row, behind),
        "handovers": naming.give_names(user, reports_positions.handovers_of(row.pk)),
        "trail": [(_("Cases"), path_to("advocacy:cases")), (str(found.case), found.case.get_absolute_url())],
        "sees_audience": user.is_authenticated and user.is_member,
        "answers_for": reports_mandate.companies_to_answer(user, row),
        **what_may_be_done(user, found),
    }
    return render(request, "advocacy/position.html", context)


def what_may_be_done(user: Any, found: reports_positions.Found) -> dict[str, Any]:
    may = leads(user, found.case)
    return {
        "leads": may,
        "can_edit": may and found.row.is_under_way,
        "can_ask": may and found.row.status in ASKABLE,
        "takes_answers": not reports_mandate.closed(found.row),
        "was_asked": found.row.asked_on is not None,
        "can_adopt": found.row.is_under_way and permissions.can_adopt(user),
        "can_start": may and found.under_way is None,
        "history": history_of(found.row, user) if may else [],
    }


@page
@open_to(SIGNED_IN)
def start_position(request: HttpRequest, slug: str) -> HttpResponse:
    """The next version, with the words of the one in force to begin with."""
    case = case_for(request, slug)
    versions = case.positions
    under_way = versions.filter(status__in=PolicyPosition.UNDER_WAY).first()
    if under_way is not None and request.method != "POST":
        messages.info(request, _("Version %(number)s is under way already.") % {"number": under_way.number})
        return redirect(under_way)
    form = PositionForm(request.POST or None, instance=PolicyPosition(case=case), initial=first_words(case))

    def act() -> str:
        made = actions.start_position(form.instance, by=request.user)
        messages.success(request, _("Version %(number)s is begun.") % {"number": made.number})
        return made.get_absolute_url()

    back = (str(case), case.get_absolute_url())
    lead = _("What do we say? The members are asked, the board adopts, and this version stands until the next one.")
    return answer_form(request, form, act, title=_("A new version"), back=back, lead=lead)


def first_words(case: AdvocacyCase) -> dict[str, Any]:
    held = case.positions.in_force().first()  # type: ignore[attr-defined]
    return {name: getattr(held, name) for name in PositionForm.Meta.fields} if held else {}


@page
@open_to(SIGNED_IN)
def edit_position(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    row = position_for(request, slug, number)
    if request.method != "POST" and not row.is_under_way:
        messages.info(request, _("This version is settled, and stands as it is. Start a new one."))
        return redirect(row)
    address = row.get_absolute_url()
    form = PositionForm(request.POST or None, instance=row)

    def act() -> str:
        actions.edit_position(row, form=form, by=request.user)
        messages.success(request, _("Saved."))
        return address

    return answer_form(request, form, act, title=_("Change the text"), back=(str(row), address))


@page
@open_to(SIGNED_IN)
def adopt(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Which body adopted it, on which day. The version in force is replaced the same moment."""
    row = position_for(request, slug, number, adopts)
    form = AdoptForm(request.POST or None, user=request.user)

    def act() -> str:
        actions.adopt(row, **form.cleaned_data, by=request.user)
        messages.success(request, _("Adopted. This is what we say from now on."))
        return row.get_absolute_url()

    back = (str(row), row.get_absolute_url())
    return answer_form(request, form, act, title=_("Adopted, by whom?"), back=back, lead=row.words("title"))


@require_POST
@open_to(SIGNED_IN)
def drop_position(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    row = position_for(request, slug, number)
    act = lambda: actions.drop_position(row, by=request.user)  # noqa: E731
    return do(request, act, said=_("Dropped."), to=row.case.get_absolute_url())


@page
@open_to(SIGNED_IN)
def hand_over(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    row = position_for(request, slug, number)
    form = HandoverForm(request.POST or None, user=request.user)

    def act() -> str:
        actions.hand_over(row, **form.cleaned_data, by=request.user)
        messages.success(request, _("Noted. Now we know what they have read."))
        return row.get_absolute_url()

    back = (str(row), row.get_absolute_url())
    return answer_form(request, form, act, title=_("Who was given it?"), back=back, lead=row.words("title"))


@require_POST
@open_to(SIGNED_IN)
def strike_handover(request: HttpRequest, slug: str, number: int, pk: int) -> HttpResponse:
    row = position_for(request, slug, number)
    given = get_object_or_404(row.handovers.select_related("organisation"), pk=pk)
    given.position = row
    act = lambda: actions.strike_handover(given, by=request.user)  # noqa: E731
    return do(request, act, said=_("Struck out. History remembers."), to=row.get_absolute_url())
