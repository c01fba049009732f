"""Gatherings as Atom: what a visitor sees, and nothing more."""

from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sterke.core.access import open_to
from sterke.core.calendars import uid_of
from sterke.core.models import Cluster
from sterke.core.pages import same_for_visitors
from sterke.core.paths import path_to
from sterke.core.visibility import Visibility

from .. import reports
from ..models import Gathering
from ..wording import when, where

NEWEST = 50


class Gatherings(Feed):
    feed_type = Atom1Feed

    def title(self) -> str:
        return _("Styrketrening, %(cluster)s") % {"cluster": Cluster.current().name}

    def link(self) -> str:
        return settings.SITE_URL + path_to("gatherings:gatherings")

    def feed_url(self) -> str:
        return settings.SITE_URL + path_to("gatherings:feed")

    def feed_guid(self) -> str:
        return self.link()

    @property
    def language(self) -> str:  # type: ignore[override]
        return get_language() or "nb"

    def items(self) -> list[Gathering]:
        return list(reports.coming(AnonymousUser(), timezone.localdate())[:NEWEST])

    def item_title(self, item: Any) -> str:
        return str(item)

    def item_description(self, item: Any) -> str:
        return " · ".join(part for part in (when(item), where(item), item.words("lead")) if part)

    def item_link(self, item: Any) -> str:
        return settings.SITE_URL + item.get_absolute_url()

    def item_guid(self, item: Any) -> str:
        return f"urn:uid:{uid_of(f'gathering-{item.pk}')}"

    def item_updateddate(self, item: Any) -> datetime:
        return item.starts_at or timezone.make_aware(datetime.combine(item.day, time()))


@require_safe
@open_to(Visibility.PUBLIC)
@same_for_visitors
def feed(request: HttpRequest) -> HttpResponse:
    response = Gatherings()(request)
    response.headers["Content-Type"] = "application/atom+xml; charset=utf-8"
    return response
