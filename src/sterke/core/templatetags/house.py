"""Template tags every room may use: form controls, sentences of history, page numbers, hexagons."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import (
    BoundField,
    CheckboxInput,
    CheckboxSelectMultiple,
    EmailInput,
    FileInput,
    HiddenInput,
    NumberInput,
    RadioSelect,
    Select,
    Textarea,
    TextInput,
    URLInput,
)
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format, number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .. import hexagons
from ..hexagons import comb
from ..house import house
from ..models import Activity, Cluster

register = template.Library()
PLAIN = {TextInput, EmailInput, NumberInput, URLInput, Textarea}
SELECTED = mark_safe(" selected")

# Badge kinds by what they tell; the colour only repeats what the word says.
TONES = {
    "success": {"success", "active", "approved", "sent", "kept", "favours", "public", "ok"},
    "danger": {"danger", "error", "declined", "failed", "broken", "bankrupt", "deleted", "late", "expired"},
    "warning": {"warning", "uncertain", "liquidation", "partly", "secretariat", "held"},
    "info": {"info", "waiting", "queued", "sending", "open", "members", "board"},
}


@register.filter
def field_kind(field: BoundField) -> str:
    """How a field is laid out: hidden, check (one box), group (several boxes), file or plain."""
    widget = field.field.widget
    if isinstance(widget, HiddenInput):
        return "hidden"
    if isinstance(widget, (RadioSelect, CheckboxSelectMultiple)):
        return "group"
    if isinstance(widget, CheckboxInput):
        return "check"
    return "file" if isinstance(widget, FileInput) else "plain"


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """The input itself in the house's look; Django ties it to its help text and its error."""
    classes = f"ds-input {field.field.widget.attrs.get('class', '')}".strip()
    if type(field.field.widget) is Select:
        return _select(field, classes)
    if type(field.field.widget) in PLAIN:
        return _input(field, classes)
    return field.as_widget(attrs={"class": classes})


def _input(field: BoundField, classes: str) -> SafeString:
    """A plain input, drawn here: a template for each one is a good part of the cost of a form."""
    widget: Any = field.field.widget
    attrs = field.build_widget_attrs({"id": field.auto_id, "class": classes}, widget)
    drawn = widget.get_context(field.html_name, field.value(), attrs)["widget"]
    attrs = {name: value for name, value in drawn["attrs"].items() if value is not False}
    if isinstance(widget, Textarea):
        return format_html('<textarea name="{}"{}>\n{}</textarea>', drawn["name"], flatatt(attrs), drawn["value"] or "")
    value = {} if drawn["value"] is None else {"value": drawn["value"]}
    return format_html("<input{}>", flatatt({"type": drawn["type"], "name": drawn["name"], **value, **attrs}))


def _select(field: BoundField, classes: str) -> SafeString:
    """A plain choice, drawn here: Django renders two templates for each option, most of the cost of a list."""
    widget: Any = field.field.widget
    attrs = {**widget.attrs, **field.build_widget_attrs({"id": field.auto_id, "class": classes})}
    chosen = {str(value) for value in widget.format_value(field.value())}
    choices = [("" if value is None else str(value), label) for value, label in widget.choices]
    options = format_html_join(
        "", '<option value="{}"{}>{}</option>', ((v, SELECTED if v in chosen else "", label) for v, label in choices)
    )
    return format_html('<select name="{}"{}>{}</select>', field.html_name, flatatt(attrs), options)


@register.simple_tag
def option(box: Any) -> SafeString:
    """One box of a group: the bare input, in the house's look (its label stands beside it)."""
    box.data["attrs"] = {**box.data["attrs"], "class": "ds-input"}
    return box.tag(wrap_label=False)


@register.filter
def tone(kind: Any) -> str:
    """The colour of a badge: success, danger, warning, info or neutral."""
    found = [colour for colour, kinds in TONES.items() if str(kind) in kinds]
    return found[0] if found else "neutral"


class _Told(dict[str, Any]):
    """What a line of history tells, days as the reader writes them; an older line may lack a word that its sentence has
    today."""

    def __getitem__(self, key: str) -> Any:
        told = super().__getitem__(key)
        day = parse_day(told) if isinstance(told, str) and len(told) == len("2026-11-23") else None
        return date_format(day) if day else told

    def __missing__(self, key: str) -> str:
        return "…"


def parse_day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:  # the thirtieth of February
        return None


