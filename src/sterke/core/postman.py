"""Sending: the worker claims a letter with a lease, hands it to the mail server, and writes down how it went.

SMTP cannot promise exactly once. What is promised: no letter is lost; one key is in one pair of hands at a time; a
letter whose sender died is sent once more if it is a service letter (same Message-ID, so the reader's mailbox can
tell), and left to a person if it is bulk.
"""

import logging
import random
import smtplib
import time
from contextlib import suppress
from datetime import timedelta
from email.utils import format_datetime, formataddr
from typing import Any

import dkim
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, mailers
from django.core.mail.backends.smtp import EmailBackend
from django.db import OperationalError
from django.db.models import F
from django.utils import timezone

from . import mail_domain
from .calendars import method_of
from .models import Cluster, OutgoingMail
from .text import tidy

log = logging.getLogger("sterke.post")

LEASE = timedelta(seconds=60)  # renewed while the sender lives, see Worker
WAITS = (1, 2, 4, 8, 16, 32, 60, 120, 240, 480)  # minutes after attempt 1, 2 …; 16 hours in all
BATCH = 50
REST = 15.0  # seconds without a try after the server itself was unwell
LOST = "The worker stopped while this mail was being sent."
NOT_ON_THE_LIST = "Not sent: STERKE_MAIL_ONLY_TO does not name this address."

State = OutgoingMail.State


class _Session:
    """Mixed into smtplib's clients: remembers whether the body of the current letter has been handed over."""

    body_given = False

    def mail(self, *args: Any, **kwargs: Any) -> Any:
        self.body_given = False
        return super().mail(*args, **kwargs)  # type: ignore[misc]

    def send(self, s: Any) -> None:
        # smtplib sends commands as text and the letter itself as bytes.
        self.body_given = self.body_given or isinstance(s, bytes)
        super().send(s)  # type: ignore[misc]

    def sendmail(self, from_addr: str, to_addrs: Any, msg: Any, *args: Any, **kwargs: Any) -> Any:
        return super().sendmail(from_addr, to_addrs, signed(msg), *args, **kwargs)  # type: ignore[misc]


class _Plain(_Session, smtplib.SMTP):
    pass


class _Tls(_Session, smtplib.SMTP_SSL):
    pass


class Smtp(EmailBackend):
    """Django's SMTP backend on a connection that knows how far it came."""

    @property
    def connection_class(self) -> type:
        return _Tls if self.use_ssl else _Plain

    @property
    def may_have_arrived(self) -> bool:
        return bool(getattr(self.connection, "body_given", False))


SIGNED = "From To Subject Date Message-ID Reply-To MIME-Version Content-Type List-Unsubscribe List-Unsubscribe-Post"


def signed(letter: bytes) -> bytes:
    """The letter with our DKIM signature, where the data folder holds a key of ours; else as it is."""
    key = mail_domain.own_key()
    if not settings.BULK["selector"] or not key.is_file():
        return letter
    there = {line.split(b":", 1)[0].lower() for line in letter.split(b"\r\n\r\n", 1)[0].split(b"\r\n")}
    names = [name.lower().encode() for name in SIGNED.split() if name.lower().encode() in there]
    how = {"canonicalize": (b"relaxed", b"relaxed"), "include_headers": names}
    selector, domain = settings.BULK["selector"].encode(), mail_domain.domain().encode()
    return bytes(dkim.sign(letter, selector, domain, key.read_bytes(), **how)) + letter


class Round:
    """One round of the post. ``holding`` is the letter in hand, whose lease the worker's pulse renews."""

    def __init__(self) -> None:
        self.holding: int | None = None
        self.rest_until = 0.0

    def send_due(self, limit: int = BATCH) -> int:
        """Send what is due over one connection. Returns how many letters were dealt with."""
        if time.monotonic() < self.rest_until or Cluster.objects.filter(mail_held=True).exists():
            return 0
        due = OutgoingMail.objects.filter(state=State.QUEUED, due_at__lte=timezone.now()).order_by("due_at", "pk")
        keys = list(due.values_list("pk", flat=True)[:limit])
        if not keys:
            return 0
        connection = None if settings.DEMO else mailers["smtp"]
        done = 0
        try:
            for pk in keys:
                if not claim(pk):
                    continue
                self.holding = pk
                done += 1
                if not deliver(OutgoingMail.objects.get(pk=pk), connection):
                    self.rest_until = time.monotonic() + REST
                    break
        finally:
            self.holding = None
            if connection is not None:
                with suppress(OSError):
                    connection.close()
        return done

    def renew(self) -> None:
        """Push the lease of the letter in hand; called from the pulse while the sender is waiting for the server."""
        if self.holding is not None:
            held = OutgoingMail.objects.filter(pk=self.holding, state=State.SENDING)
            held.update(lease_until=timezone.now() + LEASE)


def claim(pk: int) -> bool:
    """Take a queued letter. True for exactly one of those who try."""
    taken = OutgoingMail.objects.filter(pk=pk, state=State.QUEUED).update(
        state=State.SENDING, lease_until=timezone.now() + LEASE, attempts=F("attempts") + 1
    )
    return taken == 1


