"""Asking people to come, reminding those who are silent, taking an invitation back; and what they answer by link."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sterke.core import activity, links
from sterke.core.text import tidy
from sterke.directory import spelling
from sterke.directory.actions import person_with_email

from .. import choosing, permissions, reports_inviting, tasks
from .. import mails_inviting as mails
from ..choosing import Someone
from ..models import Gathering, Invitation, Registration
from ..state import Stage
from . import seats
from .gatherings import record
from .registering import Comer, Registered, register

Mail = Invitation.Mail
BATCH = 20
AGAIN_AFTER = timedelta(minutes=10)
ITS_PARTS = ("person__user", "organisation", "gathering__municipality", "gathering__network")
INVITES = (Stage.SAVE_THE_DATE, Stage.OPEN, Stage.FULL)


@transaction.atomic
def invite(
    gathering: Gathering, people: Sequence[Someone], *, by: Any, words: str = "", as_guests: bool = False
) -> int:
    """Invite everybody who is not invited or registered yet, and is still there. The worker writes the mails.

    Whoever belongs to no member company is a guest. Returns how many are invited.
    """
    if not permissions.can_manage(by, gathering):
        raise PermissionDenied
    refuse_wrong_stage(gathering := seats.lock(gathering))
    again = choosing.Found()
    choosing.sort_out(gathering, people, again)
    alive = choosing.load(each.person.pk for each in again.new if each.person)
    fresh = [each for each in again.new if each.person is None or each.person.pk in alive]
    members = reports_inviting.members_among(each.organisation for each in fresh)
    rows = [
        Invitation(
            gathering=gathering, person=each.person, organisation=each.organisation, name=tidy(each.name)[:200],
            email=each.email, company_name=tidy(each.company_name)[:200], words=words.strip(),
            is_guest=as_guests or getattr(each.organisation, "pk", None) not in members, to_tell=Mail.INVITATION,
            language=each.spoken_in,
        )
        for each in fresh
    ]  # fmt: skip
    Invitation.objects.bulk_create(rows)
    if rows:
        record("gathering.invited", gathering, by, count=len(rows))
        tasks.tell_invited.enqueue(gathering.pk)
    return len(rows)


def refuse_wrong_stage(gathering: Gathering) -> None:
    stage = gathering.stage(seats.count(gathering).taken)
    if stage not in INVITES:
        said = {
            Stage.DRAFT: _("It is a draft: publish the date or open it first."),
            Stage.CLOSED: _("Registration is closed."),
            Stage.DONE: _("This gathering is over."),
            Stage.CANCELLED: _("This gathering is cancelled."),
        }
        raise ValidationError(said[stage])


def invite_guest(
    gathering: Gathering, *, name: str, email: str, by: Any, company_name: str = "", words: str = "", language: str = ""
) -> Invitation:
    """One guest by name and address, with their own words: a politician, a researcher, a school, the press."""
    email = spelling.clean_email(email)
    person = person_with_email(email)
    someone = Someone(spelling.clean_name(name), email, person, None, company_name, language)
    with transaction.atomic():
        if not invite(gathering, [someone], words=words, as_guests=True, by=by):
            raise ValidationError({"email": _("Whoever has this address is invited or registered already.")})
        return Invitation.objects.get(gathering=gathering, email=email)


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: Any) -> None:
    """Take it back: the link stops, and they are told in a friendly way. Whoever is registered, is cancelled first."""
    gathering = seats.lock(invitation.gathering)
    if not permissions.can_manage(by, gathering):
        raise PermissionDenied
    row = Invitation.objects.select_related("person__user").get(pk=invitation.pk)
    if Registration.objects.active().filter(invitation=row).exists():
        raise ValidationError(_("They have registered. Cancel the registration first."))
    if Invitation.objects.standing().filter(pk=row.pk).update(withdrawn_at=timezone.now(), to_tell=Mail.NONE) != 1:
        return
    links.revoke(row, mails.INVITATION)
    record("gathering.invitation_withdrawn", gathering, by, name=row.shown_name)
    if row.letters and not gathering.is_cancelled:
        mails.tell_withdrawn(gathering, row)


@transaction.atomic
def invite_again(invitation: Invitation, *, by: Any) -> None:
    """A new link for one who lost theirs, or whose invitation was taken back. The earlier link stops."""
    gathering = seats.lock(invitation.gathering)
    if not permissions.can_manage(by, gathering):
        raise PermissionDenied
    refuse_wrong_stage(gathering)
    row = Invitation.objects.select_related("person__user").get(pk=invitation.pk)
    now = timezone.now()
    if row.to_tell or (row.stands and row.letters and row.invited_at > now - AGAIN_AFTER):
        raise ValidationError(_("It was sent a moment ago. Give it ten minutes."))
    address = row.person.email if row.person else row.email
    if not address:
        raise ValidationError(_("There is no e-mail address."))
    if not row.stands:
        row.withdrawn_at, row.answer, row.answered_at, row.said, row.reminded_at = None, "", None, "", None
    row.invited_at, row.to_tell = now, Mail.INVITATION
    row.save()
    links.revoke(row, mails.INVITATION)
    record("gathering.invited_again", gathering, by, name=row.shown_name)
    tasks.tell_invited.enqueue(gathering.pk)


@transaction.atomic
def remind(gathering: Gathering, *, by: Any, words: str = "") -> int:
    """One friendly reminder to each who is silent, with the host's greeting; never to a company that has answered."""
    if not permissions.can_manage(by, gathering):
        raise PermissionDenied
    refuse_wrong_stage(gathering := seats.lock(gathering))
    silent = reports_inviting.to_remind(gathering)
    rows = Invitation.objects.filter(pk__in=[row.pk for row in silent], reminded_at=None, to_tell=Mail.NONE)
    count = rows.update(reminded_at=timezone.now(), reminder=words.strip(), to_tell=Mail.REMINDER)
    if not count:
        raise ValidationError(_("Nobody is left to remind: they have answered, or had their reminder."))
    record("gathering.reminded", gathering, by, count=count)
    tasks.tell_invited.enqueue(gathering.pk)
    return count


