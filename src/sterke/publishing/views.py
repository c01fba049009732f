import re
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe
from wagtail.contrib.redirects.models import Redirect

from sterke.core.access import open_to
from sterke.core.house import house
from sterke.core.keys import row_of
from sterke.core.pages import same_for_visitors
from sterke.core.question import Question
from sterke.core.visibility import Visibility

from . import drafting, told
from .models import page_at

MOST_STEPS = 5  # from an old address to the one that holds
PICTURE = re.compile(r"[\w.-]+\.(?:jpg|jpeg|png|webp|avif)")
redirects_at = Question(
    lambda old: Redirect.objects.filter(old_path=old).select_related("redirect_page").order_by("pk")
)


@require_safe
@open_to(Visibility.PUBLIC)
@same_for_visitors
def page(request: HttpRequest, place: str) -> HttpResponse:
    """A page written in the office, or the way to where it went."""
    if not place.isprintable():  # no page lies there, and PostgreSQL would not even look
        raise Http404
    found = page_at(place, request.user)
    if found is None:
        return way_from(place, request.user)
    told_outside = {"card": told.card_of(found), "trail": told.trail_of(found, request.user)}
    return render(request, found.get_template(request), found.get_context(request) | told_outside)


def way_from(place: str, user: Any) -> HttpResponse:
    """Where an old address went, in a few steps; one that leads round in a circle leads nowhere.

    Raises:
        Http404: no page lies there and none went from there.
    """
    old = f"/{place}"
    for _step in range(MOST_STEPS):
        row = redirects_at(old).first()
        if row is None:
            break
        if row.redirect_page:
            target = row.redirect_page.specific
            if not type(target).objects.visible_to(user).filter(pk=target.pk).exists():
                break
            return redirect(target, permanent=row.is_permanent)
        if not row.redirect_link.startswith(settings.SITE_URL + "/"):
            return redirect(row.redirect_link, permanent=row.is_permanent)
        old = Redirect.normalise_path(row.redirect_link.removeprefix(settings.SITE_URL))
        if found := page_at(old.strip("/"), user):
            return redirect(found, permanent=row.is_permanent)
    raise Http404


@require_safe
@open_to(Visibility.PUBLIC)
def picture(request: HttpRequest, name: str) -> FileResponse:
    """A picture in the size a page asked for. Its name is never used again, so a browser may keep it."""
    path = settings.MEDIA_ROOT / "images" / name
    if not PICTURE.fullmatch(name) or not path.is_file():
        raise Http404
    response = FileResponse(path.open("rb"))
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@require_POST
@open_to(Visibility.SECRETARIAT)
def draft(request: HttpRequest, key: str) -> HttpResponse:
    """Begin an article about a row of another room, and go on in the office."""
    row = row_of(key) if key.partition(":")[0] in house.stories else None
    if row is None or not type(row).objects.visible_to(request.user).filter(pk=row.pk).exists():
        raise Http404
    try:
        page = drafting.draft_from(row, by=request.user)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return redirect(row)
    return redirect("wagtailadmin_pages:edit", page.pk)
