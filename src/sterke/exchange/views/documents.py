"""The papers of a space."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sterke.advocacy.views.finding import answer_form, page
from sterke.core.access import SIGNED_IN, open_to
from sterke.core.paths import path_to
from sterke.membership.views.doing import do

from .. import actions, permissions, reports
from ..forms import DocumentForm, VersionForm
from ..models import DocumentVersion, SharedDocument
from .finding import space_for

SHOWN_INLINE = ("pdf",)


@never_cache
@require_safe
@open_to(SIGNED_IN)
def documents(request: HttpRequest, slug: str) -> HttpResponse:
    row = space_for(request, slug)
    context = {
        "space": row,
        "folders": reports.documents_in(row),
        "writes": permissions.can_write(request.user, row),
        "trail": [(_("Conversations"), path_to("exchange:spaces")), (str(row), row.get_absolute_url())],
    }
    return render(request, "exchange/documents.html", context)


@never_cache
@page
@open_to(SIGNED_IN)
def share_document(request: HttpRequest, slug: str) -> HttpResponse:
    space = space_for(request, slug)
    if not permissions.can_write(request.user, space):
        raise Http404
    form = DocumentForm(request.POST or None, request.FILES or None, space=space)

    def act() -> str:
        facts = dict(form.cleaned_data)
        if name := facts.pop("new_folder"):
            facts["folder"] = actions.put_folder(space, name=name, by=request.user)
        made = actions.share_document(space, **facts, by=request.user)
        messages.success(request, _("Shared with %(space)s.") % {"space": space})
        return made.get_absolute_url()

    back = (_("Documents"), path_to("exchange:documents", slug))
    return answer_form(request, form, act, title=_("Share a document"), back=back, button=_("Share"), files=True)


def document_for(request: HttpRequest, pk: int) -> SharedDocument:
    rows = SharedDocument.objects.visible_to(request.user).filter(taken_away_on=None)
    found: SharedDocument = get_object_or_404(
        rows.select_related("space__network", "space__gathering", "folder"), pk=pk
    )
    return found


@never_cache
@require_safe
@open_to(SIGNED_IN)
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """The newest version with what it looks like, and those before."""
    row = document_for(request, pk)
    versions: Any = list(row.versions.all())  # type: ignore[attr-defined]
    space = row.space
    back = path_to("exchange:documents", space.slug)
    context = {
        "document": row,
        "newest": versions[0],
        "earlier": versions[1:],
        "is_picture": versions[0].name.lower().endswith(("png", "jpg", "jpeg", "webp")),
        "is_pdf": versions[0].name.lower().endswith("pdf"),
        "writes": permissions.can_write(request.user, space),
        "can_take_away": permissions.can_take_away(request.user, row),
        "trail": [(str(space), space.get_absolute_url()), (_("Documents"), back)],
    }
    return render(request, "exchange/document.html", context)


@never_cache
@page
@open_to(SIGNED_IN)
def write_version(request: HttpRequest, pk: int) -> HttpResponse:
    row = document_for(request, pk)
    if not permissions.can_write(request.user, row.space):
        raise Http404
    form = VersionForm(request.POST or None, request.FILES or None)

    def act() -> str:
        actions.write_version(row, **form.cleaned_data, by=request.user)
        return row.get_absolute_url()

    back = (str(row), row.get_absolute_url())
    return answer_form(request, form, act, title=_("A new version"), back=back, files=True)


@require_POST
@open_to(SIGNED_IN)
def take_document_away(request: HttpRequest, pk: int) -> HttpResponse:
    row = document_for(request, pk)
    act = lambda: actions.take_document_away(row, by=request.user)  # noqa: E731
    return do(request, act, said=_("Taken away."), to=path_to("exchange:documents", row.space.slug))


@require_safe
@open_to(SIGNED_IN)
def version(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    """A file, for those who may have it: looked at anew on each download. A PDF or a picture may be shown in place."""
    row = get_object_or_404(DocumentVersion.objects.visible_to(request.user), document=pk, number=number)
    ending = row.name.rpartition(".")[2].lower()
    inline = "vis" in request.GET and ending in (*SHOWN_INLINE, "png", "jpg", "jpeg", "webp")
    try:
        return FileResponse(row.file.open("rb"), as_attachment=not inline, filename=row.name)
    except FileNotFoundError as error:
        raise Http404 from error
