"""Who may do what with figures. Pure: a user (and a row) in, yes or no out."""

from typing import Any

from sterke.core.visibility import is_secretary

from .models import Indicator


def can_note_move(user: Any) -> bool:
    return is_secretary(user)


def can_try_source(user: Any, indicator: Indicator) -> bool:
    return is_secretary(user) and indicator.channel == Indicator.Channel.SSB
