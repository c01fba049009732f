"""Gatherings to look at: what comes, what has been, one of them, and calendars of them."""

from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sterke.core import calendars
from sterke.core.access import open_to
from sterke.core.activity import history_of
from sterke.core.models import Cluster
from sterke.core.pages import holds_until, same_for_visitors
from sterke.core.paging import page_of
from sterke.core.paths import path_to
from sterke.core.strands import ways_from
from sterke.core.visibility import Visibility, is_secretary
from sterke.membership.models import Network

from .. import permissions, reports, told
from ..entries import entry
from ..state import Stage, takes_registrations

MOST_IN_FEED = 300
# Hundreds of these would push the story of a gathering off its page; they stand on the lists, and with the company.
ON_THE_LISTS = (
    "gathering.registered", "gathering.declined", "gathering.walked_in",
    "registration.confirmed", "registration.cancelled", "registration.substituted",
)  # fmt: skip
CALENDAR = "text/calendar; charset=utf-8"


@require_safe
@open_to(Visibility.PUBLIC)
@same_for_visitors
def gatherings(request: HttpRequest) -> HttpResponse:
    """What comes, soonest first; below it what has been, a page at a time."""
    user, day = request.user, timezone.localdate()
    network = network_asked(request)
    if network is None:
        coming, past = reports.coming(user, day), reports.past(user, day)
    else:
        coming = reports.coming_of_network(user, day, network.pk)
        past = reports.past_of_network(user, day, network.pk)
    coming, page = list(coming), page_of(request, past)
    holds_until(request, told.turns(coming))
    context = {
        "coming": [told.card(row) for row in coming],
        "page": page,
        "past": [told.card(row) for row in page],
        "network": network,
        "networks": Network.objects.visible_to(user).open().order_by("sort_key"),
        "can_start": permissions.can_start_gathering(user),
        "card": told.listing(),
    }
    return render(request, "gatherings/gatherings.html", context)


def network_asked(request: HttpRequest) -> Network | None:
    slug = request.GET.get("nettverk", "")
    return get_object_or_404(Network.objects.visible_to(request.user), slug=slug[:60]) if slug else None


@require_safe
@open_to(Visibility.PUBLIC)
@same_for_visitors
def gathering(request: HttpRequest, slug: str) -> HttpResponse:
    user: Any = request.user
    row = reports.gathering_at(user, slug).first()
    if row is None:
        raise Http404
    stage = row.stage(row.taken)
    holds_until(request, told.turns([row]))
    context = {
        "gathering": row,
        "stage": stage,
        "card": told.gathering(row),
        "trail": [(_("Styrketrening"), path_to("gatherings:gatherings"))],
        "joining": reports.joining_of(user, row.pk).first() if user.is_authenticated else None,
        "mine": reports.mine(user, row.pk),
        "history": history_of(row, user, without=ON_THE_LISTS),
        "ways": ways_from(row, user),
        "is_secretary": is_secretary(user),
        "can_manage": permissions.can_manage(user, row),
        "can_register": takes_registrations(stage) and permissions.can_register(user, row),
        **told.facts_of(row, stage),
        **parts_of(row, user),
    }
    return render(request, "gatherings/gathering.html", context)


def parts_of(row: Any, user: Any) -> dict[str, Any]:
    return {
        "hosts": reports.hosts_of(user, row.pk),
        "material": reports.material_of(user, row.pk),
        "goals": told.goals(row, list(reports.goals_of(row.pk))),
        "programme": told.programme(row),
        "responsible": reports.responsible_of(user, row.responsible_id).first() if row.responsible_id else None,
        "case": reports.case_of(user, row.case_id).first() if row.case_id else None,
        "save_the_date": row.stage(row.taken) == Stage.SAVE_THE_DATE,
    }


@require_safe
@open_to(Visibility.PUBLIC)
@same_for_visitors
def month(request: HttpRequest, year: str, number: str) -> HttpResponse:
    """A month as a calendar: weeks across, days down; a list for those who do not see it."""
    try:
        first = date(int(year), int(number), 1)
    except ValueError as error:
        raise Http404 from error
    if not 2000 <= first.year <= timezone.localdate().year + 5:
        raise Http404
    context = told.month(first, request.user)
    return render(request, "gatherings/month.html", context)


@require_safe
@open_to(Visibility.PUBLIC)
@same_for_visitors
def calendar(request: HttpRequest) -> HttpResponse:
    """All that everybody may see, to subscribe to."""
    rows = reports.coming(AnonymousUser(), timezone.localdate())[:MOST_IN_FEED]
    title = _("Styrketrening, %(cluster)s") % {"cluster": Cluster.current().name}
    return HttpResponse(calendars.feed((entry(row) for row in rows), title=title), content_type=CALENDAR)


@require_safe
@open_to(Visibility.PUBLIC)
@same_for_visitors
def calendar_of(request: HttpRequest, slug: str) -> HttpResponse:
    """One gathering as a file for one's calendar."""
    row = reports.gathering_at(request.user, slug).first()
    if row is None:
        raise Http404
    answer = HttpResponse(calendars.feed([entry(row)], title=str(row)), content_type=CALENDAR)
    answer["Content-Disposition"] = f'attachment; filename="{row.slug}.ics"'
    return answer