def tell_invited(gathering: Gathering) -> int:
    """Write the mails that wait, some at a time, each claimed first: two workers, or a second try, write none twice."""
    told = 0
    rows = Invitation.objects.to_be_told().filter(gathering=gathering).order_by("pk")
    waiting = list(rows.values_list("pk", flat=True))
    for at in range(0, len(waiting), BATCH):
        with transaction.atomic():
            told += tell_some(gathering, waiting[at : at + BATCH])
    return told


def tell_some(gathering: Gathering, numbers: Sequence[int]) -> int:
    """In one transaction. Nothing is locked but the rows themselves: people register meanwhile."""
    gathering.refresh_from_db()
    off = gathering.is_cancelled or timezone.now() >= gathering.over
    rows = Invitation.objects.to_be_told().filter(pk__in=numbers).select_related("person__user", "organisation")
    found = list(rows.prefetch_related("person__contact_details").order_by("pk"))
    reminded = [row for row in found if row.to_tell == Mail.REMINDER]
    silent = {row.pk for row in reports_inviting.silent(gathering, reminded)} if reminded else set()
    return sum(tell_one(gathering, row, off=off, is_silent=row.pk in silent) for row in found)


def tell_one(gathering: Gathering, row: Invitation, *, off: bool, is_silent: bool) -> bool:
    """Claim one and write its mail; False where another worker, or a withdrawal, was first."""
    invites = row.to_tell == Mail.INVITATION
    claim = Invitation.objects.standing().filter(pk=row.pk, to_tell=row.to_tell, letters=row.letters)
    if claim.update(to_tell=Mail.NONE, letters=row.letters + invites) != 1:
        return False
    row.letters += invites
    if not off and invites:
        mails.invite(gathering, row)
    elif not off and is_silent:
        mails.remind(gathering, row)
    return True


def write_what_is_left() -> None:
    """Minutely: mails a worker did not come to write are put in line again."""
    for pk in Invitation.objects.to_be_told().order_by().values_list("gathering", flat=True).distinct():
        tasks.tell_invited.enqueue(pk)


# By the link in the mail


def standing_invitation(invitation: Invitation) -> Invitation:
    """The invitation as it is now. Refused when it was taken back, or its person erased, while the page was open."""
    row = Invitation.objects.standing().filter(pk=invitation.pk).select_related(*ITS_PARTS).first()
    if row is None:
        raise ValidationError(_("This invitation has been taken back."), code="withdrawn")
    return row


@transaction.atomic
def accept_invitation(invitation: Invitation, comers: Sequence[Comer], *, together: bool = False) -> Registered:
    """Come, and bring colleagues. A guest comes alone."""
    gathering = seats.lock(invitation.gathering)
    row = standing_invitation(invitation)
    if row.is_guest:
        comers = [alone(row, comers)]
    found = register(gathering, comers, by=row.person, together=together, invitation=row)
    Invitation.objects.filter(pk=row.pk).update(answer=Invitation.Answer.YES, answered_at=timezone.now(), said="")
    return found


def alone(row: Invitation, comers: Sequence[Comer]) -> Comer:
    """A guest's link is for that guest: whatever else was posted, nobody else gets a seat by it."""
    if len(comers) != 1:
        raise ValidationError(_("This invitation is for one person."))
    given = comers[0]
    company = row.company_name or given.company_name
    who = {"person": row.person} if row.person else {"name": given.name or row.name, "email": row.email}
    return Comer(organisation=row.organisation, company_name=company, diet=given.diet, answers=given.answers, **who)


@transaction.atomic
def decline_invitation(invitation: Invitation, *, said: str = "") -> None:
    """Say no, with a word to those who asked. A seat one has is given up; one may change one's mind."""
    gathering = seats.lock(invitation.gathering)
    row = standing_invitation(invitation)
    if gathering.is_cancelled or gathering.has_begun:
        raise ValidationError(_("This gathering is over, or cancelled."))
    own = reports_inviting.own_registration(row)
    if own is not None:
        seats.cancel_registration(own, by=own)
    no = Invitation.Answer.NO
    Invitation.objects.filter(pk=row.pk).update(answer=no, answered_at=timezone.now(), said=tidy(said)[:300])
    if row.answer != no:
        about = [row.person, row.organisation]
        activity.record("gathering.declined", gathering, by=row.person or row, about=about)
