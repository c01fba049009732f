"""What allauth asks of us: no sign-up, mails through the outbox, links from the configured address, no strangers."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthError
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from . import mails
from .emails import normal_email
from .models import User

LEFT_IN = "left_in"  # in the session: the language of the page that somebody left for another house
UNKNOWN = _("That sign-in is not known here. Ask the secretariat for an invitation.")
STOPPED = _("You turned around at the door. Try again, or get a code by mail.")
FAILED = _("The other sign-in did not work this time. Try again, or get a code by mail.")


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": _("That code is not right. Look at the newest mail."),
        "too_many_login_attempts": _("Too many tries. Wait a quarter of an hour, then ask for a new code."),
        "rate_limited": _("Easy now: too many at once. Wait a little."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by invitation and by admission, never by signing up."""
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Our own ``asks_again`` (confirm.py) guards these pages, for people without a second factor too."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The pages say what happened; allauth's own flash lines would say it twice."""

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Every mail goes through the outbox, in the language of the user."""
        kind = template_prefix.rpartition("/")[2]
        if kind == "login_code":
            mails.sign_in_code(email, context["code"], is_known=True)
        elif kind in mails.NOTICES:
            mails.notice(kind, email)


class OutsideAdapter(DefaultSocialAccountAdapter):
    """OpenID Connect lets in people who have an account here, by their address; it never makes one."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict) -> Any:
        """Names and addresses here are our own: nothing is taken from the provider."""
        return sociallogin.user

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        if sociallogin.is_existing:
            return
        claims = sociallogin.account.extra_data
        claims = claims.get("userinfo") or claims.get("id_token") or claims
        address = normal_email(str(claims.get("email") or ""))
        user = User.objects.filter(email=address, is_active=True).first()
        # A provider that says outright that the address is not verified is not believed.
        if not address or user is None or claims.get("email_verified") is False:
            raise ImmediateHttpResponse(turned_back(request, UNKNOWN))
        sociallogin.connect(request, user)

    def on_authentication_error(self, request: HttpRequest, *args: Any, error: Any = None, **kwargs: Any) -> None:
        raise ImmediateHttpResponse(turned_back(request, STOPPED if error == AuthError.CANCELLED else FAILED))


def turned_back(request: HttpRequest, why: Any = FAILED) -> HttpResponse:
    """To our own sign-in page with a plain sentence, in the language the person left it in."""
    with translation.override(request.session.get(LEFT_IN, settings.LANGUAGE_CODE)):
        messages.error(request, str(why))
        return redirect("account_login")
