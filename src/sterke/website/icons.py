"""The mark for tabs, home screens and search engines. A profile with other municipalities has another mark."""

from functools import lru_cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sterke.core.access import open_to
from sterke.core.visibility import Visibility
from sterke.region.templatetags.mark import region_places

from . import drawing

# By name: how large, and whether the ground is filled to the edge, for a phone that cuts it to its own shape.
ICONS = {
    "merke-192": (192, False),
    "merke-512": (512, False),
    "merke-dekkende-192": (192, True),
    "merke-dekkende-512": (512, True),
    "apple-touch-icon": (180, True),
}


@require_safe
@open_to(Visibility.PUBLIC)
def icon(request: HttpRequest, name: str) -> HttpResponse:
    if name not in ICONS:
        raise Http404
    size, fills = ICONS[name]
    return _answer(_icon(size, fills, region_places()), "image/png")


@require_safe
@open_to(Visibility.PUBLIC)
def favicon(request: HttpRequest) -> HttpResponse:
    return _answer(_favicon(region_places()), "image/x-icon")


@lru_cache(maxsize=32)
def _icon(size: int, fills: bool, places: tuple[Any, ...]) -> bytes:
    return drawing.icon(size, places, fills=fills)


@lru_cache(maxsize=8)
def _favicon(places: tuple[Any, ...]) -> bytes:
    return drawing.favicon(places)


def _answer(data: bytes, kind: str) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    response.headers["Cache-Control"] = "public, max-age=86400"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
