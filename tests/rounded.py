"""Meeting rounds of the small world: one set up, one that takes wishes, a draft, one published, and one that has been."""

import datetime
from types import SimpleNamespace

from django.utils import timezone

from sterke.connections import mails_rounds
from sterke.connections.models import EntrySide, MeetingRound, RoundParticipant, TimetableRun
from tests import factories as make
from tests.connections.rounded import meet

CANARIES = {
    "round_partner": "kanarifugl-motepartner",
    "round_words": "kanarifugl-utbytte",
}
MAY_SEE = {
    "round_partner": {"secretary", "leader"},
    "round_words": {"secretary", "leader"},
}
REPORT = {
    "value": 9, "bound": 10, "greedy": 7, "seconds": 1.5, "meetings": 2, "most_meetings": 1, "fewest_meetings": 0,
    "worst_share": 0.0, "middle_share": 0.75, "people_without_meeting": [], "misses": [], "best": False,
}  # fmt: skip


def build(rows: SimpleNamespace) -> None:
    now = timezone.now()
    asked = {"opened_at": now}
    made = asked | {"closed_at": now, "drafted_at": now}
    rows.round_set_up = a_round(rows, "oppsett")
    rows.round_stand = make.StandFactory(round=rows.round_set_up, organisation=rows.company)
    rows.round_wishes = a_round(rows, "onsker", **asked)
    rows.round_draft = a_round(rows, "utkast", **made)
    rows.round_published = a_round(rows, "publisert", **made, published_at=now)
    rows.round_past = a_round(rows, "motte", days=-5, **made, published_at=now, asked_at=now)
    for round in (rows.round_draft, rows.round_published, rows.round_past):
        people = list(RoundParticipant.objects.filter(round=round).by_name().order_by("pk"))
        entry = meet(people[0], people[1], round.times[0])
        meet(people[2], people[3], round.times[0], table=2)
        report = REPORT | {"misses": [[people[1].pk, people[2].pk, 3, "no_table", 0]]}
        report |= {"people_without_meeting": [people[3].pk]}
        TimetableRun.objects.create(round=round, seconds=2, state="done", report=report, by="Noen", ended_at=now)
        setattr(rows, f"{round.gathering.slug}_entry", entry)
    EntrySide.objects.create(
        entry=rows.motte_entry, participant=rows.motte_entry.other, met=True, result="learned",
        words=CANARIES["round_words"],
    )  # fmt: skip
    rows.run = TimetableRun.objects.create(round=rows.round_draft, seconds=9, by="Noen", state="running", heartbeat=now)


def a_round(rows: SimpleNamespace, slug: str, *, days: int = 40, **facts) -> MeetingRound:
    """The company's contact is in it, and somebody nobody else may read of."""
    gathering = make.GatheringFactory(
        open=True, aim=None, title=f"Møtedag {slug}", title_en=f"Meeting day {slug}", slug=slug,
        network=rows.network, responsible=rows.leader_seat.person,
        day=timezone.localdate() + datetime.timedelta(days=days),
    )  # fmt: skip
    round = make.a_round(people=0, gathering=gathering, tables=3, **facts)
    make.ParticipantFactory(round=round, person=rows.person, organisation=rows.company)
    for name in (CANARIES["round_partner"], "Per Partner", "Pia Partner"):
        make.ParticipantFactory(round=round, name=name)
    return round


def tokens(rows: SimpleNamespace) -> dict[str, str]:
    """By the links in the mails that are sent."""

    def token(round: MeetingRound) -> str:
        return mails_rounds.token_of(RoundParticipant.objects.get(round=round, registration__person=rows.person))

    return {
        "round_wishes": token(rows.round_wishes),
        "round_published": token(rows.round_published),
        "round_past": token(rows.round_past),
    }
