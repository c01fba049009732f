from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sterke.core.access import SIGNED_IN, open_to
from sterke.core.once import fresh_key, once
from sterke.core.paging import page_of
from sterke.core.visibility import is_secretary

from .. import actions, permissions, reports
from ..forms import EndRoleForm, NewColleagueForm, PersonForm, RoleForm
from ..models import Organisation, Person, Role
from .companies import organisation_for


def role_for(request: HttpRequest, slug: str, pk: int) -> Role:
    organisation = organisation_for(request, slug)
    roles = organisation.roles.in_force().filter(person__merged_into=None).select_related("person", "organisation")
    return get_object_or_404(roles, pk=pk)


def people_page(
    request: HttpRequest, organisation: Organisation, form: NewColleagueForm, status: int = 200
) -> HttpResponse:
    page = page_of(request, reports.roles_in(organisation.pk))
    reports.give_details([role.person for role in page])
    context = {
        "organisation": organisation,
        "page": page,
        "form": form,
        "invitations": reports.open_invitations(organisation),
        "once_key": fresh_key(),
        "today": timezone.localdate(),
    }
    return render(request, "directory/people.html", context, status=status)


@open_to(SIGNED_IN)
def people(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = organisation_for(request, slug)
    form = NewColleagueForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return people_page(request, organisation, form, 422 if form.errors else 200)

    def act() -> str:
        facts = form.cleaned_data
        known = actions.person_with_email(facts["email"]) if facts["email"] else None
        person = known or actions.create_person(name=facts["name"], email=facts["email"], by=request.user)
        place = {key: facts[key] for key in ("kind", "title", "visibility")}
        actions.add_role(person, organisation, **place, by=request.user)
        return reverse("directory:people", args=[organisation.slug])

    try:
        return once(request, act)
    except ValidationError as error:
        form.add_error(None, error)
        return people_page(request, organisation, form, 422)


@open_to(SIGNED_IN)
def edit_person(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One colleague: the role here, and (where the company may) name and contact details."""
    role = role_for(request, slug, pk)
    may = permissions.can_edit_person(request.user, role.person)
    data = request.POST or None
    place = RoleForm(data, initial={"kind": role.kind, "title": role.title, "visibility": role.visibility})
    form = PersonForm(data, instance=role.person) if may else None
    if data and place.is_valid() and (form is None or form.is_valid()):
        try:
            with transaction.atomic():
                actions.edit_role(role, **place.cleaned_data, by=request.user)
                if form:
                    actions.edit_person(role.person, form=form, by=request.user)
        except ValidationError as error:
            place.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("directory:people", slug)
    wrong = place.errors or (form and form.errors)
    context = {"role": role, "person": Person.objects.get(pk=role.person_id), "place": place, "form": form}
    context["is_secretary"] = is_secretary(request.user)
    return render(request, "directory/edit_person.html", context, status=422 if wrong else 200)


@require_POST
@open_to(SIGNED_IN)
def end_role(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    role = role_for(request, slug, pk)
    form = EndRoleForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        actions.end_role(role, on=form.cleaned_data["on"], by=request.user)
        messages.success(request, _("%(person)s's role ends. Thanks for keeping this tidy.") % {"person": role.person})
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("directory:people", slug)
