from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sterke.core.access import open_to
from sterke.core.text import fold
from sterke.core.visibility import Visibility

from ..actions import merging
from ..models import Merge


def chosen(kind: str, typed: str) -> Any:
    """The row named by its number, or (an organisation) by its address."""
    rows = merging.rows_of(kind)
    if typed.isascii() and typed.isdigit() and len(typed) < 16:
        return rows.filter(pk=typed).first()
    return rows.filter(slug=typed).first() if typed and kind != "person" else None


@open_to(Visibility.SECRETARIAT)
def merge(request: HttpRequest) -> HttpResponse:
    """Find two rows, see what moves, merge. GET shows, POST acts."""
    asked = request.POST if request.method == "POST" else request.GET
    kind = "person" if asked.get("slag") == "person" else "virksomhet"
    kept, gone = chosen(kind, asked.get("behold", "")), chosen(kind, asked.get("bort", ""))
    problem = ""
    if request.method == "POST" and kept and gone:
        try:
            merging.merge(kept, gone, by=request.user)
            messages.success(request, _("Two became one. It can be undone today."))
            return redirect("directory:merge")
        except ValidationError as error:
            problem = " ".join(error.messages)
    words = asked.get("q", "").replace("\x00", "")[:100]
    found = (
        merging.rows_of(kind).filter(search_text__contains=fold(words)).order_by("sort_key", "pk")[:20] if words else []
    )
    pair = kept and gone and kept != gone
    context = {"kind": kind, "kept": kept, "gone": gone, "words": words, "found": found, "problem": problem}
    context |= {"plan": merging.plan_of(kept, gone) if pair else None, "recent": merging.merges_of_today()}
    return render(request, "directory/merge.html", context, status=422 if problem else 200)


@require_POST
@open_to(Visibility.SECRETARIAT)
def undo_merge(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        merging.undo_merge(get_object_or_404(Merge, pk=pk), by=request.user)
        messages.success(request, _("Undone. Both are back."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("directory:merge")
