"""Meeting rounds on paper: one's own programme; the whole list, signs for the tables, everybody's programme."""

import logging
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sterke.core import pdf
from sterke.core.access import SIGNED_IN, open_to
from sterke.core.visibility import Visibility

from .. import papers_rounds as papers
from ..models import RoundParticipant
from .rounds_finding import by_link, round_for

log = logging.getLogger("sterke.rounds")


@never_cache
@require_safe
@open_to(Visibility.PUBLIC)
@by_link
def own_paper(request: HttpRequest, me: RoundParticipant, token: str) -> HttpResponse:
    if not me.round.published_at:
        raise Http404
    name = f"{me.round.gathering.slug}-program"
    return sent(request, name, lambda: papers.own_programme(me), "connections:round_programme", token)


@require_safe
@open_to(SIGNED_IN)
def paper(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """``liste``, ``bordskilt`` or ``programmer``."""
    row = round_for(request, slug)
    draw = {"liste": papers.whole_list, "bordskilt": papers.table_signs, "programmer": papers.all_programmes}[kind]
    return sent(request, f"{slug}-{kind}", lambda: draw(row), "connections:round_timetable", slug)


def sent(request: HttpRequest, name: str, draw: Callable[[], bytes], back: str, where: str) -> HttpResponse:
    """The paper; or back with the reason why there is none."""
    try:
        return pdf.as_attachment(draw(), name)
    except pdf.NotSet as problem:
        log.error("%s was not set: %s", name, problem)
        messages.error(request, _("The paper could not be made just now. Try again in a minute."))
        return redirect(back, where)
