"""Pages for visitors who are not signed in, kept in memory for as long as nothing in the house has changed.

A view that looks the same to every visitor says so with ``same_for_visitors``. Its page is kept with the stamp of the
house (core/stamps.py), read before the page was drawn, and the day; it is shown again only under the same two. So the
first visitor after a commit gets the new page. Each web process has a memory of its own; no service is needed.
"""

import gzip
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from hashlib import sha256
from typing import Any

import brotli
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from .kept import one_moment
from .stamps import stamp

LONGEST_ADDRESS = 500  # characters
SAFE = ("GET", "HEAD")
SMALLEST_PACKED = 1000  # bytes; less is not worth it
PARTS = ("HTTP_HX_REQUEST", "HTTP_HX_HISTORY_RESTORE_REQUEST")  # what a view may answer differently to
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, quality=5),
    "gzip": lambda body: gzip.compress(body, compresslevel=6, mtime=0),
}


def same_for_visitors(view: Callable) -> Callable:
    """Say of a view that its page may be kept: it shows nothing of who asks, when, or how often.

    A page that sets a cookie (one with a form's token) is not kept all the same.
    """

    @wraps(view)
    def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        request.same_for_visitors = not request.user.is_authenticated  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    marked.same_for_visitors = True  # type: ignore[attr-defined]
    return marked


def holds_until(request: HttpRequest, moments: Iterable[datetime | None]) -> None:
    """Say of a page that the clock changes it: at the first of these moments that is still to come, if any."""
    now = timezone.now()
    request.holds_until = min((each for each in moments if each and each > now), default=None)  # type: ignore[attr-defined]


@dataclass
class Kept:
    """A page as it goes out, with each packing of it that somebody has asked for."""

    under: Hashable
    body: bytes
    headers: list[tuple[str, str]]
    tag: str
    until: datetime | None = None
    packed: dict[str, bytes] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return 2 * len(self.body) + 1000  # with its packings and headers, about

    def packed_as(self, coding: str) -> bytes:
        if coding not in self.packed:
            self.packed[coding] = PACKERS[coding](self.body)
        return self.packed[coding]


class Memory:
    """The latest pages, up to so many bytes; the one longest unused goes first."""

    def __init__(self) -> None:
        self.pages: OrderedDict[Hashable, Kept] = OrderedDict()
        self.size = 0
        self.lock = threading.Lock()

    def get(self, key: Hashable) -> Kept | None:
        with self.lock:
            page = self.pages.get(key)
            if page is not None:
                self.pages.move_to_end(key)
            return page

    def put(self, key: Hashable, page: Kept) -> None:
        with self.lock:
            self.forget(key)
            self.pages[key] = page
            self.size += page.size
            while self.size > settings.PAGE_MEMORY * 2**20:
                self.forget(next(iter(self.pages)))

    def forget(self, key: Hashable) -> None:
        if key in self.pages:
            self.size -= self.pages.pop(key).size

    def clear(self) -> None:
        with self.lock:
            self.pages.clear()
            self.size = 0


memory = Memory()


class KeptPages:
    """Middleware: answers from memory where it may, before anything else of a request is looked at."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in SAFE:
            return self.get_response(request)
        key, now = key_of(request), stamp()  # before the rows are read
        under = (now, timezone.localdate())
        page = memory.get(key) if key else None
        if page is not None and page.under == under and (page.until is None or timezone.now() < page.until):
            return answer(page, request)
        with one_moment(now):
            response = self.get_response(request)
        if key is None or not may_keep(request, response):
            return response
        page = keep(response, under, getattr(request, "holds_until", None))
        memory.put(key, page)
        return answer(page, request)


def key_of(request: HttpRequest) -> Hashable | None:
    """What a kept page is found by; None where the request is somebody's own, or not one to read a page."""
    asked = request.META
    cookies = asked.get("HTTP_COOKIE", "")
    if request.method != "GET" or settings.SESSION_COOKIE_NAME in cookies or "messages" in cookies:
        return None
    if "HTTP_AUTHORIZATION" in asked:  # the API with a token
        return None
    address = request.get_full_path()
    if len(address) > LONGEST_ADDRESS or not settings.PAGE_MEMORY:
        return None
    return (request.scheme, asked.get("HTTP_HOST"), address, *(asked.get(part) for part in PARTS))


def may_keep(request: HttpRequest, response: HttpResponse) -> bool:
    return (
        getattr(request, "same_for_visitors", False)
        and response.status_code == 200
        and not response.streaming
        and not response.cookies
    )


def keep(response: HttpResponse, under: Hashable, until: datetime | None = None) -> Kept:
    patch_vary_headers(response, ["Cookie", "Accept-Encoding"])
    # A browser asks each time whether its copy still holds, and is mostly told so in a few bytes.
    response.headers.setdefault("Cache-Control", "no-cache")
    body = response.content
    headers = [(name, value) for name, value in response.items() if name != "Content-Length"]
    return Kept(under, body, headers, f'W/"{sha256(body).hexdigest()[:32]}"', until=until)


def answer(page: Kept, request: HttpRequest) -> HttpResponse:
    if page.tag in parse_etags(request.META.get("HTTP_IF_NONE_MATCH", "")):
        response: HttpResponse = HttpResponseNotModified()
    else:
        coding = coding_for(request.META.get("HTTP_ACCEPT_ENCODING", ""), page)
        response = HttpResponse(page.packed_as(coding) if coding else page.body)
        if coding:
            response.headers["Content-Encoding"] = coding
        response.headers["Content-Length"] = str(len(response.content))
    for name, value in page.headers:
        if response.status_code == 200 or name != "Content-Type":
            response.headers[name] = value
    response.headers["ETag"] = page.tag
    return response


def coding_for(accepted: str, page: Kept) -> str:
    """The best packing that the browser takes, empty for none. Kept pages hold no secret that packing could tell."""
    if len(page.body) < SMALLEST_PACKED:
        return ""
    taken = {part.split(";")[0].strip() for part in accepted.split(",") if "q=0" not in part.replace("q=0.", "")}
    return next((coding for coding in PACKERS if coding in taken), "")
