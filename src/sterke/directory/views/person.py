"""One person, for the secretariat: the account, what we keep, and how to end both."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sterke.accounts import actions as accounts
from sterke.accounts import copies
from sterke.accounts import permissions as account_permissions
from sterke.core import activity
from sterke.core.access import SIGNED_IN, open_to
from sterke.core.house import Individual
from sterke.core.visibility import is_secretary

from ..forms import ErasePersonForm
from ..models import Person

page = require_http_methods(["GET", "HEAD", "POST"])


def person_for(request: HttpRequest, pk: int) -> Person:
    """The person, for the secretariat; for everybody else, and once erased, the page is not there."""
    if not is_secretary(request.user):
        raise Http404
    rows = Person.objects.visible_to(request.user).filter(erased_at=None).select_related("user")
    return get_object_or_404(rows, pk=pk)


def individual_of(person: Person) -> Individual:
    return Individual(name=person.name, person_id=person.pk)


@require_safe
@open_to(SIGNED_IN)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    row = person_for(request, pk)
    whole = accounts.complete(individual_of(row))
    context = {
        "person": row,
        "told_at": copies.told_at(whole),
        "searched": "tekst" in request.GET,
        "mentions": list(copies.mentions_of(whole)) if "tekst" in request.GET else [],
        "account": row.user,
        "is_me": row.user == request.user,
        "can_disable": row.user is not None and account_permissions.can_disable(request.user, row.user),
        "details": row.contact_details.all(),
        "roles": row.roles.in_force().select_related("organisation"),
        "history": activity.history_of(row, request.user),
    }
    return render(request, "directory/person.html", context)


@dataclass(frozen=True)
class Deed:
    """Something done to an account: what the page asks, what it explains, its button, what it says afterwards."""

    title: str
    lead: str
    button: str
    said: str
    act: Callable[..., Any]


def deeds(person: Person) -> dict[str, Deed]:
    name = {"person": person.name}
    return {
        "logg-ut": Deed(
            _("Sign %(person)s out everywhere?") % name,
            _("Every session ends at once, on every machine. The account stays; a new code gets them in again."),
            _("Sign out everywhere"),
            _("%(person)s is signed out everywhere.") % name,
            accounts.sign_out_everywhere,
        ),
        "steng": Deed(
            _("Close the account of %(person)s?") % name,
            _("They are signed out at once and get no new codes. Roles, seats and posts stay until you end them."),
            _("Close the account"),
            _("The account of %(person)s is closed.") % name,
            accounts.disable_account,
        ),
        "apne": Deed(
            _("Open the account of %(person)s again?") % name,
            _("They can sign in with a code as before, with the roles they hold today."),
            _("Open the account"),
            _("The account of %(person)s is open again.") % name,
            accounts.open_account,
        ),
    }


@page
@open_to(SIGNED_IN)
def person_account(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """GET says what will happen, POST does it."""
    row = person_for(request, pk)
    deed = deeds(row)[verb]
    if row.user is None:
        raise Http404
    if request.method != "POST":
        return render(request, "directory/person_account.html", {"person": row, "deed": deed})
    try:
        deed.act(row.user, by=request.user)
    except PermissionDenied:
        messages.error(request, _("Not your own account. Let a colleague in the secretariat do it."))
    else:
        messages.success(request, deed.said)
    return redirect("directory:person", pk)


@page
@open_to(SIGNED_IN)
def erase_person(request: HttpRequest, pk: int) -> HttpResponse:
    """GET says what goes and what stays, with counts; POST erases. Oneself is erased from one's own page."""
    row = person_for(request, pk)
    if row.user == request.user:
        return redirect("accounts:erase_me")
    form = ErasePersonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            accounts.erase(individual_of(row), by=request.user, reason=form.cleaned_data["reason"])
            messages.success(request, _("Erased. Old numbers still add up."))
            return redirect(reverse("website:desk"))
        except ValidationError as error:
            form.add_error(None, error)
    context = {"person": row, "form": form, "traces": accounts.traces_of(individual_of(row))}
    context["roles"] = row.roles.in_force().select_related("organisation")
    return render(request, "directory/erase_person.html", context, status=422 if form.errors else 200)


@require_POST
@open_to(SIGNED_IN)
def copy_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything the rooms keep about a person, to answer somebody who asks. The history tells who took it."""
    row = person_for(request, pk)
    activity.record("person.copied", row, by=request.user)
    return copies.zip_of(accounts.complete(individual_of(row)))
