"""An organisation that a reader may not see is called by what it is, wherever a case or a meeting would name it."""

import pytest

from sterke.advocacy.models import Attendance, PositionHandover, Stakeholding
from tests import factories as make

pytestmark = pytest.mark.django_db
SECRET = "Skjult Verk AS"
SOURCE = {"source_url": "https://example.no/"}


@pytest.fixture
def hidden():
    return make.OrganisationFactory(name=SECRET, visibility="members")


@pytest.fixture
def case():
    return make.CaseFactory(visibility="public", slug="veien")


def stand(case, hidden):
    Stakeholding.objects.create(case=case, organisation=hidden, stance="for", **SOURCE)
    return "/saker/veien/"


def entry(case, hidden):
    make.EntryFactory(case=case, organisation=hidden, visibility="public")
    return "/saker/veien/"


def handover(case, hidden):
    position = make.PositionFactory(case=case, adopted=True, visibility="public")
    PositionHandover.objects.create(position=position, organisation=hidden)
    return position.get_absolute_url()


def host(case, hidden):
    return make.MeetingFactory(visibility="public", host=hidden).get_absolute_url()


def ours(case, hidden):
    meeting = make.MeetingFactory(visibility="public")
    Attendance.objects.create(meeting=meeting, organisation=hidden, is_ours=True, name="Kari Moen")
    return meeting.get_absolute_url()


def met(case, hidden):
    meeting = make.MeetingFactory(visibility="public")
    Attendance.objects.create(meeting=meeting, organisation=hidden)
    return meeting.get_absolute_url()


def met_in_the_list(case, hidden):
    met(case, hidden)
    return "/moter/"


@pytest.mark.parametrize("names_it", [stand, entry, handover, host, ours, met, met_in_the_list])
def test_a_visitor_reads_a_company_and_a_member_its_name(names_it, case, hidden, client, client_for):
    address = names_it(case, hidden)
    page = client.get(address).content.decode()
    assert SECRET not in page
    assert "en bedrift" in page
    hidden.kind = "research"
    hidden.save()
    assert "en organisasjon" in client.get(address).content.decode()
    inside = client_for("member").get(address).content.decode()
    assert SECRET in inside or names_it is ours  # there by the name of who came


@pytest.mark.parametrize("names_it", [stand, entry, handover, host, met, met_in_the_list])
def test_those_who_govern_are_named_before_everybody(names_it, case, hidden, client):
    hidden.kind = "ministry"
    hidden.save()
    assert SECRET in client.get(names_it(case, hidden)).content.decode()


def test_whoever_works_there_reads_the_name(case, client):
    person = make.PersonFactory(user=make.viewer("outsider"))
    own = make.OrganisationFactory(name=SECRET, visibility="secretariat")
    make.RoleFactory(person=person, organisation=own)
    client.force_login(person.user)
    assert SECRET in client.get(stand(case, own)).content.decode()


def test_the_office_of_a_promise_stays_named(client):
    office = make.OfficeFactory(organisation__visibility="secretariat", organisation__name="Departementet for vei")
    make.PromiseFactory(office=office, visibility="public", case__visibility="public")
    assert "Departementet for vei" in client.get("/lofter/").content.decode()


def test_a_hidden_one_that_asks_is_not_named_and_one_that_governs_is(client_for, secretary):
    hidden = make.OrganisationFactory(name="Hemmelig Klynge", kind="cluster", visibility="secretariat")
    row = make.ConsultationFactory(authority=hidden, visibility="public")
    for address in (row.get_absolute_url(), "/horinger/"):
        assert "Hemmelig Klynge" not in client_for("member").get(address).content.decode()
        assert "Hemmelig Klynge" in client_for(secretary).get(address).content.decode()
    governs = make.OrganisationFactory(name="Direktoratet", kind="directorate", visibility="secretariat")
    assert (
        "Direktoratet"
        in client_for("member")
        .get(make.ConsultationFactory(authority=governs, visibility="public").get_absolute_url())
        .content.decode()
    )
