"""schema.org descriptions of public things, as a data block in the page. Data, never code: nothing runs it."""

import json
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from sterke.directory.models import Organisation

# So that no text in the data can close the block or open markup.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def block(data: dict[str, Any]) -> SafeString:
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')


def organisation(row: Organisation, about: str) -> SafeString:
    address = {
        "streetAddress": row.street,
        "postalCode": row.postal_code,
        "addressLocality": row.postal_place,
        "addressCountry": "NO" if row.postal_place else "",
    }
    data = {
        "@type": "Organization",
        "name": row.name,
        "legalName": row.register_name,
        "url": f"{settings.SITE_URL}{row.get_absolute_url()}",
        "sameAs": row.website,
        "description": about,
        "identifier": row.org_number,
        "address": {"@type": "PostalAddress", **_filled(address)} if _filled(address) else "",
        "numberOfEmployees": {"@type": "QuantitativeValue", "value": row.employees} if row.employees else "",
    }
    return block(_filled(data))


def _filled(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value}
