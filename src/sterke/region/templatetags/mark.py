"""The mark: the region's municipalities as they lie, standing still or at work."""

from functools import lru_cache
from typing import Any, NamedTuple

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from sterke.core.kept import remembered
from sterke.core.question import Question

from ..models import Municipality, RegionDefinition

register = template.Library()


class Place(NamedTuple):
    pk: int
    name: str
    slug: str
    hex_column: float
    hex_row: float


places_on = Question(
    lambda day: (
        Municipality.objects.filter(
            regions__in=RegionDefinition.objects.valid(day).filter(kind=RegionDefinition.Kind.CLUSTER)
        )
        .distinct()
        .order_by("hex_row", "hex_column")
        .values_list(*Place._fields)
    )
)


def region_places() -> tuple[Place, ...]:
    """The municipalities of the cluster's region today, as they lie; the mark is drawn from them. One query at most."""
    return remembered("region_places", lambda: tuple(Place(*row) for row in places_on(timezone.localdate())))


@register.simple_tag
def mark() -> SafeString:
    """The mark; nothing where the region has no municipalities yet."""
    return _drawn(region_places())


@register.inclusion_tag("components/loading.html")
def working(text: str) -> dict[str, Any]:
    """The mark at work, and what it is at: for what goes on while the reader waits."""
    return {"mark": mark(), "text": text}


@lru_cache(maxsize=32)
def _drawn(places: tuple[Place, ...]) -> SafeString:
    return render_to_string("components/mark.html", {"places": places}) if places else SafeString()
