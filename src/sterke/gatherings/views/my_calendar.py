"""One's own calendar: an address to subscribe to, which one may change or stop."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sterke.core import calendars, links
from sterke.core.access import SIGNED_IN, open_to
from sterke.core.models import Cluster
from sterke.core.visibility import Visibility

from .. import mine
from .pages import CALENDAR


@never_cache
@require_safe
@open_to(Visibility.PUBLIC)
def my_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """Read by a calendar without an account. A stopped address is gone: calendars then cease to ask."""
    try:
        _link, user = links.read(token, mine.CALENDAR)
    except links.LinkProblem as problem:
        return HttpResponse(status=404 if problem.reason == "tampered" else 410)
    if not user.is_active:
        return HttpResponse(status=410)
    with translation.override(user.language):
        title = _("My gatherings, %(cluster)s") % {"cluster": Cluster.current().name}
        text = calendars.feed(mine.entries(user, timezone.localdate()), title=title)
    return HttpResponse(text, content_type=CALENDAR)


@require_POST
@open_to(SIGNED_IN)
def renew_calendar(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    with transaction.atomic():
        mine.renew(user)
    messages.success(request, _("Your calendar has a new address. An earlier one has stopped."))
    return redirect("website:my_page")


@require_POST
@open_to(SIGNED_IN)
def stop_calendar(request: HttpRequest) -> HttpResponse:
    mine.stop(request.user)
    messages.success(request, _("The address of your calendar has stopped."))
    return redirect("website:my_page")
