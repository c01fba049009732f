"""What the radar found: does it belong to the case or not?"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sterke.core.access import SIGNED_IN, open_to
from sterke.core.paging import page_of
from sterke.core.paths import path_to
from sterke.core.visibility import is_secretary
from sterke.membership.views.doing import do

from .. import actions, permissions
from ..models import RadarHit

VERBS: dict[str, Any] = {"ja": actions.accept_hit, "nei": actions.dismiss_hit}


@require_safe
@open_to(SIGNED_IN)
def radar(request: HttpRequest) -> HttpResponse:
    """What waits for a yes or a no, of the cases one leads; newest first."""
    if not permissions.leads_any(request.user):
        raise Http404
    rows = RadarHit.objects.visible_to(request.user).waiting().select_related("case", "item")
    if not is_secretary(request.user):
        rows = rows.filter(case__owner__user=request.user.pk)
    part = page_of(request, rows.order_by("-item__day", "-pk"))
    return render(request, "advocacy/radar.html", {"part": part, "trail": [(_("Cases"), path_to("advocacy:cases"))]})


@require_POST
@open_to(SIGNED_IN)
def decide(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    if verb not in VERBS:
        raise Http404
    rows = RadarHit.objects.visible_to(request.user).select_related("case__owner", "item")
    hit = get_object_or_404(rows, pk=pk)
    said = _("It stands in the story of the case.") if verb == "ja" else _("Gone from here.")
    act = lambda: VERBS[verb](hit, by=request.user)  # noqa: E731
    return do(request, act, said=said, to=path_to("advocacy:radar"))
