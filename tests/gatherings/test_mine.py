"""What comes up for somebody: on their own page, in their own calendar, on the desk."""

import datetime

import ics
import pytest
from django.urls import reverse
from django.utils import timezone

from sterke.core.house import house
from sterke.gatherings import mine
from sterke.gatherings.models import Gathering, Invitation, Joining
from tests import factories as make
from tests.website.counting import queries

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
PAGE = "/min-side/"


@pytest.fixture
def role():
    return make.RoleFactory(organisation=make.OrganisationFactory(member=True))


def seat(person, **more):
    return make.RegistrationFactory(
        person=person, name=person.name, organisation=person.roles.get().organisation, **more
    )


def path_of(user) -> str:
    return "/kalender/" + mine.calendar_of(user)["address"].partition("/kalender/")[2]


def events(client, user):
    return ics.Calendar(client.get(path_of(user)).content.decode()).events


def items(user) -> list:
    return [item for give in house.desk for item in give(user) if item.kind.startswith("gathering_")]


def test_my_page_shows_mine_my_colleagues_and_what_i_am_asked_to(client_for, role):
    colleague = make.RoleFactory(organisation=role.organisation, person__name="Kollega Nordmann").person
    own, theirs = seat(role.person), seat(colleague, state="waiting")
    strange = make.RegistrationFactory(name="Fremmed Nordmann")
    past = seat(role.person, gathering=make.GatheringFactory(open=True, day=timezone.localdate() - 9 * DAY))
    asked = make.GatheringFactory(open=True, title="Spurt om")
    Invitation.objects.create(gathering=asked, person=role.person, organisation=role.organisation)
    page = client_for(role.person.user).get(PAGE)
    text = page.content.decode()
    for row in (own, theirs):
        assert row.gathering.get_absolute_url() in text
    assert colleague.name in text
    assert "Spurt om" in text
    assert strange.name not in text
    assert past.gathering.get_absolute_url() not in [line["url"] for line in page.context["gatherings"]]
    assert [line["gathering"] for line in page.context["took_part"]] == [past.gathering]


def test_whoever_has_said_no_is_not_asked_again_on_the_page(client_for, role):
    row = make.GatheringFactory(open=True, title="Spurt om")
    Invitation.objects.create(gathering=row, person=role.person, organisation=role.organisation, answer="no")
    assert "Spurt om" not in client_for(role.person.user).get(PAGE).content.decode()


def test_my_page_asks_as_often_for_thirty_registrations_as_for_one(client_for, role):
    client = client_for(role.person.user)
    seat(role.person)
    few = len(queries(client, PAGE))
    for _ in range(29):
        row = seat(role.person)
        Invitation.objects.create(gathering=row.gathering, person=role.person)
    assert len(queries(client, PAGE)) == few


def test_my_calendar_holds_my_seats_with_what_only_they_get_to_know(client, role):
    row = seat(role.person)
    waits = seat(role.person, state="waiting")
    Joining.objects.create(gathering=row.gathering, video_link="https://video.example.no/rom")
    Joining.objects.create(gathering=waits.gathering, video_link="https://video.example.no/hemmelig")
    seat(make.RoleFactory(organisation=role.organisation).person)
    mine.renew(role.person.user)
    found = {event.name: event for event in events(client, role.person.user)}
    assert set(found) == {row.gathering.title, waits.gathering.title}
    assert found[row.gathering.title].location == "https://video.example.no/rom"
    assert found[waits.gathering.title].status == "TENTATIVE"
    assert "hemmelig" not in str(found[waits.gathering.title])


def test_a_new_address_stops_the_old_one_and_stopping_stops_both(client_for, client, role):
    user = role.person.user
    signed_in = client_for(user)
    assert signed_in.post("/min-side/kalender/").url == PAGE
    old = path_of(user)
    signed_in.post("/min-side/kalender/")
    assert (client.get(old).status_code, client.get(path_of(user)).status_code) == (410, 200)
    new = path_of(user)
    signed_in.post("/min-side/kalender/stopp/")
    assert (client.get(new).status_code, mine.calendar_of(user)) == (410, None)
    assert client.get("/kalender/tull.ics").status_code == 404


def test_the_calendar_of_somebody_who_may_not_sign_in_any_more_is_gone(client, role):
    mine.renew(role.person.user)
    address = path_of(role.person.user)
    role.person.user.is_active = False
    role.person.user.save()
    assert client.get(address).status_code == 410


def test_the_desk_tells_of_a_gathering_that_soon_must_open_and_has_no_goal():
    row = make.GatheringFactory(status="save_the_date", day=timezone.localdate() + 20 * DAY)
    make.GatheringFactory(status="draft", day=timezone.localdate() + 300 * DAY)
    found = items(make.viewer("secretary"))
    assert [item.url for item in found] == [reverse("gatherings:new_goal", args=[row.slug])]
    assert items(make.viewer("member")) == []


@pytest.mark.parametrize(("days", "silent", "told"), [(5, 3, True), (5, 2, False), (20, 3, False)])
def test_the_desk_tells_of_many_silent_companies_when_the_deadline_is_near(days, silent, told):
    row = make.GatheringFactory(open=True, deadline=timezone.now() + days * DAY)
    for number in range(silent + 2):
        who = make.RoleFactory(organisation=make.OrganisationFactory(member=True))
        said = "" if number < silent else "no"
        Invitation.objects.create(gathering=row, person=who.person, organisation=who.organisation, answer=said)
    found = items(make.viewer("secretary"))
    assert [item.url for item in found] == ([reverse("gatherings:invitations", args=[row.slug])] if told else [])
    assert not told or f"{silent} av {silent + 2}" in found[0].title


def test_the_leader_of_the_network_is_told_on_their_own_page(client_for):
    leader = make.SeatFactory(is_leader=True, network__visibility="public")
    make.GatheringFactory(status="draft", network=leader.network, title="Uten mål")
    Gathering.objects.update(day=timezone.localdate() + 20 * DAY)
    assert "Uten mål" in client_for(leader.person.user).get(PAGE).content.decode()
