"""Cases of the small world: one for all with everything in it, one for the board, one nobody else sees."""

import datetime
from types import SimpleNamespace

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
from sterke.core import links
from tests import factories as make

CANARIES = {
    "hidden_case": "kanarifugl-paavirkning",
    "board_case": "kanarifugl-styresak",
    "hidden_entry": "kanarifugl-hendelse",
    "position_draft": "kanarifugl-standpunktutkast",
    "position_asked": "kanarifugl-standpunkt-til-svar",
    "claim_draft": "kanarifugl-tall",
    "objection": "kanarifugl-innvending",
    "note": "kanarifugl-notat",
    "hidden_meeting": "kanarifugl-moterom",
    "hidden_ask": "kanarifugl-krav",
    "our_side": "kanarifugl-fra-oss",
    "hidden_promise": "kanarifugl-lofte",
    "embargo": "kanarifugl-sperrefrist",
    "witness": "kanarifugl-vitne",
    "hit": "kanarifugl-radar",
    "follow_up": "kanarifugl-gjoremaal",
}
LEADS = {"secretary", "own_contact"}
MEMBERS = {"secretary", "own_contact", "member", "other_contact", "leader", "board"}
MAY_SEE = {
    "hidden_case": {"secretary"},
    "board_case": {"secretary", "board"},
    "hidden_entry": LEADS,
    "position_draft": {*LEADS, "board"},
    "position_asked": MEMBERS,
    "claim_draft": {*LEADS, "board"},
    "objection": LEADS,
    "note": {"secretary"},
    "hidden_meeting": {"secretary"},
    "hidden_ask": {"secretary"},
    "our_side": MEMBERS,
    "hidden_promise": LEADS,
    "embargo": {*LEADS, "board"},
    "witness": LEADS,
    "hit": LEADS,
    "follow_up": LEADS,
}


def build(rows: SimpleNamespace) -> None:
    """The main contact of the company owns the case; so one who is no secretary leads one."""
    rows.case = make.CaseFactory(
        title="Fire felt på E16", title_en="Four lanes on E16", slug="e16", ask="Hele veien i 2032\nUten nye bommer",
        ask_en="All the way by 2032", why="Bussen og vogntoget deler to felt.", why_en="Bus and lorry share two lanes.",
        visibility="public", is_priority=True, owner=rows.person,
    )  # fmt: skip
    rows.case.indicators.set([rows.indicator])
    rows.case.goals.set([rows.goal])
    make.CaseFactory(title=CANARIES["hidden_case"], slug="hemmelig")
    make.CaseFactory(title=CANARIES["board_case"], slug="styresak", visibility="board")
    rows.away = make.CaseFactory(
        title="Vunnet", slug="vunnet", visibility="public", status="won", archived_on=datetime.date(2024, 1, 2)
    )
    rows.entry = make.EntryFactory(
        case=rows.case, text="Planen ble lagt ut", text_en="The plan came out", visibility="public"
    )
    make.EntryFactory(case=rows.case, text=CANARIES["hidden_entry"])
    rows.step = CaseStep.objects.create(case=rows.case, name="Kommunedelplanen", name_en="The sub-plan")
    rows.ministry_office = make.OfficeFactory(title="Samferdselsministeren")
    rows.stand = Stakeholding.objects.create(
        case=rows.case, organisation=rows.ministry_office.organisation, stance="partly", said="Ja, en gang",
        said_en="Yes, one day", source_url="https://example.no/stand",
    )  # fmt: skip
    rows.position = make.PositionFactory(case=rows.case, number=1, adopted=True)
    rows.position_draft = make.PositionFactory(case=rows.case, number=2, title=CANARIES["position_draft"])
    PositionEndorsement.objects.create(
        position=rows.position, organisation=rows.company, stance="endorses", signed_by="Kontakt"
    )
    PositionEndorsement.objects.create(
        position=rows.position, organisation=make.OrganisationFactory(member=True), stance="objects",
        remark=CANARIES["objection"], signed_by="Noen",
    )  # fmt: skip
    item = ParliamentItem.objects.create(
        kind="matter", external_id="1", title=CANARIES["hit"], day=datetime.date(2025, 5, 5)
    )
    rows.hit = RadarHit.objects.create(case=rows.case, item=item, word="E16")
    rows.handover = PositionHandover.objects.create(
        position=rows.position, organisation=rows.ministry_office.organisation
    )
    rows.claim = Claim.objects.create(
        position=rows.position_draft, sentence=f"{CANARIES['claim_draft']}: [tall] biler", indicator=rows.indicator,
        value=1, value_on=datetime.date(2020, 1, 1),
    )  # fmt: skip
    tracks = make.CaseFactory(title="Tog til verket", slug="tog", visibility="public", owner=rows.person)
    rows.position_asked = make.PositionFactory(
        case=tracks, number=1, title=CANARIES["position_asked"], status="asked", asked_on=make.in_days(-1),
        answer_by=make.in_days(10),
    )  # fmt: skip
    build_meetings(rows)
    build_promises(rows)


