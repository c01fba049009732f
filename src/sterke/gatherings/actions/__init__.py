"""What happens to gatherings; one module a noun. ``from sterke.gatherings import actions``."""

from .aims import drop_goal, set_goal, tell_result
from .gatherings import call_off, copy_gathering, edit_gathering, free_slug, set_status, start_gathering, take_up_again
from .programme import drop_item, set_item, tell_practical
from .registering import Comer, Registered, register, send_substitute
from .seats import accept_offer, cancel_registration, lapse_offers, offer_free_seats

__all__ = [
    "Comer",
    "Registered",
    "accept_offer",
    "call_off",
    "cancel_registration",
    "copy_gathering",
    "drop_goal",
    "drop_item",
    "edit_gathering",
    "free_slug",
    "lapse_offers",
    "offer_free_seats",
    "register",
    "send_substitute",
    "set_goal",
    "set_item",
    "set_status",
    "start_gathering",
    "take_up_again",
    "tell_practical",
    "tell_result",
]
