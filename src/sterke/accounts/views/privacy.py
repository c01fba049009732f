from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sterke.core.access import open_to
from sterke.core.visibility import Visibility

from ..purposes import PURPOSES


@open_to(Visibility.PUBLIC)
def privacy(request: HttpRequest) -> HttpResponse:
    """The record of processing, made from the purposes."""
    return render(request, "accounts/privacy.html", {"purposes": PURPOSES})
