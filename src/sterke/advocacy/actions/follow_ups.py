"""What one of us took on after a meeting or for a case."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from sterke.core import activity
from sterke.core.text import tidy

from .. import mails, permissions
from ..models import FollowUp


@transaction.atomic
def take_on(row: FollowUp, *, by: Any) -> FollowUp:
    """Write down who does what by when; they get a mail."""
    may = (row.case is not None and permissions.can_lead(by, row.case)) or (
        row.meeting is not None and permissions.can_hold(by, row.meeting)
    )
    if not may:
        raise PermissionDenied
    row.what = tidy(row.what)
    row.full_clean(validate_constraints=False)
    row.save()
    activity.record("followup.taken", row.about, by=by, about=[row.case, row.owner], what=row.what)
    mails.tell_follow_up(row, by=by)
    return row


@transaction.atomic
def finish(row: FollowUp, *, outcome: str = "", by: Any) -> FollowUp:
    """It is done; said twice, the first word holds."""
    if not permissions.can_finish(by, row):
        raise PermissionDenied
    if FollowUp.objects.open().filter(pk=row.pk).update(done_on=timezone.localdate(), outcome=tidy(outcome)[:300]):
        activity.record("followup.done", row.about, by=by, about=[row.case, row.owner], what=row.what)
    row.refresh_from_db()
    return row
