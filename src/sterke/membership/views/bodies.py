"""Board, nomination committee and secretariat: who sits there; the secretariat appoints and ends."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from sterke.core.access import SIGNED_IN, open_to
from sterke.core.activity import history_of
from sterke.core.pages import same_for_visitors
from sterke.core.visibility import Visibility, is_secretary

from .. import actions, permissions, reports
from ..forms import AppointForm, EndForm
from ..models import Appointment, Body
from .doing import add_errors
from .finding import MOST, number, roles_found

page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@open_to(Visibility.PUBLIC)
@same_for_visitors
def bodies(request: HttpRequest) -> HttpResponse:
    """Board, nomination committee and secretariat: who sits there, and who is up for election."""
    year = timezone.localdate().year + 1
    rows = [
        {"body": body, "people": people, "up": reports.up_for_election(people, year)}
        for body, people in reports.bodies_with_people(request.user)
    ]
    return render(request, "membership/bodies.html", {"rows": rows, "year": str(year)})


@require_safe
@open_to(Visibility.PUBLIC)
def body(request: HttpRequest, kind: str) -> HttpResponse:
    """One body. Who sat there earlier is for the secretariat."""
    row = get_object_or_404(Body.objects.visible_to(request.user), kind=kind)
    posts = row.appointments.select_related("person", "organisation")
    secretary, today = is_secretary(request.user), timezone.localdate()
    context = {
        "body": row,
        "posts": posts.in_force().in_posts_order(),
        "coming": posts.filter(valid_from__gt=today) if secretary else [],
        "past": posts.filter(valid_to__lt=today).order_by("-valid_to", "pk")[:100] if secretary else [],
        "history": history_of(row, request.user),
        "can_appoint": permissions.can_appoint(request.user, row),
    }
    return render(request, "membership/body.html", context)


@page
@vary_on_headers("HX-Request")
@open_to(SIGNED_IN)
def appoint(request: Any, kind: str) -> HttpResponse:
    """Find a person, then say what they are appointed to."""
    row = get_object_or_404(Body.objects.visible_to(request.user), kind=kind)
    if not permissions.can_appoint(request.user, row):
        raise Http404
    asked = request.GET.get("sok", "")[:100].strip()
    chosen = roles_found(request.user).filter(pk=number(request.GET.get("rolle"))).first()
    form = AppointForm(request.POST or None, body=row)
    if chosen and form.is_valid():
        who = {"person": chosen.person, "organisation": chosen.organisation}
        try:
            actions.appoint(row, **who, **form.cleaned_data, by=request.user)
            messages.success(request, _("%(person)s is appointed.") % {"person": chosen.person})
            return redirect("membership:body", kind)
        except ValidationError as problem:
            add_errors(form, problem)
    found = roles_found(request.user, asked)[:MOST] if asked else []
    context = {"body": row, "asked": asked, "found": found, "chosen": chosen, "form": form, "at": request.path}
    template = "components/choose_person.html#found" if request.htmx else "membership/appoint.html"
    return render(request, template, context, status=422 if chosen and form.errors else 200)


@page
@open_to(SIGNED_IN)
def end_appointment(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows whose post it is, POST ends it."""
    rows = Appointment.objects.visible_to(request.user).running_after(timezone.localdate())
    row = get_object_or_404(rows.select_related("person", "body", "organisation"), pk=pk)
    if not permissions.can_end_appointment(request.user, row):
        raise Http404
    form = EndForm(request.POST or None)
    if form.is_valid():
        try:
            actions.end_appointment(row, on=form.cleaned_data["on"], by=request.user)
            messages.success(request, _("%(person)s's post has its last day.") % {"person": row.person})
            return redirect("membership:body", row.body.kind)
        except ValidationError as problem:
            add_errors(form, problem)
    context = {"appointment": row, "form": form}
    return render(request, "membership/end_appointment.html", context, status=422 if form.errors else 200)
