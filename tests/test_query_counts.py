"""Every page asks the database as often for 30 rows as for 1; a page that is neither a list nor named here fails."""

import re
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sterke.accounts.models import Token
from sterke.core import activity
from sterke.core.keys import key_of
from sterke.core.models import OutgoingMail
from sterke.directory import actions as directory
from sterke.directory.models import LoadedUnit, Merge, RegisterLoad, RegisterProposal, SheetImport, SheetRow
from sterke.gatherings.models import CheckIn, GatheringFollowUp, GatheringQuestion, Invitation
from sterke.membership.models import Endorsement
from tests import (
    editorial,
    lists_of_advocacy,
    lists_of_annual,
    lists_of_connections,
    lists_of_consultations,
    lists_of_exchange,
    lists_of_newsletter,
    lists_of_rounds,
    pages,
    world,
)
from tests import factories as make
from tests.website.counting import queries


def figure_and_journey(w, n):
    make.figures(make.IndicatorFactory(slug=f"tall-{n}"), w.rows.municipality, _2026=n)
    make.JourneyFactory(origin=make.MunicipalityFactory(name=f"Sted {n}"), minutes=n)


def mail(w, n):
    OutgoingMail.objects.create(
        key=f"more-{n}", purpose="test", to="noen@example.no", subject="Hei", text="Hei", html="<p>Hei</p>",
        message_id=f"<more-{n}@example.no>", state="sent", sent_at=timezone.now(),
    )  # fmt: skip


def colleague(w, n):
    make.RoleFactory(organisation=w.rows.company, visibility="public")
    activity.record("organisation.edited", w.rows.company, by=w.users["secretary"], changes={"om": ["", str(n)]})


def on_company_page(w, n):
    colleague(w, n)
    held = make.GatheringFactory(open=True, aim=None, day=timezone.localdate() - timedelta(days=n))
    held.hosts.add(w.rows.company)
    make.RegistrationFactory(gathering=held, organisation=w.rows.company)


def proposal(w, n):
    RegisterProposal.objects.create(organisation=make.OrganisationFactory(), changes={"name": ["Før", "Nå"]})


def sheet(w, n):
    SheetImport.objects.create(
        kind="organisations", file_name="ark.csv", columns=["name"], fields=["name"], by_key=f"accounts.user:{n}"
    )


def merge(w, n):
    kept = make.OrganisationFactory()
    Merge.objects.create(kept_key=key_of(kept), gone_key=f"directory.organisation:{n + 10_000}", moved={"x": 1})


def session(w, n):
    later = timezone.now() + timedelta(days=1)
    Session.objects.create(session_key=f"session{n}", session_data="", expire_date=later)
    UserSession.objects.create(user=w.users["secretary"], session_key=f"session{n}", ip="127.0.0.1", user_agent=f"x{n}")


def invitation(w, n):
    who = {"email": f"ny{n}@example.no", "name": f"Ny {n}"}
    directory.invite_person(w.rows.company, **who, by=w.users["secretary"])


def vote(w, n):
    person = make.AppointmentFactory(body=w.rows.body).person
    Endorsement.objects.create(application=w.rows.application, person=person, favours=True)


def goal(w, n):
    row = make.GoalFactory(numbers=True, parent=w.rows.purpose, owner=w.users["secretary"].person, visibility="public")
    make.MeasurementFactory(goal=row)
    counted = make.IndicatorFactory()
    make.figures(counted, w.rows.municipality, _2026=80)
    make.GoalFactory(numbers=True, parent=w.rows.goal, indicator=counted, visibility="public")


MUCH_LATER = timezone.now() + timedelta(days=3650)

