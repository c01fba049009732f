"""The letter as its readers get it: for the editor before it goes out, for everybody afterwards."""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from sterke.core.access import open_to
from sterke.core.visibility import Visibility

from .. import composing, picking, told
from ..models import NewsletterIssue, NewsletterRecipient
from .editing import issue_for

LETTER = {"default-src": [CSP.NONE], "style-src": ["'unsafe-inline'"], "frame-ancestors": [CSP.SELF]}
FRAMES = {
    "default-src": [CSP.NONE], "script-src": [CSP.SELF], "style-src": [CSP.SELF], "img-src": [CSP.SELF],
    "font-src": [CSP.SELF], "connect-src": [CSP.SELF], "form-action": [CSP.SELF], "frame-src": [CSP.SELF],
    "frame-ancestors": [CSP.NONE], "base-uri": [CSP.NONE],
}  # fmt: skip
DARK = re.compile(r"@media[^{]*prefers-color-scheme:\s*dark[^{]*")


@csp_override(FRAMES)
@require_safe
@open_to(Visibility.SECRETARIAT)
def preview(request: HttpRequest, pk: int, edition: str) -> HttpResponse:
    if edition not in NewsletterRecipient.Edition.values:
        raise Http404
    issue = issue_for(request, pk)
    size = len(composing.draft(issue, edition, "nb").html.encode()) // 1000
    editions = NewsletterRecipient.Edition.choices
    context = {"issue": issue, "edition": edition, "editions": editions, "size": size}
    return render(request, "publishing/newsletter/preview.html", context)


@xframe_options_sameorigin
@csp_override(LETTER)
@require_safe
@open_to(Visibility.SECRETARIAT)
def letter(request: HttpRequest, pk: int, edition: str, look: str) -> HttpResponse:
    """The mail itself, to be shown in a frame: light, dark or as plain text."""
    if edition not in NewsletterRecipient.Edition.values or look not in ("lys", "mork", "tekst"):
        raise Http404
    draft = composing.draft(issue_for(request, pk), edition, "nb")
    facts = composing.facts_of(
        name="Kari Nordmann", company=_("your company"), reason=_("Here it says why they get it."), token="x" * 9
    )
    page, text = draft.for_reader(facts)
    if look == "tekst":
        return HttpResponse(text, content_type="text/plain; charset=utf-8")
    return HttpResponse(DARK.sub("@media " + ("all" if look == "mork" else "print and (max-width: 1px)"), page))


@require_safe
@open_to(Visibility.PUBLIC)
def issue(request: HttpRequest, number: int) -> HttpResponse:
    """What went out, as its reader may see it today."""
    row = get_object_or_404(NewsletterIssue.objects.visible_to(request.user).out(), number=number)
    items = [item for item in picking.items_for(row, request.user) if item.picked]
    context = {"card": told.issue(row), "issue": row, "items": items, "greeting": composing.greeting_for_all(row)}
    return render(request, "publishing/newsletter/issue.html", context)
