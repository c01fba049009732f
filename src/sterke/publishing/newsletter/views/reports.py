"""What came back: each address's story for the secretariat, and the door where a mail provider tells it."""

import hmac
import json

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from sterke.core.access import open_to
from sterke.core.paging import page_of
from sterke.core.rates import within_rate
from sterke.core.visibility import Visibility

from .. import reading, reporting
from ..models import MailReport

MOST_BYTES = 2_500_000


@require_safe
@open_to(Visibility.SECRETARIAT)
def reports(request: HttpRequest) -> HttpResponse:
    """All that came back, newest first, or the story of one address."""
    address = request.GET.get("adresse", "")[:320]
    rows = MailReport.objects.visible_to(request.user).select_related("issue")
    rows = rows.filter(address=address) if address else rows
    context = {"page": page_of(request, rows.order_by("-at", "-pk"), 50), "address": address}
    return render(request, "publishing/newsletter/reports.html", context)


@require_POST
@open_to(Visibility.SECRETARIAT)
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """The address is right after all, or has been put right: letters go there again."""
    row = get_object_or_404(MailReport.objects.visible_to(request.user), pk=pk)
    reporting.settle(row, by=request.user)
    messages.success(request, _("Letters go to %(address)s again.") % {"address": row.address})
    return redirect("publishing:mail_reports")


@csrf_exempt
@require_POST
@open_to(Visibility.PUBLIC)
def hook(request: HttpRequest, secret: str) -> HttpResponse:
    """A provider tells of bounces and complaints: as a mail (message/rfc822) or as JSON. Without the secret: 404."""
    known = settings.BULK["hook"]
    if not known or not hmac.compare_digest(secret.encode(), known.encode()):
        raise Http404
    if len(request.body) > MOST_BYTES or not within_rate("mail_hook", "all", most=600, seconds=60):
        return HttpResponse(status=413 if len(request.body) > MOST_BYTES else 429)
    if request.content_type == "application/json":
        try:
            told = reading.read_json(json.loads(request.body))
        except (ValueError, TypeError, AttributeError, RecursionError):
            return HttpResponse(status=400)
    else:
        told = reading.read_mail(request.body)
    return HttpResponse(str(told), content_type="text/plain")
