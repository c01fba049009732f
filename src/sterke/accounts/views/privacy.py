from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sterke.core.access import open_to
from sterke.core.pages import same_for_visitors
from sterke.core.visibility import Visibility

from ..purposes import PURPOSES


@require_safe
@open_to(Visibility.PUBLIC)
@same_for_visitors
def privacy(request: HttpRequest) -> HttpResponse:
    """The record of processing, made from the purposes."""
    return render(request, "accounts/privacy.html", {"purposes": PURPOSES})
