"""What the figures give the secretariat's desk."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import ngettext

from sterke.core.house import DeskItem
from sterke.core.paths import path_to
from sterke.core.question import Question
from sterke.core.visibility import is_secretary

from .models import Indicator
from .series import START, newest, told

SHOWN = 3  # names of many
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
    if unasked := [row for row in rows if row.is_late and row.fetched_at is None and not row.problem]:
        yield never_fetched(unasked)
    for row in rows:
        if not row.problem and (row.fetched_at is None or not row.is_late):
            continue
        had = row.fetched_at
        since = (timezone.localtime(had).date() + timedelta(days=row.cadence_days)) if had else today
        title = _t("“%(what)s” could not be fetched") if row.problem else _t("“%(what)s” has no new figures")
        yield DeskItem(
            "figures_late",
            title % {"what": row},
            row.problem or _t("Later than it should be"),
            min(since, today) if had else today,
            _t("Look at it"),
            reverse("office_indicator:edit", args=[row.pk]),
        )


def never_fetched(rows: list[Indicator]) -> DeskItem:
    count = len(rows)
    title = ngettext("%(count)s figure has never been fetched", "%(count)s figures have never been fetched", count)
    first = ", ".join(str(row) for row in rows[:SHOWN]) + (" …" if count > SHOWN else "")
    url = reverse("office_indicator:index")
    return DeskItem("figures_missing", title % {"count": count}, first, timezone.localdate(), _t("Look at them"), url)


def moved_by(row: Indicator) -> str:
    """A number moves by per cent of itself; what is in per cent already, by percentage points."""
    if row.is_in_percent:
        return _t("“%(what)s” has moved %(size)s percentage points in a year")
    return _t("“%(what)s” has moved %(size)s per cent in a year")


def moves(rows: list[Indicator]) -> Iterator[DeskItem]:
    """The region's newest figure has changed by more than the indicator's threshold in a year, is new, and not seen."""
    fresh = timezone.now() - timedelta(days=NEWS_DAYS)
    for line in newest([row for row in rows if row.threshold]):
        row, change, came = line["indicator"], line["since_year"], line["came"]
        if came < fresh or (row.noted_at and came <= row.noted_at):
            continue
        before = None if change is None else line["value"] - change
        if not before or change is None:
            continue
        size = change if row.is_in_percent else change / before * START
        if abs(size) >= Decimal(row.threshold):
            limit = _t("The line to be told of is %(threshold)s") % {"threshold": told(Decimal(row.threshold), 1)}
            yield DeskItem(
                "figure_moved",
                moved_by(row) % {"what": row, "size": told(size, 1, sign=True)},
                limit,
                timezone.localtime(came).date(),
                _t("Seen"),
                path_to("region:note_move", row.slug),
                post=True,
                about=row.get_absolute_url(),
            )  # fmt: skip
