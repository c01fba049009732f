"""The mailbox that replies come to is read by IMAP; each mail is taken in once; what is no reply is told or dropped.

A mail is flagged as seen when it is settled; killed between, it is read again, and its Message-ID makes it one reply.
"""

import imaplib
import os
import re
import ssl
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.utils import translation
from django.utils.translation import gettext as _

from sterke.core import outbox
from sterke.core.models import Pulse
from sterke.directory.models import Person

from . import actions, addresses, taking_in
from .models import Reply, Thread

BATCH = 50  # mails at a time
SECONDS = 20
PULSE = "mailbox"


def read_if_any() -> int:
    """How many replies were taken in. A mailbox that cannot be reached leaves its complaint where doctor looks."""
    host = os.environ.get("STERKE_IMAP_HOST", "")
    if not host or not addresses.mailbox():
        return 0
    try:
        count = sum(settle(raw) for raw in unseen(host))
        error = ""
    except (OSError, imaplib.IMAP4.error) as problem:
        count, error = 0, str(problem)[:200]
    Pulse.objects.update_or_create(name=PULSE, defaults={"details": {"error": error}})
    return count


def unseen(host: str) -> Iterator[bytes]:
    """Each mail that is new, flagged as seen when the next is asked for: what raises stays new."""
    port = int(os.environ.get("STERKE_IMAP_PORT") or 993)
    plain = os.environ.get("STERKE_IMAP_PLAIN", "") in ("1", "true", "yes")
    door: Any = (
        imaplib.IMAP4(host, port, timeout=SECONDS)
        if plain
        else imaplib.IMAP4_SSL(host, port, ssl_context=ssl.create_default_context(), timeout=SECONDS)
    )
    with door as box:
        box.login(os.environ.get("STERKE_IMAP_USER", ""), os.environ.get("STERKE_IMAP_PASSWORD", ""))
        box.select(os.environ.get("STERKE_IMAP_FOLDER", "INBOX"))
        _status, found = box.search(None, "UNSEEN")
        for number in found[0].split()[:BATCH]:
            _status, size = box.fetch(number, "(RFC822.SIZE)")
            raw = b"" if too_large(size) else fetched(box, number)
            yield raw
            box.store(number, "+FLAGS", "\\Seen")


def too_large(said: Any) -> bool:
    """Whether the server says that a mail is larger than we take."""
    found = re.search(rb"RFC822\.SIZE (\d+)", b" ".join(part for part in said if isinstance(part, bytes)))
    return found is not None and int(found[1]) > taking_in.LARGEST


def fetched(box: Any, number: bytes) -> bytes:
    _status, parts = box.fetch(number, "(BODY.PEEK[])")
    return next((bytes(part[1]) for part in parts if isinstance(part, tuple)), b"")


def settle(raw: bytes) -> bool:
    """Take in one mail. True where it became a reply."""
    mail = taking_in.read(raw)
    asked = next((found for address in mail.to if (found := addresses.read(address))), None)
    if asked is None:
        return False
    thread = Thread.objects.filter(pk=asked[0]).select_related("space__network", "space__gathering").first()
    person = Person.objects.filter(pk=asked[1], merged_into=None, erased_at=None).select_related("user").first()
    if thread is None or person is None or mail.refused in ("automatic", "bounce", "too many addresses"):
        return False
    if mail.sender != person.email.lower():
        return False  # somebody else's: nobody is told, or it would be a way to make us write to strangers
    if mail.message_id and Reply.objects.filter(thread=thread, message_id=mail.message_id).exists():
        return False
    if mail.refused:
        return tell_refused(thread, person, mail.refused)
    files = [ContentFile(data, name=name) for name, data in mail.files]
    try:
        actions.reply(thread, text=mail.text or "📎", files=files, by=person, by_mail=True, message_id=mail.message_id)
    except PermissionDenied:
        return tell_refused(thread, person, "not in the space")
    except ValidationError as problem:
        return tell_refused(thread, person, " ".join(problem.messages))
    return True


def tell_refused(thread: Thread, person: Person, why: str) -> bool:
    """One letter for each thing that was wrong, so that nothing anybody wrote is lost without a word."""
    with translation.override(person.language):
        said = {
            "too large": _("It was larger than 25 MB."),
            "empty": _("There were no new words in it."),
            "broken": _("It could not be read."),
            "not in the space": _("You are not in that space any more."),
        }.get(why, why)
        letter = outbox.Letter(
            _("Your reply did not come through: %(title)s")[:200] % {"title": thread.title[:120]}, [said],
            why=_("You get this because you replied by mail."),
        )  # fmt: skip
        key = f"reply-refused:{thread.pk}:{person.pk}:{why[:60]}"
        outbox.post(letter, to=person.email, key=key, purpose="exchange", headers={"Auto-Submitted": "auto-replied"})
    return False
