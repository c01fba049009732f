"""Pinned, closed, moved, taken away; and what somebody reported."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sterke.core import activity
from sterke.core.text import tidy

from .. import mails, permissions
from ..models import Reply, Report, Space, Thread
from .threads import lock_thread


def lock_as_moderator(thread: Thread, by: Any) -> Thread:
    stored = lock_thread(thread)
    if not permissions.can_moderate(by, stored.space):
        raise PermissionDenied
    return stored


def record(verb: str, thread: Thread, by: Any, **details: Any) -> None:
    activity.record(verb, thread, by=by, about=[thread.space], **details)


@transaction.atomic
def pin_thread(thread: Thread, *, by: Any) -> Thread:
    """It stands first; done once more, it does not."""
    stored = lock_as_moderator(thread, by)
    stored.pinned_on = None if stored.pinned_on else timezone.localdate()
    stored.save(update_fields=["pinned_on"])
    record("thread.pinned" if stored.pinned_on else "thread.unpinned", stored, by)
    return stored


@transaction.atomic
def close_thread(thread: Thread, *, by: Any) -> Thread:
    """No more replies. Whoever started it may close it too."""
    stored = lock_thread(thread)
    if not (permissions.can_moderate(by, stored.space) or permissions.wrote(by, stored)):
        raise PermissionDenied
    stored.closed_on = timezone.localdate()
    stored.save(update_fields=["closed_on"])
    record("thread.closed", stored, by)
    return stored


@transaction.atomic
def open_thread(thread: Thread, *, by: Any) -> Thread:
    stored = lock_as_moderator(thread, by)
    stored.closed_on = None
    stored.save(update_fields=["closed_on"])
    record("thread.opened", stored, by)
    return stored


@transaction.atomic
def move_thread(thread: Thread, *, to: Space, by: Any) -> Thread:
    """To another space that one moderates too. Those who may not read that one hear no more of it."""
    stored = lock_as_moderator(thread, by)
    if not permissions.can_moderate(by, to):
        raise PermissionDenied
    if to == stored.space:
        raise ValidationError(_("It stands there already."))
    came_from = str(stored.space)
    stored.space = to
    stored.save(update_fields=["space"])
    record("thread.moved", stored, by, where=str(to), came_from=came_from)
    return stored


@transaction.atomic
def take_away(row: Thread | Reply, *, by: Any) -> None:
    """By whoever wrote it, or who moderates. It is kept for those who moderate, and can be shown again."""
    thread = lock_thread(row if isinstance(row, Thread) else row.thread)
    if not (permissions.can_moderate(by, thread.space) or permissions.wrote(by, row)):
        raise PermissionDenied
    type(row)._base_manager.filter(pk=row.pk).update(hidden_on=timezone.localdate())
    if isinstance(row, Reply) and thread.accepted_id == row.pk:
        Thread.objects.filter(pk=thread.pk).update(accepted=None)
    record("thread.hidden" if isinstance(row, Thread) else "thread.struck", thread, by, who=row.name)


@transaction.atomic
def show_again(row: Thread | Reply, *, by: Any) -> None:
    thread = lock_as_moderator(row if isinstance(row, Thread) else row.thread, by)
    type(row)._base_manager.filter(pk=row.pk).update(hidden_on=None)
    record("thread.shown", thread, by, who=row.name)


@transaction.atomic
def report(thread: Thread, *, reply: Reply | None = None, why: str, by: Any) -> Report:
    """Something should not stand: those who moderate are told. Once for each who says so."""
    person = permissions.person_of(by)
    if person is None or not permissions.can_write(by, thread.space):
        raise PermissionDenied
    earlier = Report.objects.waiting().filter(thread=thread, reply=reply, by=person).first()
    if earlier is not None:
        return earlier
    row = Report(thread=thread, reply=reply, by=person, why=tidy(why)[:500])
    row.full_clean()
    row.save()
    record("thread.reported", thread, by)
    mails.tell_report(row)
    return row


@transaction.atomic
def settle_report(report: Report, *, by: Any) -> None:
    """Somebody who moderates has looked at it."""
    if not permissions.can_moderate(by, report.thread.space):
        raise PermissionDenied
    if Report.objects.waiting().filter(pk=report.pk).update(settled_on=timezone.localdate()):
        record("thread.settled", report.thread, by)
