"""A form that creates something carries a fresh key; sent twice (double click, retry), it gets the first answer."""

import secrets
from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from .models import OnceKey

FIELD = "once"


def fresh_key() -> str:
    return secrets.token_urlsafe(24)


def once(request: HttpRequest, act: Callable[[], str]) -> HttpResponse:
    """Run ``act`` (which returns the address to go to) at most once for the key in the form, then redirect."""
    key = str(request.POST.get(FIELD, ""))[:64]
    if not key:
        with transaction.atomic():
            return redirect(act())
    try:
        with transaction.atomic():
            row = OnceKey.objects.create(key=key)
            row.answer = act()
            row.save(update_fields=["answer"])
            return redirect(row.answer)
    except IntegrityError:
        earlier = OnceKey.objects.filter(key=key).first()
        if earlier is None:
            raise
        return redirect(earlier.answer)
