"""The newest figure of an indicator as it stands in a text: what it counts, where, when, and who says so.

Texts are drawn once for all readers, so it shows what everybody may see, and nothing where that is nothing.
"""

from decimal import Decimal
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail import blocks

from sterke.core.kept import remembered
from sterke.core.paths import path_to
from sterke.region.models import Indicator, Municipality
from sterke.region.reports import indicators
from sterke.region.series import REGION, Table, newest, table_of, told
from sterke.region.shown import places
from sterke.region.told import moved, period_in_words, source_line


class Newest(NamedTuple):
    """A figure in words, all in one language. ``what`` tells what it counts, where and when."""

    number: str
    unit: str
    what: str
    change: str
    about: str
    source: str
    url: str
    is_count: bool


def public_indicators() -> list[Indicator]:
    return remembered(("public_indicators",), lambda: list(indicators(AnonymousUser())))


def newest_public(slug: str, place_slug: str, language: str) -> Newest | None:
    """The newest figure for the region or one municipality; None where the public may not see it or there is none."""
    indicator = next((each for each in public_indicators() if each.slug == slug), None) if slug else None
    place = next((each for each in places() if each.slug == place_slug), None) if place_slug else None
    if indicator is None or (place_slug and place is None):
        return None
    table = table_of(indicator)
    key = place.pk if place else REGION
    value = table.at(key, table.last(key))
    if value is None:
        return None
    url = f"{path_to('region:figures')}?tall={slug}" + (f"&kommune={place_slug}" if place else "")
    with override(language):
        return in_words(table, place, value, url)


def in_words(table: Table, place: Municipality | None, value: Decimal, url: str) -> Newest:
    indicator, key = table.indicator, place.pk if place else REGION
    named = {"what": str(indicator), "place": place, "period": period_in_words(table.last(key))}
    return Newest(
        number=told(value, indicator.decimals),
        unit=indicator.words("unit"),
        what=(_t("%(what)s in %(place)s, %(period)s") if place else _t("%(what)s in the region, %(period)s")) % named,
        change=change_in_words(table, key),
        about=indicator.words("about"),
        source=source_line(table),
        url=url,
        is_count=indicator.kind == Indicator.Kind.COUNT,
    )


def change_in_words(table: Table, key: int) -> str:
    """How it has moved since the first year that is known."""
    since, until = table.first(key), table.last(key)
    return moved(table.indicator, table.change(key, since, until), since)


class OpenChoice(blocks.ChoiceBlock):
    """A choice among rows or rooms. A migration does not know them, and a page is read without asking for them."""

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        path, args, named = super().deconstruct()
        return path, args, named | {"choices": []}

    def normalize_choice(self, value: Any) -> Any:
        return value

    def get_searchable_content(self, value: Any) -> list[str]:
        return []


def indicator_choices() -> list[tuple[str, str]]:
    known = {row["indicator"].pk for row in newest(public_indicators())}
    without = _t("no figures for the region yet")
    return [(each.slug, f"{each}" if each.pk in known else f"{each} ({without})") for each in public_indicators()]


def place_choices() -> list[tuple[str, str]]:
    return [(place.slug, place.name) for place in places()]


def indicator_block(**more: Any) -> OpenChoice:
    told = _("Only what everybody may see. Where the figure is gone, hidden or not fetched yet, nothing is shown.")
    return OpenChoice(**{"choices": indicator_choices, "label": _("figure"), "help_text": told} | more)


def place_block() -> OpenChoice:
    told = _("Empty for the whole region.")
    return OpenChoice(choices=place_choices, label=_("municipality"), required=False, help_text=told)
