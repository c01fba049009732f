"""At the door: what devices saw, told now or hours later, in any order, once or several times."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, ngettext

from sterke.core import activity
from sterke.core.keys import key_of
from sterke.core.text import fold

from .. import permissions
from ..models import CheckIn, Gathering, Registration
from ..models.registrations import new_code
from . import seats
from .registering import Comer, cleaned, row_for

State = Registration.State
MOST_SIGHTS = 500
CODE = re.compile(r"[\w-]{12,24}", re.ASCII)


@dataclass(frozen=True)
class Sight:
    """What somebody at the door saw: one in, one out again, or one nobody had registered.

    ``code`` is the registration's; for a walk-in the device makes it. ``at`` is right by our clock.
    """

    code: str
    at: datetime
    present: bool = True
    walk_in: bool = False
    name: str = ""
    company_name: str = ""


@dataclass(frozen=True)
class Noted:
    """What became of a sight. Without a registration: it is nobody's here. ``code`` is what the device sent."""

    code: str
    registration: Registration | None = None
    present: bool = False


@transaction.atomic
def note_at_door(gathering: Gathering, sights: Sequence[Sight], *, by: Any) -> list[Noted]:
    """Write down what was seen at the door. Told twice, late, in any order: the last sight holds.

    Whoever stands there is let in, with a seat or without, and has one from then on. A walk-in who is on the list by
    the same name and company is that one. ``by`` is a user who manages the gathering, or a ``Door``.

    Raises:
        PermissionDenied: not their door.
        ValidationError: too many at once.
    """
    if not permissions.can_check_in(by, gathering):
        raise PermissionDenied
    if len(sights) > MOST_SIGHTS:
        said = ngettext("At most %(count)s at once.", "At most %(count)s at once.", MOST_SIGHTS)
        raise ValidationError(said % {"count": MOST_SIGHTS})
    gathering = seats.lock(gathering)
    other_codes: dict[str, Registration] = {}  # a walk-in's own code, where they were on the list by another
    noted = []
    for sight in sorted(sights, key=lambda each: each.at):
        row = other_codes.get(sight.code) or with_code(gathering, sight.code)
        if row is None and sight.walk_in:
            row = walk_in(gathering, sight, by)
            other_codes |= {sight.code: row} if row else {}
        noted.append(note(gathering, row, sight, by) if row else Noted(sight.code))
    return noted


def with_code(gathering: Gathering, code: str) -> Registration | None:
    return Registration.objects.filter(gathering=gathering, code=code).first()


def walk_in(gathering: Gathering, sight: Sight, by: Any) -> Registration | None:
    """One nobody had registered; or the one on the list by that name, from that company."""
    comer = cleaned(Comer(name=sight.name, company_name=sight.company_name))
    if not comer.name:
        return None
    rows = Registration.objects.filter(gathering=gathering, search_text=fold(f"{comer.name} {comer.company_name}"))
    found = rows.active().first() or rows.order_by("-pk").first()
    if found:
        return found
    row = row_for(gathering, comer, by if not isinstance(by, permissions.Door) else None, None)
    free = CODE.fullmatch(sight.code) and not Registration.objects.filter(code=sight.code).exists()
    row.code = sight.code if free else new_code()
    row.walk_in, row.price, row.language = True, gathering.price(guest=row.is_guest), get_language() or "nb"
    row.registered_by, row.registered_at = str(by)[:200] or row.name, sight.at
    row.save()
    activity.record("gathering.walked_in", gathering, by=row, about=[row.organisation])
    return row


def note(gathering: Gathering, row: Registration, sight: Sight, by: Any) -> Noted:
    if sight.present:
        row = let_in(gathering, row)
    now = timezone.now()
    seen = CheckIn.objects.filter(registration=row).first() or CheckIn(registration=row)
    if seen.pk is None or sight.at >= seen.at:
        seen.present, seen.at, seen.noted_at = sight.present, min(sight.at, now), now
        seen.by, seen.by_key = str(by)[:200], key_of(by) if getattr(by, "pk", None) else ""
        seen.save()
    return Noted(sight.code, row, seen.present)


def let_in(gathering: Gathering, row: Registration) -> Registration:
    """Whoever stands in the room has a seat, whatever the list said."""
    if row.state == State.CONFIRMED:
        return row
    if not row.is_active:  # cancelled, and registered again since: that one came
        again = Registration.objects.active().filter(gathering=gathering, who=row.who).first()
        if again:
            return let_in(gathering, again)
    row.state, row.line, row.offered_until, row.cancelled_at = State.CONFIRMED, None, None, None
    row.save(update_fields=["state", "line", "offered_until", "cancelled_at"])
    return row