@register.simple_tag
def sentence(line: Activity) -> str:
    """A line of history as a sentence in the reader's language; the bare verb where no room has words for it."""
    phrase = house.phrases.get(line.verb)
    if phrase is None:
        return f"{line.actor}: {line.verb} {line.subject}".strip(": ")
    details = line.details if isinstance(line.details, dict) else {}
    return str(phrase) % _Told({**details, "actor": line.actor, "subject": line.subject})


@register.simple_tag
def day(moment: datetime) -> SafeString:
    """The day of a moment here, for people and for programs."""
    return _day(timezone.localtime(moment).date(), get_language())


@lru_cache(maxsize=4096)
def _day(date: date, language: str | None) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', date.isoformat(), date_format(date))


@register.filter
def changes(line: Activity) -> list[tuple[str, Any, Any]]:
    """What a line of history changed, as (label, before, after)."""
    found = line.details.get("changes") if isinstance(line.details, dict) else None
    return [(label, *pair) for label, pair in (found or {}).items()]


@register.filter
def says(cluster: Cluster, key: str) -> str:
    """A text of the cluster's own in the reader's language; empty when its profile says nothing."""
    return cluster.text(key)


@register.filter
def page_numbers(page: Page) -> list[int | None]:
    """The numbers of a pager; None stands for a gap."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [number if isinstance(number, int) else None for number in numbers]


register.simple_tag(comb)


@register.simple_tag
def region_map(places: Iterable[dict[str, Any]], title: str, unit: str = "", source: str = "") -> SafeString:
    """``components/hexagons.html``, drawn once for the same places with the same figures in the same language."""
    rows = tuple(tuple((name, _plain(value)) for name, value in place.items()) for place in places)
    return _drawn(get_language(), rows, str(title), str(unit), str(source))


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, (int, float, Decimal)) else str(value)


@lru_cache(maxsize=64)
def _drawn(_language: str | None, rows: tuple, title: str, unit: str, source: str) -> SafeString:
    places = [dict(row) for row in rows]
    words = {"places": places, "title": title, "unit": unit, "source": source}
    return render_to_string("components/hexagons.html", words)


@register.simple_tag
def region(places: Iterable[dict[str, Any]], unit: str = "") -> dict[str, Any]:
    """The region ready to draw: cells north to south with their words, and the legend.

    A place: ``name hex_column hex_row``, and where there is one ``figure`` (a number, or None where it is missing, then
    ``reason``), ``url``, ``chosen``. Without figures the names stand alone.
    """
    lying = sorted(places, key=lambda place: (place["hex_row"], place["hex_column"]))
    figures = [place.get("figure") for place in lying]
    counted = any("figure" in place for place in lying)
    decimals = 1 if any(figure is not None and figure % 1 for figure in figures) else 0
    sign, word = (f"\u00a0{unit}", "") if len(unit) == 1 else ("", f" {unit}")  # "%" stands in the cell, a word beside

    def told(figure: Any, sign: str = sign) -> str:
        return "–" if figure is None else number_format(figure, decimals, force_grouping=True) + sign

    drawn = hexagons.comb(lying, gap=1)
    one_chosen = any(place.get("chosen") for place in lying)
    cells = []
    for cell, figure, level in zip(drawn["cells"], figures, hexagons.levels(figures), strict=True):
        place = cell["place"]
        missing = str(place.get("reason") or _("not known")) if counted and figure is None else ""
        said = [place["name"], missing or told(figure) + word] if counted else [place["name"]]
        cells.append(
            {
                "name": place["name"],
                "url": place.get("url"),
                "narrows": "?" in (place.get("url") or ""),  # a choice among endless ones, no page of its own
                "chosen": place.get("chosen"),
                "points": cell["points"],
                "level": level if counted else 5 if place.get("chosen") else 1 if one_chosen else 3,
                "says": ": ".join(said),
                "figure": "" if missing else told(figure),
                "missing": missing,
                **hexagons.words(place["name"], told(figure) if counted else "", cell["x"], cell["y"]),
            }
        )
    steps = hexagons.legend(figures) if counted else []
    return {
        "view_box": drawn["view_box"],
        "pixels": round(drawn["columns"] * hexagons.CELL),
        "size": hexagons.size_of(drawn["columns"]),
        "counted": counted,
        "linked": any(cell["url"] for cell in cells),
        "cells": cells,
        "legend": [
            {"level": level, "least": told(least, "" if least != most else sign), "most": told(most)}
            for level, least, most in steps
        ],
    }
