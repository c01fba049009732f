"""What the figures give the secretariat's desk."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t

from sterke.core.house import DeskItem
from sterke.core.question import Question
from sterke.core.visibility import is_secretary

from .models import Indicator
from .series import START, newest, told

NEWS_DAYS = 30  # a change stays on the desk for so long
_all = Question(lambda: Indicator.objects.order_by("order", "slug"))


def items(user: Any) -> Iterable[DeskItem]:
    """Figures that could not be fetched or are late, and those that have moved more than their threshold."""
    if not is_secretary(user):
        return ()
    rows = list(_all())
    return [*troubles(rows), *moves(rows)]


def troubles(rows: list[Indicator]) -> Iterator[DeskItem]:
    today = timezone.localdate()
    for row in rows:
        if not row.problem and not row.is_late:
            continue
        had = row.fetched_at
        since = (timezone.localtime(had).date() + timedelta(days=row.cadence_days)) if had else today
        title = _t("“%(what)s” could not be fetched") if row.problem else _t("“%(what)s” has no new figures")
        yield DeskItem(
            "figures_late",
            title % {"what": row},
            row.problem or (_t("Never fetched") if had is None else _t("Later than it should be")),
            min(since, today) if had else today,
            _t("Look at it"),
            reverse("office_indicator:edit", args=[row.pk]),
        )


def moves(rows: list[Indicator]) -> Iterator[DeskItem]:
    """The region's newest figure has changed by more than the indicator's threshold in a year, and is new."""
    fresh = timezone.now() - timedelta(days=NEWS_DAYS)
    for line in newest([row for row in rows if row.threshold and row.fetched_at and row.fetched_at > fresh]):
        row, change = line["indicator"], line["since_year"]
        before = None if change is None else line["value"] - change
        if not before or change is None:
            continue
        percent = change / before * START
        if abs(percent) >= Decimal(row.threshold):
            yield DeskItem(
                "figure_moved",
                _t("“%(what)s” has moved %(percent)s per cent in a year") % {
                    "what": row, "percent": told(percent, 1, sign=True),
                },
                _t("The line to be told of is %(threshold)s per cent") % {"threshold": told(Decimal(row.threshold), 1)},
                timezone.localtime(row.fetched_at).date(),
                _t("See the figure"),
                row.get_absolute_url(),
            )  # fmt: skip
