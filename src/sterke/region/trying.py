"""The source of an indicator on trial: asked now, looked at, and taken in when somebody says so."""

import secrets
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _t

from sterke.core.access import open_to
from sterke.core.visibility import Visibility

from . import actions, permissions, tasks
from .intake import seen
from .models import Indicator


def indicator_for(request: HttpRequest, slug: str) -> Indicator:
    row = get_object_or_404(Indicator.objects.visible_to(request.user), slug=slug)
    if not permissions.can_try_source(request.user, row):
        raise Http404
    return row


@open_to(Visibility.SECRETARIAT)
def try_source(request: HttpRequest, slug: str) -> HttpResponse:
    """Where it comes from and how it went last time; POST asks. The work waits its turn, so a task does it."""
    indicator = indicator_for(request, slug)
    if request.method != "POST":
        return render(request, "region/try_source.html", {"indicator": indicator})
    key = secrets.token_urlsafe(9)
    tasks.try_source.enqueue(indicator.pk, int(request.user.pk or 0), key, get_language())
    return redirect("region:tried", slug, key)


@open_to(Visibility.SECRETARIAT)
def tried(request: Any, slug: str, key: str) -> HttpResponse:
    """What came, or why not, or that it is on its way; POST takes it in."""
    indicator = indicator_for(request, slug)
    if request.method == "POST":
        return take(request, indicator, key)
    found = actions.tried(indicator, key)
    context: dict[str, Any] = {"indicator": indicator, "key": key, "found": found}
    if found and found.picked:
        context |= seen(indicator, indicator.source, found.picked)
    part = "#answer" if request.htmx and not request.htmx.history_restore_request else ""
    return render(request, f"region/tried.html{part}", context)


def take(request: HttpRequest, indicator: Indicator, key: str) -> HttpResponse:
    try:
        result = actions.take_tried(indicator, key, by=request.user)
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
        return redirect("region:try_source", indicator.slug)
    words = {"new": result.new, "corrected": result.corrected, "unchanged": result.unchanged}
    messages.success(request, _t("Taken in: %(new)s new, %(corrected)s corrected, %(unchanged)s as before.") % words)
    return redirect(indicator.get_absolute_url())
