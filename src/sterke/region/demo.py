"""The region's part of the demo cluster: the places, which are real and come from the profile."""

from typing import Any

from sterke.core.house import house

from .models import Municipality


def load(world: dict[str, Any]) -> None:
    world["places"] = {place.slug: place for place in Municipality.objects.all()}


house.demos.append((10, load))
