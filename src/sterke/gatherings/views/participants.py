"""Everybody on the list of a gathering, on the page and on paper, for those who manage it."""

import logging
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from sterke.core import pdf
from sterke.core.access import SIGNED_IN, open_to
from sterke.core.paging import page_of

from .. import on_paper, reports_participants
from ..reports_participants import Group, Wanted
from .finding import gathering_for

log = logging.getLogger(__name__)


@require_safe
@open_to(SIGNED_IN)
@vary_on_headers("HX-Request", "HX-History-Restore-Request")
def participants(request: HttpRequest, slug: str) -> HttpResponse:
    """The list, a page at a time: searched, narrowed to a state or a company, by name or by company."""
    row, wanted = gathering_for(request, slug), Wanted.of(request.GET)
    page = page_of(request, reports_participants.listed(row, wanted))
    sums = reports_participants.sums_of(row)
    context = {
        "gathering": row,
        "wanted": wanted,
        "page": page,
        "groups": reports_participants.told(row, page, by_company=wanted.by_company),
        "sums": sums,
        "seated": sums[Group.CONFIRMED] + sums[Group.OFFERED],
        "choices": [(group, group.label, sums[group]) for group in Group if sums[group]],
        "query": on_paper_query(request),
        "company": reports_participants.company_named(row, wanted),
    }
    if request.htmx and not request.htmx.history_restore_request:  # type: ignore[attr-defined]
        return render(request, "gatherings/participants.html#found", context)
    context["parts"] = on_paper.parts_of(sums[Group.CONFIRMED])
    context["food"] = reports_participants.food_of(request.user, row)
    return render(request, "gatherings/participants.html", context)


def on_paper_query(request: HttpRequest) -> str:
    """What narrows the list, for the address of its papers."""
    asked = request.GET.copy()
    for name in ("side", "vis", "etter"):
        asked.pop(name, None)
    return asked.urlencode()


@require_safe
@open_to(SIGNED_IN)
def badges(request: HttpRequest, slug: str) -> HttpResponse:
    """Badges to cut out, for those with a seat; of very many, one part at a time."""
    row, wanted, part = gathering_for(request, slug), Wanted.of(request.GET), request.GET.get("del", "1")
    count = on_paper.with_seat(row, wanted).count()
    if part not in map(str, on_paper.parts_of(count) or [1]):
        raise Http404
    name = f"{row.slug}-navneskilt" + (f"-{part}" if count > on_paper.A_FILE else "")
    return sent(request, slug, name, count, lambda: on_paper.badges(row, wanted, int(part)))


@require_safe
@open_to(SIGNED_IN)
def participant_list(request: HttpRequest, slug: str) -> HttpResponse:
    row, wanted = gathering_for(request, slug), Wanted.of(request.GET)
    count = on_paper.with_seat(row, wanted).count()
    return sent(request, slug, f"{row.slug}-deltakere", count, lambda: on_paper.participant_list(row, wanted))


def sent(request: HttpRequest, slug: str, name: str, count: int, draw: Callable[[], bytes]) -> HttpResponse:
    """The paper; or back to the list with the reason why there is none."""
    if not count:
        messages.error(request, _("Nobody with a seat is among these."))
        return redirect("gatherings:participants", slug)
    try:
        return pdf.as_attachment(draw(), name)
    except pdf.NotSet as problem:
        log.error("%s was not set: %s", name, problem)
        messages.error(request, _("The paper could not be made just now. Try again in a minute."))
        return redirect("gatherings:participants", slug)
