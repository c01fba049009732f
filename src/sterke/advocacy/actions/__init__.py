"""What happens to cases; one module a noun. ``from sterke.advocacy import actions``."""

from .cases import drop_case, edit_case, put_away, start_case, take_up_again
from .follow_ups import finish, take_on
from .meetings import (
    Comer,
    drop_note,
    edit_meeting,
    keep_note,
    note_who_came,
    plan_meeting,
    put_ask,
    read_notes,
    strike_ask,
    strike_attendance,
    write_note,
)
from .promises import edit_promise, remind_owners, tell_outcome, write_down
from .radar import accept_hit, dismiss_hit, listen_again, take_items, take_representatives
from .recording import put, strike_out

__all__ = [
    "Comer",
    "accept_hit",
    "dismiss_hit",
    "drop_case",
    "drop_note",
    "edit_case",
    "edit_meeting",
    "edit_promise",
    "finish",
    "keep_note",
    "listen_again",
    "note_who_came",
    "plan_meeting",
    "put",
    "put_ask",
    "put_away",
    "read_notes",
    "remind_owners",
    "start_case",
    "strike_ask",
    "strike_attendance",
    "strike_out",
    "take_items",
    "take_on",
    "take_representatives",
    "take_up_again",
    "tell_outcome",
    "write_down",
    "write_note",
]
