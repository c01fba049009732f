"""Which companies are in the room, marked by hand at the table; it goes before what was seen at the door."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sterke.directory.models import Organisation

from ... import reports_annual
from ...models import Gathering, Presence
from .meeting import held


@transaction.atomic
def mark_present(gathering: Gathering, organisation: Organisation, *, by: Any) -> None:
    """A company with a vote is here. Twice is once. What it says of the company is told by the minutes, not here."""
    gathering = held(gathering, by)
    refuse_other_day(gathering)
    if organisation.pk not in {each.pk for each in reports_annual.voters(gathering)}:
        raise ValidationError(_("%(company)s has no vote on the day of the meeting.") % {"company": organisation})
    set_presence(gathering, organisation, here=True)


@transaction.atomic
def mark_absent(gathering: Gathering, organisation: Organisation, *, by: Any) -> None:
    """It has left, or was marked by mistake. A proxy it gave counts again."""
    gathering = held(gathering, by)
    set_presence(gathering, organisation, here=False)


def set_presence(gathering: Gathering, organisation: Organisation, *, here: bool) -> None:
    facts = {"is_here": here, "marked_at": timezone.now()}
    Presence.objects.update_or_create(gathering=gathering, organisation=organisation, defaults=facts)


def refuse_other_day(gathering: Gathering) -> None:
    if gathering.is_cancelled:
        raise ValidationError(_("It is cancelled. Take it up again first."))
    if timezone.localdate() < gathering.day:
        raise ValidationError(_("The meeting is not today. Companies are marked when they come."))
