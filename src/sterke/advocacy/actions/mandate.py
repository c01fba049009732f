"""The members are asked whether they stand behind a version; they answer, and may change their mind."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sterke.core import activity, links
from sterke.core.keys import key_of
from sterke.core.visibility import Visibility
from sterke.directory.models import Organisation, Person

from .. import mails_mandate, permissions, reports_mandate
from ..models import PolicyPosition, PositionEndorsement
from .positions import lock, record

Status = PolicyPosition.Status
ASKABLE = (Status.DRAFT, Status.ASKED, Status.ADOPTED)
LONGEST = timedelta(days=365)  # the members get to answer
BETWEEN = timedelta(days=3)  # two reminders
AFTERWARDS = 7  # days a link holds after the last day to answer, to say that it is over


@transaction.atomic
def ask_members(position: PolicyPosition, *, answer_by: date, by: Any) -> int:
    """Ask those who sign for each member company, by a mail with a link; how many letters went out.

    Asked again, the last day moves, and only the companies that are silent get a letter.
    """
    if not permissions.can_lead(by, position.case):
        raise PermissionDenied
    stored = lock(position)
    refuse_asking(stored, answer_by)
    if stored.status == Status.DRAFT:
        stored.status = Status.ASKED
    stored.asked_on = stored.asked_on or timezone.localdate()
    stored.answer_by = answer_by
    stored.version += 1
    stored.save(update_fields=["status", "asked_on", "answer_by", "version"])
    links.move_end(stored, mails_mandate.PURPOSE, link_holds_until(answer_by))
    count = write_to_silent(stored, mails_mandate.ask)
    position.refresh_from_db()
    record("position.asked", position, by, count=count, day=date_format(answer_by))
    return count


def refuse_asking(position: PolicyPosition, answer_by: date) -> None:
    if position.status not in ASKABLE:
        raise ValidationError(_("This version is not in use any more."), code="settled")
    if position.case.visibility not in (Visibility.PUBLIC, Visibility.MEMBERS):
        raise ValidationError(_("The members do not see the case. Let them see it first."))
    refuse_odd_day(answer_by)


def refuse_odd_day(answer_by: date) -> None:
    """The last day to answer, of whatever is asked."""
    if answer_by < timezone.localdate():
        raise ValidationError({"answer_by": _("That day has passed.")})
    if answer_by > timezone.localdate() + LONGEST:
        raise ValidationError({"answer_by": _("A year is the longest anybody waits for an answer.")})


def link_holds_until(answer_by: date) -> datetime:
    return timezone.make_aware(datetime.combine(answer_by + timedelta(days=1 + AFTERWARDS), time()))


def write_to_silent(position: PolicyPosition, write: Any) -> int:
    """One letter to each who signs for a company that has not answered."""
    return write_to_signers(position, reports_mandate.silent(position), write)


def write_to_signers(row: Any, companies: Iterable[Organisation], write: Any) -> int:
    """One letter to each who signs for one of these, with a link until a week after the last day; how many."""
    signers = reports_mandate.signers_of(companies)
    until = link_holds_until(row.answer_by or timezone.localdate())
    letters = [each for company in signers.values() for each in company]
    for each in letters:
        write(row, each, until)
    return len(letters)


@transaction.atomic
def remind_silent(position: PolicyPosition, *, by: Any) -> int:
    """A friendly reminder to the companies that have not answered; never to the others, and not twice in three days."""
    if not permissions.can_lead(by, position.case):
        raise PermissionDenied
    stored = lock(position)
    if why := reports_mandate.closed(stored):
        raise ValidationError(why)
    refuse_too_soon(last_reminded(stored))
    count = write_to_silent(stored, mails_mandate.remind)
    if not count:
        raise ValidationError(_("Nobody is silent, or nobody who is can be reached by mail."))
    record("position.reminded", stored, by, count=count)
    return count


def refuse_too_soon(last: date | None) -> None:
    """Nobody is reminded twice in three days."""
    if last is not None and timezone.localdate() < last + BETWEEN:
        raise ValidationError(
            _("They were reminded %(day)s. Give them three days.") % {"day": date_format(last)}, code="too soon"
        )


def last_reminded(position: PolicyPosition) -> date | None:
    return activity.last_told(PolicyPosition, "position.reminded").get(position.pk)


@transaction.atomic
def endorse(
    position: PolicyPosition,
    company: Organisation,
    *,
    stance: str,
    person: Person,
    shows_name: bool = True,
    remark: str = "",
) -> PositionEndorsement:
    """What a company says of a version, by one who signs for it. A later word takes the place of the first; history
    keeps both."""
    stored = lock(position)
    if why := reports_mandate.refusal(stored, company, person):
        raise ValidationError(why, code="closed")
    facts = {"stance": stance, "shows_name": shows_name, "remark": remark.strip()}
    row = PositionEndorsement.objects.filter(position=stored, organisation=company).first()
    names = list(facts)
    before = activity.labels_of(row, names) if row else {}
    row = row or PositionEndorsement(position=stored, organisation=company)
    for name, value in (facts | {"signed_by": person.name[:200], "signed_by_key": key_of(person)}).items():
        setattr(row, name, value)
    row.at = timezone.now()
    row.full_clean()
    row.save()
    after = activity.labels_of(row, names)
    changes = {label: [old, after[label]] for label, old in before.items() if old != after[label]}
    said: dict[str, Any] = {"company": str(company), "stance": str(row.get_stance_display())}
    said |= {"changes": changes} if changes else {}
    # On the page of the position alone: on that of the case a hundred answers would hide all else.
    activity.record("position.answered", stored, by=person, number=stored.number, **said)
    return row
