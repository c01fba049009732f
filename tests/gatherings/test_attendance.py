"""Attendance in numbers: who came, from where, which members are quiet; and who gets to see it."""

import datetime
import io

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from sterke.core.models import Cluster
from sterke.gatherings import attendance, choosing, reports
from sterke.gatherings.attendance import Span
from sterke.gatherings.models import CheckIn
from tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def been(days=30, **facts):
    return make.GatheringFactory(open=True, day=TODAY - datetime.timedelta(days=days), **facts)


def seat(gathering, organisation=None, *, seen=None, **facts):
    row = make.RegistrationFactory(gathering=gathering, organisation=organisation, **facts)
    if seen is not None:
        CheckIn.objects.create(registration=row, present=seen)
    return row


def look(client, **asked):
    return client.get(reverse("gatherings:attendance"), asked)


@pytest.fixture
def client(client_for):
    return client_for("secretary")


def test_people_count_each_time_and_a_company_once(client):
    company = make.OrganisationFactory(member=True)
    for gathering in (been(), been(60)):
        seat(gathering, company)
        seat(gathering, company)
    assert look(client).context["sums"] == {"gatherings": 2, "people": 4, "companies": 1, "away": 0}
    assert [(row["gatherings"], row["people"]) for row in look(client).context["lines"]] == [(2, 4)]


def test_seats_are_lost_only_where_somebody_stood_at_the_door(client):
    guarded, open_house = been(title="Med dør"), been(40, title="Uten dør")
    seat(guarded, seen=True)
    seat(guarded, seen=False)
    seat(guarded)
    seat(open_house)
    assert look(client).context["sums"] | {"companies": 0} == {"gatherings": 2, "people": 2, "companies": 0, "away": 2}
    lines = {str(row["gathering"]): row["away"] for row in look(client, vis="samlinger").context["lines"]}
    assert lines == {"Med dør": 2, "Uten dør": None}


def test_what_is_to_come_or_was_called_off_does_not_count(client):
    seat(make.GatheringFactory(open=True))
    seat(been(status="cancelled"))
    assert look(client).context["sums"]["gatherings"] == 0


def test_a_year_and_a_network_narrow_it(client):
    network = make.NetworkFactory(visibility="public")
    seat(make.GatheringFactory(open=True, day=datetime.date(2024, 5, 14), network=network))
    seat(make.GatheringFactory(open=True, day=datetime.date(2025, 5, 14)))
    assert look(client, ar="2024").context["sums"]["gatherings"] == 1
    assert look(client, nettverk=network.slug).context["sums"]["people"] == 1
    assert look(client, ar="tull", nettverk="tull").context["sums"]["gatherings"] == 2


def test_people_of_the_directory_are_listed_most_eager_first(client):
    eager, once = make.PersonFactory(name="Ivrig"), make.PersonFactory(name="En gang")
    for gathering in (been(), been(60)):
        seat(gathering, person=eager)
    seat(been(90), person=once)
    rows = look(client, vis="folk").context["lines"]
    assert [(row["person__name"], row["gatherings"]) for row in rows] == [("Ivrig", 2), ("En gang", 1)]


def test_a_member_nobody_came_from_for_long_is_quiet(client):
    long_ago = TODAY - datetime.timedelta(days=1500)
    quiet, active, never = (make.OrganisationFactory(name=name) for name in ("Stille", "Aktiv", "Aldri"))
    for company in (quiet, active, never):
        make.MembershipFactory(organisation=company, joined_on=long_ago)
    newcomer = make.OrganisationFactory(name="Fersk")
    make.MembershipFactory(organisation=newcomer, joined_on=TODAY - datetime.timedelta(days=20))
    seat(been(800), quiet)
    seat(been(30), quiet, state="cancelled")
    seat(been(30), active)
    assert [row.name for row in look(client, vis="stille").context["lines"]] == ["Aldri", "Stille"]
    Cluster.objects.update_or_create(slug="test", defaults={"name": "Test", "quiet_months": 36})
    assert [row.name for row in look(client, vis="stille").context["lines"]] == ["Aldri"]


def test_a_leader_sees_the_gatherings_of_their_network_and_not_who_is_quiet(client_for):
    network = make.NetworkFactory(visibility="public")
    leader = make.SeatFactory(network=network, is_leader=True, person__user=make.UserFactory()).person.user
    seat(been(network=network))
    seat(been())
    page = look(client_for(leader), vis="stille")
    assert page.context["sums"]["gatherings"] == 1
    assert page.context["wanted"] == "bedrifter"
    file = reverse("gatherings:attendance_file", args=["stille", "csv"])
    assert client_for(leader).get(file).status_code == 404


@pytest.mark.parametrize("who", ["outsider", "member", "main_contact", "board"])
def test_it_is_not_there_for_others(client_for, who):
    assert look(client_for(who)).status_code == 404


@pytest.mark.parametrize("kind", ["bedrifter", "folk", "nettverk", "samlinger", "stille"])
def test_each_list_goes_out_as_a_file_that_runs_no_formula(client, kind):
    company = make.OrganisationFactory(name="=1+1", member=True)
    quiet = make.OrganisationFactory(name="=1+2")
    make.MembershipFactory(organisation=quiet, joined_on=TODAY - datetime.timedelta(days=900))
    network = make.NetworkFactory(name="=1+3", visibility="public")
    seat(been(title="=1+4", network=network), company, person=make.PersonFactory(name="=1+5"))
    body = client.get(reverse("gatherings:attendance_file", args=[kind, "xlsx"])).content
    cells = [cell for line in openpyxl.load_workbook(io.BytesIO(body)).active.iter_rows(min_row=2) for cell in line]
    assert [cell for cell in cells if str(cell.value).startswith("=1+")]
    assert "f" not in {cell.data_type for cell in cells}
    text = client.get(reverse("gatherings:attendance_file", args=[kind, "csv"])).content.decode("utf-8-sig")
    assert "\"'=1+" in text


def test_those_who_work_somewhere_see_what_their_company_took_part_in_and_others_do_not(client_for):
    role = make.RoleFactory(person__user=make.UserFactory(), organisation=make.OrganisationFactory(member=True))
    mine, theirs = been(title="Vår samling"), been(40, title="Deres samling")
    seat(mine, role.organisation, name="Kollega Hos Oss")
    seat(mine, make.OrganisationFactory(), name="Fremmed")
    seat(theirs, make.OrganisationFactory())
    page = client_for(role.person.user).get(reverse("website:my_page"))
    assert [(str(line["gathering"]), line["people"]) for line in page.context["took_part"]] == [
        ("Vår samling", ["Kollega Hos Oss"])
    ]
    assert "Kollega Hos Oss" not in client_for("member").get(reverse("website:my_page")).content.decode()


def test_who_came_is_who_was_seen_also_for_thanks_sums_and_the_next_invitations(client):
    gathering = been()
    here, away = (make.PersonFactory() for _ in range(2))
    seat(gathering, person=here, seen=True)
    seat(gathering, person=away)
    assert [row.person for row in reports.came(gathering)] == [here]
    assert [row.people for row in reports.roll_up(client.user, TODAY)["year"]] == [1]
    wish = choosing.Wish(came_to=[gathering.pk])
    assert list(choosing.came(wish, client.user)) == [(here.pk, None)]


def test_nobody_is_counted_who_was_erased_as_a_person(client):
    seat(been(), person=None, name="–")
    assert list(attendance.by_person(attendance.numbers(client.user, Span(TODAY)))) == []
