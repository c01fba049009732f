"""Signed links: one purpose, one row, one person, an expiry. GET shows, POST acts (mail scanners follow links)."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import models
from django.urls import reverse
from django.utils import timezone

from .keys import key_of, row_of
from .models import SignedLink

SALT = "sterke.link."


class LinkProblem(Exception):
    """The link cannot be used. ``reason`` is one of: tampered, expired, used, revoked, gone."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class _Dated(signing.TimestampSigner):
    """Signs as of the moment a link was made, so that its token is the same each time it is asked for."""

    def __init__(self, made: datetime, salt: str) -> None:
        super().__init__(salt=salt)
        self.made = made

    def timestamp(self) -> str:
        return signing.b62_encode(int(self.made.timestamp()))


def token_of(link: SignedLink) -> str:
    return _Dated(link.created_at, SALT + link.purpose).sign_object(link.pk)


def make(
    purpose: str,
    row: models.Model,
    *,
    holder: str = "",
    days: int = 14,
    until: datetime | None = None,
    single_use: bool = True,
    **details: Any,
) -> str:
    """Make a link for one purpose on one row and return its token. ``holder`` is the address it is sent to.

    It holds for so many days, or ``until`` a moment.
    """
    link = SignedLink.objects.create(
        purpose=purpose,
        subject_key=key_of(row),
        holder=holder,
        details=details,
        expires_at=until or timezone.now() + timedelta(days=days),
        single_use=single_use,
    )
    return token_of(link)


def current(row: models.Model, purpose: str) -> str:
    """A token of the newest link of a purpose on a row that still holds, or nothing. For links people keep."""
    links = SignedLink.objects.filter(subject_key=key_of(row), purpose=purpose, revoked_at=None, used_at=None)
    link = links.filter(expires_at__gt=timezone.now()).order_by("-pk").first()
    return token_of(link) if link else ""


def url(view_name: str, token: str) -> str:
    """The absolute address of a link, from the configured site address, never from the Host header."""
    return settings.SITE_URL + reverse(view_name, args=[token])


def read(token: str, purpose: str) -> tuple[SignedLink, Any]:
    """The link and its row, if the token is whole, of this purpose, and still good. Raises LinkProblem."""
    try:
        pk = signing.loads(token, salt=SALT + purpose)
    except signing.BadSignature as error:
        raise LinkProblem("tampered") from error
    link = SignedLink.objects.filter(pk=pk, purpose=purpose).first()
    if link is None:
        raise LinkProblem("gone")
    if link.revoked_at:
        raise LinkProblem("revoked")
    if link.used_at and link.single_use:
        raise LinkProblem("used")
    if link.expires_at <= timezone.now():
        raise LinkProblem("expired")
    row = row_of(link.subject_key)
    if row is None:
        raise LinkProblem("gone")
    return link, row


def use(link: SignedLink) -> None:
    """Mark the link used; raises LinkProblem if somebody was first. Call inside the action's transaction."""
    fresh = SignedLink.objects.filter(pk=link.pk, revoked_at=None)
    if link.single_use:
        fresh = fresh.filter(used_at=None)
    if fresh.update(used_at=timezone.now()) != 1:
        raise LinkProblem("used")


def revoke(row: models.Model, purpose: str, *, holder: str | None = None) -> int:
    """Revoke all unused links of a purpose on a row (of one holder). Returns how many."""
    links = SignedLink.objects.filter(subject_key=key_of(row), purpose=purpose, revoked_at=None, used_at=None)
    if holder is not None:
        links = links.filter(holder=holder)
    return links.update(revoked_at=timezone.now())


def move_end(row: models.Model, purpose: str, until: datetime) -> None:
    """What the links of a purpose were to hold until has moved."""
    links = SignedLink.objects.filter(subject_key=key_of(row), purpose=purpose, revoked_at=None)
    links.update(expires_at=until)
