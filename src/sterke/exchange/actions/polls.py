"""A vote in a poll."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from .. import permissions
from ..models import Poll, PollVote
from .threads import lock_thread


@transaction.atomic
def vote(poll: Poll, *, option: int, by: Any) -> PollVote:
    """One word each, changed until it closes."""
    person = permissions.person_of(by)
    thread = lock_thread(poll.thread)
    if person is None or not permissions.can_write(by, thread.space):
        raise PermissionDenied
    stored = Poll.objects.get(pk=poll.pk)
    if not stored.is_open:
        raise ValidationError(_("The poll is closed. Your vote did not count."), code="closed")
    chosen = stored.options.filter(pk=option).first()
    if chosen is None:
        raise ValidationError(_("Choose one of these."))
    row, _is_new = PollVote.objects.update_or_create(poll=stored, person=person, defaults={"option": chosen})
    return row
