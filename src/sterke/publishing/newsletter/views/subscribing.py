"""Signing up, saying yes by link, choosing, stopping. GET shows, POST acts (mail scanners follow links)."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from sterke.core import links
from sterke.core.access import open_to
from sterke.core.paging import page_of
from sterke.core.rates import caller_of, within_rate
from sterke.core.visibility import Visibility

from .. import subscribing, told
from ..forms import ChoicesForm, SubscribeForm
from ..models import NewsletterIssue

page = require_http_methods(["GET", "HEAD", "POST"])
DAY = 24 * 3600


@page
@open_to(Visibility.PUBLIC)
def newsletter(request: HttpRequest) -> HttpResponse:
    """Same answer, known or not. A few times an hour from one place, a few a day for one address."""
    form = SubscribeForm(request.POST or None)
    earlier = NewsletterIssue.objects.visible_to(request.user).out().order_by("-number")
    context = {"form": form, "sent": "sendt" in request.GET, "too_many": False, "issues": page_of(request, earlier, 20)}
    context["card"] = told.newsletter_card()
    if not form.is_valid():
        return render(request, "publishing/newsletter/front.html", context, status=422 if form.errors else 200)
    if not within_rate("newsletter", caller_of(request), most=5, seconds=3600):
        return render(request, "publishing/newsletter/front.html", context | {"too_many": True}, status=429)
    address = form.cleaned_data["email"]
    if within_rate("newsletter_address", address, most=3, seconds=DAY):
        subscribing.subscribe(address, language=get_language() or "nb")
    return redirect(f"{request.path}?sendt")


def by_link(purpose: str) -> Callable:
    """Read the link; what cannot be used is told plainly."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @never_cache
        @wraps(view)
        def guarded(request: HttpRequest, token: str) -> HttpResponse:
            try:
                link, row = links.read(token, purpose)
                return view(request, token, link, row)
            except links.LinkProblem as problem:
                status = 404 if problem.reason == "tampered" else 410
                return render(request, "link_problem.html", {"reason": problem.reason}, status=status)

        return guarded

    return decorate


@page
@open_to(Visibility.PUBLIC)
@by_link(subscribing.CONFIRM)
def confirm(request: HttpRequest, token: str, link, row) -> HttpResponse:
    if request.method == "POST":
        subscribing.confirm(row, link=link)
    context = {"row": row, "done": request.method == "POST", "text": subscribing.consent_text(get_language() or "nb")}
    return render(request, "publishing/newsletter/confirm.html", context)


@page
@open_to(Visibility.PUBLIC)
@by_link(subscribing.PURPOSE)
def choices(request: HttpRequest, token: str, link, row) -> HttpResponse:
    now = {"wants": "no" if row.stopped_at else "yes", "language": row.language}
    form = ChoicesForm(request.POST or None, initial=now)
    if form.is_valid():
        subscribing.choose(row, **form.cleaned_data)
        return redirect(f"{request.path}?lagret")
    context = {"form": form, "row": row, "saved": "lagret" in request.GET}
    return render(request, "publishing/newsletter/choices.html", context, status=422 if form.errors else 200)


@csrf_exempt
@page
@open_to(Visibility.PUBLIC)
@by_link(subscribing.PURPOSE)
def leave(request: HttpRequest, token: str, link, row) -> HttpResponse:
    """RFC 8058: the mailbox provider posts here without a session, and that is enough. Once more is once."""
    if request.method == "POST":
        subscribing.stop(row, how="one click")
        row.refresh_from_db()
    return render(request, "publishing/newsletter/leave.html", {"row": row, "token": token})
