"""Everybody on the list of a gathering, for those who manage it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from sterke.core.access import SIGNED_IN, open_to
from sterke.core.paging import page_of

from .. import reports_participants
from ..reports_participants import Group, Wanted
from .finding import gathering_for

PER_PAGE = 100


@require_safe
@open_to(SIGNED_IN)
@vary_on_headers("HX-Request", "HX-History-Restore-Request")
def participants(request: HttpRequest, slug: str) -> HttpResponse:
    """The list, a page at a time: searched, narrowed to a state or a company, by name or by company."""
    row, wanted = gathering_for(request, slug), Wanted.of(request.GET)
    page = page_of(request, reports_participants.listed(row, wanted), PER_PAGE)
    sums = reports_participants.sums_of(row)
    context = {
        "gathering": row,
        "wanted": wanted,
        "page": page,
        "groups": reports_participants.told(row, page, by_company=wanted.by_company),
        "sums": sums,
        "seated": sums[Group.CONFIRMED] + sums[Group.OFFERED],
        "choices": [(group, group.label, sums[group]) for group in Group if sums[group]],
        "company": reports_participants.company_named(row, wanted),
    }
    if request.htmx and not request.htmx.history_restore_request:  # type: ignore[attr-defined]
        return render(request, "gatherings/participants.html#found", context)
    context["food"] = reports_participants.food_of(request.user, row)
    return render(request, "gatherings/participants.html", context)
