"""Is the house well? JSON for whoever watches it: 200 when all is, 503 when something is not."""

from datetime import datetime
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_tasks_db.models import DBTaskResult

from sterke.core import clock
from sterke.core.access import open_to
from sterke.core.models import OutgoingMail, Pulse
from sterke.core.visibility import Visibility

WORKER_SILENT = 60  # seconds
CLOCK_SILENT = 2 * 3600
QUEUE_OLD = 15 * 60


def age(moment: datetime | None) -> int | None:
    return None if moment is None else max(0, int((timezone.now() - moment).total_seconds()))


def signs() -> dict[str, dict[str, Any]]:
    """Each part of the house: whether it is well, and the figure that says so."""
    beat = age(Pulse.objects.filter(name__startswith="worker ").order_by("-at").values_list("at", flat=True).first())
    hour = age(clock.last_ticks().get("hourly"))
    tasks = DBTaskResult.objects.ready().order_by("enqueued_at").values_list("enqueued_at", flat=True)
    mails = OutgoingMail.objects.filter(state="queued", attempts=0, due_at__lte=timezone.now())
    oldest = [age(tasks.first()), age(mails.order_by("due_at").values_list("due_at", flat=True).first())]
    waited = max((seconds for seconds in oldest if seconds is not None), default=0)
    return {
        "database": {"well": True},
        "worker": {"well": beat is not None and beat < WORKER_SILENT, "seconds_since_pulse": beat},
        "schedule": {"well": hour is not None and hour < CLOCK_SILENT, "seconds_since_hourly": hour},
        "queue": {"well": waited < QUEUE_OLD, "oldest_seconds": waited},
    }


@require_safe
@never_cache
@open_to(Visibility.PUBLIC)
def health(request: HttpRequest) -> HttpResponse:
    try:
        parts = {"web": {"well": True}, **signs()}
    except DatabaseError:
        parts = {"web": {"well": True}, "database": {"well": False}}
    well = all(part["well"] for part in parts.values())
    return JsonResponse({"well": well, "parts": parts}, status=200 if well else 503)
