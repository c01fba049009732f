"""Annual meetings of the demo cluster: last year's with minutes and result, next year's with notice and agenda."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from sterke.core.demo import on
from sterke.core.keys import key_of
from sterke.core.models import OutgoingMail
from sterke.membership.models import Appointment, Body

from . import reports_annual
from .actions import annual as actions
from .models import (
    AgendaItem,
    AgendaPaper,
    Candidate,
    Election,
    Gathering,
    Minutes,
    Notice,
    Proxy,
    Registration,
    Statutes,
)

World = dict[str, Any]
PAPER = "Dette er et eksempel. Her ligger det ekte papiret når klyngen er ekte.\n"
PROXIES = 5
Row = dict[str, Any]


def hold_and_call(world: World) -> None:
    rows = Gathering.objects.filter(kind=Gathering.Kind.ANNUAL_MEETING, is_demo=True).order_by("day")
    past, coming = rows[0], rows[1]
    hold(world, past)
    call(world, coming)


def noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


def write_agenda(world: World, meeting: Gathering, day: date, rows: list[Row]) -> list[tuple[Row, AgendaItem]]:
    """The matters with their papers, written so that nothing seems changed since the notice."""
    found, secretary = [], world["secretary"]
    with on(day, world):
        for row in rows:
            facts = {name: row.get(name, "") for name in ("title", "title_en", "proposal", "proposal_en")}
            majority = AgendaItem.Majority.TWO_THIRDS if row.get("two_thirds") else AgendaItem.Majority.SIMPLE
            item = actions.set_item(meeting, **facts, proposed_by=row["by"], majority=majority, by=secretary)
            if "paper" in row:
                file = ContentFile(PAPER.encode(), name="eksempel.txt")
                actions.add_paper(item, AgendaPaper(title=row["paper"], file=file), by=secretary)
            found.append((row, item))
    AgendaItem.objects.filter(gathering=meeting).update(changed_at=noon(day))
    AgendaPaper.objects.filter(item__gathering=meeting).update(added_at=noon(day))
    return found


# Last year's


def hold(world: World, meeting: Gathering) -> None:
    """Called in time, held, decided, published: as the board that sits was elected."""
    words, day = world["words"]["annual_meeting"], meeting.day
    items = write_agenda(world, meeting, day - timedelta(days=24), words["item"])
    Notice.objects.create(
        gathering=meeting, day=day, due_on=Statutes.current().notice_due(day), sent_by="Sekretariatet",
        sent_at=noon(day - timedelta(days=23)), written_at=noon(day - timedelta(days=23)),
        companies=len(reports_annual.companies_to_call(meeting)),
    )  # fmt: skip
    come(world, meeting)
    told = min(day + timedelta(days=6), world["today"] - timedelta(days=1))
    for row, item in items:
        if row.get("elections"):
            elect(world, item)
        else:
            decide(world, item, row, day)
    facts = {name: words[name] for name in ("chair", "keeper", "signers", "text", "text_en")}
    Minutes.objects.create(gathering=meeting, **facts, result_visibility="public")
    with on(told, world):
        actions.publish_minutes(meeting, by=world["secretary"])
    Minutes.objects.filter(gathering=meeting).update(published_at=noon(told))
    OutgoingMail.objects.filter(about_key=key_of(meeting)).delete()  # long since read


def come(world: World, meeting: Gathering) -> None:
    """Those who registered come, where their company has a vote; five of the others have given a proxy."""
    came = set(Registration.objects.filter(gathering=meeting).values_list("organisation", flat=True))
    voters = [each.company for each in reports_annual.voters(meeting)]
    here, away = [row for row in voters if row.pk in came], [row for row in voters if row.pk not in came]
    for company in here:
        actions.mark_present(meeting, company, by=world["secretary"])
    for number, (giver, holder) in enumerate(zip(away[:PROXIES], here, strict=False)):
        Proxy.objects.create(
            gathering=meeting, giver=giver, holder=holder, how=Proxy.How.LINK, given_by=str(giver),
            given_at=noon(meeting.day - timedelta(days=4 + number)),
        )  # fmt: skip


def decide(world: World, item: AgendaItem, row: Row, day: date) -> None:
    """Votes below zero are so many fewer than there are in the room."""
    facts = {"outcome": row.get("outcome", "adopted"), "text": row["decision"], "text_en": row["decision_en"]}
    if "votes" in row:
        favour, against, abstained = row["votes"]
        room = reports_annual.count(item.gathering)[1].votes
        facts |= {"votes_for": room + favour if favour < 0 else favour}
        facts |= {"votes_against": against, "votes_abstained": abstained}
    with on(min(day, world["today"] - timedelta(days=1)), world):
        actions.decide(item, **facts, by=world["secretary"])


def elect(world: World, item: AgendaItem) -> None:
    """The appointments that began with the meeting, as the elections they came from."""
    kinds = (Body.Kind.BOARD, Body.Kind.NOMINATION)
    made = Appointment.objects.filter(valid_from=item.gathering.day, body__kind__in=kinds).in_posts_order()
    when = noon(item.gathering.day)
    for number, seat in enumerate(made.select_related("person", "organisation", "body")):
        row = Election.objects.create(
            item=item, body=seat.body, post=seat.post, term_years=seat.term_years or 2, how=seat.election,
            is_by_election=seat.election == Appointment.Election.BY_ELECTION,
            decided_at=when, carried_out_at=when, appointment=seat,
        )  # fmt: skip
        Candidate.objects.create(
            election=row, person=seat.person, name=seat.person.name, organisation=seat.organisation, is_elected=True,
            votes=19 if number == 1 else None,
        )  # fmt: skip
        if number == 1:
            person, company = somebody(world, 61)
            Candidate.objects.create(
                election=row, person=person, name=person.name, organisation=company, from_committee=False, votes=14
            )


def somebody(world: World, number: int) -> Any:
    company = world["staying"][number % len(world["staying"])]
    return world["people"][company.pk][0], company


# Next year's


def call(world: World, meeting: Gathering) -> None:
    """The agenda is written, the nomination committee has proposed, the notice is sent, two have given a proxy."""
    secretary = world["secretary"]
    sent = min(world["today"] - timedelta(days=6), meeting.day - timedelta(days=30))
    rows = [row for row in world["words"]["annual_meeting"]["item"] if not row.get("past_only")]
    items = write_agenda(world, meeting, sent - timedelta(days=1), rows)
    item = next(item for row, item in items if row.get("elections"))
    with on(sent - timedelta(days=1), world):
        actions.call_up(item, by=secretary)
        for number, row in enumerate(reports_annual.elections_of(meeting)):
            seat = row.predecessor
            again = (seat.person, seat.organisation) if seat and number else somebody(world, 63)
            actions.nominate(row, person=again[0], organisation=again[1], by=secretary)
    with on(sent, world):
        notice = actions.send_notice(meeting, words="Ta gjerne med en kollega som ikke har vært med før.", by=secretary)
    Notice.objects.filter(pk=notice.pk).update(sent_at=noon(sent))
    actions.write_notice(notice)
    give(world, meeting, world["today"] - timedelta(days=2))


def give(world: World, meeting: Gathering, day: date) -> None:
    """Two companies let others vote for them, by the link in their mail."""
    voters = [each.company for each in reports_annual.voters(meeting)]
    with on(day, world):
        for giver, holder in ((voters[3], voters[11]), (voters[5], voters[17])):
            actions.give_proxy(meeting, giver=giver, holder=holder, how=Proxy.How.LINK, by=giver)
    Proxy.objects.filter(gathering=meeting).update(given_at=noon(day))
