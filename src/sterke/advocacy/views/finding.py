"""What the views of cases share: the row that is asked for, if this reader may do that with it."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sterke.core.once import fresh_key, once
from sterke.membership.views.doing import add_errors

from .. import permissions
from ..models import AdvocacyCase, Meeting

page = require_http_methods(["GET", "HEAD", "POST"])


def case_for(
    request: HttpRequest, slug: str, may: Callable[[Any, AdvocacyCase], bool] = permissions.can_lead
) -> AdvocacyCase:
    rows = AdvocacyCase.objects.visible_to(request.user).select_related("owner", "press_contact")
    case = get_object_or_404(rows, slug=slug)
    if not may(request.user, case):
        raise Http404
    return case


def meeting_for(request: HttpRequest, pk: int, may: Callable[[Any, Meeting], bool] = permissions.can_hold) -> Meeting:
    rows = Meeting.objects.visible_to(request.user).select_related("owner", "host")
    meeting = get_object_or_404(rows, pk=pk)
    if not may(request.user, meeting):
        raise Http404
    return meeting


def answer_form(
    request: HttpRequest, form: Any, act: Callable[[], str], *, title: str, back: tuple[str, str], **more: Any
) -> HttpResponse:
    """A page with one form. ``act`` does it and gives the address to go to; what it refuses stands in the form.

    ``back`` is where one came from: its name and its address.
    """
    if form.is_valid():
        try:
            return once(request, act)
        except ValidationError as problem:
            add_errors(form, problem)
    context = {"form": form, "heading": title, "back": back, "button": _("Save"), "once_key": fresh_key(), **more}
    return render(request, "advocacy/form.html", context, status=422 if form.errors else 200)
