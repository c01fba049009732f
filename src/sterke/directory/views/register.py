from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from sterke.core.access import SIGNED_IN, open_to
from sterke.core.paging import page_of
from sterke.core.rates import caller_of, within_rate
from sterke.core.visibility import Visibility

from .. import actions, register, wording
from ..models import RegisterProposal
from ..permissions import can_decide_proposals

MOST_A_MINUTE = 30  # for one caller; typing a name pauses before it asks
MOST_FOR_ALL = 300


@require_GET
@never_cache
@vary_on_headers("HX-Request")
@open_to(Visibility.PUBLIC)
def register_lookup(request: HttpRequest) -> HttpResponse:
    """By nine digits or by name; a part of a page for htmx, a page of its own without it."""
    asked = request.GET.get("q", request.GET.get("org_number", ""))[:200].strip()
    context = {"asked": asked} | (answer_to(request, asked) if asked else {})
    template = "directory/register_lookup.html#answer" if request.htmx else "directory/register_lookup.html"
    return render(request, template, context, status=429 if context.get("too_many") and not request.htmx else 200)


def answer_to(request: HttpRequest, asked: str) -> dict:
    """What the template shows: one unit (facts), some to choose from (found), or why there is none (problem)."""
    allowed = within_rate("register", caller_of(request), most=MOST_A_MINUTE, seconds=60)
    if not allowed or not within_rate("register", "all", most=MOST_FOR_ALL, seconds=60):
        problem = _("That was many questions in a short time. Wait a minute, or type it yourself.")
        return {"problem": problem, "too_many": True}
    try:
        if sum(letter.isdigit() for letter in asked) >= 5:
            return {"facts": register.look_up(asked)}
        return {"found": register.search(asked), "searched": True}
    except register.RegisterSilent as problem:
        return {"problem": " ".join(problem.messages), "silent": True}
    except ValidationError as problem:
        return {"problem": " ".join(problem.messages)}


@require_safe
@open_to(SIGNED_IN)
def proposals(request: HttpRequest) -> HttpResponse:
    if not can_decide_proposals(request.user):
        raise Http404
    rows = RegisterProposal.objects.waiting().select_related("organisation")
    page = page_of(request, rows)
    changes = [{"row": row, "headline": wording.headline(row), "lines": wording.lines(row)} for row in page]
    return render(request, "directory/proposals.html", {"page": page, "changes": changes})


@require_POST
@open_to(SIGNED_IN)
def accept_proposal(request: HttpRequest, pk: int) -> HttpResponse:
    proposal = get_object_or_404(RegisterProposal.objects.visible_to(request.user), pk=pk)
    if actions.accept_proposal(proposal, by=request.user):
        messages.success(request, _("%(name)s now follows the register.") % {"name": proposal.organisation})
    return redirect(back(request))


@require_POST
@open_to(SIGNED_IN)
def dismiss_proposal(request: HttpRequest, pk: int) -> HttpResponse:
    proposal = get_object_or_404(RegisterProposal.objects.visible_to(request.user), pk=pk)
    if actions.dismiss_proposal(proposal, by=request.user):
        messages.success(request, _("%(name)s stays as it is.") % {"name": proposal.organisation})
    return redirect(back(request))


def back(request: HttpRequest) -> str:
    """Decided on the desk: back to the desk."""
    return "website:desk" if "skrivebord" in request.GET else "directory:proposals"
