"""The outbox: a letter is a row written in the same transaction as the change it tells of.

``post`` writes; the worker sends (core/postman.py). A letter is plain sentences and at most one button; text and
HTML are made from the same sentences, so text from outside can never become markup or a link.
"""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.mail.backends.base import BaseEmailBackend
from django.db import models, transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from . import activity
from .keys import key_of
from .models import Cluster, OutgoingMail
from .text import tidy
from .visibility import is_secretary

STOPPED = "Stopped by a person."


@dataclass(frozen=True)
class Letter:
    """What a mail says: a subject, paragraphs, at most one button, and why the reader gets it."""

    subject: str
    paragraphs: Sequence[str]
    button: tuple[str, str] | None = None  # (label, absolute address)
    why: str = ""


def post(
    letter: Letter,
    *,
    to: str,
    key: str,
    purpose: str,
    about: models.Model | None = None,
    kind: str = OutgoingMail.Kind.SERVICE,
    due_at: datetime | None = None,
    headers: dict[str, str] | None = None,
    calendar: str = "",
) -> OutgoingMail:
    """Put a letter in the outbox. The same ``key`` is written once: a second call gives back the first row.

    ``calendar`` is an entry for the reader's calendar (calendars.py). Call it with the recipient's language active:
    ``with translation.override(user.language)``.
    """
    language = translation.get_language() or "nb"
    context: dict[str, Any] = {"letter": letter, "cluster": Cluster.current(), "site_url": settings.SITE_URL}
    context["language"] = language
    row = row_for(
        key=key, to=to, purpose=purpose, subject=letter.subject, kind=kind, due_at=due_at, headers=headers, about=about,
        text=render_to_string("core/mail/letter.txt", context), html=render_to_string("core/mail/letter.html", context),
        calendar=calendar,
    )  # fmt: skip
    facts = {field.attname: getattr(row, field.attname) for field in row._meta.fields if not field.primary_key}
    mail, _created = OutgoingMail.objects.get_or_create(key=facts.pop("key"), defaults=facts)
    return mail


def row_for(
    *,
    key: str,
    to: str,
    purpose: str,
    subject: str,
    text: str,
    html: str,
    kind: str = OutgoingMail.Kind.SERVICE,
    about: models.Model | None = None,
    due_at: datetime | None = None,
    headers: dict[str, str] | None = None,
    calendar: str = "",
) -> OutgoingMail:
    """A letter composed already, not stored yet; the caller stores many at once, the same key still only once."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    digest = hashlib.sha256(f"{settings.SITE_URL}|{key}".encode()).hexdigest()[:32]
    return OutgoingMail(
        key=key[:200],
        to=to,
        kind=kind,
        purpose=purpose,
        language=translation.get_language() or "nb",
        subject=tidy(subject)[:300],
        text=text,
        html=html,
        headers=headers or {},
        calendar=calendar,
        about_key=key_of(about) if about is not None else "",
        message_id=f"<{digest}@{host}>",
        due_at=due_at or timezone.now(),
    )


class Others(BaseEmailBackend):
    """The way out for letters that libraries write, such as notices of the office: they wait in the outbox too."""

    def send_messages(self, email_messages: Sequence[Any]) -> int:
        for message in email_messages:
            letter = Letter(message.subject, [part.strip() for part in message.body.split("\n\n") if part.strip()])
            for to in message.recipients():
                post(letter, to=to, key=f"notice:{uuid.uuid4().hex}", purpose="notice")
        return len(email_messages)


@transaction.atomic
def send_again(mail: OutgoingMail, *, by: Any) -> None:
    """Queue a letter that failed, or that may not have arrived, for one more try; the history tells who did."""
    _move(mail, ["failed", "uncertain"], by, state="queued", attempts=0, error="", due_at=timezone.now())
    activity.record("mail.queued", mail, by=by)


@transaction.atomic
def stop_mail(mail: OutgoingMail, *, by: Any) -> None:
    """Stop a letter that waits, or let one that may have arrived be; it is never sent. The history tells who did."""
    _move(mail, ["queued", "uncertain"], by, state="failed", error=STOPPED)
    activity.record("mail.stopped", mail, by=by)


def _move(mail: OutgoingMail, allowed: list[str], by: Any, **change: Any) -> None:
    if not is_secretary(by):
        raise PermissionDenied
    if OutgoingMail.objects.filter(pk=mail.pk, state__in=allowed).update(**change) != 1:
        raise ValidationError(_("The worker or a colleague was quicker. Look at the mail again."))
