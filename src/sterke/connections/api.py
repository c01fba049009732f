"""Needs and offers, for machines: what the list shows, by the same question."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema

from sterke.advocacy.naming import name_for
from sterke.core.access import open_to
from sterke.core.api import Page, Paging, absolute, described, page_of, reads
from sterke.core.visibility import Visibility

from . import reports
from .models import Listing

router = Router(tags=["needs and offers"])
ListingSide = Literal["need", "offer", "question"]
ListingKind = Literal[
    "competence", "capacity", "premises", "purchasing", "residues", "testing", "partners", "speakers", "apprentices"
]


class ListingLine(Schema):
    """No people are named. ``language`` is the one it is written in."""

    id: int
    side: ListingSide
    kind: ListingKind
    title: str
    text: str | None
    language: str
    company: str
    municipality: str | None
    written_at: datetime
    valid_until: date
    url: str


class Wanted(Paging):
    q: str = described(_("Words that are to be found in it."), default="", max_length=100)
    side: ListingSide | None = described(_("Only needs, offers or questions."), default=None)
    kind: ListingKind | None = described(_("Only of this kind."), default=None)


@router.get("/listings", **reads(Page[ListingLine], _("Needs, offers and questions that stand, the newest first")))
@open_to(Visibility.PUBLIC)
def listings(request: HttpRequest, search: Query[Wanted]) -> dict[str, Any]:
    rows = reports.listings_seen(request.user, words=search.q, side=search.side or "", kind=search.kind or "")
    return page_of(request, rows, search, lambda found: lines(found, request.user))


def lines(rows: Iterable[Listing], user: Any) -> list[dict[str, Any]]:
    return [
        {
            "id": row.pk,
            "side": row.side,
            "kind": row.kind,
            "title": row.title,
            "text": row.text or None,
            "language": row.language,
            "company": name_for(user, row.organisation),
            "municipality": row.organisation.municipality.slug if row.organisation.municipality else None,
            "written_at": row.written_at,
            "valid_until": row.valid_until,
            "url": absolute(row.get_absolute_url()),
        }
        for row in rows
    ]
