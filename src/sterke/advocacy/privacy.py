"""What cases keep of people: who owned, met, promised and signed; how it is told, forgotten and erased."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sterke.core.house import (
    Individual,
    Trace,
    gives_data,
    gives_erasure,
    gives_keeping,
    gives_traces,
    promises,
)

from .models import (
    AdvocacyCase,
    Ask,
    Attendance,
    CaseEntry,
    CaseStep,
    Claim,
    FollowUp,
    Meeting,
    MeetingNote,
    NoteReading,
    ParliamentItem,
    PolicyPosition,
    PoliticalPromise,
    PositionEndorsement,
    PositionHandover,
    PromiseOutcome,
    RadarHit,
    Stakeholding,
)

ERASED = "–"
KEEP_DAYS = 730  # notes from rooms of cases nobody works on

OWNED = "advocacy: what one owns, met, promised, signed"
promises(AdvocacyCase, search="saker, to its audience", access=OWNED, erasure="advocacy: it has no owner any more")
promises(CaseEntry, search="no: found through the case", access="no: of organisations", erasure="no: of organisations")
promises(CaseStep, search="no: found through the case", access="no: names nobody", erasure="no: names nobody")
promises(
    Stakeholding, search="no: found through the case", access="no: of organisations", erasure="no: of organisations"
)
promises(PolicyPosition, search="no: found through the case", access="no: names nobody", erasure="no: names nobody")
promises(Claim, search="no: found through the case", access="no: names nobody", erasure="no: names nobody")
promises(
    PositionEndorsement,
    search="no: found through the case",
    access=OWNED,
    erasure="advocacy: the name goes, the word stays",
)
promises(
    PositionHandover, search="no: found through the case", access="no: of organisations", erasure="no: of organisations"
)
promises(Meeting, search="moter, to its audience", access=OWNED, erasure="advocacy: nobody answers for it any more")
promises(
    Attendance,
    search="no: found through the meeting",
    access=OWNED,
    erasure="advocacy: the name goes, the office stays",
)
promises(Ask, search="no: found through the meeting", access="no: names nobody", erasure="no: names nobody")
promises(MeetingNote, search="no: notes are found by nobody", access=OWNED, erasure="advocacy: by whom they are goes")
promises(NoteReading, search="no: of few", access=OWNED, erasure="advocacy: the name goes")
promises(FollowUp, search="no: of few", access=OWNED, erasure="advocacy: nobody has it any more")
promises(
    PoliticalPromise,
    search="lofter, to its audience",
    access=OWNED,
    erasure="advocacy: the name goes, the office stays",
)
promises(ParliamentItem, search="no: found through the case", access="no: public matters", erasure="no: public matters")
promises(RadarHit, search="no: of few", access="no: public matters", erasure="no: public matters")
promises(PromiseOutcome, search="no: found through the promise", access=OWNED, erasure="advocacy: the name goes")


def keys_of(individual: Individual) -> list[str]:
    keys = [f"accounts.user:{individual.user_id}"] if individual.user_id else []
    return keys + ([f"directory.person:{individual.person_id}"] if individual.person_id else [])


def owned(individual: Individual, name: str = "owner") -> Q:
    return Q(**{name: individual.person_id}) if individual.person_id else Q(pk=None)


@gives_data("advocacy")
def data_of(individual: Individual) -> dict[str, Any]:
    """Cases and meetings one answers for, meetings one was at, promises one gave, what one signed and wrote.

    Notes that others wrote may name a person: whoever asks is answered by a person (docs/privacy.md).
    """
    keys = keys_of(individual)
    return {
        "cases": list(AdvocacyCase.objects.filter(owned(individual)).values("title", "started_on", "archived_on")),
        "meetings": list(Meeting.objects.filter(owned(individual)).values("title", "day")),
        "met": list(
            Attendance.objects.filter(owned(individual, "person")).values(
                "meeting__title", "meeting__day", "name", "title"
            )
        ),
        "promised": list(
            PoliticalPromise.objects.filter(owned(individual, "holder")).values(
                "paraphrase", "said_on", "status", "source"
            )
        ),
        "follow_ups": list(FollowUp.objects.filter(owned(individual)).values("what", "due", "done_on")),
        "signed": list(
            PositionEndorsement.objects.filter(signed_by_key__in=keys).values(
                "position__title", "organisation__name", "stance", "remark", "at"
            )
        ),
        "wrote": list(MeetingNote.objects.filter(written_by_key__in=keys).values("meeting__title", "text", "at")),
        "read": list(NoteReading.objects.filter(reader_key__in=keys).values("meeting__title", "at")),
        "told": list(
            PromiseOutcome.objects.filter(told_by_key__in=keys).values("promise__paraphrase", "status", "day")
        ),
    }


@gives_traces
def traces_of(individual: Individual) -> Iterator[Trace]:
    keys = keys_of(individual)
    stays = _("what was said and done, without the name")
    yield Trace(_("cases and meetings they answer for"), _count(individual), stays)
    met = Attendance.objects.filter(owned(individual, "person")).count()
    yield Trace(_("meetings they were at"), met, _("that the office or the company was there"))
    promised = PoliticalPromise.objects.filter(owned(individual, "holder")).count()
    yield Trace(_("promises they gave in a public office"), promised, _("what the office promised"), waits=True)
    signed = PositionEndorsement.objects.filter(signed_by_key__in=keys).count()
    yield Trace(_("positions they signed for a company"), signed, _("the company's word"))
    wrote = (
        MeetingNote.objects.filter(written_by_key__in=keys).count()
        + NoteReading.objects.filter(reader_key__in=keys).count()
    )
    yield Trace(_("notes from rooms they wrote or read"), wrote, stays)


def _count(individual: Individual) -> int:
    own = owned(individual)
    return sum(model.objects.filter(own).count() for model in (AdvocacyCase, Meeting, FollowUp))


@gives_erasure("advocacy")
def erase(individual: Individual) -> None:
    """What was said and done in the case stays, with the office and the company; the person is not in it any more."""
    keys, own = keys_of(individual), owned(individual)
    AdvocacyCase.objects.filter(own).update(owner=None)
    AdvocacyCase.objects.filter(owned(individual, "press_contact")).update(press_contact=None)
    Meeting.objects.filter(own).update(owner=None)
    FollowUp.objects.filter(own).update(owner=None)
    for row in Attendance.objects.filter(owned(individual, "person")):
        row.person, row.name, row.title = None, "", row.title or ERASED
        row.save(update_fields=["person", "name", "title"])
    PoliticalPromise.objects.filter(owned(individual, "holder")).update(holder=None)
    PositionEndorsement.objects.filter(signed_by_key__in=keys).update(signed_by=ERASED, signed_by_key="")
    PromiseOutcome.objects.filter(told_by_key__in=keys).update(told_by=ERASED, told_by_key="")
    MeetingNote.objects.filter(written_by_key__in=keys).update(written_by=ERASED, written_by_key="")
    NoteReading.objects.filter(reader_key__in=keys).update(reader=ERASED, reader_key="")


@gives_keeping(
    "advocacy", _("notes from rooms, two years after the meeting, where nobody looked through them"), KEEP_DAYS
)
def forget_notes(dry_run: bool) -> int:
    """Of meetings in no case that is open; others are kept while somebody says once a year that they are needed."""
    last = timezone.localdate() - timedelta(days=KEEP_DAYS)
    rows = MeetingNote.objects.filter(meeting__day__lt=last, reviewed_on__lt=last)
    rows = rows.exclude(meeting__cases__archived_on=None, meeting__cases__isnull=False)
    count = rows.count()
    if not dry_run:
        MeetingNote.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).delete()
        NoteReading.objects.filter(at__date__lt=last).delete()
    return count