def build_meetings(rows: SimpleNamespace) -> None:
    rows.meeting = make.MeetingFactory(
        title="Ministeren på besøk", title_en="The minister's visit", summary="Vi viste fram verket.",
        summary_en="We showed the works.", visibility="public", owner=rows.person, host=rows.company,
    )  # fmt: skip
    rows.meeting.cases.set([rows.case])
    rows.attendance = Attendance.objects.create(
        meeting=rows.meeting, office=rows.ministry_office, organisation=rows.ministry_office.organisation,
        title="Samferdselsminister",
    )  # fmt: skip
    Attendance.objects.create(
        meeting=rows.meeting, is_ours=True, name=CANARIES["our_side"], organisation=rows.company, title="Fabrikksjef"
    )
    rows.ask = Ask.objects.create(
        meeting=rows.meeting, case=rows.case, text="En dato", text_en="A date", answer="Kommer", answer_en="Coming"
    )
    hidden = make.MeetingFactory(title=CANARIES["hidden_meeting"], summary="Stille")
    hidden.cases.set([rows.case])
    Ask.objects.create(meeting=hidden, case=rows.case, text=CANARIES["hidden_ask"])
    Attendance.objects.create(meeting=hidden, office=rows.ministry_office, title="Samferdselsminister")
    rows.note = MeetingNote.objects.create(
        meeting=rows.meeting, text=CANARIES["note"], written_by="Sekretær", written_by_key="accounts.user:0"
    )
    rows.to_do = FollowUp.objects.create(
        meeting=rows.meeting, case=rows.case, what=CANARIES["follow_up"], owner=rows.person,
        due=datetime.date(2030, 1, 1),
    )  # fmt: skip


def build_promises(rows: SimpleNamespace) -> None:
    rows.promise = make.PromiseFactory(
        case=rows.case, office=rows.ministry_office, paraphrase="Planen kommer i år", paraphrase_en="The plan comes this year",
        visibility="public", meeting=rows.meeting, witnesses=CANARIES["witness"],
    )  # fmt: skip
    PromiseOutcome.objects.create(
        promise=rows.promise, status="open", day=datetime.date(2025, 6, 1), evidence="Den er på høring",
        evidence_en="It is out for consultation", told_by="Noen",
    )  # fmt: skip
    make.PromiseFactory(case=rows.case, office=rows.ministry_office, paraphrase=CANARIES["hidden_promise"])
    make.PromiseFactory(
        case=rows.case, office=rows.ministry_office, paraphrase=CANARIES["embargo"], visibility="public",
        embargo_until=datetime.date(2060, 1, 1),
    )  # fmt: skip


def tokens(rows: SimpleNamespace) -> dict[str, str]:
    """By the links in the mails that a case sends."""
    return {
        "position_endorsement": links.make(
            "position_endorsement", rows.position_asked, holder=rows.person.email, single_use=False,
            person=rows.person.pk, organisation=rows.company.pk,
        ),
    }  # fmt: skip
