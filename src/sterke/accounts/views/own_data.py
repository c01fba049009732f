from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from sterke.core import links
from sterke.core.access import SIGNED_IN, open_to

from .. import actions
from ..confirm import asks_again
from ..copies import zip_of
from ..forms import ChangeAddressForm, SureForm


@require_safe
@open_to(SIGNED_IN)
def my_data(request: HttpRequest) -> HttpResponse:
    """What we keep, what you can do about it."""
    return render(request, "accounts/my_data.html")


@open_to(SIGNED_IN)
@asks_again
def download_my_data(request: HttpRequest) -> HttpResponse:
    """Everything about oneself: one JSON file in a zip."""
    return zip_of(actions.individual_of(request.user))


@open_to(SIGNED_IN)
@asks_again
def erase_me(request: HttpRequest) -> HttpResponse:
    """GET explains what goes and what stays; POST erases and signs out."""
    form = SureForm(request.POST or None)
    if form.is_valid():
        try:
            actions.erase(actions.individual_of(request.user), by=request.user, reason="own request")
        except ValidationError as error:
            form.add_error(None, error)
    if not form.is_valid():
        return render(request, "accounts/erase_me.html", {"form": form})
    request.session.flush()
    return redirect("website:front")


@open_to(SIGNED_IN)
@asks_again
def change_address(request: HttpRequest) -> HttpResponse:
    form = ChangeAddressForm(request.POST or None)
    sent = False
    if form.is_valid():
        actions.ask_for_new_address(request.user, email=form.cleaned_data["email"], by=request.user)
        sent = True
    return render(request, "accounts/change_address.html", {"form": form, "sent": sent})


@open_to(SIGNED_IN)
def confirm_address(request: HttpRequest, token: str) -> HttpResponse:
    """The link in the mail to the new address: GET shows, POST changes."""
    try:
        link, user = links.read(token, actions.CHANGE_ADDRESS)
        if user.pk != request.user.pk:
            raise links.LinkProblem("tampered")
        if request.method == "POST":
            actions.change_address(user, link=link, by=request.user)
            actions.end_sessions(user, keep=request.session.session_key)
            return redirect("mfa_index")
    except links.LinkProblem as problem:
        status = 404 if problem.reason == "tampered" else 410
        return render(request, "link_problem.html", {"reason": problem.reason}, status=status)
    except ValidationError as error:
        context = {"address": link.holder, "error": error.messages[0]}
        return render(request, "accounts/confirm_address.html", context, status=409)
    return render(request, "accounts/confirm_address.html", {"address": link.holder, "error": ""})
