"""What the frame of every page shows: the mark, the ways to go, the same page in the other language."""

from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import Context
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sterke.region.models import Municipality, RegionDefinition

register = template.Library()


@register.simple_tag
def region_places() -> list[Municipality]:
    """The municipalities of the cluster's region today, as they lie; the mark is drawn from them. One query."""
    valid = RegionDefinition.objects.valid(timezone.localdate()).filter(kind=RegionDefinition.Kind.CLUSTER)
    return list(Municipality.objects.filter(regions__in=valid).distinct().order_by("hex_row", "hex_column"))


@register.simple_tag(takes_context=True)
def ways(context: Context) -> list[dict[str, Any]]:
    """The navigation for this viewer: (label, address, whether one stands there)."""
    request: HttpRequest | None = context.get("request")
    user = getattr(request, "user", None)
    signed_in = bool(user and user.is_authenticated)
    wanted = [("website:organisations", _("Members")), ("website:networks", _("Networks"))]
    if not (signed_in and user.is_member):
        wanted.append(("membership:apply", _("Join us")))
    if signed_in and (user.is_secretary or user.is_board):
        wanted.append(("website:desk", _("Desk")))
    if signed_in:
        wanted.append(("website:my_page", _("My page")))
    path = request.path if request else ""
    found = [(label, _address(name)) for name, label in wanted]
    return [{"label": label, "url": url, "here": path.startswith(url)} for label, url in found if url]


@register.simple_tag
def address(name: str) -> str:
    """The address of a page by name, empty where this house does not have that page."""
    return _address(name)


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


@register.simple_tag(takes_context=True)
def languages(context: Context) -> list[dict[str, Any]]:
    """The same page in each language: code, name, path, absolute address, and whether it is this one."""
    request: HttpRequest | None = context.get("request")
    path = request.get_full_path() if request and request.method == "GET" else getattr(request, "path", "/")
    bare = path.partition("?")[0]
    return [
        {
            "code": code,
            "name": name,
            "url": translate_url(path, code),
            "absolute": settings.SITE_URL + translate_url(bare, code),
            "here": code == get_language(),
        }
        for code, name in settings.LANGUAGES
    ]


@register.filter
def alert_colour(tags: str) -> str:
    """The colour of a message from its level."""
    known = {"success": "success", "error": "danger", "warning": "warning"}
    return next((colour for level, colour in known.items() if level in tags.split()), "info")
