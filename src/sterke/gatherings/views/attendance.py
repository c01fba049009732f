"""Attendance in numbers, for the secretariat and, of their own gatherings, for those who lead a network."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sterke.core import sheets
from sterke.core.access import SIGNED_IN, open_to
from sterke.core.paging import page_of
from sterke.core.paths import path_to
from sterke.core.visibility import is_secretary
from sterke.membership.models import Network

from .. import attendance as counts
from .. import permissions
from ..attendance import Span

LISTS = {
    "bedrifter": _("Companies"),
    "folk": _("People"),
    "nettverk": _("Networks"),
    "samlinger": _("Gatherings"),
    "stille": _("Quiet companies"),
}


def span_of(request: HttpRequest) -> tuple[Span, list[Network]]:
    """What was asked, and the networks one may ask about. Nonsense asks for everything."""
    user: Any = request.user
    if not permissions.can_start_gathering(user):
        raise Http404
    networks = Network.objects.all() if is_secretary(user) else Network.objects.filter(pk__in=user.standing.leads)
    rows = list(networks.order_by("sort_key", "pk"))
    year, slug = request.GET.get("ar", ""), request.GET.get("nettverk", "")
    network = next((row.pk for row in rows if row.slug == slug), 0)
    known = int(year) if year.isascii() and year.isdigit() and len(year) == 4 else 0
    return Span(timezone.localdate(), known, network), rows


def lists_for(user: Any) -> dict[str, Any]:
    """Which members are quiet is told the secretariat; a network's leader sees a part of what happens only."""
    return {name: label for name, label in LISTS.items() if name != "stille" or is_secretary(user)}


@require_safe
@open_to(SIGNED_IN)
def attendance(request: HttpRequest) -> HttpResponse:
    span, networks = span_of(request)
    lists = lists_for(request.user)
    wanted = request.GET.get("vis", "")
    wanted = wanted if wanted in lists else "bedrifter"
    keys = counts.numbers(request.user, span)
    page = page_of(request, rows_of(wanted, request.user, span, keys))
    context = {
        "sums": counts.sums(keys),
        "lists": lists.items(),
        "wanted": wanted,
        "page": page,
        "lines": counts.counted(list(page)) if wanted == "samlinger" else page,
        "years": counts.years(request.user, span),
        "span": span,
        "networks": networks,
        "months": counts.quiet_months(),
        "trail": [(_t("Styrketrening"), path_to("gatherings:gatherings"))],
    }
    return render(request, "gatherings/attendance.html", context)


def rows_of(wanted: str, user: Any, span: Span, keys: list[int]) -> Any:
    if wanted == "folk":
        return counts.by_person(keys)
    if wanted == "nettverk":
        return counts.by_network(user, span)
    if wanted == "samlinger":
        return counts.by_gathering(user, span)
    return counts.quiet(span.today) if wanted == "stille" else counts.by_company(keys)


@require_safe
@open_to(SIGNED_IN)
def attendance_file(request: HttpRequest, kind: str, ending: str) -> HttpResponse:
    span, _networks = span_of(request)
    if kind not in lists_for(request.user):
        raise Http404
    return sheets.as_file(counts.sheet(kind, request.user, span), f"oppmote-{kind}", ending)
