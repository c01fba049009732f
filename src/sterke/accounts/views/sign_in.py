import time
from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from allauth.account.forms import ConfirmLoginCodeForm
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.account.views import RequestLoginCodeView
from allauth.core import ratelimit
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.csp import CSP
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from sterke.core.access import SIGNED_IN, open_to
from sterke.core.visibility import Visibility

from .. import mails
from ..confirm import has_second_factor
from ..demo import demo_people, demo_user

ASKED = "confirm_code"  # in the session: {"code", "at", "left"}
LIVES, TRIES = 600, 3


@never_cache
@open_to(Visibility.PUBLIC)
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """The one door: an address gets a code; a passkey needs none; in demo mode one click each."""
    view = RequestLoginCodeView.as_view(
        template_name="account/login.html",
        extra_context={
            "demo_people": demo_people() if settings.DEMO else [],
            "oidc_name": settings.OIDC_NAME if settings.OIDC else "",
            "next": get_next_redirect_url(request) or "",
        },
    )
    answer = view(request)
    if settings.OIDC:  # a form may lead to us only; this page has a button that leads to the provider
        other = "{0.scheme}://{0.netloc}".format(urlsplit(settings.OIDC))
        answer._csp_config = {**settings.SECURE_CSP, "form-action": [CSP.SELF, other]}  # type: ignore[attr-defined]
    return answer


@require_POST
@open_to(Visibility.PUBLIC)
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    user = demo_user(request.POST.get("role", ""))
    if not settings.DEMO or user is None:
        raise Http404
    if request.user.is_authenticated:
        get_adapter().logout(request)
    return perform_login(request, Login(user=user, redirect_url=get_next_redirect_url(request)))


@never_cache
@open_to(SIGNED_IN)
def reauthenticate(request: HttpRequest) -> HttpResponse:
    """Is it still you? With the second factor if there is one, else with a code by mail."""
    onward = get_next_redirect_url(request) or reverse("website:my_page")
    if has_second_factor(request.user):
        way = get_adapter().get_reauthentication_methods(request.user)[0]["url"]
        return redirect(f"{way}?{request.GET.urlencode()}")
    if request.method != "POST":
        return render(request, "account/reauthenticate.html", {"form": None, "next": onward})
    if "code" not in request.POST:
        return send_confirm_code(request, onward)
    asked = request.session.get(ASKED) or {}
    alive = asked and asked["left"] > 0 and time.time() - asked["at"] < LIVES
    form = ConfirmLoginCodeForm(request.POST, code=asked["code"] if alive else "")
    if form.is_valid():
        del request.session[ASKED]
        record_authentication(request, request.user, method="code", reauthenticated=True)
        return redirect(onward)
    if asked:
        request.session[ASKED] = {**asked, "left": asked["left"] - 1}
    return render(request, "account/reauthenticate.html", {"form": form, "next": onward})


def send_confirm_code(request: HttpRequest, onward: str) -> HttpResponse:
    form = ConfirmLoginCodeForm(code="")
    if ratelimit.consume(request, action="request_login_code", key=request.user.email):
        code = get_adapter().generate_login_code()
        request.session[ASKED] = {"code": code, "at": time.time(), "left": TRIES}
        mails.sign_in_code(request.user.email, code, is_known=True)
        return render(request, "account/reauthenticate.html", {"form": form, "next": onward})
    context = {"form": None, "next": onward, "too_many": True}
    return render(request, "account/reauthenticate.html", context, status=429)
