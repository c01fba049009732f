"""Error pages: plain, helpful, safe. The 400 and 500 pages need no database, no session and no request."""

import errno
import logging
import secrets
import sys

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import translation
from django.utils.translation import get_language_from_path

from sterke.core.access import open_to
from sterke.core.visibility import Visibility

logger = logging.getLogger("sterke.errors")
BARE = '<!doctype html><html lang="nb"><meta charset="utf-8"><title>{code}</title><h1>{code}</h1><p>{number}</p></html>'


@open_to(Visibility.PUBLIC)
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)


@open_to(Visibility.PUBLIC)
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    code = 413 if isinstance(exception, (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)) else 400
    return HttpResponse(standing("400.html", request, code), status=code)


@open_to(Visibility.PUBLIC)
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


@open_to(Visibility.PUBLIC)
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


@open_to(Visibility.PUBLIC)
def server_error(request: HttpRequest) -> HttpResponse:
    """Something broke: a number that stands in the log too, and nothing about what broke.

    A full disk or a database that is away passes: 503, so that robots and machines come back.
    """
    error = sys.exc_info()[1]
    passes = isinstance(error, OperationalError) or getattr(error, "errno", None) in {errno.ENOSPC, errno.EDQUOT}
    number = secrets.token_hex(4).upper()
    logger.error("error %s on %s %s", number, request.method, request.path)
    code = 503 if passes else 500
    return HttpResponse(
        standing("500.html", request, code, number=number),
        status=code,
        headers={"Retry-After": "120"} if passes else {},
    )


def standing(template: str, request: HttpRequest, code: int, **words: str) -> str:
    """A page that stands alone, in the language of the address: what chooses it may not have run. Should even this page
    fail, its bare words."""
    language = get_language_from_path(request.path) or settings.LANGUAGE_CODE
    try:
        with translation.override(language):
            home = "/" if language == settings.LANGUAGE_CODE else f"/{language}/"
            return render_to_string(template, {"code": code, "stylesheet": stylesheet(), "home": home, **words})
    except Exception:
        logger.exception("the page for %s could not be drawn", code)
        return BARE.format(code=code, **{"number": "", **words})


def stylesheet() -> str:
    """The address of the style sheet, or nothing when even that is not to be had."""
    try:
        return static("dist/site.css")
    except ValueError:
        return ""
