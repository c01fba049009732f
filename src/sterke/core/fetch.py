"""The one outgoing HTTP client. docs/adr/0006 says why; lint forbids every other.

``get`` (and ``post``, for a question too long for an address) asks a known source and stores what it answered, as it
answered it, before anybody reads anything out of it.
https only, known hosts only, public addresses only (checked at the socket, after each redirect again), a deadline, a
size cap after unpacking, no cookies, no proxy from the environment.
"""

import hashlib
import re
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import httpcore2
import httpx2
import stamina
from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from .models import Cluster, FetchedResponse
from .turn import turn_given_away
from .wire import CheckedTransport, Deadline, NotPublic, TooSlow, Wire

REDIRECTS = 3
CONNECT_SECONDS = 5
AGAIN = {429, 502, 503, 504}
PACKED = {"", "identity", "gzip", "deflate"}


@dataclass(frozen=True)
class Source:
    """An outside service: where it lives, what it may answer, how much, how long. ``hosts`` None: any public host."""

    hosts: frozenset[str] | None
    types: tuple[str, ...] = ("application/json",)  # "…+json" counts as JSON
    most_bytes: int = 2_000_000
    seconds: float = 30
    headers: dict[str, str] = field(default_factory=dict)


# One line for each source; whoever is not here cannot be reached.
SOURCES = {
    "brreg": Source(frozenset({"data.brreg.no"})),
    "entur": Source(frozenset({"api.entur.io"}), headers={"ET-Client-Name": "sterke-cluster"}),
    "regjeringen": Source(
        frozenset({"www.regjeringen.no"}), types=("application/rss+xml", "application/xml", "text/xml")
    ),
    "ssb": Source(frozenset({"data.ssb.no"}), most_bytes=65_000_000, seconds=120),
    "stortinget": Source(
        frozenset({"data.stortinget.no"}), types=("application/xml", "text/xml"), most_bytes=30_000_000, seconds=120
    ),
}


class FetchProblem(Exception):
    """No usable answer. ``reason`` is one word: address, redirects, size, slow, type, tls, network, status."""

    def __init__(self, reason: str, detail: str, *, status: int = 0, wait: float | None = None) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.status = status
        self.wait = wait  # seconds the service asked us to wait

    @property
    def may_try_again(self) -> bool:
        return self.reason == "network" or self.status in AGAIN


@dataclass(frozen=True)
class Answer:
    url: str
    status: int
    content_type: str
    body: bytes
    headers: httpx2.Headers


def get(
    source: str,
    url: str,
    *,
    params: dict[str, Any] | None = None,
    hurry: bool = False,
    attempts: int = 4,
    wire: Wire | None = None,
    heard: Callable[[Answer], None] | None = None,
) -> FetchedResponse:
    """Ask a source and store its answer. Answers 2xx and 4xx come back as they are (look at ``status``).

    ``hurry`` is for when a person waits: one attempt, six seconds. Otherwise 429, 502, 503, 504 and a broken network
    are tried again, as late as the service asks for (at most 30 s). Raises FetchProblem; an answer of an error status
    is stored then too. ``heard`` is told of each answer, for what stands in its headers. Never call this inside a
    transaction.
    """
    full = address(checked_url(SOURCES[source], url), **params) if params else url
    return _stored(source, full, None, hurry=hurry, attempts=attempts, wire=wire, heard=heard)


def post(
    source: str,
    url: str,
    content: bytes,
    *,
    attempts: int = 4,
    wire: Wire | None = None,
    heard: Callable[[Answer], None] | None = None,
) -> FetchedResponse:
    """As ``get``, with a question in JSON beside the address. Stored under ``address_of_post(url, content)``."""
    return _stored(source, url, content, attempts=attempts, wire=wire, heard=heard)


def address_of_post(url: str, content: bytes) -> str:
    """What answers to this question are stored under: the address and a mark of what was asked."""
    return f"{url[:1900]}#{hashlib.sha256(content).hexdigest()}"


def _stored(
    source: str,
    full: str,
    content: bytes | None,
    *,
    hurry: bool = False,
    attempts: int,
    wire: Wire | None,
    heard: Callable[[Answer], None] | None,
) -> FetchedResponse:
    known = SOURCES[source]
    seconds = min(6, known.seconds) if hurry else known.seconds
    asked = full if content is None else address_of_post(full, content)

    def worth_another_try(problem: Exception) -> bool | float:
        if not isinstance(problem, FetchProblem) or not problem.may_try_again:
            return False
        if problem.wait is None:
            return True
        return problem.wait if problem.wait <= 30 else False

    for attempt in stamina.retry_context(
        on=worth_another_try, attempts=1 if hurry else attempts, timeout=120, wait_initial=0.5, wait_max=20
    ):
        with attempt:
            answer = ask(known, full, seconds=seconds, wire=wire or WIRE, content=content)
            row = keep(source, answer, asked=asked)
            if heard:
                heard(answer)
            if answer.status in AGAIN or answer.status >= 500:
                raise FetchProblem("status", str(answer.status), status=answer.status, wait=wait_of(answer))
    return row


WIRE = Wire()


@turn_given_away()
def ask(source: Source, url: str, *, seconds: float, wire: Wire, content: bytes | None = None) -> Answer:
    """One try: follow at most three redirects, each checked like the first address. Stores nothing."""
    deadline = Deadline.after(seconds)
    for _hop in range(REDIRECTS + 1):
        url = checked_url(source, url)
        answer = hop(source, url, deadline, wire, content)
        if answer.status not in {301, 302, 303, 307, 308}:
            return answer
        if content is not None and answer.status not in {307, 308}:
            raise FetchProblem("redirects", "sent away without the question")
        try:
            url = str(httpx2.URL(url).join(answer.headers.get("location", "")))
        except (httpx2.InvalidURL, ValueError):
            raise FetchProblem("address", "a redirect to nowhere") from None
    raise FetchProblem("redirects", f"more than {REDIRECTS}")


