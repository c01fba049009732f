"""Needs and offers that everyone may see, as Atom."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sterke.core.access import open_to
from sterke.core.calendars import uid_of
from sterke.core.feeds import Stream, as_atom
from sterke.core.models import Cluster
from sterke.core.pages import same_for_visitors
from sterke.core.visibility import Visibility

from .. import reports
from ..models import Listing

NEWEST = 50


class Listings(Stream):
    page, address = "connections:listings", "connections:feed"

    def title(self) -> str:
        return _("Needs and offers, %(cluster)s") % {"cluster": Cluster.current().name}

    def items(self) -> list[Listing]:
        return list(reports.listings_seen(AnonymousUser())[:NEWEST])

    def item_title(self, item: Any) -> str:
        return f"{item.get_side_display().capitalize()}: {item.title}"

    def item_description(self, item: Any) -> str:
        return item.text or item.title

    def item_author_name(self, item: Any) -> str:
        return str(item.organisation) if item.organisation.visibility == Visibility.PUBLIC else ""

    def item_guid(self, item: Any) -> str:
        return f"urn:uid:{uid_of(f'listing-{item.pk}')}"

    def item_updateddate(self, item: Any) -> datetime:
        found: datetime = item.written_at
        return found


@require_safe
@open_to(Visibility.PUBLIC)
@same_for_visitors
def feed(request: HttpRequest) -> HttpResponse:
    return as_atom(Listings(), request)
