"""Error pages: plain, helpful, safe. They need no database."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sterke.core.access import open_to
from sterke.core.visibility import Visibility


@open_to(Visibility.PUBLIC)
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)
