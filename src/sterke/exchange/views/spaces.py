"""The spaces, one of them with its threads, and how one wants to hear of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sterke.core.access import SIGNED_IN, open_to
from sterke.core.paging import page_of
from sterke.core.paths import path_to

from .. import actions, permissions, reports
from ..forms import ChoiceForm
from ..models import SpaceChoice
from .finding import space_for


@never_cache
@require_safe
@open_to(SIGNED_IN)
def spaces(request: HttpRequest) -> HttpResponse:
    """The spaces one is in, and what moved last in them."""
    user: Any = request.user
    if user.is_member:
        actions.open_space()
    context = {
        "spaces": reports.spaces_of(user),
        "unopened": reports.networks_without(user),
        "newest": list(reports.newest(user)),
    }
    return render(request, "exchange/spaces.html", context)


@never_cache
@require_safe
@open_to(SIGNED_IN)
def space(request: HttpRequest, slug: str) -> HttpResponse:
    row = space_for(request, slug)
    user: Any = request.user
    words = request.GET.get("q", "")[:100]
    choice = SpaceChoice.objects.visible_to(user).filter(space=row).first()
    context = {
        "space": row,
        "part": page_of(request, reports.threads_in(row, user, words), reports.PER_PAGE),
        "words": words,
        "how": choice.how if choice else SpaceChoice.How.DIGEST.value,
        "ways": SpaceChoice.How.choices,
        "writes": permissions.can_write(user, row),
        "documents": row.documents.filter(taken_away_on=None).count(),  # type: ignore[attr-defined]
        "trail": [(_("Conversations"), path_to("exchange:spaces"))],
    }
    return render(request, "exchange/space.html", context)


@require_POST
@open_to(SIGNED_IN)
def choose_space(request: HttpRequest, slug: str) -> HttpResponse:
    row = space_for(request, slug)
    form = ChoiceForm(request.POST)
    if form.is_valid() and permissions.person_of(request.user):
        actions.choose_space(row, how=form.cleaned_data["how"], by=request.user)
        messages.success(request, _("Saved."))
    return redirect(row)
