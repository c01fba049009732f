"""The lists of cases, and how each gets one more row; see test_query_counts.py."""

from sterke.advocacy.models import (
    Ask,
    Attendance,
    CaseStep,
    Claim,
    FollowUp,
    MeetingNote,
    ParliamentItem,
    PositionEndorsement,
    PositionHandover,
    PromiseOutcome,
    RadarHit,
    Stakeholding,
)
from tests import factories as make
from tests.factories.advocacy import in_days


def case(w, n):
    row = make.CaseFactory(visibility="public", title=f"Sak nummer {n}")
    counted = make.IndicatorFactory()
    make.figures(counted, w.rows.municipality, _2026=80 + n)
    row.indicators.set([counted])
    make.PromiseFactory(case=row, visibility="public", office=w.rows.ministry_office)


def happening(w, n):
    """Something of every strand of the story, and of all that stands beside it. The first page is full from the start."""
    for _ in range(20 if n == 1 else 0):
        make.EntryFactory(case=w.rows.case, visibility="public", day=in_days(0))
    make.EntryFactory(case=w.rows.case, visibility="public", day=in_days(-n))
    CaseStep.objects.create(case=w.rows.case, name=f"Trinn {n}", done_on=in_days(-n))
    office = make.OfficeFactory()
    Stakeholding.objects.create(
        case=w.rows.case, organisation=office.organisation, stance="for", source_url="https://example.no/"
    )
    promise(w, n)
    meeting(w, n)
    FollowUp.objects.create(case=w.rows.case, what=f"Ring {n}", owner=w.rows.person, due=in_days(n))


def promise(w, n):
    held = make.OfficeHolderFactory()
    row = make.PromiseFactory(case=w.rows.case, office=held.office, holder=held.person, visibility="public")
    PromiseOutcome.objects.create(promise=row, status="kept", day=in_days(-n), evidence=f"Bevis {n}", told_by="Noen")


def meeting(w, n):
    for status, day in (("held", in_days(-n)), ("planned", in_days(n))):
        row = make.MeetingFactory(visibility="public", status=status, day=day)
        row.cases.set([w.rows.case])
        Attendance.objects.create(meeting=row, organisation=make.OrganisationFactory(), title=f"Statsråd {n}")


def in_the_meeting(w, n):
    Attendance.objects.create(meeting=w.rows.meeting, organisation=make.OrganisationFactory(), title=f"Statsråd {n}")
    Attendance.objects.create(meeting=w.rows.meeting, is_ours=True, organisation=w.rows.company, name=f"Navn {n}")
    Ask.objects.create(meeting=w.rows.meeting, case=w.rows.case, text=f"Krav {n}")
    FollowUp.objects.create(meeting=w.rows.meeting, what=f"Ring {n}", owner=make.PersonFactory(), due=in_days(n))
    promised = make.PromiseFactory(case=w.rows.case, visibility="public", meeting=w.rows.meeting)
    PromiseOutcome.objects.create(promise=promised, status="kept", day=in_days(-n), evidence="Bevis", told_by="Noen")


def outcome(w, n):
    PromiseOutcome.objects.create(
        promise=w.rows.promise, status="partly_kept", day=in_days(-n), evidence=f"Funn {n}", told_by="Noen"
    )


def note(w, n):
    MeetingNote.objects.create(meeting=w.rows.meeting, text=f"Notat {n}", written_by="Noen", written_by_key=f"x:{n}")


def hit(w, n):
    item = ParliamentItem.objects.create(kind="matter", external_id=f"x{n}", title=f"E16 igjen, {n}", day=in_days(-n))
    RadarHit.objects.create(case=w.rows.case, item=item, word="E16")


def word(w, n, position=None):
    """A company that has said something of a position, and one that is silent."""
    company = make.OrganisationFactory(member=True, visibility="public")
    make.RoleFactory(organisation=company, kind="signatory")
    PositionEndorsement.objects.create(
        position=position or w.rows.position, organisation=company, stance="endorses", signed_by=f"Navn {n}"
    )
    make.RoleFactory(organisation=make.OrganisationFactory(member=True), kind="main_contact")


def claim(w, n, position=None):
    counted = make.IndicatorFactory()
    make.figures(counted, w.rows.municipality, _2026=80 + n)
    Claim.objects.create(
        position=position or w.rows.position, sentence=f"Sats {n}: [tall]", indicator=counted, value=n,
        value_on=in_days(-900), municipality=w.rows.municipality if n % 2 else None,
    )  # fmt: skip


def of_position(w, n):
    word(w, n)
    claim(w, n)
    facts = {"status": "replaced", "adopted_on": in_days(-n), "review_on": in_days(n), "adopted_by": w.rows.body}
    make.PositionFactory(case=w.rows.case, number=n + 10, **facts)
    PositionHandover.objects.create(
        position=w.rows.position, organisation=make.OrganisationFactory(visibility="public")
    )


LISTS = {
    "api:cases": case,
    "api:promises": promise,
    "advocacy:radar": hit,
    "advocacy:position": of_position,
    "advocacy:mandate": word,
    "advocacy:endorse": lambda w, n: claim(w, n, w.rows.position_asked),
    "advocacy:cases": case,
    "advocacy:case": happening,
    "advocacy:story": happening,
    "advocacy:one_page": happening,
    "advocacy:meetings": meeting,
    "advocacy:meeting": in_the_meeting,
    "advocacy:ledger": promise,
    "advocacy:promise": outcome,
    "advocacy:notes": note,
}
NOT_LISTS = {
    "advocacy:notice",
    "advocacy:press",  # figures of the case, and who to call
    "advocacy:card",
    "advocacy:answer_for",  # as endorse
    "advocacy:start_position",
    "advocacy:edit_position",
    "advocacy:adopt",
    "advocacy:hand_over",
    "advocacy:new_claim",
    "advocacy:edit_claim",
    "advocacy:ask_members",
    "advocacy:start_case",
    "advocacy:edit_case",
    "advocacy:put_away",
    "advocacy:new_row",
    "advocacy:row",
    "advocacy:plan_meeting",
    "advocacy:edit_meeting",
    "advocacy:who_came",
    "advocacy:new_ask",
    "advocacy:edit_ask",
    "advocacy:take_on",
    "advocacy:write_down",
    "advocacy:edit_promise",
    "advocacy:tell_outcome",
}
