"""Meetings with those who decide: planned, logged in two minutes, told of; and the notes from the room."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sterke.core import activity
from sterke.core.edits import EditForm
from sterke.core.keys import key_of
from sterke.core.text import tidy
from sterke.core.visibility import Visibility
from sterke.directory.models import Office, Organisation, Person

from .. import permissions, reports_people
from ..models import AdvocacyCase, Ask, Attendance, Meeting, MeetingNote, NoteReading
from .recording import save_form

MOST_ASKS = 5


@dataclass(frozen=True)
class Comer:
    """Somebody at a meeting: a person of ours, or whoever holds an office, or a name and a title as they were said."""

    is_ours: bool = False
    person: Person | None = None
    office: Office | None = None
    organisation: Organisation | None = None
    name: str = ""
    title: str = ""


@transaction.atomic
def plan_meeting(*, by: Any, title: str, day: date, cases: Iterable[AdvocacyCase] = (), **facts: Any) -> Meeting:
    """Put a meeting in the calendar of the case; one that has been counts as held. Whoever logs it answers for it."""
    if not permissions.leads_any(by):
        raise PermissionDenied
    meeting = Meeting(title=tidy(title), day=day, **facts)
    if meeting.owner is None:
        meeting.owner = permissions.person_of(by)
    if "status" not in facts and day <= timezone.localdate():
        meeting.status = Meeting.Status.HELD
    refuse_odd_times(meeting)
    meeting.full_clean()
    meeting.save()
    meeting.cases.set(cases)
    record("meeting.planned" if meeting.status == Meeting.Status.PLANNED else "meeting.logged", meeting, by)
    return meeting


def refuse_odd_times(meeting: Meeting) -> None:
    if meeting.starts and meeting.ends and meeting.ends <= meeting.starts:
        raise ValidationError({"ends": _("It ends before it begins.")})
    if meeting.status == Meeting.Status.HELD and meeting.day > timezone.localdate():
        raise ValidationError({"day": _("That day has not come yet: the meeting is planned, not held.")})


@transaction.atomic
def edit_meeting(meeting: Meeting, *, form: EditForm, by: Any) -> Meeting:
    """Change a meeting, its summary too. Refused when another save won."""
    if not permissions.can_hold(by, meeting):
        raise PermissionDenied
    refuse_odd_times(form.instance)
    changes = save_form(meeting, form)
    if changes:
        record("meeting.edited", form.instance, by, changes=changes)
    return form.instance


@transaction.atomic
def note_who_came(meeting: Meeting, comer: Comer, *, by: Any) -> Attendance:
    """Somebody was there. The office's holder that day is looked up, and the label stays as it was then.

    With two holders that day, or none, it says the office alone unless a person is given.
    """
    if not permissions.can_hold(by, meeting):
        raise PermissionDenied
    person, title, organisation = comer.person, tidy(comer.title), comer.organisation
    if comer.office is not None:
        person = person or reports_people.holder_on(comer.office, meeting.day)
        title, organisation = title or comer.office.title, organisation or comer.office.organisation
    elif person is not None and not title:
        title, organisation = reports_people.post_on(person, meeting.day, organisation)
    row = Attendance(
        meeting=meeting, is_ours=comer.is_ours, person=person, office=comer.office, organisation=organisation,
        name=tidy(comer.name) or (person.name if person else ""), title=title[:200],
    )  # fmt: skip
    row.full_clean(validate_constraints=False)
    if not (row.name or row.title or row.organisation):
        raise ValidationError({"name": _("Say who: a name, an office or an organisation.")})
    row.save()
    record("meeting.attended", meeting, by, who=str(row)[:200])
    return row


@transaction.atomic
def strike_attendance(row: Attendance, *, by: Any) -> None:
    if not permissions.can_hold(by, row.meeting):
        raise PermissionDenied
    record("meeting.not_attended", row.meeting, by, who=str(row)[:200])
    row.delete()


@transaction.atomic
def put_ask(ask: Ask, *, by: Any) -> Ask:
    """What we ask for, or asked for; five at most, for nobody remembers six."""
    if not permissions.can_hold(by, ask.meeting):
        raise PermissionDenied
    if ask.pk is None and ask.meeting.asks.count() >= MOST_ASKS:
        raise ValidationError(_("Five are enough. Nobody remembers six."))
    ask.full_clean()
    ask.save()
    ask.meeting.cases.add(ask.case)
    record("meeting.asked", ask.meeting, by, what=ask.text)
    return ask


@transaction.atomic
def strike_ask(ask: Ask, *, by: Any) -> None:
    if not permissions.can_hold(by, ask.meeting):
        raise PermissionDenied
    record("meeting.not_asked", ask.meeting, by, what=ask.text)
    ask.delete()


@transaction.atomic
def write_note(meeting: Meeting, *, text: str, by: Any) -> MeetingNote:
    """Notes from the room. History says that there are some, never what they say."""
    if not permissions.can_hold(by, meeting):
        raise PermissionDenied
    note = MeetingNote(meeting=meeting, text=text.strip(), written_by=str(by)[:200], written_by_key=key_of(by))
    note.full_clean()
    note.save()
    record("meeting.noted", meeting, by)
    return note


@transaction.atomic
def read_notes(meeting: Meeting, *, by: Any) -> list[MeetingNote]:
    """The notes this reader may read. That they were read is written down, once a day for each reader."""
    notes = list(MeetingNote.objects.visible_to(by).filter(meeting=meeting))
    if not notes and not permissions.can_hold(by, meeting):
        raise PermissionDenied
    today = timezone.localdate()
    if notes and not NoteReading.objects.filter(meeting=meeting, reader_key=key_of(by), at__date=today).exists():
        NoteReading.objects.create(meeting=meeting, reader=str(by)[:200], reader_key=key_of(by))
    return notes


@transaction.atomic
def keep_note(note: MeetingNote, *, by: Any) -> None:
    """It was looked through and is still needed; it is asked for again in a year."""
    if not MeetingNote.objects.visible_to(by).filter(pk=note.pk).update(reviewed_on=timezone.localdate()):
        raise PermissionDenied
    record("meeting.note_kept", note.meeting, by)


@transaction.atomic
def drop_note(note: MeetingNote, *, by: Any) -> None:
    if not MeetingNote.objects.visible_to(by).filter(pk=note.pk).exists():
        raise PermissionDenied
    record("meeting.note_dropped", note.meeting, by)
    note.delete()


def record(verb: str, meeting: Meeting, by: Any, **details: Any) -> None:
    """A line on the page of the meeting and of its cases, for the secretariat."""
    about = list(meeting.cases.all())
    activity.record(verb, meeting, by=by, about=about, visibility=Visibility.SECRETARIAT, **details)
