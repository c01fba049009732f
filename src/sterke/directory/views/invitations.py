from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from sterke.core import links
from sterke.core.access import SIGNED_IN, open_to
from sterke.core.once import fresh_key, once
from sterke.core.visibility import Visibility

from .. import actions
from ..actions.invitations import PURPOSE, belongs
from ..forms import InviteForm
from ..models import Role
from .companies import organisation_for


@open_to(SIGNED_IN)
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    """Invite somebody into the company: name, address, what they do. A second click sends nothing more."""
    organisation = organisation_for(request, slug)
    form = InviteForm(request.POST or None, by=request.user)

    def act() -> str:
        role = actions.invite_person(organisation, **form.cleaned_data, by=request.user)
        return f"{reverse('directory:invite', args=[organisation.slug])}?sendt={role.pk}"

    if request.method == "POST" and form.is_valid():
        try:
            return once(request, act)
        except ValidationError as error:
            form.add_error(None, error)
    sent = organisation.roles.filter(pk=request.GET.get("sendt") if request.GET.get("sendt", "").isdecimal() else 0)
    context = {
        "organisation": organisation,
        "form": form,
        "sent": sent.select_related("person").first(),
        "once_key": fresh_key(),
    }
    return render(request, "directory/invite.html", context, status=422 if form.errors else 200)


@never_cache
@open_to(Visibility.PUBLIC)
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows who invites to what; POST accepts and signs in (with the second factor, for those who have one)."""
    try:
        link, role = links.read(token, PURPOSE)
        if not Role.objects.in_force().filter(pk=role.pk).exists():
            raise links.LinkProblem("revoked")
        if request.method != "POST":
            return show(request, link, role)
        user = actions.accept_invitation(role, link=link, by=request.user)
    except links.LinkProblem as problem:
        status = 404 if problem.reason == "tampered" else 410
        return render(request, "link_problem.html", {"reason": problem.reason}, status=status)
    except PermissionDenied:
        return show(request, link, role, status=403)
    onward = reverse("website:my_page")
    record_authentication(request, user, method="code", email=user.email)
    return perform_login(request, Login(user=user, redirect_url=onward, email=user.email))


def show(request: HttpRequest, link: links.SignedLink, role: Role, status: int = 200) -> HttpResponse:
    other = request.user.is_authenticated and request.user.email != link.holder
    taken = role.person.user_id is not None and not (
        role.person.user.email == link.holder and belongs(role.person, role.person.user)
    )
    context = {"role": role, "address": link.holder, "other": other, "refused": other or taken or status == 403}
    return render(request, "directory/accept_invitation.html", context, status=403 if other or taken else status)
