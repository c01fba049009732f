"""The desk in words: what waits, when, and the four figures above it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sterke.core.house import DeskItem
from sterke.core.kept import number_of
from sterke.core.question import today
from sterke.core.visibility import is_secretary

from . import reports

COUNTING = [
    "", gettext_lazy("one"), gettext_lazy("two"), gettext_lazy("three"), gettext_lazy("four"), gettext_lazy("five"),
    gettext_lazy("six"), gettext_lazy("seven"), gettext_lazy("eight"), gettext_lazy("nine"), gettext_lazy("ten"),
    gettext_lazy("eleven"), gettext_lazy("twelve"),
]  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A desk item as it is shown: the day in words, late or not."""

    item: DeskItem
    day: str
    late: bool


@dataclass(frozen=True)
class Figure:
    number: int
    label: str
    url: str


def heading(count: int) -> str:
    """ "Nine things wait today", in words up to twelve."""
    if count == 0:
        return _("Nothing waits today")
    number = str(COUNTING[count]) if count < len(COUNTING) else str(count)
    return ngettext("Today %(number)s thing waits", "Today %(number)s things wait", count) % {"number": number}


def day_in_words(day: date, today: date) -> str:
    """Yesterday, today, the weekday within a week, else the date; with the year when it is another."""
    if day == today - timedelta(days=1):
        return _("yesterday")
    if day == today:
        return _("today")
    if day == today + timedelta(days=1):
        return _("tomorrow")
    if today < day < today + timedelta(days=7):
        return date_format(day, "l")
    return date_format(day, _("j M") if day.year == today.year else _("j M Y"))


def lines_for(items: list[DeskItem], today: date) -> list[Line]:
    return [Line(item, day_in_words(item.due, today), item.due < today) for item in items]


def figures_for(user: Any) -> list[Figure]:
    """The figures this user has a list for. Each is counted now and leads to its list."""
    new = number_of(reports.members_since(today().replace(month=1, day=1)))
    count = number_of(reports.members_today())
    waiting = reports.applications(user).count()
    figures = [
        Figure(
            count,
            ngettext("member, %(new)s new this year", "members, %(new)s new this year", count) % {"new": new},
            reverse("website:organisations"),
        ),
        Figure(waiting, ngettext("application waiting", "applications waiting", waiting), "#waiting"),
    ]
    if is_secretary(user):
        proposals = reports.open_proposals().count()
        failed = number_of(reports.stuck_mails())
        figures += [
            Figure(
                proposals,
                ngettext("change in the register", "changes in the register", proposals),
                reverse("directory:proposals"),
            ),
            Figure(
                failed,
                ngettext("mail that did not go out", "mails that did not go out", failed),
                reverse("website:mails"),
            ),
        ]
    return figures
