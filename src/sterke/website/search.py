"""Search: one field for everything the viewer may see. Nobody keeps what people look for, not even the log."""

from itertools import chain
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from sterke.core.access import open_to
from sterke.core.paging import page_of
from sterke.core.paths import path_if_any
from sterke.core.search.find import LONGEST, Found, find
from sterke.core.search.hits import Hit, hits_of, said_of
from sterke.core.text import stems, tidy
from sterke.core.visibility import Visibility

FEW, MANY, SUGGESTED = 5, 20, 7  # hits of a kind beside others, alone on a page, while one types


@require_safe
@open_to(Visibility.PUBLIC)
@vary_on_headers("HX-Request", "HX-History-Restore-Request")
def search(request: Any) -> HttpResponse:
    typed = typed_in(request)
    found = find(request.user, typed)
    chosen = next((group for group in found.groups if group.kind.name == request.GET.get("i")), None)
    page = page_of(request, chosen.rows, MANY) if chosen else None
    parts = [
        (group, hits_of(group, page if page else group.rows[:FEW], found, request.user))
        for group in ([chosen] if chosen else found.groups)
    ]
    context = {
        "typed": typed,
        "found": found,
        "chosen": chosen,
        "page": page,
        "parts": parts,
        "total": sum(len(group.rows) for group in found.groups),
        "mended": said_of(found, chain(*(hits for _group, hits in parts)), like=typed) if found.how == "near" else "",
        "straight": straight_to(typed),
        "ways_on": [] if parts else ways_on(),
        "cut": len(request.GET.get("q", "")) > LONGEST,
    }
    part = request.htmx and not request.htmx.history_restore_request
    return render(request, f"website/search.html{'#results' if part else ''}", context)


@require_safe
@open_to(Visibility.PUBLIC)
def suggest(request: HttpRequest) -> HttpResponse:
    """What the words begun so far may become: the best hits of all kinds."""
    typed = typed_in(request)
    found = find(request.user, typed, begun=True) if len(typed) > 1 else Found([])
    best = sorted(((group, pk) for group in found.groups for pk in group.rows[:SUGGESTED]), key=worth)[:SUGGESTED]
    hits: list[Hit] = []
    for group in found.groups:
        numbers = [pk for held, pk in best if held is group]
        hits += hits_of(group, numbers, found, request.user) if numbers else []
    return render(
        request, "website/search_suggestions.html", {"hits": hits, "typed": typed, "query": urlencode({"q": typed})}
    )


def worth(pair: tuple[Any, int]) -> int:
    group, pk = pair
    return -group.scores[pk]


def typed_in(request: HttpRequest) -> str:
    return tidy(request.GET.get("q", "")[:LONGEST])


def ways_on() -> list[tuple[str, str]]:
    """Pages there is one of: label and address."""
    pages = [
        ("website:organisations", _("Members")),
        ("website:networks", _("Networks")),
        ("publishing:news", _("News")),
        ("membership:apply", _("Become a member")),
        ("membership:bodies", _("The board")),
        ("accounts:privacy", _("Privacy")),
    ]
    return [(label, url) for name, label in pages if (url := path_if_any(name))]


def straight_to(typed: str) -> list[tuple[str, str]]:
    """Those of them that go by what was typed."""
    wanted = set(stems(typed))
    return [(label, url) for label, url in ways_on() if wanted and wanted <= set(stems(label))]
