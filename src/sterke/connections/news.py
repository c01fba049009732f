"""Needs and offers that stand, for the newsletter."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from sterke.advocacy.naming import name_for
from sterke.core.keys import key_of
from sterke.core.news import News, gives_news

from .models import Listing


@gives_news
def news(since: date, user: Any) -> Iterator[News]:
    rows = Listing.objects.visible_to(user).standing().filter(written_at__date__gte=since)
    for row in rows.select_related("organisation").order_by("-written_at", "-pk"):
        whose = name_for(user, row.organisation)
        day, where = row.written_at.date(), row.get_absolute_url()
        yield News(key_of(row), _("Needs and offers"), row.title, day, where, f"{row.get_side_display()}: {whose}")
