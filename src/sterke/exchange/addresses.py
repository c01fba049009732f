"""The address a reply by mail goes to: made for one person and one thread, and good for nothing else.

``STERKE_MAILBOX`` names the mailbox that is read (``svar@klynge.no``); the part after the plus is signed. Without it
replies are written on the page.
"""

import hashlib
import hmac
import os
import re

from django.conf import settings

from sterke.core.paths import path_to
from sterke.directory.models import Person

from .models import Thread

TAG = re.compile(r"\+t(\d+)\.(\d+)\.([0-9a-f]{20})@", re.IGNORECASE)


def home() -> str:
    return path_to("exchange:spaces")


def mailbox() -> str:
    return os.environ.get("STERKE_MAILBOX", "")


def signature(thread: int, person: int) -> str:
    text = f"sterke.reply:{thread}:{person}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), text, hashlib.sha256).hexdigest()[:20]


def reply_address(thread: Thread, person: Person) -> str:
    """Empty where no mailbox is read."""
    name, at, host = mailbox().partition("@")
    if not at:
        return ""
    return f"{name}+t{thread.pk}.{person.pk}.{signature(thread.pk, person.pk)}@{host}"


def read(address: str) -> tuple[int, int] | None:
    """The thread and the person an address was made for, if it is whole."""
    found = TAG.search(address)
    if found is None:
        return None
    thread, person = int(found[1][:18]), int(found[2][:18])
    return (thread, person) if hmac.compare_digest(found[3].lower(), signature(thread, person)) else None
