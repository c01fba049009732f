"""The secretariat has seen that a figure has moved."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from sterke.core import activity

from .. import permissions
from ..models import Indicator
from ..series import newest


@transaction.atomic
def note_move(indicator: Indicator, *, by: Any) -> None:
    """Take the figure that has moved off the desk, until the next new or corrected one comes. History says who."""
    if not permissions.can_note_move(by):
        raise PermissionDenied
    row = next(iter(newest([indicator])), None)
    if row is None:
        return
    unseen = Q(noted_at=None) | Q(noted_at__lt=row["came"])
    if Indicator.objects.filter(unseen, pk=indicator.pk).update(noted_at=timezone.now()):
        activity.record("figures.noted", indicator, by=by, period=row["period"])
