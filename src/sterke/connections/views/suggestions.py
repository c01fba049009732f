"""Suggestions: one's own page of them, and what one says to one."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sterke.core.access import SIGNED_IN, open_to
from sterke.core.paths import path_to
from sterke.core.visibility import Visibility
from sterke.directory.models import Person
from sterke.membership.views.doing import do

from .. import actions, permissions, reports_suggestions
from ..models import Listing, SuggestionFeedback

Verdict = SuggestionFeedback.Verdict


@never_cache
@require_safe
@open_to(Visibility.MEMBERS)
def for_me(request: HttpRequest) -> HttpResponse:
    """What one's company's listings could find, where one can help, people to meet."""
    if permissions.person_of(request.user) is None:
        raise Http404
    context = {
        "mine": reports_suggestions.suggestions_for_person(request.user),
        "trail": [(_("Needs and offers"), path_to("connections:listings"))],
    }
    return render(request, "connections/for_me.html", context)


@require_POST
@open_to(SIGNED_IN)
def say_of_suggestion(request: HttpRequest, person: int) -> HttpResponse:
    """Useful, not for us, or we know each other."""
    user: Any = request.user
    listing = None
    if "oppslag" in request.POST:
        asked = request.POST["oppslag"]
        number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0
        listing = get_object_or_404(Listing.objects.visible_to(user), pk=number)
    other = get_object_or_404(Person.objects.visible_to(user), pk=person)
    verdict = request.POST.get("svar", "")
    said = {
        Verdict.USEFUL.value: _("Good to know. Such suggestions count more from now on."),
        Verdict.NOT.value: _("Gone. They are not suggested for this again."),
        Verdict.KNOWN.value: _("Noted. You are not suggested to each other once more."),
    }
    act = lambda: actions.give_feedback(other, verdict=verdict, listing=listing, by=user)  # noqa: E731
    to = listing.get_absolute_url() + "#suggestions" if listing else path_to("connections:for_me")
    return do(request, act, said=said.get(verdict, ""), to=to)