# A list, and how it gets one more row.
LISTS = {
    "gatherings:gatherings": lambda w, n: make.GatheringFactory(
        open=True, network=w.rows.network, municipality=w.rows.municipality
    ),
    "gatherings:gathering": lambda w, n: make.GatheringGoalFactory(gathering=w.rows.gathering, statement=f"Mål {n}"),
    "gatherings:results": lambda w, n: make.GatheringFactory(
        open=True, aim=None, day=timezone.localdate().replace(year=1990 + n), network=w.rows.network
    ),
    "gatherings:attendance": lambda w, n: make.RegistrationFactory(
        gathering=w.rows.past_registration.gathering, organisation=make.OrganisationFactory()
    ),
    "gatherings:afterwards": lambda w, n: GatheringFollowUp.objects.create(
        gathering=w.rows.gathering, what=f"Sak {n}", owner=w.rows.person, due=timezone.localdate()
    ),
    "gatherings:month": lambda w, n: make.GatheringFactory(open=True, day=w.rows.gathering.day),
    "gatherings:participants": lambda w, n: make.RegistrationFactory(
        gathering=w.rows.gathering, organisation=w.rows.company
    ),
    "gatherings:register": lambda w, n: GatheringQuestion.objects.create(
        gathering=w.rows.gathering, text=f"Spørsmål {n}"
    ),
    "gatherings:invitations": lambda w, n: Invitation.objects.create(
        gathering=w.rows.gathering, person=make.PersonFactory(), organisation=make.OrganisationFactory(member=True)
    ),
    "gatherings:invite": lambda w, n: make.NetworkFactory(visibility="public"),
    "gatherings:remind": lambda w, n: Invitation.objects.create(
        gathering=w.rows.gathering, email=f"gjest{n}@example.no", name=f"Gjest {n}", is_guest=True, letters=1
    ),
    "gatherings:answer": lambda w, n: make.RoleFactory(organisation=w.rows.company),
    "gatherings:door": lambda w, n: CheckIn.objects.create(
        registration=make.RegistrationFactory(gathering=w.rows.gathering, organisation=make.OrganisationFactory())
    ),
    "gatherings:screen": lambda w, n: CheckIn.objects.create(
        registration=make.RegistrationFactory(gathering=w.rows.gathering, organisation=make.OrganisationFactory())
    ),
    "gatherings:door_screen": lambda w, n: CheckIn.objects.create(
        registration=make.RegistrationFactory(gathering=w.rows.gathering, organisation=make.OrganisationFactory())
    ),
    "gatherings:questions": lambda w, n: GatheringQuestion.objects.create(
        gathering=w.rows.gathering, text=f"Spørsmål {n}"
    ),
    "usersessions_list": session,
    "accounts:tokens": lambda w, n: Token.objects.create(
        user=w.users["secretary"], name=f"Nøkkel {n}", fingerprint=str(n), start="7s_", expires_at=MUCH_LATER
    ),
    "publishing:news": lambda w, n: editorial.article(picture=w.rows.article.picture, picture_alt="En aksling"),
    "directory:invite": invitation,
    "membership:application": vote,
    "website:front": lambda w, n: make.OrganisationFactory(member=True),
    "website:organisations": lambda w, n: make.OrganisationFactory(member=True),
    "website:organisation": on_company_page,
    "region:figures": figure_and_journey,
    "region:municipality": figure_and_journey,
    "region:open_data": figure_and_journey,
    "website:networks": lambda w, n: make.NetworkFactory(visibility="public"),
    "website:network": lambda w, n: make.SeatFactory(network=w.rows.network, organisation=w.rows.company),
    "website:my_page": lambda w, n: make.RoleFactory(person=w.users["secretary"].person),
    "website:desk": lambda w, n: make.ApplicationFactory(),
    "website:mails": mail,
    "website:inbox": mail,
    "directory:proposals": proposal,
    "directory:people": colleague,
    "directory:person": lambda w, n: make.RoleFactory(person=w.rows.person),
    "directory:imports": sheet,
    "directory:import_sheet": lambda w, n: SheetRow.objects.create(
        sheet=w.rows.sheet, line=n + 100, cells=[f"Rad {n}"], state="new"
    ),
    "directory:register_loads": lambda w, n: RegisterLoad.objects.create(title=f"Load {n}"),
    "directory:register_load": lambda w, n: LoadedUnit.objects.create(
        load=w.rows.load, org_number=f"9{n:08}", name=f"Verk {n}", facts=world.FACTS.as_json(), group=1
    ),
    "directory:merge": merge,
    "goals:goals": goal,
    "goals:goal": goal,
    "membership:members_over_time": lambda w, n: make.OrganisationFactory(member=True),
    "membership:bodies": lambda w, n: make.AppointmentFactory(body=w.rows.body),
    "membership:body": lambda w, n: make.AppointmentFactory(body=w.rows.body),
    "membership:network_people": lambda w, n: make.SeatFactory(network=w.rows.network, organisation=w.rows.company),
}

