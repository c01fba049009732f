"""Claims of a position: put in, changed, struck out, and given the newest figure."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sterke.core.access import SIGNED_IN, open_to
from sterke.membership.views.doing import do

from .. import actions
from ..forms_positions import ClaimForm
from ..models import Claim, PolicyPosition
from .finding import answer_form, page
from .positions import position_for


def claim_of(position: PolicyPosition, pk: int) -> Claim:
    claim = get_object_or_404(position.claims.select_related("indicator", "municipality"), pk=pk)
    claim.position = position
    return claim


@page
@open_to(SIGNED_IN)
def new_claim(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    position = position_for(request, slug, number)
    return put(request, position, Claim(position=position), _("A sentence with a figure"))


@page
@open_to(SIGNED_IN)
def edit_claim(request: HttpRequest, slug: str, number: int, pk: int) -> HttpResponse:
    position = position_for(request, slug, number)
    return put(request, position, claim_of(position, pk), _("Change the sentence"))


def put(request: HttpRequest, position: PolicyPosition, claim: Claim, title: str) -> HttpResponse:
    form = ClaimForm(request.POST or None, instance=claim, user=request.user)

    def act() -> str:
        actions.put_claim(form.instance, by=request.user)
        messages.success(request, _("Saved, with the newest figure."))
        return position.get_absolute_url()

    return answer_form(request, form, act, title=title, back=(str(position), position.get_absolute_url()))


@require_POST
@open_to(SIGNED_IN)
def strike_claim(request: HttpRequest, slug: str, number: int, pk: int) -> HttpResponse:
    position = position_for(request, slug, number)
    claim = claim_of(position, pk)
    act = lambda: actions.strike_claim(claim, by=request.user)  # noqa: E731
    return do(request, act, said=_("Struck out. History remembers."), to=position.get_absolute_url())


@require_POST
@open_to(SIGNED_IN)
def take_new_figure(request: HttpRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """The newest figure, in this version if it is under way, else in the next one."""
    position = position_for(request, slug, number)
    try:
        into = actions.take_new_figure(claim_of(position, pk), by=request.user)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return redirect(position)
    messages.success(request, _("The new figure stands in version %(number)s.") % {"number": into.number})
    return redirect(into)
