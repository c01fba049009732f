from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sterke.core import links
from sterke.core.access import SIGNED_IN, open_to
from sterke.core.visibility import Visibility
from sterke.directory.models import Organisation, Person, Role

from .. import actions, mails, permissions
from ..forms import LeavesForm, SuccessorForm
from ..models import Appointment, Departure, NetworkSeat
from .doing import add_errors, bad_link, do


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(SIGNED_IN)
def person_leaves(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    roles = Role.objects.in_force().filter(person=person).select_related("organisation")
    mine = [role for role in roles if permissions.can_say_person_leaves(request.user, role.organisation)]
    if not mine:
        raise Http404
    organisations = Organisation.objects.filter(pk__in=[role.organisation_id for role in mine])
    form = LeavesForm(request.POST or None, organisations=organisations)
    if form.is_valid():
        try:
            departure = actions.person_leaves(person, **form.cleaned_data, by=request.user)
            return redirect("membership:departure", departure.pk)
        except ValidationError as problem:
            add_errors(form, problem)
    seats = NetworkSeat.objects.in_force().filter(person=person).select_related("network")
    posts = Appointment.objects.in_force().filter(person=person).select_related("body")
    context = {"person": person, "form": form, "roles": mine, "seats": seats, "posts": posts}
    return render(request, "membership/person_leaves.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(SIGNED_IN)
def departure(request: HttpRequest, pk: int) -> HttpResponse:
    """Who takes over: for the secretariat, and the main contacts who stay."""
    rows = Departure.objects.visible_to(request.user).select_related("person", "organisation", "successor")
    row = get_object_or_404(rows, pk=pk)
    return _answer(request, row, by=request.user)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@open_to(Visibility.PUBLIC)
def successor(request: HttpRequest, token: str) -> HttpResponse:
    """The same from a link in a mail, without signing in. GET shows, POST answers once."""
    try:
        link, row = links.read(token, mails.SUCCESSOR)
        if request.method == "POST" and "nobody" not in request.POST and not SuccessorForm(request.POST).is_valid():
            return _answer(request, row, by=None)
        if request.method == "POST" and row.is_open:
            links.use(link)
    except links.LinkProblem as problem:
        return bad_link(request, problem)
    return _answer(request, row, by=None)


def _answer(request: HttpRequest, row: Departure, by: object) -> HttpResponse:
    form = SuccessorForm(request.POST if request.method == "POST" and "nobody" not in request.POST else None)
    if request.method == "POST" and "nobody" in request.POST:
        return do(
            request,
            lambda: actions.close_succession(row, by=by),
            said=_("Noted: nobody takes over."),
            to="website:front",
        )
    if form.is_valid():
        try:
            actions.name_successor(row, **form.cleaned_data, by=by)
            return render(request, "membership/successor.html", {"departure": row, "thanks": True})
        except PermissionDenied as error:
            raise Http404 from error
        except ValidationError as problem:
            add_errors(form, problem)
    return render(request, "membership/successor.html", {"departure": row, "form": form})