def checked_url(source: Source, url: str) -> str:
    """The address, if the source may be asked there; else FetchProblem("address")."""
    if not url.isascii() or re.search(r"[\x00-\x20\x7f\\]", url):
        raise FetchProblem("address", "odd letters in the address")
    try:
        parts = httpx2.URL(url)
        port = parts.port
    except (httpx2.InvalidURL, ValueError):
        raise FetchProblem("address", "not an address") from None
    host = parts.raw_host.decode("ascii", "replace")
    if parts.scheme != "https" or port not in {None, 443} or parts.userinfo:
        raise FetchProblem("address", "only https, on its own port, without a name and password")
    # "127.1", "0x7f.1", "2130706433" are addresses written oddly; the last part of a real name is a word.
    if not re.fullmatch(r"([a-z0-9_-]+\.)+[a-z][a-z0-9-]+", host) or re.search(r"\.0x[0-9a-f]*$", host):
        raise FetchProblem("address", "the host is not a name")
    if source.hosts is not None and host not in source.hosts:
        raise FetchProblem("address", f"{host} is not a known source")
    return url


def hop(source: Source, url: str, deadline: Deadline, wire: Wire, content: bytes | None = None) -> Answer:
    headers = {
        "Accept": ", ".join(source.types),
        "Accept-Encoding": "gzip, deflate",
        "User-Agent": user_agent(),
        **({} if content is None else {"Content-Type": "application/json"}),
        **source.headers,
    }
    method = "GET" if content is None else "POST"
    timeout = httpx2.Timeout(60, connect=CONNECT_SECONDS)
    try:
        with (
            CheckedTransport(wire, deadline) as transport,
            httpx2.Client(transport=transport, trust_env=False, timeout=timeout) as client,
            client.stream(method, url, headers=headers, content=content, follow_redirects=False) as response,
        ):
            return taken(source, url, response)
    except NotPublic as problem:
        raise FetchProblem("address", f"{problem} leads to an address that is not public") from None
    except TooSlow:
        raise FetchProblem("slow", "no whole answer in time") from None
    except ssl.SSLError as problem:
        raise FetchProblem("tls", str(problem.reason or problem)) from None
    except httpx2.DecodingError as problem:
        raise FetchProblem("type", str(problem)) from None
    except (httpx2.HTTPError, httpcore2.NetworkError, httpcore2.TimeoutException, httpcore2.ProtocolError) as problem:
        raise FetchProblem("network", str(problem) or type(problem).__name__) from None


def taken(source: Source, url: str, response: httpx2.Response) -> Answer:
    """Read the body, stopping at the first sign that it is not what we asked for."""
    content_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if response.is_success and not type_fits(content_type, source.types):
        raise FetchProblem("type", f"got {content_type[:60] or 'no type'}")
    if response.headers.get("content-encoding", "").strip().lower() not in PACKED:
        raise FetchProblem("type", "packed in a way we did not ask for")
    body = bytearray()
    if not response.is_redirect:
        for part in response.iter_bytes():
            body += part
            if len(body) > source.most_bytes:
                raise FetchProblem("size", f"more than {source.most_bytes} bytes")
    return Answer(url, response.status_code, content_type, bytes(body), response.headers)


def type_fits(content_type: str, types: tuple[str, ...]) -> bool:
    return content_type in types or ("application/json" in types and content_type.endswith("+json"))


def wait_of(answer: Answer) -> float | None:
    """Retry-After in seconds, from a number or a date; None when there is none we can read."""
    text = answer.headers.get("retry-after", "").strip()
    if re.fullmatch(r"[0-9]{1,9}", text):
        return float(text)
    try:
        return max(0.0, (parsedate_to_datetime(text) - timezone.now()).total_seconds())
    except (ValueError, TypeError):
        return None


def keep(source: str, answer: Answer, *, asked: str) -> FetchedResponse:
    return FetchedResponse.objects.create(
        source=source,
        url=asked[:2000],
        status=answer.status,
        content_type=answer.content_type[:100],
        body=answer.body,
        sha256=hashlib.sha256(answer.body).hexdigest(),
    )


def good_answers(source: str, url: str, *, within: timedelta | None = None) -> QuerySet[FetchedResponse]:
    """Stored 200 answers from this address, newest first; with ``within``, only those as fresh as that."""
    rows = FetchedResponse.objects.filter(source=source, url=url[:2000], status=200)
    if within:
        rows = rows.filter(fetched_at__gt=timezone.now() - within)
    return rows.order_by("-fetched_at", "-pk")


def forget(source: str, url: str) -> int:
    """Delete what this address has answered: the service removed it on legal grounds, or we may not keep it."""
    return FetchedResponse.objects.filter(source=source, url=url[:2000]).delete()[0]


def address(url: str, **params: Any) -> str:
    """An address with its question, spelled as it should be."""
    return str(httpx2.URL(url, params=params)) if params else url


def user_agent() -> str:
    """Who asks and how to reach us, so that a service can write to us rather than shut us out."""
    contact = Cluster.current().email or settings.DEFAULT_FROM_EMAIL
    text = f"sterke/0.1 (+{settings.SITE_URL}; {contact})"
    return re.sub(r"[^\x20-\x7e]", "", text)[:200]
