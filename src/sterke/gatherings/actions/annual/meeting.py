"""What the actions of the annual meeting share: the meeting, held, that this user may run; and its history."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from sterke.core import activity
from sterke.core.visibility import Visibility

from ... import permissions
from ...models import Gathering, Minutes, Notice
from .. import seats


def held(gathering: Gathering, by: Any) -> Gathering:
    """The meeting, locked until the transaction ends, for those who manage it, while its minutes are open."""
    if not permissions.can_run_annual_meeting(by, gathering):
        raise PermissionDenied
    row = seats.lock(gathering)
    refuse_closed(row)
    return row


def refuse_closed(gathering: Gathering) -> None:
    if Minutes.objects.filter(gathering=gathering).exclude(published_at=None).exists():
        raise ValidationError(_("The minutes are published, and what they tell stands. Reopen them first."))


def record(verb: str, gathering: Gathering, by: Any, *, about: Any = (), private: bool = False, **details: Any) -> None:
    """A line for members, once the notice is out; before that, and of what is ``private``, for the secretariat."""
    shown = not private and Notice.objects.filter(gathering=gathering).exists()
    shown = shown and gathering.visibility in (Visibility.PUBLIC, Visibility.MEMBERS)
    visibility = Visibility.MEMBERS if shown else Visibility.SECRETARIAT
    activity.record(verb, gathering, by=by, about=about, visibility=visibility, **details)
