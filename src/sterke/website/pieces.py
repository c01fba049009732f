"""Pieces of a page that the website draws: the wall of members, the region in hexagons, the networks."""

import re
from typing import Any

from django.utils.translation import gettext_lazy as _

from sterke.core.house import gives_piece
from sterke.core.kept import number_of, sums_of
from sterke.core.paths import path_to
from sterke.region.templatetags.mark import region_places

from . import reports

NAMES = 120  # more than these do not read as a wall
FORM = re.compile(r" (?:AS|ASA|SA|ANS|DA)$")  # says nothing of who somebody is, and a wall of them is a wall of AS


@gives_piece("members", _("The members as a wall of names"), "website/pieces/members.html")
def members(user: Any) -> dict[str, Any] | None:
    found = reports.wall(user)[:NAMES]
    rows = [(FORM.sub("", name), path_to("website:organisation", slug)) for name, slug in found]
    return {"members": rows, "count": number_of(reports.members_today())} if rows else None


@gives_piece("region", _("The region in hexagons, with the members in each municipality"), "website/pieces/region.html")
def region(user: Any) -> dict[str, Any] | None:
    places = places_with(dict(sums_of(reports.members_by_place(user))))
    return {"places": places} if places else None


@gives_piece("networks", _("The networks"), "website/pieces/networks.html")
def networks(user: Any) -> dict[str, Any] | None:
    rows = reports.give_sizes(reports.networks(user))
    return {"networks": rows} if rows else None


def places_with(number_in: dict[int, int]) -> list[dict[str, Any]]:
    """The municipalities as they lie, with how many members each has."""
    places = region_places()
    directory = path_to("website:organisations")
    return [
        {
            "name": place.name,
            "hex_column": place.hex_column,
            "hex_row": place.hex_row,
            "figure": number_in.get(place.pk, 0),
            "url": f"{directory}?kommune={place.slug}",
        }
        for place in places
    ]
