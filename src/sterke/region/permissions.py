"""Who may do what with figures. Pure: a user in, yes or no out."""

from typing import Any

from sterke.core.visibility import is_secretary


def can_note_move(user: Any) -> bool:
    return is_secretary(user)
