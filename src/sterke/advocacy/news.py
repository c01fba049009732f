"""Promises given, kept and broken, for the newsletter."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from sterke.core.keys import key_of
from sterke.core.news import News, gives_news

from .models import PoliticalPromise


@gives_news
def news(since: date, user: Any) -> Iterator[News]:
    rows = PoliticalPromise.objects.visible_to(user).filter(Q(said_on__gte=since) | Q(status_on__gte=since))
    for row in rows.select_related("office", "case").order_by("-said_on", "-pk"):
        told = _t("Promised") if row.is_open else str(row.get_status_display()).capitalize()
        text = f"{told}. {row.office.title}, {row.case}."
        day = row.said_on if row.is_open else row.status_on or row.said_on
        yield News(key_of(row), _("Promises"), str(row), day, row.get_absolute_url(), text)
