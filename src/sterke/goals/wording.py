"""Goals in words: amounts, states, the sentence beside the bar."""

from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from .state import State

STATES: dict[State, Any] = {
    State.NO_TARGET: _("no target"),
    State.NO_MEASUREMENT: _("not measured yet"),
    State.ON_TRACK: _("on track"),
    State.BEHIND: _("behind"),
    State.REACHED: _("reached"),
    State.MISSED: _("missed"),
}
# What a badge is coloured by (core/templatetags/house.py); the word says it already.
TONES = {
    State.NO_MEASUREMENT: "waiting",
    State.ON_TRACK: "ok",
    State.BEHIND: "warning",
    State.REACHED: "success",
    State.MISSED: "danger",
}


def amount(value: Decimal | None, unit: str = "") -> str:
    """A value as people write it, with as many decimals as it has: "8 676", "12,5 %"."""
    if value is None:
        return ""
    decimals = max(-int(value.normalize().as_tuple().exponent), 0)
    number = number_format(value, decimals, force_grouping=True)
    return f"{number}\u00a0{unit}" if len(unit) == 1 else f"{number} {unit}" if unit else number
