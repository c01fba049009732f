"""Registering: several at once, each at most once, never more than there are seats."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from sterke.core import activity
from sterke.core.keys import key_of
from sterke.core.question import Question
from sterke.core.text import fold, tidy
from sterke.directory import spelling
from sterke.directory.actions import person_with_email
from sterke.directory.models import Organisation, Person

from .. import mails, permissions
from ..models import DietaryNeed, Gathering, GatheringAnswer, Invitation, Registration
from ..state import Stage, takes_registrations
from . import seats

State = Registration.State
MOST_AT_ONCE = 30
_known = Question(lambda pk, who: Registration.objects.active().filter(gathering=pk, who__in=who).order_by("pk"))


@dataclass
class Comer:
    """Somebody who wants to come. A person of the directory, or a name and an address."""

    name: str = ""
    email: str = ""
    person: Person | None = None
    organisation: Organisation | None = None
    company_name: str = ""
    diet: str = ""
    answers: dict[int, str] = field(default_factory=dict)  # by question

    @property
    def who(self) -> str:
        """What makes two registrations the same."""
        if self.person is not None:
            return f"person:{self.person.pk}"
        return self.email or f"name:{fold(self.name)}|{fold(self.company_name)}"[:320]


@dataclass
class Registered:
    """What came of it. ``known`` are those who had registered before."""

    new: list[Registration]
    known: list[Registration]

    @property
    def all(self) -> list[Registration]:
        return [*self.known, *self.new]


@transaction.atomic
def register(
    gathering: Gathering,
    comers: Sequence[Comer],
    *,
    by: Any,
    together: bool = False,
    invitation: Invitation | None = None,
) -> Registered:
    """Register some people, all or nobody. Who has registered already stays as they are.

    ``by`` is a user, or the person an ``invitation`` was sent to when its link is used. A full gathering puts them on
    the waiting list: all of them when they want to stay together, else those for whom there is no seat.

    Raises:
        PermissionDenied: this gathering is not for them.
        ValidationError: it takes no registrations, or somebody's name or address will not do.
    """
    may_manage = invitation is None and permissions.can_manage(by, gathering)
    allowed = permissions.can_register(by, gathering) if invitation is None else invitation.holds_for(gathering, by)
    if not allowed:
        raise PermissionDenied
    comers = [cleaned(comer) for comer in comers]
    refuse_odd_numbers(comers)
    gathering = seats.lock(gathering)
    counts = seats.count(gathering)
    refuse_at_stage(gathering, gathering.stage(counts.taken), may_manage=may_manage)
    known = {row.who: row for row in _known(gathering.pk, wanted(comers))}
    fresh = [comer for who, comer in {comer.who: comer for comer in comers}.items() if who not in known]
    made = [row_for(gathering, comer, by, invitation) for comer in fresh]
    place(gathering, made, counts, together=together)
    Registration.objects.bulk_create(made)
    write_answers(fresh, made)
    if made:
        about = [row for each in made for row in (each.person, each.organisation)]
        activity.record(
            "gathering.registered", gathering, by=by if by_somebody(by) else made[0], about=about, count=len(made)
        )
    if counts.waiting and any(row.state == State.WAITING for row in made):
        seats.offer_free_seats(gathering)
    if timezone.now() < gathering.over:  # whoever is added afterwards knows they came
        for row in made:
            mails.confirm(gathering, row)
    return Registered(made, list(known.values()))


def wanted(comers: Sequence[Comer]) -> list[str]:
    return [comer.who for comer in comers]


def cleaned(comer: Comer) -> Comer:
    """With the spelling mended, and the person and the company looked up."""
    email = spelling.clean_email(comer.email)
    person = comer.person or (person_with_email(email) if email else None)
    name = tidy(comer.name) or (person.name if person else "")
    company = tidy(comer.company_name) or (str(comer.organisation) if comer.organisation else "")
    return Comer(name[:200], email, person, comer.organisation, company[:200], tidy(comer.diet)[:200], comer.answers)


def refuse_odd_numbers(comers: Sequence[Comer]) -> None:
    if not comers:
        raise ValidationError(_("Say who comes."))
    if len(comers) > MOST_AT_ONCE:
        raise ValidationError(
            ngettext("At most %(count)s at once.", "At most %(count)s at once.", MOST_AT_ONCE) % {"count": MOST_AT_ONCE}
        )
    if any(not comer.name for comer in comers):
        raise ValidationError(_("Everybody who comes has a name."))


def refuse_at_stage(gathering: Gathering, stage: Stage, *, may_manage: bool) -> None:
    """Those who manage it may add somebody after the deadline, and at the door; nobody to what is cancelled."""
    if takes_registrations(stage):
        return
    if may_manage and stage in (Stage.CLOSED, Stage.DONE):
        return
    if stage == Stage.CLOSED and gathering.deadline is not None and timezone.now() >= gathering.deadline:
        day = date_format(timezone.localtime(gathering.deadline), "DATETIME_FORMAT")
        raise ValidationError(_("The deadline was %(when)s.") % {"when": day}, code="closed")
    said = {
        Stage.DRAFT: _("This gathering is not open yet."),
        Stage.SAVE_THE_DATE: _("Registration is not open yet. Keep the day free."),
        Stage.CLOSED: _("Registration is closed."),
        Stage.DONE: _("This gathering is over."),
        Stage.CANCELLED: _("This gathering is cancelled."),
    }
    raise ValidationError(said[stage], code=str(stage))


def row_for(gathering: Gathering, comer: Comer, by: Any, invitation: Invitation | None) -> Registration:
    guest = is_guest(comer, invitation)
    language = comer.person.language if comer.person else (get_language() or "nb")
    return Registration(
        gathering=gathering, who=comer.who, person=comer.person, organisation=comer.organisation, name=comer.name,
        email=comer.email or (comer.person.email if comer.person else ""), company_name=comer.company_name,
        is_guest=guest, price=gathering.price(guest=guest), language=language, invitation=invitation,
        registered_by=str(by)[:200] if by_somebody(by) else comer.name,
        registered_by_key=key_of(by) if by_somebody(by) else "",
    )  # fmt: skip


def by_somebody(by: Any) -> bool:
    return bool(getattr(by, "pk", None))


def is_guest(comer: Comer, invitation: Invitation | None) -> bool:
    """Whoever is invited as one, and whoever comes from no member."""
    if invitation is not None:
        return invitation.is_guest
    return comer.organisation is None or not comer.organisation.memberships.on().exists()


def place(gathering: Gathering, rows: list[Registration], counts: seats.Counts, *, together: bool) -> None:
    """Seats for as many as there are, else a place in the line. Whoever stands in line already goes first."""
    party = secrets.token_urlsafe(12) if len(rows) > 1 else ""
    left = gathering.seats_left(counts.taken)
    free = len(rows) if left is None else 0 if counts.waiting else left
    if together and free < len(rows):
        free = 0
    for number, row in enumerate(rows):
        row.party, row.together = party, together and len(rows) > 1
        if number >= free:
            row.state, row.line = State.WAITING, counts.last + 1 + number - free


def write_answers(comers: Sequence[Comer], rows: Sequence[Registration]) -> None:
    diets = [
        DietaryNeed(registration=row, text=comer.diet) for comer, row in zip(comers, rows, strict=True) if comer.diet
    ]
    DietaryNeed.objects.bulk_create(diets)
    answers = [
        GatheringAnswer(registration=row, question_id=question, value=value[:500])
        for comer, row in zip(comers, rows, strict=True)
        for question, value in comer.answers.items()
        if value
    ]
    GatheringAnswer.objects.bulk_create(answers)


@transaction.atomic
def send_substitute(registration: Registration, comer: Comer, *, by: Any) -> Registration:
    """Somebody else comes instead, on the same seat or the same place in the line, free of charge."""
    gathering = seats.lock(registration.gathering)
    row = Registration.objects.get(pk=registration.pk)
    seats.refuse_strangers(row, by)
    if not row.is_active:
        raise ValidationError(_("This registration is cancelled."))
    if gathering.is_cancelled or timezone.now() >= gathering.over:
        raise ValidationError(_("This gathering is over, or cancelled."))
    comer = cleaned(comer)
    refuse_odd_numbers([comer])
    if Registration.objects.active().filter(gathering=gathering, who=comer.who).exists():
        raise ValidationError({"name": _("%(name)s has registered already.") % {"name": comer.name}})
    comer.organisation = comer.organisation or row.organisation
    comer.company_name = comer.company_name or row.company_name
    new = row_for(gathering, comer, by if not isinstance(by, Registration) else None, row.invitation)
    new.state, new.line, new.party, new.together = row.state, row.line, row.party, row.together
    new.offered_until, new.is_guest, new.price, new.substitute_for = row.offered_until, row.is_guest, row.price, row
    seats.end_registration(gathering, row, State.CANCELLED)
    new.save()
    write_answers([comer], [new])
    about = [row.person, new.person, new.organisation]
    activity.record("registration.substituted", gathering, by=by, about=about)
    mails.tell_cancelled(gathering, row)
    mails.confirm(gathering, new)
    return new
