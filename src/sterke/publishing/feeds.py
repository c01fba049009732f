"""The news as Atom. What a visitor sees, and nothing more: a feed has no reader's name."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sterke.core.access import open_to
from sterke.core.feeds import Stream, as_atom
from sterke.core.models import Cluster
from sterke.core.pages import same_for_visitors
from sterke.core.visibility import Visibility

from .models import ArticlePage, latest_articles

NEWEST = 30


class News(Stream):
    page, address = "publishing:news", "publishing:feed"

    def title(self) -> str:
        return _("News from %(cluster)s") % {"cluster": Cluster.current().name}

    def items(self) -> list[ArticlePage]:
        return list(latest_articles(AnonymousUser())[:NEWEST])

    def item_title(self, item: Any) -> str:
        return item.words("title")

    def item_description(self, item: Any) -> str:
        return item.words("lead")

    def item_guid(self, item: Any) -> str:
        """The same whatever becomes of the address."""
        return f"urn:uuid:{item.translation_key}"

    def item_pubdate(self, item: Any) -> datetime:
        return item.first_published_at

    def item_updateddate(self, item: Any) -> datetime:
        return item.last_published_at


@require_safe
@open_to(Visibility.PUBLIC)
@same_for_visitors
def news(request: HttpRequest) -> HttpResponse:
    return as_atom(News(), request)
