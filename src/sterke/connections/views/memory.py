"""The network memory, for the secretariat: who met whom, who is alone, what holds networks together, who knows whom."""

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sterke.core import sheets
from sterke.core.access import open_to
from sterke.core.paths import path_to
from sterke.core.visibility import Visibility
from sterke.directory.models import Organisation

from .. import reports_memory, ring


@never_cache
@require_safe
@open_to(Visibility.SECRETARIAT)
def memory(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    networks, bridges = reports_memory.bridges()
    dots, lines = ring.placed([str(each) for each in networks], reports_memory.ties_between(networks, bridges))
    context = {
        "sums": reports_memory.sums(today - timedelta(days=365)),
        "ties": reports_memory.met_through_us(),
        "alone": reports_memory.alone(today),
        "networks": networks,
        "bridges": bridges,
        "dots": dots,
        "lines": lines,
        "size": ring.SIZE,
        "trail": [(_("Needs and offers"), path_to("connections:listings"))],
    }
    return render(request, "connections/memory.html", context)


@require_safe
@open_to(Visibility.SECRETARIAT)
def memory_file(request: HttpRequest, ending: str) -> HttpResponse:
    """Who met whom through us, as a sheet."""
    headings = [_("Day"), _("One"), _("The other"), _("How it came about"), _("What came of it")]
    rows = [[tie.day, tie.one, tie.other, tie.how, tie.came] for tie in reports_memory.met_through_us()]
    return sheets.as_file((headings, rows), "hvem-motte-hvem", ending)


@never_cache
@require_safe
@open_to(Visibility.SECRETARIAT)
def knows_whom(request: HttpRequest, slug: str) -> HttpResponse:
    """Before a meeting: which member knows somebody there."""
    row = get_object_or_404(Organisation.objects.visible_to(request.user), slug=slug)
    if row.kind == Organisation.Kind.COMPANY:
        raise Http404
    context = {
        "organisation": row,
        "found": reports_memory.knows_whom(row),
        "trail": [(_("Who knows whom"), path_to("connections:memory")), (str(row), row.get_absolute_url())],
    }
    return render(request, "connections/knows.html", context)
