"""The municipalities and their figures, for machines."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema

from sterke.core.access import open_to
from sterke.core.api import Page, Paging, Slug, absolute, page_of, reads
from sterke.core.visibility import Visibility

from .models import Indicator, Municipality
from .reports import indicators as indicators_of
from .series import REGION, Table, table_of

router = Router(tags=["municipalities"])
figures = Router(tags=["figures"])


class MunicipalityRow(Schema):
    slug: str
    name: str
    code: str | None
    centre: str | None
    latitude: float
    longitude: float


@router.get("/municipalities", **reads(Page[MunicipalityRow], _("The municipalities of the region")))
@open_to(Visibility.PUBLIC)
def municipalities(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    rows = Municipality.objects.prefetch_related("codes").order_by("sort_key", "pk")
    return page_of(request, rows, paging, shaped)


def shaped(rows: Iterable[Municipality]) -> list[dict[str, Any]]:
    day = timezone.localdate()
    return [
        {
            "slug": row.slug,
            "name": row.name,
            "code": row.code_on(day) or None,
            "centre": row.centre or None,
            "latitude": row.latitude,
            "longitude": row.longitude,
        }
        for row in rows
    ]


class IndicatorLine(Schema):
    slug: str
    name: str
    name_en: str
    about: str | None
    about_en: str | None
    unit: str
    unit_en: str
    decimals: int
    good: Indicator.Good
    source: str
    table: str | None
    credit: str
    credit_en: str | None
    source_url: str | None
    url: str
    self: str


class PlaceFigures(Schema):
    """``values`` run along the periods of the indicator. A value that is missing is null; ``missing`` says why."""

    municipality: str | None
    code: str | None
    values: list[float | None]
    missing: dict[str, str]


class IndicatorFigures(IndicatorLine):
    fetched: datetime | None
    source_updated: datetime | None
    periods: list[str]
    figures: list[PlaceFigures]


@figures.get("/indicators", **reads(Page[IndicatorLine], _("What is counted for each municipality")))
@open_to(Visibility.PUBLIC)
def indicators(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    return page_of(request, indicators_of.build(request.user), paging, lines)


@figures.get("/indicators/{slug:slug}", **reads(IndicatorFigures, _("One indicator with all of its figures")))
@open_to(Visibility.PUBLIC)
def indicator(request: HttpRequest, slug: Slug) -> dict[str, Any]:
    row = indicators_of.build(request.user).filter(slug=slug).first()
    if row is None:
        raise Http404
    table = table_of(row)
    known = {place.pk: place for place in Municipality.objects.prefetch_related("codes")}
    return lines([row])[0] | {
        "fetched": table.fetched_at,
        "source_updated": table.source_updated,
        "periods": table.periods,
        "figures": [place_figures(table, known.get(place), place) for place in sorted(table.values)],
    }


def lines(rows: Iterable[Indicator]) -> list[dict[str, Any]]:
    words = ("slug", "name", "name_en", "unit", "unit_en", "decimals", "good", "source", "credit")
    return [
        {name: getattr(row, name) for name in words}
        | {name: getattr(row, name) or None for name in ("about", "about_en", "table", "credit_en", "source_url")}
        | {"url": absolute(row.get_absolute_url()), "self": absolute(reverse("api:indicator", args=[row.slug]))}
        for row in rows
    ]


def place_figures(table: Table, place: Municipality | None, key: int) -> dict[str, Any]:
    """Of a municipality, or of the whole region where ``municipality`` is null."""
    values = (table.at(key, period) for period in table.periods)
    return {
        "municipality": place.slug if place and key != REGION else None,
        "code": (place.code_on(timezone.localdate()) or None) if place else None,
        "values": [None if value is None else float(value) for value in values],
        "missing": {period: status for (at, period), status in table.missing.items() if at == key},
    }
