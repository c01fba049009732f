"""Calling the annual meeting: to every member company, by the day the statutes name."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sterke.core.models import OutgoingMail

from ... import mails_annual as mails
from ... import permissions, reports_annual, tasks
from ...models import Gathering, Notice
from ...state import Stage
from .. import seats
from .meeting import record

BATCH = 20
PATIENCE = timedelta(minutes=2)  # before a notice that nobody writes is put in line again


@transaction.atomic
def send_notice(gathering: Gathering, *, words: str = "", late_why: str = "", by: Any) -> Notice:
    """Call every member company to the meeting, with the agenda. The worker writes the mails.

    After the last day of the statutes it goes out only with a reason, which is kept and told. Sent once more, it is a
    notice of its own, for what has changed.
    """
    if not permissions.can_run_annual_meeting(by, gathering):
        raise PermissionDenied
    gathering = seats.lock(gathering)
    refuse_unready(gathering)
    state, late_why = reports_annual.called(gathering), late_why.strip()
    if state.is_late and not late_why:
        said = _("The last day for the notice was %(day)s. Say why it is sent late; the reason is kept and told.")
        raise ValidationError({"late_why": said % {"day": date_format(state.due)}})
    companies = reports_annual.companies_to_call(gathering)
    if not companies:
        raise ValidationError(_("No company is a member on the day of the meeting."))
    readers = reports_annual.readers_of(companies)
    row = Notice(
        gathering=gathering, day=gathering.day, due_on=state.due, sent_by=str(by)[:200], words=words.strip(),
        late_why=late_why if state.is_late else "", companies=len(readers),
        unreached=[str(each) for each in companies if each.pk not in readers],
    )  # fmt: skip
    row.full_clean(exclude=["sent_by"])
    row.save()
    record("annual.notice_late" if row.late_why else "annual.notice", gathering, by, count=row.companies,
           why=row.late_why)  # fmt: skip
    tasks.write_notice.enqueue(row.pk)
    return row


def refuse_unready(gathering: Gathering) -> None:
    stage = gathering.stage(0)
    if stage == Stage.CANCELLED:
        raise ValidationError(_("It is cancelled. Take it up again first."))
    if stage == Stage.DRAFT:
        raise ValidationError(_("It is a draft: publish the date or open it first."))
    if gathering.has_begun:
        raise ValidationError(_("The meeting has begun."))
    if gathering.starts_at is None or not gathering.place:
        raise ValidationError(_("A notice says when and where. Write the hours and the place first."))
    if not gathering.agenda.exists():
        raise ValidationError(_("A notice has an agenda. Write it first."))


def write_notice(notice: Notice) -> None:
    """Write the mails of a notice, some companies at a time. Run twice, nobody gets two."""
    gathering = Gathering.objects.select_related("municipality").get(pk=notice.gathering_id)
    companies = reports_annual.companies_to_call(gathering)
    for start in range(0, len(companies), BATCH):
        readers = reports_annual.readers_of(companies[start : start + BATCH])
        letters = [(mails.notice_key(notice, each), each) for rows in readers.values() for each in rows]
        with transaction.atomic():
            keys = [key for key, _reader in letters]
            written = set(OutgoingMail.objects.filter(key__in=keys).values_list("key", flat=True))
            for key, reader in letters:
                if key not in written:
                    mails.call(notice, gathering, reader)
    Notice.objects.filter(pk=notice.pk, written_at=None).update(written_at=timezone.now())


def write_notices_left() -> None:
    """Minutely: a notice whose worker died is put in line again."""
    left = Notice.objects.filter(written_at=None, sent_at__lt=timezone.now() - PATIENCE)
    for pk in left.order_by("pk").values_list("pk", flat=True):
        tasks.write_notice.enqueue(pk)
