"""One small cluster with one of everything, for the guards that go through all pages."""

import datetime
import io
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

import openpyxl
from django.utils import timezone

from sterke.accounts import tokens
from sterke.accounts.models import AccessRequest, Consent, User
from sterke.core import activity, links
from sterke.core.models import Cluster, FetchedResponse, OutgoingMail
from sterke.directory.brreg import Facts
from sterke.directory.models import (
    LoadedUnit,
    Merge,
    Office,
    OfficeHolder,
    RegisterLoad,
    RegisterProposal,
    SheetImport,
    SheetRow,
)
from sterke.membership.models import Body, Departure, Endorsement
from tests import advocated, connected, consulted, editorial, gathered, kept_rows, lettered, rounded, talked
from tests import factories as make

ROOT = Path(__file__).resolve().parent.parent

FACTS = Facts(org_number="923609016", name="Råstoff AS")

# Texts for eyes that have a right to them only. Each must turn up nowhere else.
CANARIES = (
    {
        "hidden_organisation": "kanarifugl-virksomhet",
        "hidden_person": "kanarifugl-person",
        "hidden_detail": "kanarifugl-telefon",
        "members_detail": "kanarifugl-medlem",
        "application": "kanarifugl-soknad",
        "history": "kanarifugl-historie",
        "mail": "kanarifugl-post",
        "sheet": "kanarifugl-ark",
        "seat": "kanarifugl-sete",
        "access_request": "kanarifugl-innsyn",
        "draft": "kanarifugl-utkast",
        "members_article": "kanarifugl-artikkel",
        "token": "kanarifugl-nokkel",
        "hidden_goal": "kanarifugl-mal",
        "board_goal": "kanarifugl-styremal",
    }
    | gathered.CANARIES
    | advocated.CANARIES
    | consulted.CANARIES
    | connected.CANARIES
    | talked.CANARIES
    | rounded.CANARIES
    | lettered.CANARIES
)


@dataclass
class World:
    """Rows by name, and a user for each viewer; ``other_contact`` is main contact of another company."""

    rows: SimpleNamespace = field(default_factory=SimpleNamespace)
    users: dict[str, User | None] = field(default_factory=dict)


def readable(body: bytes, content_type: str) -> str:
    """The text in an answer; a workbook is read cell by cell."""
    if "spreadsheetml" in content_type:
        book = openpyxl.load_workbook(io.BytesIO(body), read_only=True)
        return "\n".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
    return body.decode("utf-8", "replace")


VIEWERS = ["visitor", "outsider", "member", "other_contact", "own_contact", "leader", "board", "secretary"]


def build() -> World:
    """The cluster, in the database, and its objects, which are the test's own."""
    return kept_rows.once(make_world)


