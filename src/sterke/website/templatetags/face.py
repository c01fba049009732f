"""What the frame of every page shows: the mark, the ways to go, the same page in the other language."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import Context
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sterke.core.paths import path_if_any, path_in
from sterke.core.question import Question
from sterke.directory.models import ContactDetails
from sterke.region.models import Municipality, RegionDefinition

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
    """The municipalities of the cluster's region today, as they lie; the mark is drawn from them. One query."""
    return tuple(Place(*row) for row in places_on(timezone.localdate()))


@register.simple_tag
def mark() -> SafeString:
    """The mark; nothing where the region has no municipalities yet."""
    return _drawn(region_places())


@lru_cache(maxsize=32)
def _drawn(places: tuple[Place, ...]) -> SafeString:
    return render_to_string("components/mark.html", {"places": places}) if places else SafeString()


@register.simple_tag(takes_context=True)
def ways(context: Context) -> list[dict[str, Any]]:
    """The navigation for this viewer: (label, address, whether one stands there)."""
    request: HttpRequest | None = context.get("request")
    user = getattr(request, "user", None)
    signed_in = bool(user and user.is_authenticated)
    wanted = [
        ("website:organisations", _("Members")),
        ("website:networks", _("Networks")),
        ("publishing:news", _("News")),
    ]
    if not (signed_in and user.is_member):
        wanted.append(("membership:apply", _("Join us")))
    if signed_in and (user.is_secretary or user.is_board):
        wanted.append(("website:desk", _("Desk")))
    if signed_in:
        wanted.append(("website:my_page", _("My page")))
    path = request.path if request else ""
    found = [(label, path_if_any(name)) for name, label in wanted]
    return [{"label": label, "url": url, "here": path.startswith(url)} for label, url in found if url]


@register.simple_tag
def address(name: str) -> str:
    """The address of a page by name, empty where this house does not have that page."""
    return path_if_any(name)


@register.simple_tag(takes_context=True)
def languages(context: Context) -> list[dict[str, Any]]:
    """The same page in each language: code, name, path, absolute address, whether it is this one, whether the page is
    written in it, and whether it is the one that holds (a page written in one language only has one address).

    Each side of a list is a page of its own; what else stands after the question mark narrows a page that is there."""
    request: HttpRequest | None = context.get("request")
    path = request.get_full_path() if request and request.method == "GET" else getattr(request, "path", "/")
    side = request.GET.get("side", "") if request and request.method == "GET" else ""
    bare = path.partition("?")[0] + (f"?side={side}" if side.isascii() and side.isdigit() and int(side) > 1 else "")
    written = context.get("written_in") or [code for code, _name in settings.LANGUAGES]
    return [
        {
            "code": code,
            "name": name,
            "url": path_in(code, path),
            "absolute": settings.SITE_URL + path_in(code, bare),
            "here": code == get_language(),
            "written": code in written,
            "falls_to": len(written) > 1 and code == settings.LANGUAGE_CODE,
            "holds": code == (get_language() if get_language() in written else written[0]),
        }
        for code, name in settings.LANGUAGES
    ]


@register.simple_tag
def reach(details: Iterable[ContactDetails]) -> SafeString:
    """The ways to reach somebody, one a line. Drawn here, as lists have a hundred of them."""
    return SafeString("".join(_line(detail) for detail in details))


def _line(detail: ContactDetails) -> SafeString:
    href = detail.href
    if not href:
        return format_html("<p>{}</p>", detail.value)
    kind = SafeString(' rel="noopener nofollow"') if detail.kind == ContactDetails.Kind.LINK else ""
    return format_html('<p><a class="ds-link" href="{}"{}>{}</a></p>', href, kind, detail.value)


@register.filter
def alert_colour(tags: str) -> str:
    """The colour of a message from its level."""
    known = {"success": "success", "error": "danger", "warning": "warning"}
    return next((colour for level, colour in known.items() if level in tags.split()), "info")
