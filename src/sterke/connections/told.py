"""How needs and offers are told outside (see ``Card``)."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from sterke.core.house import Card, gives_card
from sterke.core.visibility import Visibility

from . import reports
from .models import Listing


@gives_card("connections:listings")
def listings_card() -> Card:
    return Card(_("Somebody nearby has solved it"), _("Needs and offers"))


def listing(row: Listing) -> Card | None:
    """A need is a Demand, an offer an Offer, a question a Question, in schema.org's words."""
    if not row.is_public:
        return None
    return Card(row.title, str(row.get_side_display()).capitalize(), "article", data=as_linked_data(row))


def as_linked_data(row: Listing) -> dict[str, Any]:
    kind = {Listing.Side.NEED: "Demand", Listing.Side.OFFER: "Offer"}.get(Listing.Side(row.side), "Question")
    data: dict[str, Any] = {
        "@type": kind, "name": row.title, "url": settings.SITE_URL + row.get_absolute_url(),
        "inLanguage": row.language,
    }  # fmt: skip
    if row.text:
        data["description"] = row.text
    if kind != "Question":
        data["validThrough"] = row.valid_until.isoformat()
        if row.organisation.visibility == Visibility.PUBLIC:
            who = {"@type": "Organization", "name": row.organisation.name}
            data["seller" if kind == "Offer" else "buyer"] = who
    return data


@gives_card("connections:listing")
def listing_card(pk: int) -> Card | None:
    row = reports.ROWS.visible_to(AnonymousUser()).filter(pk=pk).first()
    return listing(row) if row else None
