"""The manners of the API, the same in every room: how a list is paged, how an error is told, and the door.

An answer depends on the address and the token, and on nothing else: no cookie, no language, no session (docs/adr/0018).
"""

import hashlib
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Annotated, Any, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.cache import get_conditional_response
from django.utils.http import parse_http_date_safe, urlencode
from django.utils.translation import gettext_lazy as _
from ninja import Schema
from pydantic import Field

from .kept import number_of

ROOT = "/api/"
DOCS = "/api/docs"  # a page for people, with their session
METHODS = "GET, HEAD, OPTIONS"
PROBLEM = "application/problem+json"
KEPT_FOR = "public, max-age=60"
Item = TypeVar("Item")


class Fault(Schema):
    """One thing that was wrong in the question."""

    where: str
    what: str


class Problem(Schema):
    """An error, as RFC 9457 says it."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[Fault] = []


class Page[Item](Schema):
    """A part of a list: how many there are in all, the parts beside it, and the rows."""

    total: int
    previous: str | None
    next: str | None
    items: list[Item]


class Paging(Schema):
    limit: int = Field(50, ge=1, le=100, description=_("How many, at most."))  # type: ignore[call-overload]
    offset: int = Field(0, ge=0, le=100_000, description=_("How many to skip."))  # type: ignore[call-overload]


def described(words: Any, **limits: Any) -> Any:
    """Pydantic takes words that are translated when read; its types do not know."""
    return Field(description=words, **limits)


Slug = Annotated[str, described(_("The last part of its address."), pattern=r"^[-a-zA-Z0-9_]+$", max_length=255)]


def reads(gives: Any, summary: Any, description: Any = "") -> dict[str, Any]:
    """What is said of a door: ``@router.get("/networks", **reads(Page[Network], _("The networks")))``."""
    answers = {200: gives, **dict.fromkeys((401, 403, 404, 422, 429), Problem)}
    return {"response": answers, "summary": summary, "description": description}


def absolute(path: str) -> str:
    return settings.SITE_URL + path


def page_of(request: HttpRequest, rows: Any, paging: Paging, shape: Callable[[Iterable[Any]], list[Any]]) -> dict:
    """The asked part of the rows, each in its shape, and the way to the parts before and after."""
    first, last = paging.offset, paging.offset + paging.limit
    total = number_of(rows)

    def way(offset: int) -> str:
        asked = {**request.GET.dict(), "limit": str(paging.limit), "offset": str(offset)}
        return absolute(f"{request.path}?{urlencode(asked)}")

    return {
        "total": total,
        "previous": way(max(first - paging.limit, 0)) if first else None,
        "next": way(last) if last < total else None,
        "items": shape(rows[first:last]) if first < total else [],
    }


def problem(
    status: int, detail: str = "", errors: Iterable[dict[str, str]] = (), headers: dict[str, str] | None = None
) -> HttpResponse:
    title = HTTPStatus(status).phrase
    told = {"type": "about:blank", "title": title, "status": status, "detail": detail or title, "errors": list(errors)}
    plain = {"ensure_ascii": False}
    return JsonResponse(told, status=status, content_type=PROBLEM, headers=headers, json_dumps_params=plain)


class Door:
    """Between the API and the world: cookies stay outside, errors are told in one way, caches are told how long."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(ROOT) or request.path_info == DOCS:
            return self.get_response(request)
        for name in ("HTTP_COOKIE", "CSRF_COOKIE"):
            request.META.pop(name, None)
        request.COOKIES = {}
        answer = self.answer_to(request)
        for name in ("Content-Language", "Set-Cookie"):
            answer.headers.pop(name, None)
        answer.cookies.clear()
        answer.headers["Vary"] = "Authorization"
        answer.headers["X-Robots-Tag"] = "noindex"
        if "Authorization" in request.headers:
            answer.headers["Cache-Control"] = "no-store, private"
        else:
            answer.headers["Access-Control-Allow-Origin"] = "*"
            answer.headers["Access-Control-Expose-Headers"] = "ETag, Retry-After"
            answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return answer

    def answer_to(self, request: HttpRequest) -> HttpResponseBase:
        method = request.method
        if method == "OPTIONS":
            allowed = {"Allow": METHODS, "Access-Control-Allow-Methods": METHODS, "Access-Control-Max-Age": "86400"}
            return HttpResponse(status=204, headers=allowed)
        if method == "HEAD":  # what GET would say; the server leaves the body out
            request.method = "GET"
        answer: Any = self.get_response(request)
        request.method = method
        if answer.status_code >= 400:
            return told(answer)
        if answer.status_code != 200 or answer.streaming:
            return answer
        # Kept in memory for visitors (core/pages.py), but not what has a date: that may be sent back to ask.
        visitor = not request.user.is_authenticated
        request.same_for_visitors = visitor and "Last-Modified" not in answer.headers  # type: ignore[attr-defined]
        etag = f'"{hashlib.sha256(answer.content).hexdigest()[:32]}"'
        answer.headers["ETag"], answer.headers["Cache-Control"] = etag, KEPT_FOR
        changed = parse_http_date_safe(answer.headers.get("Last-Modified", ""))
        return get_conditional_response(request, etag=etag, last_modified=changed, response=answer) or answer


def told(answer: HttpResponse) -> HttpResponse:
    """Whatever went wrong, as a problem: also what Django, a middleware or a full disk answered with a page."""
    if answer.headers.get("Content-Type") != PROBLEM:
        kept = {name: answer.headers[name] for name in ("Retry-After", "WWW-Authenticate") if name in answer.headers}
        answer = problem(answer.status_code, headers=kept)
    if answer.status_code == 405:
        answer.headers["Allow"] = METHODS
    answer.headers["Cache-Control"] = "no-store"
    return answer
