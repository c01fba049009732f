from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sterke.core.access import SIGNED_IN, open_to
from sterke.core.once import fresh_key, once
from sterke.core.visibility import Visibility
from sterke.region.models import Municipality

from .. import actions, permissions, register, reports
from ..forms import NewOrganisationForm, OrganisationForm
from ..models import Organisation

FROM_REGISTER = ("org_number", "name", "website", "street", "postal_code", "postal_place")


def organisation_for(request: HttpRequest, slug: str) -> Organisation:
    """The company, if this user may see and edit it; for everybody else the page is not there."""
    organisation = reports.organisation_at(request.user, slug).first()
    if organisation is None or not permissions.can_edit_organisation(request.user, organisation):
        raise Http404
    return organisation


@open_to(SIGNED_IN)
def edit_organisation(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = organisation_for(request, slug)
    form = OrganisationForm(request.POST or None, instance=organisation)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_organisation(organisation, form=form, by=request.user)
        except ValidationError:  # another save won between reading and writing: show what differs
            form = OrganisationForm(request.POST, instance=Organisation.objects.get(pk=organisation.pk))
            form.is_valid()
        else:
            messages.success(request, _("Saved. This is how others see you."))
            return redirect(organisation)
    context = {"form": form, "organisation": Organisation.objects.get(pk=organisation.pk)}
    return render(request, "directory/edit_organisation.html", context, status=422 if form.errors else 200)


def facts_from_register(number: str) -> tuple[dict[str, Any], str]:
    """What the national register says of a number, as initial values of the form; or why it cannot say."""
    if not number.strip():
        return {}, ""
    try:
        facts = register.look_up(number)
    except ValidationError as error:
        return {"org_number": number}, " ".join(error.messages)
    known = {name: getattr(facts, name) for name in FROM_REGISTER}
    return known | {"municipality": Municipality.objects.with_code(facts.municipality_code).first()}, ""


@open_to(Visibility.SECRETARIAT)
def new_organisation(request: HttpRequest) -> HttpResponse:
    initial, problem = facts_from_register(request.GET.get("nummer", ""))
    form = NewOrganisationForm(request.POST or None, initial=initial)
    context: dict[str, Any] = {
        "form": form,
        "existing": None,
        "problem": problem,
        "number": request.GET.get("nummer", ""),
    }
    if request.method == "POST" and form.is_valid():
        try:
            return once(
                request, lambda: actions.create_organisation(**form.cleaned_data, by=request.user).get_absolute_url()
            )
        except ValidationError as error:
            form.add_error(None, error)
            found = getattr(error, "params", None) or {}
            context["existing"] = Organisation.objects.filter(slug=found.get("slug", "")).first()
    context["once_key"] = fresh_key()
    return render(request, "directory/new_organisation.html", context, status=422 if form.errors else 200)
