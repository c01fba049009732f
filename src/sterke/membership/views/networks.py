from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from sterke.core.access import SIGNED_IN, open_to
from sterke.core.paging import page_of
from sterke.directory.models import Organisation, Role

from .. import actions, permissions, reports
from ..models import Membership, Network, NetworkSeat
from .doing import do
from .finding import MOST, number, roles_found


@require_safe
@vary_on_headers("HX-Request")
@open_to(SIGNED_IN)
def network_people(request: HttpRequest, slug: str) -> HttpResponse:
    network = _network(request, slug)
    asked = request.GET.get("sok", "")[:100].strip()
    context = {
        "network": network,
        "asked": asked,
        "leaders": list(reports.seats_of(network.pk, leaders=True)),
        "page": page_of(request, reports.seats_of(network.pk, leaders=False)),
        "found": _without_seat(_candidates(request, asked), network)[:MOST] if asked else [],
    }
    template = "membership/network_people.html"
    return render(request, f"{template}#found" if request.htmx else template, context)


def _network(request: HttpRequest, slug: str) -> Network:
    network = reports.network_at(request.user, slug).first()
    if network is None or not permissions.can_edit_network_people(request.user, network):
        raise Http404
    return network


def _candidates(request: HttpRequest, asked: str = "") -> QuerySet[Role]:
    """The roles of people this user sees in member companies, and of guests from the public side."""
    members = Membership.objects.on().values("organisation")
    guests = ~Q(organisation__kind=Organisation.Kind.COMPANY)
    return roles_found(request.user, asked).filter(Q(organisation__in=members) | guests)


def _without_seat(roles: QuerySet[Role], network: Network) -> QuerySet[Role]:
    return roles.exclude(person__in=network.seats.running_after(timezone.localdate()).values("person"))


def _back(network: Network) -> str:
    return reverse("membership:network_people", args=[network.slug])


@require_POST
@open_to(SIGNED_IN)
def add_seat(request: HttpRequest, slug: str) -> HttpResponse:
    network = _network(request, slug)
    role = _candidates(request).filter(pk=number(request.POST.get("role"))).first()
    if role is None:
        messages.error(request, _("Found nobody you can add. The secretariat can help."))
        return redirect(_back(network))
    place = {"organisation": role.organisation, "is_leader": "leder" in request.POST}
    act = lambda: actions.add_seat(network, person=role.person, **place, by=request.user)  # noqa: E731
    return do(request, act, said=_("%(person)s is in.") % {"person": role.person}, to=_back(network))


@require_POST
@open_to(SIGNED_IN)
def edit_seat(request: HttpRequest, slug: str, pk: int, verb: str) -> HttpResponse:
    network = _network(request, slug)
    seat = get_object_or_404(network.seats.in_force().select_related("person", "network", "organisation"), pk=pk)
    act, said = _deeds(seat, request)[verb]
    return do(request, act, said=said, to=network.get_absolute_url() if verb == "ikke-leder" else _back(network))


def _deeds(seat: NetworkSeat, request: HttpRequest) -> dict:
    user, today, name = request.user, timezone.localdate(), {"person": seat.person}
    return {
        "slutt": (
            lambda: actions.end_seat(seat, on=today, by=user),
            _("Today is the last day of %(person)s here.") % name,
        ),
        "leder": (lambda: actions.make_leader(seat, by=user), _("%(person)s leads now.") % name),
        "ikke-leder": (lambda: actions.stop_leading(seat, by=user), _("%(person)s no longer leads.") % name),
    }
