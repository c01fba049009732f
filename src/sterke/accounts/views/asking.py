"""One's own data without an account: ask, follow the link in the mail, take a copy, be erased, or write to us."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sterke.core import links
from sterke.core.access import SIGNED_IN, open_to
from sterke.core.rates import caller_of, within_rate
from sterke.core.visibility import Visibility

from .. import actions, asking, permissions
from ..copies import zip_of
from ..forms import AnswerForm, OwnDataForm, SureForm, WriteForm
from ..models import AccessRequest

page = require_http_methods(["GET", "HEAD", "POST"])
DAY = 24 * 3600


@page
@open_to(Visibility.PUBLIC)
def ask_for_own_data(request: HttpRequest) -> HttpResponse:
    """Same answer, known or not. A few times an hour from one place, a few a day for one address."""
    form = OwnDataForm(request.POST or None)
    context = {"form": form, "sent": "sendt" in request.GET, "too_many": False}
    if not form.is_valid():
        return render(request, "accounts/ask_for_own_data.html", context, status=422 if form.errors else 200)
    if not within_rate("own_data", caller_of(request), most=5, seconds=3600):
        return render(request, "accounts/ask_for_own_data.html", context | {"too_many": True}, status=429)
    address = form.cleaned_data["email"]
    if within_rate("own_data_address", address, most=3, seconds=DAY):
        asking.ask_for_own_data(address, language=get_language() or "nb")
    return redirect(f"{request.path}?sendt")


def by_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Read the link; what cannot be used is told plainly. Somebody with an account signs in instead."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, token: str) -> HttpResponse:
        try:
            link, row = links.read(token, asking.OWN_DATA)
            return view(request, token, link, row)
        except links.LinkProblem as problem:
            status = 404 if problem.reason == "tampered" else 410
            return render(request, "link_problem.html", {"reason": problem.reason}, status=status)
        except PermissionDenied:
            return redirect("accounts:my_data")

    return guarded


def show(
    request: HttpRequest, token: str, row: AccessRequest, form: WriteForm | None = None, written: bool = False
) -> HttpResponse:
    individual = asking.behind(row.address)
    if individual.user_id:
        raise PermissionDenied
    context = {"token": token, "address": row.address, "name": individual.name, "form": form or WriteForm()}
    context |= {"traces": actions.traces_of(individual), "written": written}
    return render(request, "accounts/own_data_by_link.html", context, status=422 if form and form.errors else 200)


@require_safe
@open_to(Visibility.PUBLIC)
@by_link
def own_data_by_link(request: HttpRequest, token: str, link: links.SignedLink, row: AccessRequest) -> HttpResponse:
    return show(request, token, row, written="skrevet" in request.GET)


@require_POST
@open_to(Visibility.PUBLIC)
@by_link
def copy_by_link(request: HttpRequest, token: str, link: links.SignedLink, row: AccessRequest) -> HttpResponse:
    individual = asking.behind(row.address)
    if individual.user_id:
        raise PermissionDenied
    return zip_of(individual)


@require_POST
@open_to(Visibility.PUBLIC)
@by_link
def write_by_link(request: HttpRequest, token: str, link: links.SignedLink, row: AccessRequest) -> HttpResponse:
    """A word to the secretariat: something is wrong, or missing."""
    form = WriteForm(request.POST)
    if not form.is_valid():
        return show(request, token, row, form)
    asking.call_for_a_person(row, wish=AccessRequest.Wish.CORRECT, message=form.cleaned_data["message"])
    return redirect(f"{reverse('accounts:own_data_by_link', args=[token])}?skrevet")


@page
@open_to(Visibility.PUBLIC)
@by_link
def erase_by_link(request: HttpRequest, token: str, link: links.SignedLink, row: AccessRequest) -> HttpResponse:
    """GET says what goes and what stays; POST erases, or asks a person to look first."""
    individual = asking.behind(row.address)
    form = SureForm(request.POST if request.method == "POST" else None)
    context = {"token": token, "form": form, "traces": actions.traces_of(individual), "done": ""}
    if individual.user_id:
        raise PermissionDenied
    if form.is_valid():
        context["done"] = "erased" if asking.erase_by_link(row, link=link) else "waits"
    else:
        context["waits"] = asking.must_wait(individual)
    return render(request, "accounts/erase_by_link.html", context, status=422 if form.errors else 200)


@page
@open_to(SIGNED_IN)
def access_request(request: HttpRequest, pk: int) -> HttpResponse:
    """For the secretariat: what somebody asked, and the answer."""
    if not permissions.can_answer_request(request.user):
        raise Http404
    row = get_object_or_404(AccessRequest.objects.exclude(waits_since=None), pk=pk)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            asking.answer_request(row, text=form.cleaned_data["text"], by=request.user)
            return redirect("website:desk")
        except ValidationError as error:
            form.add_error(None, error)
    individual = asking.behind(row.address)
    context = {"row": row, "form": form, "individual": individual, "traces": actions.traces_of(individual)}
    return render(request, "accounts/access_request.html", context, status=422 if form.errors else 200)
