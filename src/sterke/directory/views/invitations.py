from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from sterke.core import links
from sterke.core.access import SIGNED_IN, open_to
from sterke.core.once import fresh_key, once
from sterke.core.visibility import Visibility

from .. import actions, reports
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
        "invitations": reports.open_invitations(organisation),
        "once_key": fresh_key(),
    }
    return render(request, "directory/invite.html", context, status=422 if form.errors else 200)


def invited(request: HttpRequest, slug: str, pk: int) -> Role:
    return get_object_or_404(organisation_for(request, slug).roles.select_related("person", "organisation"), pk=pk)


@require_POST
@open_to(SIGNED_IN)
def revoke_invitation(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    role = invited(request, slug, pk)
    if actions.revoke_invitation(role, by=request.user):
        said = _("The invitation to %(person)s is taken back. The link in the mail is dead.") % {"person": role.person}
        messages.success(request, said)
    else:
        messages.error(request, _("There is no open invitation to take back."))
    return redirect("directory:invite", slug)


@require_POST
@open_to(SIGNED_IN)
def resend_invitation(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    role = invited(request, slug, pk)
    try:
        address = actions.resend_invitation(role, by=request.user)
        messages.success(request, _("A new invitation is on its way to %(address)s.") % {"address": address})
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("directory:invite", slug)


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
