"""The doors: signing in, and what is yours."""

from .asking import (
    access_request,
    ask_for_own_data,
    copy_by_link,
    erase_by_link,
    own_data_by_link,
    write_by_link,
)
from .outside import outside_answer, outside_sign_in
from .own_data import change_address, confirm_address, download_my_data, erase_me, my_data
from .privacy import privacy
from .sign_in import demo_sign_in, reauthenticate, sign_in
from .tokens import end_token, make_token, own_tokens

__all__ = [
    "access_request",
    "ask_for_own_data",
    "change_address",
    "confirm_address",
    "copy_by_link",
    "demo_sign_in",
    "download_my_data",
    "end_token",
    "erase_by_link",
    "erase_me",
    "make_token",
    "my_data",
    "outside_answer",
    "outside_sign_in",
    "own_data_by_link",
    "own_tokens",
    "privacy",
    "reauthenticate",
    "sign_in",
    "write_by_link",
]
