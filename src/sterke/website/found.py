"""What machines ask for before they look at pages: where everything is, whom to tell, how to put us on a phone."""

import json
from datetime import timedelta
from itertools import islice

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from sterke.core.access import open_to
from sterke.core.house import house
from sterke.core.models import Cluster
from sterke.core.pages import same_for_visitors
from sterke.core.paths import path_in
from sterke.core.visibility import Visibility

from .icons import ICONS

MOST = 25_000  # a sitemap may hold 50,000 addresses, and most of ours are in two languages
CLOSED = ["/kontoret/", "/skrivebord/", "/min-side/", "/logg-inn/", "/innboks/"]
# What can be made of the figures, with choices that never end. The pages themselves are open: they say they are no
# pages to find, and whoever draws the card of a shared address must read them.
MADE = ["/regionen/bilde.png", "/regionen/bygg-inn/", "/regionen/tall."]
SECURITY_DAYS = 180


@require_safe
@open_to(Visibility.PUBLIC)
@same_for_visitors
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page in each language it is written in, from the register of each room."""
    with translation.override("nb"):
        found = [address for give in house.addresses for address in islice(give(), MOST)][:MOST]
        rows = []
        for address in found:
            paths = {code: settings.SITE_URL + path_in(code, address.path) for code in address.languages}
            rows += [{"url": paths[code], "changed": address.changed, "paths": paths.items()} for code in paths]
    return render(request, "website/sitemap.xml", {"rows": rows}, content_type="application/xml")


@require_safe
@open_to(Visibility.PUBLIC)
def robots(request: HttpRequest) -> HttpResponse:
    others = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
    made = [start + path for path in MADE for start in ("", *(f"/{code}" for code in others))]
    shut = [f"Disallow: {path}" for path in CLOSED + made]
    lines = ["User-agent: *", *shut, "", f"Sitemap: {settings.SITE_URL}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
@open_to(Visibility.PUBLIC)
@same_for_visitors
def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116: whom to tell of a hole. It expires, so that nobody trusts a page that nobody keeps."""
    cluster, until = Cluster.current(), timezone.localdate() + timedelta(days=SECURITY_DAYS)
    lines = [
        f"Contact: mailto:{cluster.email}" if cluster.email else f"Contact: {settings.SITE_URL}/",
        f"Expires: {until:%Y-%m-%d}T00:00:00Z",
        "Preferred-Languages: nb, en",
        f"Canonical: {settings.SITE_URL}/.well-known/security.txt",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
@open_to(Visibility.PUBLIC)
@same_for_visitors
def manifest(request: HttpRequest) -> HttpResponse:
    """How a phone keeps the house among its own."""
    cluster = Cluster.current()
    drawn = [{"src": "/merke.svg", "sizes": "any", "type": "image/svg+xml", "purpose": "any"}]
    for name, (size, fills) in ICONS.items():
        purpose = "maskable" if fills else "any"
        drawn.append({"src": f"/{name}.png", "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose})
    about = {
        "id": "/",
        "name": cluster.name,
        "short_name": cluster.name[:12],
        "description": cluster.text("front.lead", "nb"),
        "lang": "nb",
        "dir": "ltr",
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "background_color": "#f6f3ec",
        "theme_color": "#0a2f25",
        "icons": drawn,
    }
    return HttpResponse(json.dumps(about, ensure_ascii=False), content_type="application/manifest+json")
