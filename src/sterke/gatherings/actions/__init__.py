"""What happens to gatherings; one module a noun. ``from sterke.gatherings import actions``."""

from .afterwards import (
    ask_how_goals_went,
    drop_material,
    finish_follow_up,
    give_feedback,
    share_material,
    take_on,
    thank,
)
from .aims import drop_goal, set_goal, tell_result
from .asking import drop_question, move_question, set_question
from .door import Noted, Sight, note_at_door
from .door_links import DOOR, close_door, door_until, open_door
from .gatherings import call_off, copy_gathering, edit_gathering, free_slug, set_status, start_gathering, take_up_again
from .inviting import (
    INVITES,
    accept_invitation,
    decline_invitation,
    invite,
    invite_again,
    invite_guest,
    remind,
    standing_invitation,
    tell_invited,
    withdraw_invitation,
    write_what_is_left,
)
from .programme import drop_item, set_item, tell_practical
from .registering import Comer, Registered, register, send_substitute
from .seats import accept_offer, cancel_registration, lapse_offers, offer_free_seats

__all__ = [
    "DOOR",
    "INVITES",
    "Comer",
    "Noted",
    "Registered",
    "Sight",
    "accept_invitation",
    "accept_offer",
    "ask_how_goals_went",
    "call_off",
    "cancel_registration",
    "close_door",
    "copy_gathering",
    "decline_invitation",
    "door_until",
    "drop_goal",
    "drop_item",
    "drop_material",
    "drop_question",
    "edit_gathering",
    "finish_follow_up",
    "free_slug",
    "give_feedback",
    "invite",
    "invite_again",
    "invite_guest",
    "lapse_offers",
    "move_question",
    "note_at_door",
    "offer_free_seats",
    "open_door",
    "register",
    "remind",
    "send_substitute",
    "set_goal",
    "set_item",
    "set_question",
    "set_status",
    "share_material",
    "standing_invitation",
    "start_gathering",
    "take_on",
    "take_up_again",
    "tell_invited",
    "tell_practical",
    "tell_result",
    "thank",
    "withdraw_invitation",
    "write_what_is_left",
]
