"""The front page: who we are, what we want, who stands behind it, where to join; as the office has arranged it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sterke.core.access import open_to
from sterke.core.models import Cluster
from sterke.core.pages import same_for_visitors
from sterke.core.visibility import Visibility
from sterke.publishing.models import HomePage, home_page
from sterke.region.templatetags.mark import region_places

from . import told


@require_safe
@open_to(Visibility.PUBLIC)
@same_for_visitors
def front(request: HttpRequest) -> HttpResponse:
    home = home_page().first() or HomePage()
    context = home.get_context(request)
    places: list = next((piece.given["places"] for piece in context["pieces"] if "places" in piece.given), [])
    card = told.front(Cluster.current(), [place["name"] for place in places], context["hero"])
    return render(request, home.get_template(request), context | {"card": card})


@require_safe
@open_to(Visibility.PUBLIC)
@same_for_visitors
def mark(request: HttpRequest) -> HttpResponse:
    """The mark as a picture of its own, for the browser's tab."""
    page = render(request, "mark.svg", {"places": region_places()}, content_type="image/svg+xml")
    page.headers["Cache-Control"] = "public, max-age=86400"
    return page
