"""Who met whom through us, who is alone, what holds the networks together, and who knows whom at an authority."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from sterke.advocacy.models import Attendance
from sterke.connections import reports_memory, ring
from tests import factories as make

pytestmark = pytest.mark.django_db


def member(**facts):
    return make.RoleFactory(organisation=make.OrganisationFactory(member=True, **facts))


def test_only_those_who_both_said_yes_have_met():
    one, other, third = member(), member(), member()
    make.introduction(one, other, words=("yes", "yes"), joined_on=make.in_days(-1))
    make.introduction(one, third)
    (tie,) = reports_memory.met_through_us()
    assert (one.person.name in tie.one, other.person.name in tie.other) == (True, True)


def test_a_company_is_alone_until_it_sits_somewhere_came_or_met():
    lonely, seated, came, met, other = (member() for _number in range(5))
    make.SeatFactory(person=seated.person, organisation=seated.organisation)
    past = make.GatheringFactory(day=make.in_days(-20))
    make.RegistrationFactory(gathering=past, organisation=came.organisation)
    make.introduction(met, other, words=("yes", "yes"), joined_on=make.in_days(-1))
    assert reports_memory.alone(timezone.localdate()) == [lonely.organisation]


def test_what_was_more_than_a_year_ago_leaves_one_alone():
    role = member()
    past = make.GatheringFactory(day=make.in_days(-400))
    make.RegistrationFactory(gathering=past, organisation=role.organisation)
    assert reports_memory.alone(timezone.localdate()) == [role.organisation]


def test_two_networks_hang_together_by_the_companies_that_sit_in_both():
    networks = [make.NetworkFactory(name=name, slug=name.lower()) for name in ("Drift", "HR", "Salg")]
    both, single = member(name="Begge AS"), member()
    for network in networks[:2]:
        make.SeatFactory(network=network, person=make.PersonFactory(), organisation=both.organisation)
    make.SeatFactory(network=networks[2], person=single.person, organisation=single.organisation)
    seen, (bridge,) = reports_memory.bridges()
    assert [str(bridge.one), str(bridge.other), bridge.companies[0][0]] == ["Drift", "HR", "Begge AS"]
    assert reports_memory.ties_between(seen, [bridge]) == {(0, 1): 1}
    dots, lines = ring.placed([str(each) for each in seen], {(0, 1): 1})
    assert ([dot.alone for dot in dots], lines[0].thin) == ([False, False, True], True)


def test_who_was_at_a_meeting_with_an_authority_knows_somebody_there():
    role, authority = member(), make.OrganisationFactory(kind="directorate", name="Vegvesenet", visibility="public")
    meeting = make.MeetingFactory(title="Om E16", day=make.in_days(-30))
    Attendance.objects.create(meeting=meeting, organisation=authority, title="Direktør")
    Attendance.objects.create(
        meeting=meeting, is_ours=True, person=role.person, organisation=role.organisation, name=role.person.name
    )
    (found,) = reports_memory.knows_whom(authority)
    assert (found.who, found.company) == (role.person.name, str(role.organisation))
    assert "Om E16" in found.how


def test_who_worked_there_before_and_is_with_a_member_now_knows_somebody_there():
    role, authority = member(), make.OrganisationFactory(kind="county", visibility="public")
    past = {"valid_from": datetime.date(2015, 1, 1), "valid_to": datetime.date(2020, 1, 1), "title": "rådgiver"}
    make.RoleFactory(person=role.person, organisation=authority, **past)
    make.RoleFactory(organisation=authority, **past)  # is with nobody of ours
    (found,) = reports_memory.knows_whom(authority)
    assert (found.who, "rådgiver" in found.how) == (role.person.name, True)


def test_only_the_secretariat_reads_it(client_for):
    authority = make.OrganisationFactory(kind="county", visibility="public")
    for name, args in (("memory", []), ("knows_whom", [authority.slug]), ("memory_file", ["csv"])):
        address = reverse(f"connections:{name}", args=args)
        assert client_for("secretary").get(address).status_code == 200
        assert client_for("board").get(address).status_code == 403
