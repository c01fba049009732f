"""Each view says its audience; a view that forgets is private and turns the architecture test red."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from .visibility import Visibility, audiences_of

SIGNED_IN = "signed_in"  # anyone with an account: own data, sign-in settings


def open_to(audience: str) -> Callable:
    """Open a view to one audience: a Visibility, or SIGNED_IN for anyone with an account."""

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if audience not in {SIGNED_IN, Visibility.PUBLIC} and audience not in audiences_of(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.audience = audience  # type: ignore[attr-defined]
        return login_not_required(guarded) if audience == Visibility.PUBLIC else guarded

    return decorate
