"""The mailbox that bounces come to, read over IMAP (``STERKE_BULK_MAILBOX``: ``imaps://user:password@host/INBOX``).

Each unread mail is read once and marked as read; nothing is deleted. Without TLS only on this machine.
"""

import imaplib
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import unquote, urlsplit

from django.conf import settings

from . import reading

log = logging.getLogger("sterke.newsletter")

MOST = 200  # mails at a time; the rest next time
MOST_BYTES = 3_000_000  # of a mail; what matters of a report stands before that
SECONDS = 20
HERE = ("127.0.0.1", "localhost", "::1")


class Unsafe(Exception):
    """A password would go over the net for all to read."""


@contextmanager
def opened(url: str) -> Iterator[imaplib.IMAP4]:
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme != "imaps" and host not in HERE:
        raise Unsafe(host)
    kind = imaplib.IMAP4_SSL if parts.scheme == "imaps" else imaplib.IMAP4
    line = kind(host, parts.port or (993 if parts.scheme == "imaps" else 143), timeout=SECONDS)
    try:
        line.login(unquote(parts.username or ""), unquote(parts.password or ""))
        line.select(f'"{unquote(parts.path.strip("/")) or "INBOX"}"')
        yield line
    finally:
        with suppress(OSError, imaplib.IMAP4.error):
            line.logout()


def read_mailbox() -> int:
    """Read what is unread, and write down what it tells. Returns how many things were new. A dead server waits."""
    url, count = settings.BULK["mailbox"], 0
    if not url:
        return 0
    try:
        with opened(url) as line:
            for number in line.uid("SEARCH", "UNSEEN")[1][0].split()[:MOST]:
                answer = line.uid("FETCH", number.decode(), f"(BODY.PEEK[]<0.{MOST_BYTES}>)")[1]
                raw = next((part[1] for part in answer if isinstance(part, tuple)), b"")
                count += reading.read_mail(raw)
                line.uid("STORE", number.decode(), "+FLAGS", r"(\Seen)")
    except (OSError, imaplib.IMAP4.error, Unsafe) as problem:
        log.warning("the mailbox for bounces could not be read: %s", type(problem).__name__)
    return count


def read_by_the_clock() -> None:
    read_mailbox()
