"""One's own choices: to be found or not, and whom one would rather not meet. Nobody else reads them."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sterke.core.access import SIGNED_IN, open_to
from sterke.core.paths import path_to
from sterke.directory.models import Organisation, Person
from sterke.membership.views.doing import do

from .. import actions, barring, permissions, reports_choices
from ..models import NotWith


def own_person(request: HttpRequest) -> Person:
    own = permissions.person_of(request.user)
    if own is None:
        raise Http404
    return own


@never_cache
@require_safe
@open_to(SIGNED_IN)
def choices(request: Any) -> HttpResponse:
    own = own_person(request)
    asked = request.GET.get("sok", "").replace("\x00", "")[:100].strip()
    context = {
        "hidden": barring.is_hidden(own),
        "apart": reports_choices.kept_apart(request.user),
        "asked": asked,
        "found": reports_choices.find(request.user, own, asked),
        "trail": [(_("Needs and offers"), path_to("connections:listings"))],
    }
    part = request.htmx and not request.htmx.history_restore_request
    return render(request, f"connections/choices.html{'#found' if part else ''}", context)


@require_POST
@open_to(SIGNED_IN)
def choose_hidden(request: HttpRequest) -> HttpResponse:
    own_person(request)
    hidden = request.POST.get("skjult") == "ja"
    said = _("You are in no list and no suggestion.") if hidden else _("You can be found again.")
    act = lambda: actions.choose_hidden(hidden=hidden, by=request.user)  # noqa: E731
    return do(request, act, said=said, to=path_to("connections:choices"))


@require_POST
@open_to(SIGNED_IN)
def keep_apart(request: HttpRequest) -> HttpResponse:
    """From a person or a company this reader may see: "person:12", "company:7"."""
    user: Any = request.user
    own_person(request)
    what, _colon, number = request.POST.get("hvem", "").partition(":")
    pk = int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0
    if what == "company":
        kept: dict[str, Any] = {"organisation": get_object_or_404(Organisation.objects.visible_to(user), pk=pk)}
    else:
        kept = {"other": get_object_or_404(Person.objects.visible_to(user), pk=pk)}
    act = lambda: actions.keep_apart(**kept, by=user)  # noqa: E731
    said = _("Kept. Nobody sees it, and nobody is told.")
    return do(request, act, said=said, to=path_to("connections:choices"))


@require_POST
@open_to(SIGNED_IN)
def lift_apart(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(NotWith.objects.visible_to(request.user), pk=pk)
    act = lambda: actions.lift_apart(row, by=request.user)  # noqa: E731
    return do(request, act, said=_("Taken away."), to=path_to("connections:choices"))
