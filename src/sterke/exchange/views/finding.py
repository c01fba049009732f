"""What the views of spaces share."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from sterke.gatherings.models import Gathering
from sterke.membership.models import Network

from .. import actions, permissions, reports
from ..models import Reply, Space, Thread


def space_for(request: HttpRequest, slug: str) -> Space:
    """A space one is in; that of all members, of one's network or gathering is made when it is first looked at."""
    rows = Space.objects.visible_to(request.user).select_related("network", "gathering")
    found = rows.filter(slug=slug).first()
    if found is None and make_if_known(slug, request.user):
        found = rows.filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def make_if_known(slug: str, user: Any) -> bool:
    if slug == "alle" and user.is_member:
        actions.open_space()
        return True
    kind, _dash, about = slug.partition("-")
    if kind == "nettverk":
        seats = user.standing.seated_in | user.standing.leads
        network = Network.objects.visible_to(user).filter(slug=about).first()
        if network and (network.pk in seats or user.is_secretary):
            actions.open_space(network=network)
            return True
    gathering = Gathering.objects.visible_to(user).filter(slug=about).first() if kind == "samling" else None
    if gathering and permissions.talks_at(user, gathering):
        actions.open_space(gathering=gathering)
        return True
    return False


def thread_for(request: HttpRequest, pk: int, may: Callable[[Any, Thread], bool] | None = None) -> Thread:
    found: Thread | None = reports.thread_at(request.user, pk).first()
    if found is None or (may is not None and not may(request.user, found)):
        raise Http404
    return found


def reply_for(request: HttpRequest, pk: int, row: int) -> Reply:
    thread = thread_for(request, pk)
    rows = Reply.objects.filter(thread=thread)
    if not permissions.can_moderate(request.user, thread.space):
        rows = rows.shown()
    found: Reply = get_object_or_404(rows.select_related("thread__space"), pk=row)
    return found
