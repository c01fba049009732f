"""The secretariat starts a network, changes it, ends it."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sterke.core.access import SIGNED_IN, open_to
from sterke.core.once import fresh_key, once

from .. import actions, permissions
from ..forms import EndForm, NetworkForm
from ..models import Network
from .doing import add_errors

page = require_http_methods(["GET", "HEAD", "POST"])


def network_for(request: HttpRequest, slug: str, may: Callable[..., bool]) -> Network:
    network = get_object_or_404(Network.objects.visible_to(request.user), slug=slug)
    if not may(request.user, network):
        raise Http404
    return network


@page
@open_to(SIGNED_IN)
def start_network(request: HttpRequest) -> HttpResponse:
    """What it is called and for; who leads it is chosen on the next page."""
    if not permissions.can_start_network(request.user):
        raise Http404
    form = NetworkForm(request.POST or None)

    def act() -> str:
        network = actions.start_network(**form.facts(), by=request.user)
        messages.success(request, _("It runs. Who leads it?"))
        return reverse("membership:network_people", args=[network.slug])

    if form.is_valid():
        try:
            return once(request, act)
        except ValidationError as problem:
            add_errors(form, problem)
    context = {"form": form, "once_key": fresh_key()}
    return render(request, "membership/network_form.html", context, status=422 if form.errors else 200)


@page
@open_to(SIGNED_IN)
def edit_network(request: HttpRequest, slug: str) -> HttpResponse:
    network = network_for(request, slug, permissions.can_edit_network)
    form = NetworkForm(request.POST or None, instance=network)
    if form.is_valid():
        try:
            actions.edit_network(network, form=form, by=request.user)
            messages.success(request, _("Saved. This is how others see it."))
            return redirect("website:network", slug)
        except ValidationError as problem:
            add_errors(form, problem)
    context = {"form": form, "network": Network.objects.get(pk=network.pk)}
    return render(request, "membership/network_form.html", context, status=422 if form.errors else 200)


@page
@open_to(SIGNED_IN)
def end_network(request: HttpRequest, slug: str) -> HttpResponse:
    """GET shows what ends with it, POST ends it."""
    network = network_for(request, slug, permissions.can_end_network)
    form = EndForm(request.POST or None)
    if form.is_valid():
        try:
            actions.end_network(network, on=form.cleaned_data["on"], by=request.user)
            messages.success(request, _("The network has its last day."))
            return redirect("website:network", slug)
        except ValidationError as problem:
            add_errors(form, problem)
    seats = network.seats.in_force().select_related("person", "organisation")
    context = {"form": form, "network": network, "seats": seats, "leaders": [seat for seat in seats if seat.is_leader]}
    return render(request, "membership/end_network.html", context, status=422 if form.errors else 200)
