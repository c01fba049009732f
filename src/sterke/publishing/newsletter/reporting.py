"""What comes back: written down once, and what it means for the address it is about.

One hard bounce or one complaint stops an address for all letters in bulk, and so do several soft ones in a month. Codes
to sign in go on as before.
"""

import hashlib
import re
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone

from sterke.accounts.emails import normal_email
from sterke.core import activity
from sterke.core.models import OutgoingMail
from sterke.core.text import tidy
from sterke.core.visibility import is_secretary

from .models import MailReport, NewsletterIssue

SOFT_MOST, SOFT_DAYS = 3, 30
UNREACHABLE = "The address takes no letters in bulk."
FINAL = (MailReport.Kind.HARD, MailReport.Kind.COMPLAINT)


def unreachable() -> models.QuerySet:
    """Addresses that letters in bulk no longer go to, as one question."""
    final = models.Q(kind__in=FINAL, settled_at=None)
    since = timezone.now() - timedelta(days=SOFT_DAYS)
    soft = MailReport.objects.filter(kind=MailReport.Kind.SOFT, settled_at=None, at__gte=since)
    often = soft.order_by().values("address").annotate(times=models.Count("pk")).filter(times__gte=SOFT_MOST)
    rows = MailReport.objects.filter(final | models.Q(address__in=often.values("address")))
    return rows.order_by().values("address")


@transaction.atomic
def report(
    address: str,
    kind: str,
    *,
    key: str,
    words: str = "",
    issue: NewsletterIssue | None = None,
    at: datetime | None = None,
) -> bool:
    """Write down that something came back. The same told twice (same ``key``) is told once. True when it was new."""
    facts: dict[str, Any] = {"address": normal_email(address)[:320], "kind": kind, "words": tidy(words)[:300]}
    facts |= {"issue": issue, "at": at or timezone.now()}
    row, new = MailReport.objects.get_or_create(key=digest_of(key), defaults=facts)
    if new and kind in FINAL:
        waiting = OutgoingMail.objects.filter(to=row.address, kind=OutgoingMail.Kind.BULK)
        waiting.filter(state=OutgoingMail.State.QUEUED).update(state=OutgoingMail.State.FAILED, error=UNREACHABLE)
    return new


@transaction.atomic
def settle(row: MailReport, *, by: Any) -> None:
    """What came back from an address is dealt with: letters go there again."""
    if not is_secretary(by):
        raise PermissionDenied
    if MailReport.objects.unsettled().filter(address=row.address).update(settled_at=timezone.now()):
        activity.record("bounce.settled", row, by=by)


def key_for(message_id: str, kind: str) -> str:
    """One letter can come back once in each way."""
    return f"{message_id}:{kind}"


def digest_of(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
NOBODY = {("1", "1"), ("1", "2"), ("1", "3"), ("1", "6"), ("1", "10"), ("2", "1")}  # no such mailbox, or closed


def kind_of(words: str) -> str:
    """What a status (RFC 3463) or an answer of SMTP says of an address. What is not about it does not stop it."""
    found = STATUS.search(words)
    if found is None:
        code = words[:3]
        return MailReport.Kind.HARD if code in ("550", "551", "553") else MailReport.Kind.SOFT
    kind, subject, detail = found.groups()
    if kind != "5":
        return MailReport.Kind.SOFT
    if (subject, detail) in NOBODY or (subject, detail) == ("0", "0"):
        return MailReport.Kind.HARD
    if subject == "7":
        return MailReport.Kind.REFUSED
    return MailReport.Kind.SOFT  # mailbox full, routing (5.4.4), too large
