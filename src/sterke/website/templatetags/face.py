"""What the frame of every page shows: the mark, the ways to go, the same page in the other language."""

from collections.abc import Iterable
from functools import lru_cache
from html import escape as plain  # for words that are never lazy: a tenth of the cost of Django's
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sterke.core.paths import path_if_any, path_in, path_to
from sterke.directory.models import ContactDetails
from sterke.membership.models import NetworkSeat
from sterke.publishing.models import menu
from sterke.region.models import Municipality
from sterke.region.templatetags.mark import mark, region_places

from ..reports import MemberLine

register = template.Library()


register.simple_tag(mark)


@register.simple_tag(takes_context=True)
def ways(context: Context) -> list[dict[str, Any]]:
    """The navigation for this viewer: label, address, whether one stands there."""
    request: HttpRequest | None = context.get("request")
    user = getattr(request, "user", None)
    signed_in = bool(user and user.is_authenticated)
    wanted = [
        ("website:organisations", _("Members")),
        *([("website:networks", _("Networks"))] if signed_in else []),  # visitors find them in the foot
        ("advocacy:cases", _("Cases")),
        ("gatherings:gatherings", _("Styrketrening")),
        *([("connections:listings", _("Connections"))] if signed_in else []),  # visitors find them in the foot
        ("region:figures", _("The region")),
        # At home one talks; the news stands in the foot.
        ("exchange:spaces", _("Conversations")) if signed_in else ("publishing:news", _("News")),
        *(() if signed_in else written()),  # in the foot for those who are at home here
    ]
    if not (signed_in and user.is_member):
        wanted.append(("membership:apply", _("Join us")))
    if signed_in and (user.is_secretary or user.is_board):
        wanted.append(("website:desk", _("Desk")))
    if signed_in:
        wanted.append(("website:my_page", _("My page")))
    path = request.path if request else ""
    found = [(label, path_if_any(name) if ":" in name else name) for name, label in wanted]
    return [{"label": label, "url": url, "here": path.startswith(url)} for label, url in found if url]


def written() -> list[tuple[str, str]]:
    """The pages of the office that stand in the menu: (address, title)."""
    return [
        (path_to("publishing:page", slug), english if english and get_language() == "en" else title)
        for title, english, slug in menu()
    ]


@register.simple_tag
def foot() -> list[tuple[str, str]]:
    """What the foot of every page leads to, the same for all readers: (address, label)."""
    pages = (("website:networks", _("Networks")), ("connections:listings", _("Needs and offers")))
    pages = (*pages, ("publishing:news", _("News")))
    return [*((path, label) for name, label in pages if (path := path_if_any(name))), *written()]


@register.simple_tag
def lying(municipality: Municipality | None) -> list[dict[str, Any]]:
    """The region with one municipality chosen, each leading to its members; nothing for one outside the region."""
    places = region_places()
    if municipality is None or municipality.pk not in {place.pk for place in places}:
        return []
    directory = path_to("website:organisations")
    return [
        {
            "name": place.name,
            "hex_column": place.hex_column,
            "hex_row": place.hex_row,
            "url": f"{directory}?kommune={place.slug}",
            "chosen": place.pk == municipality.pk,
        }
        for place in places
    ]


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
def wall(rows: Iterable[tuple[str, str]]) -> SafeString:
    """Names with their addresses, one an item: drawn once for the same names."""
    return _wall(tuple(rows))


@lru_cache(maxsize=32)
def _wall(rows: tuple[tuple[str, str], ...]) -> SafeString:
    return format_html_join("", '<li><a href="{1}">{0}</a></li>', rows)


@register.simple_tag
def company_rows(rows: Iterable[MemberLine]) -> SafeString:
    """Companies of a list as rows of a table. Drawn here, as there are fifty of them on a page."""
    columns = [_("Municipality"), _("Industry"), _("Employees")]
    cell = "".join(f'<td data-label="{plain(column)}">{{}}</td>' for column in columns)
    line = f'<tr><th scope="row"><a class="ds-link" href="{{}}">{{}}</a></th>{cell}</tr>'
    told = (
        (row.get_absolute_url(), row.name, row.municipality or "–", row.industry or "–", row.size_text or "–")
        for row in rows
    )
    return SafeString("\n".join(line.format(*(plain(str(word)) for word in words)) for words in told))


@register.simple_tag
def seat_rows(seats: Iterable[NetworkSeat]) -> SafeString:
    """Those who sit in a network, with their company as far as the reader sees it and the ways to reach them."""
    return format_html_join(
        "\n",
        "<li><div><strong>{}</strong>{}</div><div>{}</div></li>",
        (
            (
                seat.person.name,
                format_html('<small><a href="{}">{}</a></small>', seat.place.get_absolute_url(), seat.place.name)
                if seat.place
                else "",
                reach(seat.person.reach),
            )
            for seat in seats
        ),
    )


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
