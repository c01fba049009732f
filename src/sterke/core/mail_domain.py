"""Whether the domain we send from says who may send for it: SPF, DKIM, DMARC. What it lacks, and what to put in DNS.

``sterke doctor`` looks; what it found is noted, and letters to many wait until all is right (docs/adr/0031).
"""

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import dns.exception
import dns.resolver
from cryptography.hazmat.primitives import serialization
from django.conf import settings
from django.utils import timezone

from .models import Pulse

PULSE = "mail domain"
SECONDS = 5
MOST_LOOKUPS = 10  # RFC 7208, 4.6.4
ASKS = ("include:", "a", "mx", "ptr", "exists:", "redirect=")
Texts = Callable[[str], list[str]]


@dataclass(frozen=True)
class Finding:
    well: bool
    what: str
    how: str


class Unreachable(Exception):
    """DNS did not answer: nothing is known, for better or worse."""


def texts(name: str) -> list[str]:
    """The TXT records of a name."""
    try:
        answer = dns.resolver.resolve(name, "TXT", lifetime=SECONDS)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except (dns.exception.DNSException, OSError) as problem:
        raise Unreachable(name) from problem
    return [b"".join(row.strings).decode("utf-8", "replace") for row in answer]


def own_key() -> Path:
    """Our own DKIM key, where the sending server signs nothing: ``dkim/SELECTOR.pem`` in the data folder."""
    return settings.DATA / "dkim" / f"{settings.BULK['selector'] or '-'}.pem"


def domain() -> str:
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(">").lower()


def look(ask: Texts = texts) -> list[Finding]:
    """Ask DNS about our domain, and note what is wrong."""
    where = domain()
    try:
        found = [spf(where, ask), dkim(where, ask), dmarc(where, ask)]
    except Unreachable as problem:
        return [Finding(False, "mail domain", f"DNS did not answer about {problem}; try again")]
    wrong = [each.what for each in found if not each.well]
    note = {"at": timezone.now(), "details": {"domain": where, "wrong": wrong}}
    Pulse.objects.update_or_create(name=PULSE, defaults=note)
    return found


def spf(where: str, ask: Texts) -> Finding:
    rows = [row for row in ask(where) if row.lower().split(" ")[0] == "v=spf1"]
    example = f'put a TXT record on {where}: "v=spf1 include:THE-DOMAIN-YOUR-MAIL-PROVIDER-NAMES -all"'
    if not rows:
        return Finding(False, "SPF", f"none; {example}")
    if len(rows) > 1:
        return Finding(False, "SPF", f"{len(rows)} records on {where}, and then none counts; join them into one")
    terms = rows[0].lower().split()[1:]
    if "+all" in terms or "all" in terms:
        return Finding(False, "SPF", "+all lets anybody send in our name; end it with -all or ~all")
    if not any(term in ("-all", "~all", "?all") or term.startswith("redirect=") for term in terms):
        return Finding(False, "SPF", "it does not say what holds for all others; end it with -all or ~all")
    count = sum(1 for _ in lookups(where, ask, set()))
    if count > MOST_LOOKUPS:
        return Finding(False, "SPF", f"it takes {count} look-ups, and {MOST_LOOKUPS} are allowed; take includes out")
    return Finding(True, "SPF", rows[0])


def lookups(where: str, ask: Texts, seen: set[str]) -> Iterator[str]:
    """Each term that makes a receiver ask DNS again, those of included domains too."""
    if where in seen or len(seen) > 2 * MOST_LOOKUPS:
        return
    seen.add(where)
    for row in ask(where):
        if row.lower().split(" ")[0] != "v=spf1":
            continue
        for term in (each.lstrip("+-~?").lower() for each in row.split()[1:]):
            if (
                not term.startswith(("include:", "redirect=", "exists:"))
                and term.split(":")[0].split("/")[0] not in ASKS
            ):
                continue
            yield term
            if term.startswith(("include:", "redirect=")):
                yield from lookups(term.replace("redirect=", "include:").split(":", 1)[1], ask, seen)


def dkim(where: str, ask: Texts) -> Finding:
    selector = settings.BULK["selector"]
    if not selector:
        told = "which key signs is not known; set STERKE_BULK_SELECTOR to the selector your mail provider names"
        return Finding(False, "DKIM", told)
    name = f"{selector}._domainkey.{where}"
    rows = [dict(part.strip().split("=", 1) for part in row.split(";") if "=" in part) for row in ask(name)]
    keys = [row["p"].replace(" ", "") for row in rows if "p" in row]
    ours = public_part(own_key())
    put = f'; put a TXT record on {name}: "v=DKIM1; k=rsa; p={ours}"' if ours else ""
    if not keys:
        return Finding(False, "DKIM", f"no key at {name}{put or '; put there what your mail provider says'}")
    if not any(keys):
        return Finding(False, "DKIM", f"the key at {name} is withdrawn{put}")
    if ours and ours not in keys:
        return Finding(False, "DKIM", f"another key than ours stands at {name}{put}")
    return Finding(True, "DKIM", f"{name}, {'signed here' if ours else 'signed by the sending server'}")


def public_part(path: Path) -> str:
    """The public part of a private key, as DNS wants it; empty where there is none."""
    if not path.is_file():
        return ""
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return base64.b64encode(key.public_key().public_bytes(serialization.Encoding.DER, form)).decode()


def dmarc(where: str, ask: Texts) -> Finding:
    """The policy of the domain, or of the one it lies under. SPF and DKIM are aligned: both are of the From domain."""
    labels = where.split(".")
    for name in (".".join(labels[at:]) for at in range(max(1, len(labels) - 1))):
        rows = [row for row in ask(f"_dmarc.{name}") if row.replace(" ", "").lower().startswith("v=dmarc1")]
        if len(rows) > 1:
            return Finding(False, "DMARC", f"{len(rows)} records on _dmarc.{name}, and then none counts")
        if rows:
            parts = dict(part.strip().split("=", 1) for part in rows[0].split(";") if "=" in part)
            policy = parts.get("p", "").strip().lower()
            well = policy in ("none", "quarantine", "reject")
            return Finding(well, "DMARC", rows[0] if well else f"p= is missing or unknown: {rows[0]}")
    told = f'none; put a TXT record on _dmarc.{where}: "v=DMARC1; p=none; rua=mailto:{settings.DEFAULT_FROM_EMAIL}"'
    return Finding(False, "DMARC", told)


def look_again() -> None:
    """Once a day, so that a domain that falls out of order stops letters to many."""
    if not settings.DEMO and not settings.DEFAULT_FROM_EMAIL.endswith("@example.no"):
        look()
