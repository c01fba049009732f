"""Is it still you? Sensitive pages ask again unless you proved it a moment ago (A8)."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from .models import User

RECENT = 10 * 60  # seconds


def has_second_factor(user: User) -> bool:
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return Authenticator.objects.filter(user=user, type__in=kinds).exists()


def recently_confirmed(request: HttpRequest) -> bool:
    """Proved in this session within ten minutes; for those with a second factor, by that factor."""
    now = time.time()
    fresh = {
        record.get("method")
        for record in get_authentication_records(request, request.user)
        if now - record.get("at", 0) < RECENT
    }
    return bool(fresh) and ("mfa" in fresh or not has_second_factor(request.user))  # type: ignore[arg-type]


def asks_again(view: Callable) -> Callable:
    """Let a signed-in person through if recently confirmed, else send them to prove it and back here."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not recently_confirmed(request):
            return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': request.get_full_path()})}")
        return view(request, *args, **kwargs)

    return guarded


def first_factor_confirms(view: Callable) -> Callable:
    """Whoever just set up their first second factor used it to do so; the reserve codes open without asking again."""

    @wraps(view)
    def noted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        had = has_second_factor(request.user)  # type: ignore[arg-type]
        response = view(request, *args, **kwargs)
        if not had and has_second_factor(request.user):  # type: ignore[arg-type]
            record_authentication(request, request.user, method="mfa", reauthenticated=True)
        return response

    return noted
