"""The region in figures: one page with all choices in its address, one for each municipality, and ways to take away."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _t
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from sterke.core import charts, sheets
from sterke.core.access import open_to
from sterke.core.pages import same_for_visitors
from sterke.core.paths import path_to
from sterke.core.visibility import Visibility

from . import actions, house, lines, reports, shown
from .models import Indicator
from .series import newest

FRAMED = {"frame-ancestors": ["*"]}
UNLISTED = {"X-Robots-Tag": "noindex"}  # one of the endless choices: the page without any is the one to find


def with_headers(response: HttpResponse, headers: dict[str, str]) -> HttpResponse:
    for name, value in headers.items():
        response.headers[name] = value
    return response


@require_safe
@open_to(Visibility.PUBLIC)
@same_for_visitors
@vary_on_headers("HX-Request", "HX-History-Restore-Request")
def figures(request: Any) -> HttpResponse:
    seen = shown.of(request)
    journeys = shown.journeys(request.user)
    if seen is None:
        return render(request, "region/empty.html", {"journeys": journeys})
    context = shown.context(seen) | {
        "journeys": journeys,
        "card": replace(house.figures_card(), data=shown.dataset(seen.table)),
    }
    request.same_for_visitors &= bool(context["chart"])  # one that could not be drawn just now is tried again
    part = "#figures" if request.htmx and not request.htmx.history_restore_request else ""
    headers = UNLISTED if request.GET else {}
    return with_headers(render(request, f"region/figures.html{part}", context), headers)


@require_safe
@open_to(Visibility.PUBLIC)
@same_for_visitors
def municipality(request: HttpRequest, slug: str) -> HttpResponse:
    place = next((each for each in shown.places() if each.slug == slug), None)
    if place is None:
        raise Http404
    context = {
        "place": place,
        "lines": lines.lines(request.user, reports.indicators(request.user), place),
        "journeys": shown.journeys(request.user, place),
        "trail": [(_t("The region"), path_to("region:figures"))],
        "card": house.municipality_card(slug),
    }
    return render(request, "region/municipality.html", context)


@require_safe
@open_to(Visibility.PUBLIC)
@same_for_visitors
def open_data(request: HttpRequest) -> HttpResponse:
    """What data there is, from whom, and how to use it."""
    rows = newest(reports.indicators(request.user))
    known = {row["indicator"].pk: row for row in rows}
    context = {"indicators": [(each, known.get(each.pk)) for each in reports.indicators(request.user)]}
    return render(
        request, "region/open_data.html", context | {"trail": [(_t("The region"), path_to("region:figures"))]}
    )


@require_safe
@open_to(Visibility.PUBLIC)
@xframe_options_exempt
@csp_override(shown.POLICY | FRAMED)
def embed(request: HttpRequest) -> HttpResponse:
    """The chart alone, for other people's pages."""
    seen = shown.of(request)
    if seen is None:
        raise Http404
    response = render(request, "region/embed.html", shown.context(seen))
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@require_safe
@open_to(Visibility.PUBLIC)
@same_for_visitors
def picture(request: HttpRequest) -> HttpResponse:
    seen = shown.of(request)
    if seen is None:
        raise Http404
    try:
        drawn = charts.png(shown.chart(seen), seen.may_draw)
    except charts.NotDrawn:
        return HttpResponse(status=503, headers={"Retry-After": "600"})
    return HttpResponse(drawn, content_type="image/png", headers=UNLISTED)


@require_safe
@open_to(Visibility.PUBLIC)
@same_for_visitors
def data(request: HttpRequest, kind: str) -> HttpResponse:
    """The whole series of the chosen indicator, with its credit line in each row."""
    seen = shown.of(request)
    if seen is None:
        raise Http404
    headings, rows = shown.sheet(seen.table)
    if kind == "json":
        return with_headers(
            JsonResponse(shown.as_json(seen.table), json_dumps_params={"ensure_ascii": False}), UNLISTED
        )
    content_type, write = sheets.OUT[kind]
    response = HttpResponse(write(headings, rows), content_type=content_type)
    name = slugify(f"{seen.table.indicator.slug}-{seen.table.last()}")
    return with_headers(response, UNLISTED | {"Content-Disposition": f'attachment; filename="{name}.{kind}"'})


@require_POST
@open_to(Visibility.SECRETARIAT)
def note_move(request: HttpRequest, slug: str) -> HttpResponse:
    """The secretariat has seen how a figure has moved: it leaves the desk until the next one comes."""
    indicator = get_object_or_404(Indicator.objects.visible_to(request.user), slug=slug)
    actions.note_move(indicator, by=request.user)
    messages.success(request, _t("Ticked off. It comes back with the next new figure."))
    return redirect("website:desk")
