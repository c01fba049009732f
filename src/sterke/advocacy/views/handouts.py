"""A case to hand over: one page for whoever decides, one for the press, a card for other people's pages."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from sterke.core.access import open_to
from sterke.core.house import house
from sterke.core.pages import same_for_visitors
from sterke.core.paths import path_to
from sterke.core.visibility import Visibility

from .. import mandate, reports, story, told
from ..models import AdvocacyCase

NEWEST = 6
FRAMED = settings.SECURE_CSP | {"frame-ancestors": ["*"]}


def case_seen(request: HttpRequest, slug: str) -> AdvocacyCase:
    row = reports.case_at(request.user, slug).first()
    if row is None:
        raise Http404
    return row


def shared(request: HttpRequest, row: AdvocacyCase) -> dict[str, Any]:
    """What both pages say: all of the case's page that is not story, its newest lines, and whom to ask."""
    sorts = story.kinds(request.user, row)
    keys = story.Pages(request.user, row, sorts).keys[:NEWEST]
    contact = row.press_contact
    return {
        **reports.on_the_page(row, request.user),
        "case": row,
        "card": told.case(row),
        "lines": story.lines(request.user, keys),
        "contact": contact,
        "ways": list(reports.press_details(contact.pk)) if contact else [],
        "today": timezone.localdate(),
        "trail": [(_("Cases"), path_to("advocacy:cases")), (str(row), row.get_absolute_url())],
    }


@require_safe
@open_to(Visibility.PUBLIC)
@same_for_visitors
def one_page(request: HttpRequest, slug: str) -> HttpResponse:
    """For the politician: what we ask for, why, the figures, who stands behind, what was said before. Prints on one."""
    return render(request, "advocacy/one_page.html", shared(request, case_seen(request, slug)))


@require_safe
@open_to(Visibility.PUBLIC)
@same_for_visitors
def press(request: HttpRequest, slug: str) -> HttpResponse:
    """For the journalist with two hours: key figures with date and source, where we stand, a phone."""
    row = case_seen(request, slug)
    more = {"cluster_figures": mandate.cluster_today(), "pictures": pictures_for_press(request.user)}
    return render(request, "advocacy/press.html", {**shared(request, row), **more})


def pictures_for_press(user: Any) -> dict[str, Any] | None:
    """The piece of the house that shows them, and what it shows; None where there are none."""
    piece = house.pieces.get("press_pictures")
    given = piece.give(user) if piece else None
    return {"template": piece.template, "given": given} if piece and given else None


@require_safe
@open_to(Visibility.PUBLIC)
@same_for_visitors
def notice(request: HttpRequest) -> HttpResponse:
    """To those in public office: what is kept of them, and how to object (articles 14 and 21 of the GDPR)."""
    return render(request, "advocacy/notice.html", {"trail": [(_("Privacy"), path_to("accounts:privacy"))]})


@require_safe
@open_to(Visibility.PUBLIC)
@xframe_options_exempt
@csp_override(FRAMED)
def card(request: HttpRequest, slug: str) -> HttpResponse:
    """The ask, its figure and who stands behind it, alone, for other people's pages."""
    row = case_seen(request, slug)
    found = reports.on_the_page(row, request.user)
    first = next(iter(found["figures"]), None) or next(map(reports.journey_figure, found["journeys"]), None)
    context = {**found, "case": row, "figure": first, "home": settings.SITE_URL + row.get_absolute_url()}
    response = render(request, "advocacy/card.html", context)
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
