"""One's own tokens for the API: the list, a new one, the end of one."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from sterke.core.access import SIGNED_IN, open_to
from sterke.core.once import fresh_key, once

from .. import tokens
from ..confirm import asks_again
from ..forms import TokenForm
from ..models import Token


@require_safe
@open_to(SIGNED_IN)
def own_tokens(request: HttpRequest) -> HttpResponse:
    rows = Token.objects.visible_to(request.user).alive()
    return render(request, "accounts/tokens.html", {"tokens": rows})


@open_to(SIGNED_IN)
@asks_again
def make_token(request: HttpRequest) -> HttpResponse:
    """GET asks what for and how long; POST makes it and shows it, this once. Sent twice, it leads to the list."""
    form, made = TokenForm(request.POST or None), []

    def make() -> str:
        made.append(tokens.make_token(request.user, **form.cleaned_data, by=request.user))  # type: ignore[arg-type]
        return reverse("accounts:tokens")

    if form.is_valid():
        try:
            answer = once(request, make)
            return render(request, "accounts/token_made.html", {"token": made[0]}) if made else answer
        except ValidationError as error:
            form.add_error(None, error)
    context = {"form": form, "once_key": fresh_key()}
    return render(request, "accounts/make_token.html", context, status=422 if form.errors else 200)


@require_POST
@open_to(SIGNED_IN)
def end_token(request: HttpRequest, pk: int) -> HttpResponse:
    tokens.end_token(get_object_or_404(Token.objects.visible_to(request.user), pk=pk), by=request.user)
    return redirect("accounts:tokens")
