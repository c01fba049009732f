"""Personal tokens for the API: made once and shown once, good until they run out or are ended. Only a hash is kept."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sterke.core import activity

from . import mails
from .models import Token, User

PREFIX = "7s_"  # so that whoever finds one in a file knows what it is
MOST = 20  # alive at once
LIVES = (30, 90, 365)  # days


class TokenProblem(Exception):
    """The token opens nothing. Its words are for whoever holds it, in English as all of the API."""


def fingerprint_of(token: str) -> str:
    """Enough for a token: nobody guesses 32 random bytes, so there is nothing to salt."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def make_token(user: User, *, name: str, days: int, by: Any) -> str:
    """Make a token and give it back; it can never be read again. The owner gets a mail."""
    if by.pk != user.pk or not user.is_active:
        raise PermissionDenied
    if Token.objects.visible_to(user).alive().count() >= MOST:
        raise ValidationError(_("You have %(number)s already. End one that you no longer use.") % {"number": MOST})
    token = PREFIX + secrets.token_urlsafe(32)
    row = Token.objects.create(
        user=user,
        name=name,
        fingerprint=fingerprint_of(token),
        start=token[:8],
        expires_at=timezone.now() + timedelta(days=days),
    )
    activity.record("token.made", row, by=by, about=[user])
    mails.token_made(row)
    return token


@transaction.atomic
def end_token(token: Token, *, by: Any) -> None:
    """It opens nothing from now on."""
    if by.pk != token.user_id:
        raise PermissionDenied
    if Token.objects.filter(pk=token.pk, ended_at=None).update(ended_at=timezone.now()):
        activity.record("token.ended", token, by=by, about=[token.user])


def end_tokens(user: User) -> int:
    """All of a user's: the account is closed, or somebody else may hold them. Returns how many ended."""
    return Token.objects.filter(user=user, ended_at=None).update(ended_at=timezone.now())


def read_token(token: str) -> Token:
    """The row of a token that opens something today, with its owner; the day it was used is noted.

    Raises:
        TokenProblem: it opens nothing, and why.
    """
    row = Token.objects.select_related("user").filter(fingerprint=fingerprint_of(token)).first()
    if row is None:
        raise TokenProblem("This token is not known here.")
    if row.ended_at is not None:
        raise TokenProblem("This token was ended.")
    if row.expires_at <= timezone.now():
        raise TokenProblem(f"This token ran out on {timezone.localdate(row.expires_at):%Y-%m-%d}.")
    if not row.user.is_active:
        raise TokenProblem("The account of this token is closed.")
    day = timezone.localdate()
    if row.used_on != day:
        Token.objects.filter(pk=row.pk).update(used_on=day)
    return row
