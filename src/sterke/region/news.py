"""Figures that moved, for the newsletter."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sterke.core.keys import key_of
from sterke.core.news import News, gives_news

from . import told
from .models import Indicator
from .series import newest
from .series import told as written


@gives_news
def news(since: date, user: Any) -> Iterator[News]:
    """The region's newest figure of each indicator that came since then, with how it moved in a year."""
    for line in newest(Indicator.objects.visible_to(user).order_by("pk")):
        came = timezone.localtime(line["came"]).date()
        if came < since or line["since_year"] is None:
            continue
        row = line["indicator"]
        change = told.moved(row, line["since_year"], f"{int(line['period'][:4]) - 1}{line['period'][4:]}")
        title = f"{row}: {written(line['value'], row.decimals)}"
        yield News(key_of(row), _("Figures"), title, came, row.get_absolute_url(), change)
