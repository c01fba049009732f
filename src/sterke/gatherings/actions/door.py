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
from sterke.directory.models import Organisation
from sterke.directory.spelling import company_key
from sterke.membership.models import Membership

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

    ``code`` is the registration's; for a walk-in the device makes it. ``at`` is right by our clock. ``instead_of`` is
    the code of one on the list whose seat a walk-in takes.
    """

    code: str
    at: datetime
    present: bool = True
    walk_in: bool = False
    name: str = ""
    company_name: str = ""
    instead_of: str = ""


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
    the same name and company is that one; one who comes instead of somebody takes their seat, unless that one is in.
    ``by`` is a user who manages the gathering, or a ``Door``. Returns what became of each, in the order given.

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
    noted = [Noted(sight.code) for sight in sights]
    for place, sight in sorted(enumerate(sights), key=lambda each: each[1].at):
        row = other_codes.get(sight.code) or with_code(gathering, sight.code)
        if row is None and sight.walk_in:
            row = walk_in(gathering, sight, by)
            other_codes |= {sight.code: row} if row else {}
        if row is not None:
            noted[place] = note(gathering, row, sight, by)
    return noted


def with_code(gathering: Gathering, code: str) -> Registration | None:
    return Registration.objects.filter(gathering=gathering, code=code).first() if code else None


def walk_in(gathering: Gathering, sight: Sight, by: Any) -> Registration | None:
    """One nobody had registered; or the one on the list by that name, from that company."""
    replaced = with_code(gathering, sight.instead_of)
    comer = cleaned(Comer(name=sight.name, company_name=sight.company_name or company_of(replaced)))
    if not comer.name:
        return None
    comer.organisation = organisation_named(gathering, comer.company_name)
    found = on_the_list(gathering, comer)
    if found:
        return found
    row = row_for(gathering, comer, by if not isinstance(by, permissions.Door) else None, None)
    free = CODE.fullmatch(sight.code) and not Registration.objects.filter(code=sight.code).exists()
    row.code = sight.code if free else new_code()
    row.walk_in, row.language = True, get_language() or "nb"
    row.registered_by, row.registered_at = str(by)[:200] or row.name, sight.at
    if replaced is not None:
        take_over(gathering, row, replaced)
    row.save()
    # Told of whoever stands there, not of the phone that saw them.
    if replaced is None:
        activity.record("gathering.walked_in", gathering, by=row, about=[row.organisation])
    else:
        about = [row.organisation, replaced.person]
        activity.record("gathering.came_instead", gathering, by=row, about=about, whom=str(replaced))
    return row


def company_of(row: Registration | None) -> str:
    return (row.company_name or str(row.organisation or "")) if row else ""


def organisation_named(gathering: Gathering, name: str) -> Organisation | None:
    """The company by that name: one that comes to this gathering, else a member. "Åsnes Sag" is Åsnes Sag AS."""
    key = company_key(name)
    if not key:
        return None
    coming = Organisation.objects.filter(registrations__gathering=gathering)
    members = Organisation.objects.filter(memberships__in=Membership.objects.on(), merged_into=None)
    for rows in (coming, members):
        for pk, known in rows.order_by("pk").values_list("pk", "name").distinct():
            if company_key(known) == key:
                return Organisation.objects.get(pk=pk)
    return None


def on_the_list(gathering: Gathering, comer: Comer) -> Registration | None:
    """Whoever is on the list by that name, from that company; the one that still holds, if there are several."""
    name, key = fold(comer.name), company_key(comer.company_name)
    rows = Registration.objects.filter(gathering=gathering, search_text__startswith=name).select_related("organisation")
    same = [
        row
        for row in rows.order_by("-pk")
        if fold(row.name) == name
        and (
            company_key(row.company_name) == key
            or (comer.organisation is not None and row.organisation_id == comer.organisation.pk)
        )
    ]
    return min(same, key=lambda row: not row.is_active, default=None)


def take_over(gathering: Gathering, row: Registration, replaced: Registration) -> None:
    """Somebody else came: on the seat of the one who did not, at their price. Nobody who is in loses theirs."""
    row.substitute_for = replaced
    if CheckIn.objects.filter(registration=replaced, present=True).exists():
        return
    row.is_guest, row.price, row.party = replaced.is_guest, replaced.price, replaced.party
    if replaced.is_active:
        seats.end_registration(gathering, replaced, State.CANCELLED)


def note(gathering: Gathering, row: Registration, sight: Sight, by: Any) -> Noted:
    row, now = the_one_that_holds(gathering, row), timezone.now()
    seen = CheckIn.objects.filter(registration=row).first() or CheckIn(registration=row)
    if seen.pk is None or sight.at >= seen.at:
        if sight.present:
            let_in(row)
        else:
            let_out(row)
        seen.present, seen.at, seen.noted_at = sight.present, min(sight.at, now), now
        seen.by, seen.by_key = str(by)[:200], key_of(by) if getattr(by, "pk", None) else ""
        seen.save()
    return Noted(sight.code, row, seen.present)


def the_one_that_holds(gathering: Gathering, row: Registration) -> Registration:
    """Cancelled, and registered again since: that one came."""
    if row.is_active:
        return row
    return Registration.objects.active().filter(gathering=gathering, who=row.who).first() or row


def let_in(row: Registration) -> None:
    """Whoever stands in the room has a seat, whatever the list said."""
    if row.state != State.CONFIRMED:
        row.state, row.line, row.offered_until, row.cancelled_at = State.CONFIRMED, None, None, None
        row.save(update_fields=["state", "line", "offered_until", "cancelled_at"])


def let_out(row: Registration) -> None:
    """Somebody was written in by mistake: they did not stay away, they never came. Whose seat they took has it back."""
    if not row.walk_in or not row.is_active:
        return
    row.state, row.cancelled_at = State.CANCELLED, timezone.now()
    row.save(update_fields=["state", "cancelled_at"])
    if row.substitute_for is not None and not row.substitute_for.is_active:
        let_in(row.substitute_for)
