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
from .gatherings import call_off, copy_gathering, edit_gathering, free_slug, set_status, start_gathering, take_up_again
from .programme import drop_item, set_item, tell_practical
from .registering import Comer, Registered, register, send_substitute
from .seats import accept_offer, cancel_registration, lapse_offers, offer_free_seats

__all__ = [
    "Comer",
    "Registered",
    "accept_offer",
    "ask_how_goals_went",
    "call_off",
    "cancel_registration",
    "copy_gathering",
    "drop_goal",
    "drop_item",
    "drop_material",
    "drop_question",
    "edit_gathering",
    "finish_follow_up",
    "free_slug",
    "give_feedback",
    "lapse_offers",
    "move_question",
    "offer_free_seats",
    "register",
    "send_substitute",
    "set_goal",
    "set_item",
    "set_question",
    "set_status",
    "share_material",
    "start_gathering",
    "take_on",
    "take_up_again",
    "tell_practical",
    "tell_result",
    "thank",
]
