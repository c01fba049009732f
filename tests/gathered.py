"""Gatherings of the small world: one that people come to, one called off, and those that few may see."""

import datetime
from decimal import Decimal
from types import SimpleNamespace

from django.utils import timezone

from sterke.core import links
from sterke.gatherings.models import (
    DietaryNeed,
    GatheringAnswer,
    GatheringFeedback,
    GatheringFollowUp,
    GatheringQuestion,
    GatheringSeries,
    GoalResult,
    Invitation,
    Joining,
    Material,
    ProgrammeItem,
    Speaker,
)
from tests import factories as make
from tests import gathered_annual

CANARIES = {
    "hidden_gathering": "kanarifugl-samling",
    "draft_gathering": "kanarifugl-kladd",
    "members_gathering": "kanarifugl-medlemssamling",
    "joining": "kanarifugl-videolenke",
    "diet": "kanarifugl-mat",
    "participant": "kanarifugl-deltaker",
    "feedback": "kanarifugl-tilbakemelding",
    "follow_up": "kanarifugl-oppfolging",
    "material": "kanarifugl-fremvisning",
    "guest": "kanarifugl-gjest",
    "said": "kanarifugl-avslag",
} | gathered_annual.CANARIES
MAY_SEE = {
    "hidden_gathering": {"secretary"},
    "draft_gathering": {"secretary"},
    "members_gathering": {"secretary", "own_contact", "member", "other_contact", "leader", "board"},
    "joining": {"secretary", "leader", "own_contact"},
    "diet": {"secretary", "leader"},
    "participant": {"secretary", "leader"},
    "feedback": {"secretary", "leader"},
    "follow_up": {"secretary", "leader", "own_contact"},
    "material": {"secretary", "leader", "own_contact"},
    "guest": {"secretary", "leader"},
    "said": {"secretary", "leader"},
} | gathered_annual.MAY_SEE


def build(rows: SimpleNamespace) -> None:
    rows.series = GatheringSeries.objects.create(name="Industriforum", slug="industriforum")
    rows.gathering = make.GatheringFactory(
        open=True, aim=None, title="Null avvik på fredag", title_en="No faults on Friday", slug="null-avvik", network=rows.network,
        lead="Vi går hjem med én ting å prøve.", lead_en="We go home with one thing to try.", about="Om dagen.",
        place="Hos Åsnes Mekaniske", municipality=rows.municipality, series=rows.series, capacity=20,
        latitude=60.6, longitude=12.0, responsible=rows.leader_seat.person, kind="network_meeting",
    )  # fmt: skip
    rows.gathering.hosts.add(rows.company)
    rows.aim = make.GatheringGoalFactory(gathering=rows.gathering, asked=rows.person)
    make.GatheringGoalFactory(gathering=rows.gathering, days_after=30)
    start = rows.gathering.starts_at
    rows.item = ProgrammeItem.objects.create(
        gathering=rows.gathering, title="Omvisning", starts_at=start, ends_at=start + datetime.timedelta(hours=1)
    )
    Speaker.objects.create(item=rows.item, name="Vert Vertsen", title="verksmester")
    Joining.objects.create(gathering=rows.gathering, note=CANARIES["joining"])
    rows.question = GatheringQuestion.objects.create(gathering=rows.gathering, text="Hvor store sko?", kind="number")
    rows.registration = make.RegistrationFactory(
        gathering=rows.gathering, person=rows.person, organisation=rows.company, name=rows.person.name
    )
    stranger = make.RegistrationFactory(gathering=rows.gathering, name=CANARIES["participant"])
    DietaryNeed.objects.create(registration=stranger, text=CANARIES["diet"])
    GatheringAnswer.objects.create(registration=stranger, question=rows.question, value="43")
    rows.called_off = make.GatheringFactory(
        open=True,
        title="Avlyst samling",
        slug="avlyst",
        status="cancelled",
        cancelled_why="For få",
        network=rows.network,
    )
    rows.invitation = Invitation.objects.create(gathering=rows.gathering, person=rows.person, organisation=rows.company)
    rows.guest = Invitation.objects.create(
        gathering=rows.gathering, name=CANARIES["guest"], email="gjest@example.no", is_guest=True, answer="no",
        said=CANARIES["said"],
    )  # fmt: skip
    Invitation.objects.create(
        gathering=rows.gathering, name="Stille Gjest", email="stille@example.no", is_guest=True, letters=1
    )
    past = make.GatheringFactory(
        open=True,
        aim=None,
        title="Den som var",
        slug="den-som-var",
        day=rows.gathering.day - datetime.timedelta(days=90),
    )
    told = make.GatheringGoalFactory(gathering=past)
    GoalResult.objects.create(goal=told, days_after=0, value=Decimal(9), evidence="Ni hender", told_by="Noen")
    rows.told = told
    GatheringFeedback.objects.create(gathering=rows.gathering, useful=5, takes_home=CANARIES["feedback"])
    rows.follow_up = GatheringFollowUp.objects.create(
        gathering=rows.gathering, what=CANARIES["follow_up"], owner=rows.person, due=timezone.localdate()
    )
    rows.material = Material.objects.create(
        gathering=rows.gathering, title=CANARIES["material"], url="https://example.no/"
    )
    rows.past_registration = make.RegistrationFactory(gathering=past)
    make.GatheringFactory(open=True, title=CANARIES["hidden_gathering"], visibility="secretariat", opens_to="invited")
    make.GatheringFactory(title=CANARIES["draft_gathering"], visibility="public")
    make.GatheringFactory(open=True, title=CANARIES["members_gathering"], visibility="members", opens_to="members")
    gathered_annual.build(rows)


def tokens(rows: SimpleNamespace) -> dict[str, str]:
    return {
        "registration": links.make(
            "registration", rows.registration, holder=rows.person.email, days=90, single_use=False
        ),
        "gathering_invitation": links.make(
            "gathering_invitation", rows.invitation, holder=rows.person.email, days=90, single_use=False
        ),
        "gathering_door": links.make("gathering_door", rows.gathering, single_use=False),
        "my_calendar": links.make("my_calendar", rows.person.user, holder=rows.person.email, single_use=False),
        "feedback": links.make("feedback", rows.past_registration, holder="noen@example.no"),
        "result": links.make(
            "gathering_result", rows.told, holder=rows.person.email, single_use=False, person=rows.person.pk, after=0
        ),
        "follow_up": links.make(
            "follow_up", rows.follow_up, holder=rows.person.email, single_use=False, person=rows.person.pk
        ),
    } | gathered_annual.tokens(rows)
