"""Before the door opens: the link to it, and the screen on the wall; for those who manage the gathering."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sterke.core import links
from sterke.core.access import SIGNED_IN, open_to
from sterke.core.paths import path_to
from sterke.membership.views.doing import do

from .. import actions, reports_door
from ..told_door import link_facts, screen
from .finding import gathering_for


@never_cache
@require_safe
@open_to(SIGNED_IN)
def door(request: HttpRequest, slug: str) -> HttpResponse:
    """The link to the door with its QR code, how many are in, and who was seen last."""
    row = gathering_for(request, slug)
    token = links.current(row, actions.DOOR)
    context = {
        "gathering": row,
        "trail": [(str(row), row.get_absolute_url())],
        "link": link_facts(row, token) if token else None,
        "is_past": actions.door_until(row) <= timezone.now(),
        "numbers": reports_door.inside(row),
        "last": list(reports_door.last_sights(row)),
    }
    return render(request, "gatherings/door_panel.html", context)


@require_POST
@open_to(SIGNED_IN)
def open_door(request: HttpRequest, slug: str) -> HttpResponse:
    """A new link; an earlier one stops."""
    row = gathering_for(request, slug)
    had = links.current(row, actions.DOOR)
    said = _("The link is new. The one before it has stopped.") if had else _("The link is ready.")
    act = lambda: actions.open_door(row, by=request.user)  # noqa: E731
    return do(request, act, said=said, to=path_to("gatherings:door", slug))


@require_POST
@open_to(SIGNED_IN)
def close_door(request: HttpRequest, slug: str) -> HttpResponse:
    row = gathering_for(request, slug)
    act = lambda: actions.close_door(row, by=request.user)  # noqa: E731
    return do(request, act, said=_("The link to the door has stopped."), to=path_to("gatherings:door", slug))


@never_cache
@require_safe
@open_to(SIGNED_IN)
def screen_page(request: HttpRequest, slug: str) -> HttpResponse:
    """For the wall, from a machine that is signed in. By the link to the door it needs no net."""
    row = gathering_for(request, slug)
    numbers = path_to("gatherings:screen_numbers", slug)
    context = {"gathering": row, "numbers_at": numbers, "worker_at": "", **screen(row)}
    return render(request, "gatherings/door_screen.html", context)


@never_cache
@require_safe
@open_to(SIGNED_IN)
def screen_numbers(request: HttpRequest, slug: str) -> HttpResponse:
    return JsonResponse(screen(gathering_for(request, slug)))
