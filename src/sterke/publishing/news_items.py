"""Articles, for the newsletter."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sterke.core.keys import key_of
from sterke.core.news import News, gives_news

from .models import ArticlePage


@gives_news
def news(since: date, user: Any) -> Iterator[News]:
    rows = ArticlePage.objects.visible_to(user).filter(first_published_at__date__gte=since)
    for row in rows.order_by("-first_published_at", "-pk"):
        day = timezone.localdate(row.first_published_at)
        yield News(key_of(row), _("News"), row.words("title"), day, row.get_absolute_url(), row.words("lead"))
