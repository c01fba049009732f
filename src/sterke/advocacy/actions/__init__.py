"""What happens to cases; one module a noun. ``from sterke.advocacy import actions``."""

from .cases import drop_case, edit_case, put_away, start_case, take_up_again
from .claims import put_claim, strike_claim, take_new_figure
from .follow_ups import finish, take_on
from .mandate import ask_members, endorse, last_reminded, remind_silent
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
from .positions import adopt, drop_position, edit_position, hand_over, start_position, strike_handover
from .promises import edit_promise, remind_owners, tell_outcome, write_down
from .radar import accept_hit, dismiss_hit, listen_again, take_items, take_representatives
from .recording import put, strike_out

__all__ = [
    "Comer",
    "accept_hit",
    "adopt",
    "ask_members",
    "dismiss_hit",
    "drop_case",
    "drop_note",
    "drop_position",
    "edit_case",
    "edit_meeting",
    "edit_position",
    "edit_promise",
    "endorse",
    "finish",
    "hand_over",
    "keep_note",
    "last_reminded",
    "listen_again",
    "note_who_came",
    "plan_meeting",
    "put",
    "put_ask",
    "put_away",
    "put_claim",
    "read_notes",
    "remind_owners",
    "remind_silent",
    "start_case",
    "start_position",
    "strike_ask",
    "strike_attendance",
    "strike_claim",
    "strike_handover",
    "strike_out",
    "take_items",
    "take_new_figure",
    "take_on",
    "take_representatives",
    "take_up_again",
    "tell_outcome",
    "write_down",
    "write_note",
]
