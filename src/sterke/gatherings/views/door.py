"""The door of a gathering, for whoever holds its link: a page that works without a net, what it asks, what it tells.

The page itself holds nobody's name, as the browser keeps it; names come by ``door_list`` and go when the door closes.
"""

import json
from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST, require_safe

from sterke.core import links
from sterke.core.access import open_to
from sterke.core.headers import PERMISSIONS
from sterke.core.paths import path_to
from sterke.core.rates import caller_of, within_blocks
from sterke.core.visibility import Visibility
from sterke.membership.views.doing import bad_link

from .. import actions, permissions, reports_door
from ..door_wire import Garbled, read_sights
from ..models import Gathering
from ..permissions import Door
from ..told_door import screen

KEPT = ("site.css", "door.css", "door.js", "door-scan.js", "door-screen.js")
FONTS = ("inter-latin-wght-normal.woff2", "archivo-latin-wdth-normal.woff2")
LISTS, TELLINGS = 24, 12  # blocks of fifty a minute, for one link from one address
BEFORE = timedelta(days=1)  # the day before, somebody may try the door


def by_link(what: str, blocks: int) -> Callable:
    """The gathering a link leads to, for answers to a program; a closed door and a crowd are told as such."""

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def answered(request: HttpRequest, token: str) -> HttpResponse:
            try:
                link, gathering = links.read(token, actions.DOOR)
            except links.LinkProblem as problem:
                status = 404 if problem.reason == "tampered" else 410
                return JsonResponse({"door": "closed", "reason": problem.reason}, status=status)
            if not within_blocks(what, f"{link.pk} {caller_of(request)}", blocks=blocks, seconds=60):
                return JsonResponse({"door": "crowded"}, status=429, headers={"Retry-After": "20"})
            return view(request, gathering)

        return never_cache(answered)

    return decorate


@never_cache
@require_safe
@open_to(Visibility.PUBLIC)
def door_app(request: HttpRequest, token: str) -> HttpResponse:
    """The page at the door. Kept by the browser, so it is the same for all who hold the link."""
    try:
        link, gathering = links.read(token, actions.DOOR)
    except links.LinkProblem as problem:
        return closed(request, token, problem)
    context = {"gathering": gathering, "token": token, "until": reports_door.in_ms(link.expires_at)}
    headers = {"X-Door": "open", "Permissions-Policy": PERMISSIONS.replace("camera=()", "camera=(self)")}
    return headed(render(request, "gatherings/door.html", context), headers)


def closed(request: HttpRequest, token: str, problem: links.LinkProblem) -> HttpResponse:
    """A door that was: the device forgets the list, and says what it has not told yet."""
    if problem.reason == "tampered":
        return bad_link(request, problem)
    context = {"token": token, "reason": problem.reason}
    return headed(render(request, "gatherings/door_closed.html", context, status=410), {"X-Door": "closed"})


def headed(response: HttpResponse, headers: dict[str, str]) -> HttpResponse:
    for name, value in headers.items():
        response.headers[name] = value
    return response


@require_safe
@open_to(Visibility.PUBLIC)
@by_link("door-list", LISTS)
@gzip_page
def door_list(request: HttpRequest, gathering: Gathering) -> HttpResponse:
    """Who is expected and who is in; to a device that has the list, only what is new."""
    since = moment(request.GET.get("siden", ""))
    told = reports_door.door_list(gathering, since=since, mark=request.GET.get("merke", "")[:16])
    until = reports_door.in_ms(actions.door_until(gathering))
    return JsonResponse(told | {"door": gathering.pk, "until": until, "token": get_token(request)})


def moment(text: str) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(text[:15]) / 1000, tz=timezone.get_current_timezone())
    except (ValueError, OverflowError, OSError):
        return None


@require_POST
@open_to(Visibility.PUBLIC)
@by_link("door-sights", TELLINGS)
def door_sights(request: HttpRequest, gathering: Gathering) -> HttpResponse:
    """What a device saw. Each sight is answered in its place: whom it was of, or that it is nobody here."""
    now = timezone.now()
    first = timezone.make_aware(datetime.combine(gathering.day, time())) - BEFORE
    try:
        told = read_sights(request.body, now=now, earliest=min(first, now))
    except Garbled:
        return JsonResponse({"door": "garbled"}, status=400)
    sights = [sight for sight in told.sights if sight is not None]
    user: Any = request.user
    by = user if permissions.can_manage(user, gathering) else Door(gathering.pk, told.device)
    noted = iter(actions.note_at_door(gathering, sights, by=by))
    answers = [{"why": "garbled"} if sight is None else answer_to(next(noted)) for sight in told.sights]
    return JsonResponse({"door": gathering.pk, "now": reports_door.in_ms(timezone.now()), "noted": answers})


def answer_to(noted: actions.Noted) -> dict[str, Any]:
    row = noted.registration
    if row is None:
        return {"why": "unknown"}
    return {"code": row.code, "in": noted.present, "gone": row.who.startswith("erased:")}


@never_cache
@require_safe
@open_to(Visibility.PUBLIC)
def door_worker(request: HttpRequest, token: str) -> HttpResponse:
    """The part of the page that answers when the net does not. It lies where it may reach no other page than these."""
    try:
        links.read(token, actions.DOOR)
    except links.LinkProblem as problem:
        return HttpResponse(status=404 if problem.reason == "tampered" else 410)
    files = [static(f"dist/{name}") for name in (*KEPT, *FONTS)]
    pages = [path_to("gatherings:door_app", token), path_to("gatherings:door_screen", token)]
    facts = json.dumps({"files": files, "pages": pages, "numbers": path_to("gatherings:door_numbers", token)})
    text = f"self.KEPT = {facts};\nimportScripts({json.dumps(static('dist/door-worker.js'))});\n"
    return HttpResponse(text, content_type="text/javascript; charset=utf-8")


@never_cache
@require_safe
@open_to(Visibility.PUBLIC)
def door_screen(request: HttpRequest, token: str) -> HttpResponse:
    """For the wall: how many and from where, nobody's name. The worker of the door keeps it for those without a net."""
    try:
        _link, gathering = links.read(token, actions.DOOR)
    except links.LinkProblem as problem:
        return headed(bad_link(request, problem), {"X-Door": "closed"})
    numbers, worker = (path_to(f"gatherings:{name}", token) for name in ("door_numbers", "door_worker"))
    context = {"gathering": gathering, "numbers_at": numbers, "worker_at": worker, **screen(gathering)}
    return headed(render(request, "gatherings/door_screen.html", context), {"X-Door": "open"})


@require_safe
@open_to(Visibility.PUBLIC)
@by_link("door-screen", LISTS)
def door_numbers(request: HttpRequest, gathering: Gathering) -> HttpResponse:
    return JsonResponse(screen(gathering))
