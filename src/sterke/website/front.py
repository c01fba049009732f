"""The front page: who we are, what we want, who stands behind it, where to join."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sterke.core.access import open_to
from sterke.core.kept import number_of, sums_of
from sterke.core.models import Cluster
from sterke.core.pages import same_for_visitors
from sterke.core.paths import path_to
from sterke.core.visibility import Visibility
from sterke.publishing.models import give_pictures, latest_articles

from . import reports, told
from .templatetags.face import region_places

NEWS = 3
NAMES = 120  # more than these do not read as a wall
LEVELS = 5
LONG_WORD = 11  # letters; beyond it a word at full size is wider than its column


@require_safe
@open_to(Visibility.PUBLIC)
@same_for_visitors
def front(request: HttpRequest) -> HttpResponse:
    cluster, count = Cluster.current(), number_of(reports.members_today())
    title = cluster.text("front.title") or cluster.name
    places = places_with(dict(sums_of(reports.members_by_place(request.user))))
    return render(
        request,
        "website/front.html",
        {
            "cluster": cluster,
            "card": told.front(cluster, [place["name"] for place in places]),
            "title": title,
            "has_long_words": max(map(len, title.split())) > LONG_WORD,
            "lead": cluster.text("front.lead"),
            "priorities": priorities(cluster),
            "member_count": count,
            "members": reports.wall(request.user)[:NAMES],
            "places": places,
            "news": give_pictures(latest_articles(request.user)[:NEWS]),
            "join": {"title": cluster.text("join.title"), "text": cluster.text("join.text")},
        },
    )


@require_safe
@open_to(Visibility.PUBLIC)
@same_for_visitors
def mark(request: HttpRequest) -> HttpResponse:
    """The mark as a picture of its own, for the browser's tab."""
    page = render(request, "mark.svg", {"places": region_places()}, content_type="image/svg+xml")
    page.headers["Cache-Control"] = "public, max-age=86400"
    return page


def priorities(cluster: Cluster) -> list[dict[str, str]]:
    """The cluster's priorities, in its own words; those without a title are left out."""
    found = [
        {part: cluster.text(f"front.priority{n}.{part}") for part in ("title", "text", "figure")} for n in (1, 2, 3)
    ]
    return [priority for priority in found if priority["title"]]


def places_with(number_in: dict[int, int]) -> list[dict[str, Any]]:
    """The municipalities as they lie, with how many members each has and how light its hexagon is."""
    places = region_places()
    most = max((number_in.get(place.pk, 0) for place in places), default=0) or 1
    directory = path_to("website:organisations")
    return [
        {
            "name": place.name,
            "hex_column": place.hex_column,
            "hex_row": place.hex_row,
            "figure": number_in.get(place.pk, 0),
            "level": 1 + round((LEVELS - 1) * number_in.get(place.pk, 0) / most),
            "url": f"{directory}?kommune={place.slug}",
        }
        for place in places
    ]
