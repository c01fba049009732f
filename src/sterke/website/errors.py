"""Error pages: plain, helpful, safe. The 400 and 500 pages need no database, no session and no request."""

import errno
import logging
import secrets
import sys

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static

from sterke.core.access import open_to
from sterke.core.visibility import Visibility

logger = logging.getLogger("sterke.errors")


@open_to(Visibility.PUBLIC)
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)


@open_to(Visibility.PUBLIC)
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return HttpResponse(render_to_string("400.html", {"stylesheet": stylesheet()}), status=400)


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
    page = render_to_string("500.html", {"number": number, "stylesheet": stylesheet()})
    return HttpResponse(page, status=503, headers={"Retry-After": "120"}) if passes else HttpResponse(page, status=500)


def stylesheet() -> str:
    """The address of the style sheet, or nothing when even that is not to be had."""
    try:
        return static("dist/site.css")
    except ValueError:
        return ""
