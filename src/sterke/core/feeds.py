"""Atom: what every stream of the house says of itself. A room says what is in it."""

from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language

from .paths import path_to


class Stream(Feed):
    """``page`` is the name of the page it follows, ``address`` its own."""

    feed_type = Atom1Feed
    page = address = ""

    def link(self) -> str:
        return settings.SITE_URL + path_to(self.page)

    def feed_url(self) -> str:
        return settings.SITE_URL + path_to(self.address)

    def feed_guid(self) -> str:
        return self.link()

    @property
    def language(self) -> str:  # type: ignore[override]
        return get_language() or "nb"

    def item_title(self, item: Any) -> str:
        return str(item)

    def item_link(self, item: Any) -> str:
        return settings.SITE_URL + item.get_absolute_url()


def as_atom(stream: Stream, request: HttpRequest) -> HttpResponse:
    response = stream(request)
    response.headers["Content-Type"] = "application/atom+xml; charset=utf-8"
    return response
