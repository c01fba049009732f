"""Annual meetings of the small world: one that is called, one whose minutes are published."""

import datetime
from types import SimpleNamespace

from django.utils import timezone

from sterke.core import links
from sterke.gatherings.models import (
    AgendaItem,
    AgendaPaper,
    Candidate,
    Election,
    Minutes,
    Notice,
    Presence,
    Proxy,
    Resolution,
)
from tests import factories as make

MEMBERS = {"secretary", "own_contact", "member", "other_contact", "leader", "board"}
CANARIES = {
    "agenda": "kanarifugl-saksliste",
    "proxy": "kanarifugl-fullmakt",
    "minutes_draft": "kanarifugl-protokollutkast",
    "minutes": "kanarifugl-protokoll-for-medlemmer",
    "paper": "kanarifugl-papir",
    "candidate": "kanarifugl-kandidat",
}
MAY_SEE = {
    "agenda": MEMBERS,
    "proxy": {"secretary", "leader"},
    "minutes_draft": {"secretary", "leader"},
    "minutes": MEMBERS,
    "paper": MEMBERS,
    "candidate": MEMBERS,
}


def build(rows: SimpleNamespace) -> None:
    rows.annual = make.GatheringFactory(
        open=True, title="Årsmøte", title_en="Annual meeting", slug="aarsmote", kind="annual_meeting", network=rows.network,
        place="Rådhuset",
    )  # fmt: skip
    rows.matter = AgendaItem.objects.create(
        gathering=rows.annual, number=1, title=CANARIES["agenda"], proposal="Styret foreslår.", proposed_by="Styret"
    )
    AgendaItem.objects.create(gathering=rows.annual, number=2, title="Valg")
    rows.paper = AgendaPaper.objects.create(item=rows.matter, title=CANARIES["paper"], url="https://example.no/r")
    day = rows.annual.day
    Notice.objects.create(
        gathering=rows.annual, day=day, due_on=day, sent_by="Noen", companies=1, written_at=timezone.now()
    )
    holder = make.OrganisationFactory(member=True)
    giver = make.OrganisationFactory(member=True)
    rows.proxy = Proxy.objects.create(
        gathering=rows.annual, giver=giver, holder=holder, how="link", given_by=CANARIES["proxy"]
    )
    Presence.objects.create(gathering=rows.annual, organisation=rows.company)
    seat = make.AppointmentFactory(body=rows.body)
    rows.election = Election.objects.create(item=rows.matter, body=rows.body, post=seat.post, predecessor=seat)
    rows.candidate = Candidate.objects.create(
        election=rows.election, person=seat.person, name=CANARIES["candidate"], organisation=rows.company
    )
    Minutes.objects.create(gathering=rows.annual, chair="Leder", text=CANARIES["minutes_draft"])
    held = make.GatheringFactory(
        open=True,
        title="Forrige årsmøte",
        slug="forrige-aarsmote",
        kind="annual_meeting",
        day=day - datetime.timedelta(days=400),
    )
    rows.annual_held = held
    decided = AgendaItem.objects.create(gathering=held, title="Regnskapet")
    Resolution.objects.create(item=decided, text=CANARIES["minutes"])
    Minutes.objects.create(gathering=held, chair="Leder", keeper="Skriver", published_at=timezone.now())


def tokens(rows: SimpleNamespace) -> dict[str, str]:
    facts = {"company": rows.company.pk, "person": rows.person.pk}
    return {
        "annual_meeting": links.make("annual_meeting", rows.annual, holder=rows.person.email, single_use=False, **facts)
    }