def deliver(mail: OutgoingMail, connection: Any) -> bool:
    """Send one claimed letter and write down how it went. False: the server is unwell, leave the rest for later.

    Only an answer of 5xx about this recipient or this letter is final. Everything else waits and is tried again.
    """
    if settings.MAIL_ONLY_TO and mail.to.lower() not in {address.lower() for address in settings.MAIL_ONLY_TO}:
        settle(mail, State.FAILED, NOT_ON_THE_LIST)
        return True
    if connection is None:  # demo: the letter stays in the house, the inbox page shows it
        settle(mail, State.SENT)
        return True
    try:
        message = compose(mail)
    except ValueError as error:  # an address or header no server would take
        settle(mail, State.FAILED, str(error))
        return True
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        postpone(mail, error)
        return False
    try:
        connection.send_messages([message])
    except ValueError as error:
        settle(mail, State.FAILED, str(error))
        return True
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        return refuse(mail, code, words, final=code >= 500)
    except smtplib.SMTPSenderRefused as error:  # our own address or setting: not this recipient's fault
        refuse(mail, error.smtp_code, error.smtp_error, final=False)
        return False
    except smtplib.SMTPResponseException as error:
        return refuse(mail, error.smtp_code, error.smtp_error, final=500 <= error.smtp_code < 600)
    except (OSError, smtplib.SMTPException) as error:
        if mail.kind == OutgoingMail.Kind.BULK and getattr(connection, "may_have_arrived", True):
            settle(mail, State.UNCERTAIN, str(error))
        else:
            postpone(mail, error)
        return False
    settle(mail, State.SENT)
    return True


def compose(mail: OutgoingMail) -> EmailMultiAlternatives:
    """The letter as it goes out: the same bytes each time it is sent. ValueError if a header has a line break."""
    cluster = Cluster.current()
    own = {"Message-ID": mail.message_id, "Date": format_datetime(mail.created_at), **mail.headers}
    if mail.kind != OutgoingMail.Kind.BULK:
        own.setdefault("Auto-Submitted", "auto-generated")
    for name, value in [*own.items(), ("Subject", mail.subject), ("To", mail.to)]:
        if any(sign in f"{name}{value}" for sign in "\r\n\0"):
            raise ValueError(f"A line break in the header {name!r}")
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        from_email=formataddr((tidy(cluster.name), settings.DEFAULT_FROM_EMAIL)),
        to=[mail.to],
        reply_to=[cluster.email] if cluster.email else None,
        headers=own,
    )
    message.attach_alternative(mail.html, "text/html")
    if mail.calendar:
        # As an alternative it stands in the mail as an invitation; as a file it can be opened everywhere else.
        method = method_of(mail.calendar)
        message.attach_alternative(mail.calendar, f"text/calendar; method={method}")
        message.attach("invite.ics", mail.calendar, "application/ics")
    return message


def refuse(mail: OutgoingMail, code: int, words: bytes | str, *, final: bool) -> bool:
    """The server answered no: for good (5xx for this recipient), or for now. True: the next letter may be tried."""
    said = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    if final:
        settle(mail, State.FAILED, f"{code} {said}")
        return True
    postpone(mail, Exception(f"{code} {said}"))
    return code not in {421, -1}


def postpone(mail: OutgoingMail, error: Exception) -> None:
    """Try again later: 1, 2, 4 … minutes, a little by chance; after the last attempt the letter has failed."""
    said = tidy(str(error))[:500] or type(error).__name__
    log.warning("mail %s waits (attempt %s): %s", mail.pk, mail.attempts, said)
    if mail.attempts > len(WAITS):
        settle(mail, State.FAILED, said)
        return
    wait = WAITS[mail.attempts - 1] * random.uniform(1, 1.5)  # noqa: S311
    OutgoingMail.objects.filter(pk=mail.pk, state=State.SENDING).update(
        state=State.QUEUED, lease_until=None, error=said, due_at=timezone.now() + timedelta(minutes=wait)
    )


def settle(mail: OutgoingMail, state: str, error: str = "") -> None:
    """Write down the end of a letter. The server has answered, so a busy database is asked again before giving up."""
    ended: dict[str, Any] = {"state": state, "lease_until": None, "error": tidy(error)[:500]}
    if state == State.SENT:
        ended["sent_at"] = timezone.now()
    for attempt in range(3):
        try:
            OutgoingMail.objects.filter(pk=mail.pk, state=State.SENDING).update(**ended)
            return
        except OperationalError:
            if attempt == 2:
                raise


def take_back(pk: int, lease_until: Any) -> None:
    """A letter whose sender died: a service letter goes out once more, a bulk letter waits for a person to decide."""
    left = OutgoingMail.objects.filter(pk=pk, state=State.SENDING, lease_until=lease_until)
    left.exclude(kind=OutgoingMail.Kind.BULK).exclude(error=LOST).update(
        state=State.QUEUED, lease_until=None, error=LOST, due_at=timezone.now()
    )
    left.update(state=State.UNCERTAIN, lease_until=None, error=LOST)
