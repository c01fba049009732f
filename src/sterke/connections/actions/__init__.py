"""What happens to listings and introductions; each verb in the file of its noun."""

from .answers import answer_question, digest_answers, spread_question
from .introductions import (
    answer_introduction,
    ask_again_later,
    ask_anew,
    close_overdue,
    introduce,
    remind_introductions,
    withdraw_introduction,
)
from .listings import (
    ask_still_true,
    close_expired,
    close_listing,
    edit_listing,
    put_out,
    renew,
    take_up_again,
)
from .offering import ask_for_help, decline_help, offer_help, write_from_outside
from .proposing import propose_by_the_house
from .results import ask_results, tell_result
from .reviewing import check_listing, keep_to_members, let_everyone_see, send_back
from .suggestions import choose_hidden, give_feedback, keep_apart, lift_apart, refresh_soon, refresh_suggestions

__all__ = [
    "answer_introduction",
    "answer_question",
    "ask_again_later",
    "ask_anew",
    "ask_for_help",
    "ask_results",
    "ask_still_true",
    "check_listing",
    "choose_hidden",
    "close_expired",
    "close_listing",
    "close_overdue",
    "decline_help",
    "digest_answers",
    "edit_listing",
    "give_feedback",
    "introduce",
    "keep_apart",
    "keep_to_members",
    "let_everyone_see",
    "lift_apart",
    "offer_help",
    "propose_by_the_house",
    "put_out",
    "refresh_soon",
    "refresh_suggestions",
    "remind_introductions",
    "renew",
    "send_back",
    "spread_question",
    "take_up_again",
    "tell_result",
    "withdraw_introduction",
    "write_from_outside",
]
