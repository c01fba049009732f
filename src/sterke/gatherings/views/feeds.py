"""Gatherings as Atom: what a visitor sees, and nothing more."""

from datetime import datetime, time
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sterke.core.access import open_to
from sterke.core.calendars import uid_of
from sterke.core.feeds import Stream, as_atom
from sterke.core.models import Cluster
from sterke.core.pages import same_for_visitors
from sterke.core.visibility import Visibility

from .. import reports
from ..models import Gathering
from ..wording import when, where

NEWEST = 50


class Gatherings(Stream):
    page, address = "gatherings:gatherings", "gatherings:feed"

    def title(self) -> str:
        return _("Styrketrening, %(cluster)s") % {"cluster": Cluster.current().name}

    def items(self) -> list[Gathering]:
        return list(reports.coming(AnonymousUser(), timezone.localdate())[:NEWEST])

    def item_description(self, item: Any) -> str:
        return " · ".join(part for part in (when(item), where(item), item.words("lead")) if part)

    def item_guid(self, item: Any) -> str:
        return f"urn:uid:{uid_of(f'gathering-{item.pk}')}"

    def item_updateddate(self, item: Any) -> datetime:
        return item.starts_at or timezone.make_aware(datetime.combine(item.day, time()))


@require_safe
@open_to(Visibility.PUBLIC)
@same_for_visitors
def feed(request: HttpRequest) -> HttpResponse:
    return as_atom(Gatherings(), request)