def make_world() -> World:
    world = World()
    rows = world.rows
    rows.cluster, _new = Cluster.objects.get_or_create(slug="test", defaults={"name": "Testklyngen", "quorum": 2})
    rows.municipality = make.MunicipalityFactory(name="Åsnes", slug="asnes")
    make.MunicipalityCodeFactory(municipality=rows.municipality)
    rows.indicator = make.IndicatorFactory(slug="folketall", name="Folketall", name_en="Population")
    rows.asked = make.IndicatorFactory(slug="spurt", name="Spurt", channel="ssb", query={"ask": {"Tid": "*"}})
    make.figures(rows.indicator, rows.municipality, _2025=7247, _2026=7216)
    make.JourneyFactory(origin=rows.municipality)
    sheet = "kommune;år;antall\nÅsnes;2026;7216\n".encode()
    rows.figure_sheet = FetchedResponse.objects.create(
        source="sheet", url="sheet:tall.csv", status=200, body=sheet, sha256="0" * 64
    )
    rows.company = make.OrganisationFactory(
        member=True, name="Åsnes Mekaniske", slug="asnes-mekaniske", municipality=rows.municipality, employees=40,
        industry="Bearbeiding av metaller", industry_code="25.620", about="Vi dreier.", website="https://example.no",
    )  # fmt: skip
    rows.hidden = make.OrganisationFactory(name=CANARIES["hidden_organisation"], slug="skjult")
    rows.network = make.NetworkFactory(name="HR", slug="hr", visibility="public", purpose="Folk.")
    rows.other_network = make.NetworkFactory(name="Logistikk", slug="logistikk", visibility="public")
    rows.article = editorial.article(
        title="Naboen hadde delen", title_en="The neighbour had the part", lead_en="In short.", picture=editorial.picture(),
        picture_alt="En aksling", picture_alt_en="A shaft", body=[("text", "<p>Den lå på hylla.</p>")],
        body_en=[("text", "<p>It lay on the shelf.</p>")],
    )  # fmt: skip
    rows.arranged = editorial.arranged(rows.article.picture)
    rows.members_article = editorial.article(title=CANARIES["members_article"], visibility="members")
    rows.draft = editorial.article(published=False, title=CANARIES["draft"])
    rows.body = make.BodyFactory()
    rows.secretariat = make.BodyFactory(kind=Body.Kind.SECRETARIAT, name="Sekretariatet")

    rows.own_role = make.RoleFactory(organisation=rows.company, kind="main_contact", visibility="public")
    rows.colleague_role = make.RoleFactory(organisation=rows.company, person__name=CANARIES["hidden_person"])
    rows.person = rows.own_role.person
    rows.detail = make.ContactDetailsFactory(person=rows.person, kind="phone", value=CANARIES["hidden_detail"])
    make.ContactDetailsFactory(person=rows.person, value=CANARIES["members_detail"], seen_by="members")
    rows.leader_seat = make.SeatFactory(
        network=rows.network,
        is_leader=True,
        person=make.RoleFactory(organisation=make.OrganisationFactory(member=True)).person,
    )
    rows.seat = make.SeatFactory(network=rows.network, person__name=CANARIES["seat"], organisation=rows.company)

    world.users = {
        "visitor": None,
        "outsider": make.viewer("outsider"),
        "member": make.viewer("member"),
        "other_contact": make.viewer("main_contact"),
        "own_contact": rows.person.user,
        "leader": rows.leader_seat.person.user,
        "board": make.viewer("board"),
        "secretary": make.viewer("secretary"),
    }
    secretary = world.users["secretary"]
    board_person = world.users["board"].person

    rows.application = make.ApplicationFactory(message=CANARIES["application"])
    Endorsement.objects.create(application=rows.application, person=board_person, favours=True)
    rows.proposal = RegisterProposal.objects.create(
        organisation=rows.company, changes={"name": ["Åsnes Mekaniske", "Åsnes Mekaniske Industri AS"]}
    )
    rows.office = Office.objects.create(title="Ordfører", organisation=rows.hidden)
    OfficeHolder.objects.create(office=rows.office, person=make.PersonFactory())
    rows.sheet = SheetImport.objects.create(
        kind="organisations",
        file_name=CANARIES["sheet"],
        columns=["navn"],
        fields=["name"],
        total_rows=1,
        by_key=f"accounts.user:{secretary.pk}",
    )
    SheetRow.objects.create(sheet=rows.sheet, line=2, cells=["Rad AS"], state="new")
    rows.load = RegisterLoad.objects.create(title="Åsnes, industri", by_key=f"accounts.user:{secretary.pk}")
    LoadedUnit.objects.create(
        load=rows.load, org_number="923609016", name="Råstoff AS", facts=FACTS.as_json(), group=1, ticked=True
    )
    rows.merge = Merge.objects.create(kept_key="directory.organisation:1", gone_key="directory.organisation:2")
    rows.mail = OutgoingMail.objects.create(
        key="world", purpose="test", to="noen@example.no", subject=CANARIES["mail"], text="Hei", html="<p>Hei</p>",
        message_id="<1@example.no>",
    )  # fmt: skip
    Consent.objects.create(
        address="noen@example.no", purpose="newsletter", given=True, text="Ja", text_version="1", how="skjema"
    )
    activity.record("organisation.edited", rows.company, by=secretary, changes={"om": ["", CANARIES["history"]]})
    rows.departure = Departure.objects.create(
        person=rows.person, organisation=rows.company, left_on=timezone.localdate(), was_main_contact=True, ended=[]
    )
    build_goals(rows)
    gathered.build(rows)
    advocated.build(rows)
    consulted.build(rows)
    connected.build(rows)
    talked.build(rows)
    rounded.build(rows)
    lettered.build(rows)
    rows.invited = make.RoleFactory(organisation=rows.company, person=make.PersonFactory(name="Ny Kontakt"))
    rows.access_request = AccessRequest.objects.create(
        address="noen@example.no", wish="correct", message=CANARIES["access_request"], waits_since=timezone.now()
    )
    tokens.make_token(secretary, name=CANARIES["token"], days=30, by=secretary)
    rows.token = secretary.tokens.get()
    rows.tokens = (
        {
            "measure": links.make("measure", rows.goal, holder=rows.person.email, person=rows.person.pk),
            "own_data": links.make("own_data", rows.access_request, holder="noen@example.no", single_use=False),
            "endorse": links.make(
                "endorse",
                rows.application,
                holder=board_person.email,
                days=30,
                single_use=False,
                person=board_person.pk,
            ),
            "invitation": links.make("invitation", rows.invited, holder="ny@example.no"),
            "successor": links.make("successor", rows.departure, holder="ny@example.no"),
            "address": links.make("change_address", secretary, holder="ny@example.no", days=1),
        }
        | gathered.tokens(rows)
        | advocated.tokens(rows)
        | consulted.tokens(rows)
        | connected.tokens(rows)
        | talked.tokens(rows)
        | rounded.tokens(rows)
        | lettered.tokens(rows)
    )
    return world


def build_goals(rows: SimpleNamespace) -> None:
    """A tree: a purpose, a goal below it that somebody measures, one by an indicator, one that is over, and two secrets."""
    rows.purpose = make.GoalFactory(statement="En sterk region", slug="en-sterk-region", visibility="public", order=1)
    rows.goal = make.GoalFactory(
        numbers=True, statement="Hundre læreplasser", statement_en="A hundred apprentice places", slug="laereplasser",
        why="Vi trenger hender.", why_en="We need hands.", parent=rows.purpose, owner=rows.person, visibility="public",
    )  # fmt: skip
    make.MeasurementFactory(goal=rows.goal, value=10, day=datetime.date(2025, 6, 1))
    rows.measurement = make.MeasurementFactory(goal=rows.goal, value=20, evidence_url="https://example.no/tall")
    rows.counted = make.IndicatorFactory(slug="unge", name="Unge", name_en="The young")
    make.figures(rows.counted, rows.municipality, _2025=70, _2026=80)
    make.GoalFactory(
        numbers=True, statement="Flere unge", indicator=rows.counted, parent=rows.purpose, visibility="public"
    )
    rows.ended_goal = make.GoalFactory(
        numbers=True, statement="Et gammelt mål", slug="gammelt", visibility="public", outcome="Det gikk bra.",
        ended_on=datetime.date(2026, 1, 1),
    )  # fmt: skip
    make.GoalFactory(statement=CANARIES["hidden_goal"], parent=rows.goal, numbers=True)
    make.GoalFactory(statement=CANARIES["board_goal"], parent=rows.goal, visibility="board")
