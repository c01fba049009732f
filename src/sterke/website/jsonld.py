"""schema.org descriptions of public things, as data blocks in the page. Data, never code: nothing runs it."""

import json
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from sterke.core.house import Card
from sterke.core.models import Cluster
from sterke.core.paths import path_to
from sterke.core.visibility import Visibility
from sterke.directory.models import Organisation

# So that no text in the data can close the block or open markup.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}
CONTEXT = "https://schema.org"
PUBLISHED = {"NewsArticle", "Article"}


def block(data: dict[str, Any]) -> SafeString:
    text = json.dumps({"@context": CONTEXT, **filled(data)}, ensure_ascii=False).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')


def page(
    card: Card, cluster: Cluster, trail: list[tuple[str, str]], path: str, listed: Iterable[Any] = ()
) -> list[dict[str, Any]]:
    """All that a page is told as: what it is about, who publishes it, what it lists, and the pages above it."""
    found = []
    if card.data.get("@type") in PUBLISHED:
        about = card.data | {"publisher": publisher(cluster), "mainEntityOfPage": settings.SITE_URL + path}
        found.append(about if about.get("author") else about | {"author": publisher(cluster)})
    elif card.data:
        found.append(card.data)
    if rows := [row for row in listed if row.visibility == Visibility.PUBLIC]:
        found.append(items(rows))
    if trail:
        found.append(way([*trail, (card.title, path)]))
    return found


def items(rows: Iterable[Any]) -> dict[str, Any]:
    """A list of things that each have a page of their own."""
    steps = [
        {"@type": "ListItem", "position": number, "url": settings.SITE_URL + row.get_absolute_url()}
        for number, row in enumerate(rows, start=1)
    ]
    return {"@type": "ItemList", "itemListElement": steps}


def way(trail: list[tuple[str, str]]) -> dict[str, Any]:
    steps = [
        {"@type": "ListItem", "position": number, "name": name, "item": settings.SITE_URL + path}
        for number, (name, path) in enumerate(trail, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": steps}


def publisher(cluster: Cluster) -> dict[str, Any]:
    home = settings.SITE_URL + "/"
    logo = f"{settings.SITE_URL}/merke-512.png"
    return {"@type": "Organization", "@id": f"{home}#klyngen", "name": cluster.name, "url": home, "logo": logo}


def the_cluster(cluster: Cluster, places: list[str]) -> dict[str, Any]:
    """Who we are, and the web site as a whole."""
    organisation = publisher(cluster) | {
        "description": cluster.text("footer.about") or cluster.text("front.lead"),
        "email": cluster.email,
        "telephone": cluster.phone,
        "identifier": cluster.org_number,
        "address": cluster.text("footer.address"),
        "areaServed": [{"@type": "AdministrativeArea", "name": name} for name in places],
    }
    site = {
        "@type": "WebSite",
        "@id": f"{settings.SITE_URL}/#nettstedet",
        "url": settings.SITE_URL + path_to("website:front"),
        "name": cluster.name,
        "inLanguage": get_language(),
        "publisher": {"@id": organisation["@id"]},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{settings.SITE_URL}{path_to('website:search')}?q={{search_term_string}}",
            },
            "query-input": "required name=search_term_string",
        },
    }
    return {"@graph": [filled(organisation), filled(site)]}


def organisation(row: Organisation, about: str) -> dict[str, Any]:
    address = {
        "streetAddress": row.street,
        "postalCode": row.postal_code,
        "addressLocality": row.postal_place,
        "addressCountry": "NO" if row.postal_place else "",
    }
    return {
        "@type": "Organization",
        "name": row.name,
        "legalName": row.register_name,
        "url": f"{settings.SITE_URL}{row.get_absolute_url()}",
        "sameAs": row.website,
        "description": about,
        "identifier": row.org_number,
        "address": {"@type": "PostalAddress", **filled(address)} if filled(address) else "",
        "numberOfEmployees": {"@type": "QuantitativeValue", "value": row.employees} if row.employees else "",
    }


def filled(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value}
