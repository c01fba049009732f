"""What is asked of every signed-in request: is the session young enough, has a secretary a second factor?"""

import time
from collections.abc import Callable
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from .confirm import has_second_factor

NOTED_EVERY = 600  # seconds; so long a session may be used without a write
OPEN_WITHOUT = {"account_logout", "account_reauthenticate", "health"}


class SignInGate:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            if is_over(request):
                logout(request)
                return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")
            note_use(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """A secretary without a second factor gets to the page that sets one up, and nowhere else."""
        if settings.DEMO or not request.user.is_authenticated or not request.user.is_secretary:
            return None
        name = getattr(request.resolver_match, "url_name", "") or ""
        if name.startswith("mfa_") or name in OPEN_WITHOUT or has_second_factor(request.user):
            return None
        return redirect("mfa_index")


def is_over(request: HttpRequest) -> bool:
    """Too old in all, or too long without use (shorter for the secretariat)."""
    now = time.time()
    began, seen = request.session.get("began"), request.session.get("seen")
    if began is None or seen is None:
        return False
    idle = (
        settings.SECRETARIAT_IDLE_HOURS if getattr(request.user, "is_secretary", False) else settings.SESSION_IDLE_HOURS
    )
    return now - began > settings.SESSION_LONGEST_HOURS * 3600 or now - seen > idle * 3600


def note_use(request: HttpRequest) -> None:
    now = time.time()
    if now - request.session.get("seen", 0) < NOTED_EVERY:
        return
    request.session.setdefault("began", now)
    request.session["seen"] = now
    UserSession.objects.create_from_request(request)  # the line in the list of sessions: made, or seen now
