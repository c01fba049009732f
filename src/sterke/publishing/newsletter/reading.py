"""Mails that come back to us, read: delivery reports (RFC 3464) and what looks like them, complaints (RFC 5965),
answers of machines (RFC 3834).

Only what names a letter of ours by its Message-ID counts, and it counts for the address that letter went to: a forged
report names none, and a forwarded one names an address we do not know.
"""

import email
import email.policy
import re
from collections.abc import Iterable
from email.message import Message
from typing import Any

from sterke.core.keys import row_of
from sterke.core.models import OutgoingMail

from . import reporting
from .models import MailReport, NewsletterIssue

Kind = MailReport.Kind
ID = re.compile(r"<[0-9a-f]{32}@[^<>\s]{1,200}>")
MOST_PARTS = 60
MOST_TEXT = 200_000
DAEMON = re.compile(r"mailer-daemon|postmaster|mail delivery", re.IGNORECASE)
FAILED = re.compile(r"\b5\d\d[ -]|\b5\.\d{1,3}\.\d{1,3}\b")


def read_mail(raw: bytes) -> int:
    """Read one mail and write down what it tells. Returns how many things were new."""
    message = email.message_from_bytes(raw, policy=email.policy.compat32)
    found = list(told_by(message))
    return sum(note(*each) for each in found)


def told_by(message: Message) -> Iterable[tuple[str, str, str]]:
    """What a mail tells: (Message-ID of ours, kind, words)."""
    parts = parts_of(message)
    kind = str(message.get_param("report-type", "") or "").lower()
    originals = ids_in(parts)
    if not originals:
        return []
    if message.get_content_type() == "multipart/report" and kind == "delivery-status":
        return delivery(parts, originals[0])
    if message.get_content_type() == "multipart/report" and kind == "feedback-report":
        return [(originals[0], Kind.COMPLAINT, header(message, "Subject"))]
    if is_auto_reply(message):
        return [(originals[0], Kind.AUTO_REPLY, header(message, "Subject"))]
    if DAEMON.search(header(message, "From")) and (line := failing_line(parts)):
        return [(originals[0], reporting.kind_of(line), line)]
    return []


def parts_of(message: Message) -> list[Message]:
    found = []
    for part in message.walk():
        found.append(part)
        if len(found) == MOST_PARTS:
            break
    return found


def header(message: Message, name: str) -> str:
    return str(message.get(name, "") or "")[:500]


def text_of(part: Message) -> str:
    if part.is_multipart():
        return ""
    body: Any = part.get_payload(decode=True) or b""
    try:
        return body[:MOST_TEXT].decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError:  # a character set nobody knows
        return body[:MOST_TEXT].decode("utf-8", "replace")


def ids_in(parts: list[Message]) -> list[str]:
    """Message-IDs of what came back: in the headers of what is enclosed, else of the mail, else in its text."""
    enclosed = [header(part, "Message-ID") for part in parts[1:]]
    outer = [header(part, name) for part in parts[:1] for name in ("In-Reply-To", "References", "X-Failed-Message-ID")]
    texts = (text_of(part) for part in parts)
    for places in (enclosed, outer, texts):
        for place in places:
            if found := ID.findall(place):
                return found
    return []


def delivery(parts: list[Message], original: str) -> list[tuple[str, str, str]]:
    """What a report says of each recipient; only what failed counts, a delay is none."""
    told = []
    for part in parts:
        if part.get("Action") is None:
            continue
        status, words = header(part, "Status"), header(part, "Diagnostic-Code")
        if header(part, "Action").strip().lower() == "failed":
            told.append((original, reporting.kind_of(f"{status} {words}"), f"{status} {words}"))
    return told


def is_auto_reply(message: Message) -> bool:
    auto = header(message, "Auto-Submitted").lower()
    if auto and not auto.startswith("no"):
        return "auto-replied" in auto or bool(message.get("In-Reply-To"))
    return any(message.get(name) is not None for name in ("X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress"))


def failing_line(parts: list[Message]) -> str:
    for part in parts:
        for line in text_of(part).splitlines():
            if FAILED.search(line):
                return line.strip()[:300]
    return ""


def note(message_id: str, kind: str, words: str) -> bool:
    """Write it down for the address our letter went to; False for a letter that is none of ours."""
    mail = OutgoingMail.objects.filter(message_id=message_id).first()
    if mail is None or mail.to.endswith(".invalid"):
        return False
    row = row_of(mail.about_key) if mail.about_key else None
    issue = row if isinstance(row, NewsletterIssue) else None
    return reporting.report(mail.to, kind, key=reporting.key_for(mail.message_id, kind), words=words, issue=issue)


def read_json(told: Any) -> int:
    """A provider's own words, one or several: {"event": "bounce" or "complaint", "message_id", "status", "reason"}."""
    rows = told if isinstance(told, list) else [told]
    count = 0
    for row in rows[:1000]:
        found = ID.search(str(row.get("message_id", ""))[:300])
        if found is None:
            continue
        words = f"{row.get('status', '')} {row.get('reason', '')}"[:300].strip()
        kinds = {"bounce": reporting.kind_of(words), "complaint": str(Kind.COMPLAINT)}
        if (event := str(row.get("event", ""))) in kinds:
            count += note(found[0], kinds[event], words)
    return count
