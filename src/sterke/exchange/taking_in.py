"""A mail becomes a reply: whose it is, what of it is new, what hangs on it. Plain data out; nothing is believed.

The address the mail was sent to says thread and person, signed (addresses.py). Whoever it came from must be that
person: an address given away is of no use to others.
"""

import re
from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy
from email.utils import getaddresses
from html import unescape
from typing import Any

LARGEST = 25_000_000  # bytes
MOST_FILES = 6
MOST_ADDRESSES = 50
QUOTED = [
    re.compile(r"^\s*>"),
    re.compile(r"^\s*-{2,}\s*(original message|opprinnelig melding|videresendt melding)", re.IGNORECASE),
    re.compile(r"^\s*(on|den|på)\b.{5,200}\b(wrote|skrev)\b.*:?\s*$", re.IGNORECASE),
    re.compile(r"^\s*(from|fra|sendt|sent):\s.+", re.IGNORECASE),
    re.compile(r"^_{10,}\s*$"),
]
SIGNATURE = re.compile(r"^(-- |--|__)\s*$")
GREETING = re.compile(r"^(sent from my|sendt fra min|get outlook for|hent outlook for)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Taken:
    """What a mail holds. ``refused`` says in a word why it is no reply; else empty."""

    refused: str = ""
    to: list[str] = field(default_factory=list)
    sender: str = ""
    text: str = ""
    message_id: str = ""
    files: list[tuple[str, bytes]] = field(default_factory=list)


def read(raw: bytes) -> Taken:
    """What is in a mail, whatever it is. Never raises: broken MIME, odd charsets and winmail.dat are told as such."""
    if len(raw) > LARGEST:
        return Taken(refused="too large")
    try:
        mail: Any = message_from_bytes(raw, policy=policy.default)
        return taken(mail)
    except Exception:  # a mail may be broken in a thousand ways
        return Taken(refused="broken")


def taken(mail: Any) -> Taken:
    headers = [*mail.get_all("to", []), *mail.get_all("cc", []), *mail.get_all("delivered-to", [])]
    headers += mail.get_all("x-original-to", [])
    to = [address for _name, address in getaddresses([str(each) for each in headers]) if address]
    senders = [address for _name, address in getaddresses([str(each) for each in mail.get_all("from", [])])]
    sender = senders[0].lower() if len(senders) == 1 else ""
    seen = Taken(to=to, sender=sender, message_id=said_id(mail))
    if why := machine(mail):
        return replace(seen, refused=why)
    if len(to) > MOST_ADDRESSES:
        return replace(seen, refused="too many addresses")
    text = new_words(text_of(mail))
    files = files_of(mail)
    if not text and not files:
        return replace(seen, refused="empty")
    return replace(seen, text=text, files=files)


def said_id(mail: Any) -> str:
    return str(mail.get("message-id", "")).strip()[:255]


def machine(mail: Any) -> str:
    """Answers nobody wrote: out of office, bounces, lists, loops."""
    if str(mail.get("auto-submitted", "no")).lower().partition(";")[0].strip() != "no":
        return "automatic"
    if any(
        mail.get(name) for name in ("x-autoreply", "x-autorespond", "x-auto-response-suppress", "x-loop", "list-id")
    ):
        return "automatic"
    if str(mail.get("precedence", "")).lower() in ("bulk", "junk", "auto_reply", "list"):
        return "automatic"
    if mail.get_content_type() == "multipart/report" or str(mail.get("return-path", "x")).strip() == "<>":
        return "bounce"
    sender = str(mail.get("from", "")).lower()
    return "bounce" if "mailer-daemon" in sender or "postmaster@" in sender else ""


def text_of(mail: Any) -> str:
    body = mail.get_body(preferencelist=("plain", "html"))
    if body is None:
        return ""
    try:
        content = str(body.get_content())
    except (LookupError, UnicodeError):
        payload: Any = body.get_payload(decode=True) or b""
        content = payload.decode("utf-8", "replace")
    return plain(content) if body.get_content_type() == "text/html" else content


def plain(markup: str) -> str:
    """The words of HTML: lines stay lines, all else is dropped."""
    text = re.sub(r"(?is)<(script|style|head)\b.*?</\1>", "", markup)
    text = re.sub(r"(?is)<blockquote\b.*", "", text)
    text = re.sub(r"(?i)<(br|/p|/div|/li|/tr)\b[^>]*>", "\n", text)
    text = re.sub(r"<[^>]*>", "", text)
    return unescape(text)


def new_words(text: str) -> str:
    """What was written now: without what it answers, and without the signature."""
    kept: list[str] = []
    for line in text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").split("\n"):
        if SIGNATURE.match(line) or any(mark.match(line) for mark in QUOTED[1:]):
            break
        if QUOTED[0].match(line) or GREETING.match(line.strip()):
            continue
        kept.append(line.rstrip())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()[:10_000]


def files_of(mail: Any) -> list[tuple[str, bytes]]:
    """Files that hang on it; what mail programs wrap for each other (winmail.dat) and signatures are left out."""
    found = []
    for part in mail.iter_attachments():
        name = part.get_filename() or ""
        if not name or name.lower() in ("winmail.dat", "smime.p7s", "signature.asc", "pgp.asc"):
            continue
        payload: Any = part.get_payload(decode=True)
        if isinstance(payload, bytes) and payload:
            found.append((name, payload))
    return found[:MOST_FILES]
