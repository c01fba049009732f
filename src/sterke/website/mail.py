"""The outbox as people see it: all mails for the secretariat, and the demo's inbox."""

import re
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from sterke.core import outbox
from sterke.core.access import open_to
from sterke.core.models import Cluster, OutgoingMail
from sterke.core.outbox import STOPPED
from sterke.core.paging import page_of
from sterke.core.postman import LOST, NOT_ON_THE_LIST
from sterke.core.visibility import Visibility

from . import reports

# A mail may carry a key to somebody's account or vote. The secretariat sees that it went, not the key.
SECRET = {"sign_in", "change_address"}
TOKEN = re.compile(r"[\w-]+:[\w-]{5,8}:[\w-]{20,}")
REASONS = {
    LOST: gettext_lazy("The worker stopped while this mail was being sent."),
    NOT_ON_THE_LIST: gettext_lazy("Not sent: this house only sends to the addresses in STERKE_MAIL_ONLY_TO."),
    STOPPED: gettext_lazy("Stopped by a person."),
}
PER_PAGE = 30


def shown(mail: OutgoingMail) -> dict[str, Any]:
    """A mail as the list shows it: without keys to accounts, with its buttons."""
    secret = mail.purpose in SECRET and not settings.DEMO
    return {
        "mail": mail,
        "text": _("The text holds a key to an account and is not shown.") if secret else TOKEN.sub("…", mail.text),
        "reason": REASONS.get(mail.error, mail.error),
        "can_send_again": mail.state in {"failed", "uncertain"},
        "can_stop": mail.state in {"queued", "uncertain"},
    }


@require_safe
@open_to(Visibility.SECRETARIAT)
def mails(request: HttpRequest) -> HttpResponse:
    state = request.GET.get("tilstand", "")
    page = page_of(request, reports.mails(state=state if state in OutgoingMail.State.values else ""), PER_PAGE)
    context = {
        "page": page,
        "rows": [shown(mail) for mail in page],
        "states": OutgoingMail.State.choices,
        "state": state,
        "held": Cluster.current().mail_held,
    }
    return render(request, "website/mails.html", context)


@require_POST
@open_to(Visibility.SECRETARIAT)
def send_again(request: HttpRequest, pk: int) -> HttpResponse:
    return act(request, pk, outbox.send_again, _("It is in the queue again."))


@require_POST
@open_to(Visibility.SECRETARIAT)
def stop_mail(request: HttpRequest, pk: int) -> HttpResponse:
    return act(request, pk, outbox.stop_mail, _("It is stopped."))


def act(request: HttpRequest, pk: int, action: Any, done: str) -> HttpResponse:
    try:
        action(get_object_or_404(OutgoingMail, pk=pk), by=request.user)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    else:
        messages.success(request, done)
    return redirect("website:mails")


@require_safe
@open_to(Visibility.PUBLIC)
def inbox(request: HttpRequest) -> HttpResponse:
    """Where the demo's mails land. Outside demo mode there is no such page."""
    if not settings.DEMO:
        raise Http404
    rows = OutgoingMail.objects.filter(state=OutgoingMail.State.SENT).order_by("-sent_at", "-pk")
    return render(request, "website/inbox.html", {"page": page_of(request, rows, PER_PAGE)})
