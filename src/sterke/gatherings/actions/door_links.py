"""The link to a gathering's door: for a phone at the gate, without an account."""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sterke.core import activity, links

from .. import permissions
from ..models import Gathering
from . import seats

DOOR = "gathering_door"  # the purpose of the link
STAYS_OPEN = timedelta(days=3)  # after the gathering, so that a device that was without a net can still tell


def door_until(gathering: Gathering) -> datetime:
    return gathering.over + STAYS_OPEN


@transaction.atomic
def open_door(gathering: Gathering, *, by: Any) -> str:
    """Make the link to the door and return its token. An earlier one stops.

    Raises:
        ValidationError: it is too long since the gathering was.
    """
    if not permissions.can_manage(by, gathering):
        raise PermissionDenied
    gathering = seats.lock(gathering)
    until = door_until(gathering)
    if until <= timezone.now():
        raise ValidationError(_("This gathering is over, and its door is closed."))
    links.revoke(gathering, DOOR)
    token = links.make(DOOR, gathering, until=until, single_use=False)
    activity.record("gathering.door_opened", gathering, by=by)
    return token


@transaction.atomic
def close_door(gathering: Gathering, *, by: Any) -> None:
    """The link stops. What a device has not told yet stays on it until it gets a new link."""
    if not permissions.can_manage(by, gathering):
        raise PermissionDenied
    if links.revoke(gathering, DOOR):
        activity.record("gathering.door_closed", gathering, by=by)
