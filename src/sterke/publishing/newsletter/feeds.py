"""The issues as Atom: what a visitor sees, and nothing more."""

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

from . import picking
from .models import NewsletterIssue

NEWEST = 20


class Issues(Stream):
    page, address = "publishing:newsletter", "publishing:newsletter_feed"

    def title(self) -> str:
        return _("The newsletter of %(cluster)s") % {"cluster": Cluster.current().name}

    def items(self) -> list[NewsletterIssue]:
        return list(NewsletterIssue.objects.out().order_by("-number")[:NEWEST])

    def item_description(self, item: Any) -> str:
        return " · ".join(row.title for row in picking.items_for(item, AnonymousUser()))

    def item_pubdate(self, item: Any) -> datetime:
        return item.sent_at


@require_safe
@open_to(Visibility.PUBLIC)
@same_for_visitors
def issues(request: HttpRequest) -> HttpResponse:
    return as_atom(Issues(), request)
