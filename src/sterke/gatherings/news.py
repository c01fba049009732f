"""Gatherings to come, for the newsletter."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sterke.core.keys import key_of
from sterke.core.news import News, gives_news

from .models import Gathering

MOST = 20


@gives_news
def news(since: date, user: Any) -> Iterator[News]:
    rows = Gathering.objects.visible_to(user).filter(day__gte=timezone.localdate())
    rows = rows.exclude(status__in=(Gathering.Status.DRAFT, Gathering.Status.CANCELLED)).order_by("day", "pk")
    for row in rows[:MOST]:
        yield News(key_of(row), _("Gatherings"), str(row), row.day, row.get_absolute_url(), row.words("lead"))
