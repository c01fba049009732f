"""The municipalities, for machines."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema

from sterke.core.access import open_to
from sterke.core.api import Page, Paging, page_of, reads
from sterke.core.visibility import Visibility

from .models import Municipality

router = Router(tags=["municipalities"])


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
