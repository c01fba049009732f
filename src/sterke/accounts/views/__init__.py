"""The doors: signing in, and what is yours."""

from .own_data import change_address, confirm_address, download_my_data, erase_me, my_data
from .privacy import privacy
from .sign_in import demo_sign_in, reauthenticate, sign_in

__all__ = [
    "change_address",
    "confirm_address",
    "demo_sign_in",
    "download_my_data",
    "erase_me",
    "my_data",
    "privacy",
    "reauthenticate",
    "sign_in",
]