LISTS |= lists_of_annual.LISTS | lists_of_advocacy.LISTS | lists_of_consultations.LISTS | lists_of_connections.LISTS
LISTS |= lists_of_rounds.LISTS | lists_of_exchange.LISTS | lists_of_newsletter.LISTS

# Forms and pages about one thing; whoever adds a page decides which it is.
NOT_LISTS = (
    {
        "gatherings:start",
        "gatherings:edit",
        "gatherings:call_off",
        "gatherings:copy",
        "gatherings:new_goal",
        "gatherings:goal",
        "gatherings:result",
        "gatherings:new_item",
        "gatherings:item",
        "gatherings:substitute",
        "gatherings:question",
        "gatherings:invite_guest",
        "gatherings:own",
        "gatherings:door_app",  # names come by door_list: tests/gatherings/test_door_pages.py
        "gatherings:thank",
        "gatherings:share",
        "gatherings:feedback",
        "gatherings:result_by_link",
        "gatherings:follow_up_by_link",
        "publishing:page",
        "website:components",
        "website:search",  # a list once something is typed: tests/website/test_search.py
        "region:read_in",
        "region:try_source",
        "region:tried",  # what came of one question
        "region:read_in_sheet",  # what stands in a file
        "region:embed",  # one chart, whatever there is
        "api_docs",
        "account_login",
        "account_inactive",
        "account_logout",
        "account_reauthenticate",
        "accounts:my_data",
        "accounts:privacy",
        "accounts:ask_for_own_data",
        "accounts:own_data_by_link",
        "accounts:erase_by_link",
        "accounts:access_request",
        "mfa_index",
        "mfa_list_webauthn",
        "directory:accept_invitation",
        "directory:register_lookup",
        "directory:new_organisation",
        "directory:edit_organisation",
        "directory:edit_person",
        "directory:erase_person",
        "directory:choose_columns",
        "directory:import_row",
        "directory:person_account",
        "membership:apply",
        "membership:applied",
        "membership:appoint",
        "membership:end_appointment",
        "membership:endorse",
        "membership:start_network",
        "membership:edit_network",
        "membership:end_network",
        "membership:person_leaves",
        "membership:departure",
        "membership:successor",
        "membership:membership",
        "goals:start_goal",
        "goals:edit_goal",
        "goals:end_goal",
        "goals:measure_goal",
        "goals:measure_by_link",
    }
    | lists_of_annual.NOT_LISTS
    | lists_of_advocacy.NOT_LISTS
    | lists_of_consultations.NOT_LISTS
    | lists_of_connections.NOT_LISTS
    | lists_of_rounds.NOT_LISTS
    | lists_of_exchange.NOT_LISTS
    | lists_of_newsletter.NOT_LISTS
)


def test_every_page_is_counted_or_said_to_be_no_list():
    looked_at = {name for name, row in pages.PAGES.items() if row.look}
    assert sorted(looked_at - set(LISTS) - NOT_LISTS) == []
    assert sorted(set(LISTS) & NOT_LISTS) == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(LISTS))
def test_thirty_rows_ask_as_often_as_one(name, settings):
    settings.DEMO = True
    small = world.build()
    address = reverse(name, args=pages.PAGES[name].args(small))
    seen_by = [who for who in ("secretary", "own_contact") if pages.PAGES[name].expected("get")[who] == 200]
    clients = {who: Client() for who in seen_by}
    for who, client in clients.items():
        client.force_login(small.users[who])
    LISTS[name](small, 1)
    few = {who: len(queries(client, address)) for who, client in clients.items()}
    before = words_of(clients["secretary"], address)
    for n in range(2, 31):
        LISTS[name](small, n)
    assert {who: len(queries(client, address)) for who, client in clients.items()} == few
    assert words_of(clients["secretary"], address) != before, "the added rows are nowhere to be seen"


def words_of(client, address):
    """What people read on a page; keys and tokens stand in the tags."""
    return re.sub(r"<[^>]*>", "", client.get(address).content.decode())
