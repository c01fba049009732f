"""What the views of meeting rounds share: the round of a gathering, and the participant a link was sent to."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from sterke.core import links
from sterke.gatherings.views.finding import gathering_for
from sterke.membership.views.doing import bad_link

from .. import mails_rounds as mails
from ..models import MeetingRound, RoundParticipant
from ..reports_rounds import PARTICIPANTS, round_of

page = require_http_methods(["GET", "HEAD", "POST"])


def round_for(request: HttpRequest, slug: str) -> MeetingRound:
    """The round of a gathering, for those who manage it; for others it is not there."""
    found = round_of(gathering_for(request, slug))
    if found is None:
        raise Http404
    return found


def participant_in(round: MeetingRound, pk: int) -> RoundParticipant:
    found = get_object_or_404(PARTICIPANTS, round=round, pk=pk)
    found.round = round
    return found


def by_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view gets the participant the link was sent to, instead of its token."""

    @wraps(view)
    def opened(request: HttpRequest, token: str, **found: Any) -> HttpResponse:
        try:
            _link, row = links.read(token, mails.OWN)
        except links.LinkProblem as problem:
            return bad_link(request, problem)
        return view(request, PARTICIPANTS.get(pk=row.pk), token=token, **found)

    return opened
