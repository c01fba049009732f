"""What the head of a page tells machines: search engines, and whoever shows a link to it."""

from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from sterke.core.house import Card, house
from sterke.core.models import Cluster
from sterke.core.visibility import Visibility

from .. import cards, jsonld

register = template.Library()
LOCALES = {"nb": "nb_NO", "en": "en_GB"}


@register.simple_block_tag
def said(content: str) -> str:
    """Words of a page that stand in several places of its head: ``{% said as title %}{% block title %}…``."""
    return mark_safe(" ".join(content.split()))


@register.simple_tag(takes_context=True)
def outside(context: Context) -> dict[str, Any]:
    """How this page is told outside; nothing for a page that not everybody may read, or that has no lasting address."""
    card, request, cluster = card_of(context), context.get("request"), context["cluster"]
    if card is None or request is None:
        return {}
    language = get_language() or settings.LANGUAGE_CODE
    written = context.get("written_in") or LOCALES
    return {
        "kind": card.kind,
        "image": settings.SITE_URL + cards.address_of(card, request.path, cluster),
        "alt": " – ".join(filter(None, [card.title, f"{card.figure} {card.unit}".strip(), card.line, cluster.name])),
        "locale": LOCALES[language],
        "others": [LOCALES[code] for code in written if code != language],
    }


@register.simple_tag(takes_context=True)
def described(context: Context) -> SafeString:
    """The page in schema.org's words: what it is about, and the way to it."""
    card, request = card_of(context), context.get("request")
    if card is None or request is None:
        return SafeString()
    cluster: Cluster = context["cluster"]
    found = jsonld.page(card, cluster, context.get("trail") or [], request.path, context.get("listed") or ())
    return SafeString("\n".join(jsonld.block(data) for data in found))


def card_of(context: Context) -> Card | None:
    """The card that the view gave with the page; of a page there is one of, the card its room gives."""
    if "card" in context:
        return context["card"]
    match = getattr(context.get("request"), "resolver_match", None)
    if match is None or match.kwargs or getattr(match.func, "audience", "") != Visibility.PUBLIC:
        return None
    give = house.cards.get(match.view_name)
    return give() if give else None
