from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sterke.core import activity
from sterke.directory.models import Organisation, Person

from .. import permissions
from ..models import Appointment, Body


@transaction.atomic
def appoint(
    body: Body,
    *,
    person: Person,
    by: Any,
    organisation: Organisation | None = None,
    post: str = Appointment.Post.MEMBER,
    election: str = Appointment.Election.ELECTED,
    term_years: int | None = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Appointment:
    """Give a person a post in a body from a day on. What the body may see and do, they may from that day.

    Refused while they hold the same post.
    """
    if not permissions.can_appoint(by, body):
        raise PermissionDenied
    start = valid_from or timezone.localdate()
    if valid_to and valid_to < start:
        raise ValidationError({"valid_to": _("An appointment cannot end before it began.")})
    held = Appointment.objects.filter(body=body, person=person, post=post).exclude(valid_to__lt=start)
    if held.exclude(valid_from__gt=valid_to or date.max).exists():
        raise ValidationError(_("%(name)s holds that post already.") % {"name": person})
    try:
        with transaction.atomic():
            appointment = Appointment.objects.create(
                body=body,
                person=person,
                organisation=organisation,
                post=post,
                election=election,
                term_years=term_years,
                valid_from=start,
                valid_to=valid_to,
            )
    except IntegrityError as error:
        raise ValidationError(_("%(name)s holds that post already.") % {"name": person}) from error
    activity.record(
        "appointment.made",
        appointment,
        by=by,
        about=[body, person, organisation],
        visibility=body.visibility,
        person=str(person),
        body=body.name,
    )
    return appointment


@transaction.atomic
def end_appointment(appointment: Appointment, *, on: date, by: Any) -> Appointment:
    """End an appointment: ``on`` is its last day; the day after, it gives no rights."""
    if not permissions.can_end_appointment(by, appointment):
        raise PermissionDenied
    if on < appointment.valid_from:
        raise ValidationError({"on": _("An appointment cannot end before it began.")})
    if not permissions.somebody_stays(appointment, on):
        raise ValidationError(_("Somebody must be left in the secretariat. Appoint the next one first."))
    if Appointment.objects.filter(pk=appointment.pk).running_after(on).update(valid_to=on) != 1:
        raise ValidationError(_("This appointment has ended already."))
    appointment.refresh_from_db()
    activity.record(
        "appointment.ended",
        appointment,
        by=by,
        about=[appointment.body, appointment.person, appointment.organisation],
        visibility=appointment.body.visibility,
        person=str(appointment.person),
        body=appointment.body.name,
        on=on.isoformat(),
    )
    return appointment
