"""Gatherings in words: when, where, what it is like to those who would come."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from .models import Gathering
from .state import Stage

STAGES: dict[Stage, Any] = {
    Stage.DRAFT: _("draft"),
    Stage.SAVE_THE_DATE: _("save the date"),
    Stage.OPEN: _("open for registration"),
    Stage.FULL: _("full, with a waiting list"),
    Stage.CLOSED: _("registration is closed"),
    Stage.DONE: _("it has been"),
    Stage.CANCELLED: _("cancelled"),
}
TONES = {
    Stage.DRAFT: "secretariat",
    Stage.SAVE_THE_DATE: "waiting",
    Stage.OPEN: "ok",
    Stage.FULL: "warning",
    Stage.CLOSED: "",
    Stage.DONE: "",
    Stage.CANCELLED: "danger",
}


def clock(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "TIME_FORMAT")


def long_day(day: date) -> str:
    """Thursday 20 November 2026, with a capital only where the language has one."""
    return date_format(day, "l j. F Y" if get_language() == "nb" else "l j F Y")


def when(gathering: Gathering) -> str:
    """ "torsdag 20. november 2026, 09.00–15.30"; over several days both ends are told."""
    start, end = gathering.starts_at, gathering.ends_at
    if start is None:
        if gathering.last_day == gathering.day:
            return long_day(gathering.day)
        return f"{long_day(gathering.day)} – {long_day(gathering.last_day)}"
    first = f"{long_day(gathering.day)}, {clock(start)}"
    if end is None:
        return first
    if gathering.last_day == gathering.day or (end - start).total_seconds() < 12 * 3600:
        return f"{first}–{clock(end)}"
    return f"{first} – {long_day(timezone.localdate(end))}, {clock(end)}"


def where(gathering: Gathering) -> str:
    parts = [gathering.place, gathering.address, str(gathering.municipality or "")]
    return ", ".join(dict.fromkeys(part for part in parts if part))


def kroner(amount: Decimal) -> str:
    """ "kr 1 250"; with øre only where there are some."""
    return _t("NOK %(amount)s") % {
        "amount": number_format(amount, 0 if amount == int(amount) else 2, force_grouping=True)
    }


def moment(when: datetime) -> str:
    return date_format(timezone.localtime(when), "DATETIME_FORMAT")


STATUS_SAID: dict[str, Any] = {
    Gathering.Status.DRAFT: STAGES[Stage.DRAFT],
    Gathering.Status.SAVE_THE_DATE: STAGES[Stage.SAVE_THE_DATE],
    Gathering.Status.OPEN: STAGES[Stage.OPEN],
    Gathering.Status.CLOSED: STAGES[Stage.CLOSED],
}
