"""A consultation: taken up as the authority wrote it, found by the radar, let go with a reason, told when it is near."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from sterke.advocacy import actions, reports_consultations
from sterke.advocacy.models import Consultation, FollowUp, ParliamentItem, RadarHit
from sterke.core.models import Activity, OutgoingMail
from sterke.directory.models import Organisation
from tests import factories as make
from tests.factories.advocacy import in_days

pytestmark = pytest.mark.django_db


def sent(authority=None, **more):
    facts = {
        "title": "Regional transportplan", "authority": authority.pk if authority else "", "deadline_day": "2027-03-01",
        "deadline_time": "23:59", "zone": "Europe/Oslo", "visibility": "members",
    }  # fmt: skip
    return facts | more


def at(day, hour, zone="Europe/Oslo"):
    return make.ConsultationFactory(deadline_day=day, deadline_time=hour, zone=zone)


class TestDeadline:
    def test_it_is_kept_as_written_and_told_on_our_clock(self):
        row = at(datetime.date(2027, 3, 1), datetime.time(23, 59), "UTC")
        assert row.deadline == datetime.datetime(2027, 3, 1, 23, 59, tzinfo=datetime.UTC)
        assert f"{row.local_deadline:%Y-%m-%d %H:%M}" == "2027-03-02 00:59"

    def test_the_last_minute_is_in_time_and_the_next_is_not(self, clock):
        row = at(datetime.date(2027, 3, 1), datetime.time(23, 59))
        clock.move_to(datetime.datetime(2027, 3, 1, 23, 59, 59, tzinfo=ZoneInfo("Europe/Oslo")))
        assert not row.is_over
        clock.move_to(datetime.datetime(2027, 3, 2, 0, 0, 0, tzinfo=ZoneInfo("Europe/Oslo")))
        assert row.is_over

    def test_a_deadline_in_another_zone_runs_out_by_that_clock(self, clock):
        row = at(datetime.date(2027, 3, 1), datetime.time(23, 59), "Europe/Helsinki")
        clock.move_to(datetime.datetime(2027, 3, 1, 23, 30, tzinfo=ZoneInfo("Europe/Oslo")))
        assert row.is_over

    def test_the_page_says_both_clocks(self, client_for):
        row = at(datetime.date(2027, 3, 1), datetime.time(23, 59), "UTC")
        page = client_for("secretary").get(f"/en{row.get_absolute_url()}")
        assert "at 00:59" in page.content.decode()
        assert "23:59 by universal time (UTC)" in page.content.decode()

    def test_an_hour_that_is_skipped_that_night_is_refused_in_its_place(self, secretary, client_for):
        authority = make.OrganisationFactory(kind="county", visibility="public")
        answer = client_for(secretary).post(
            "/horinger/ny/", sent(authority, deadline_day="2027-03-28", deadline_time="02:30")
        )
        assert answer.status_code == 422
        assert "deadline_time" in answer.context["form"].errors
        assert not Consultation.objects.exists()

    def test_an_hour_that_comes_twice_is_the_first_of_them(self):
        row = at(datetime.date(2027, 10, 31), datetime.time(2, 30))
        assert row.deadline == datetime.datetime(2027, 10, 31, 0, 30, tzinfo=datetime.UTC)


class TestTakingUp:
    def test_who_asks_and_when_is_enough_and_it_stands_on_the_page_of_the_case(self, secretary, client_for):
        case = make.CaseFactory(visibility="public", slug="veien")
        authority = make.OrganisationFactory(kind="county", name="Fylket", visibility="public")
        answer = client_for(secretary).post("/horinger/ny/", sent(authority, cases=[case.pk]))
        row = Consultation.objects.get()
        assert answer.url == row.get_absolute_url()
        assert list(row.cases.all()) == [case]
        assert row.title in client_for(secretary).get("/saker/veien/").content.decode()

    def test_an_authority_that_is_not_known_is_put_into_the_directory(self, secretary, client_for):
        client_for(secretary).post("/horinger/ny/", sent(authority_new="Statsforvalteren"))
        assert Consultation.objects.get().authority.name == "Statsforvalteren"

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"title": ""}, "title"), ({"deadline_day": "snart"}, "deadline_day"), ({"deadline_time": "25:00"}, "deadline_time"),
            ({"zone": "Mars"}, "zone"), ({"authority": ""}, "authority"), ({"url": "javascript:alert(1)"}, "url"),
        ],
    )  # fmt: skip
    def test_bad_input_is_said_in_its_place_and_nothing_is_stored(self, secretary, wrong, field, client_for):
        authority = make.OrganisationFactory(kind="county", visibility="public")
        answer = client_for(secretary).post("/horinger/ny/", sent(authority) | wrong)
        assert answer.status_code == 422
        assert field in answer.context["form"].errors
        assert not Consultation.objects.exists()

    def test_a_member_without_a_case_takes_up_nothing(self, client_for):
        assert client_for("member").get("/horinger/ny/").status_code == 404

    def test_whoever_owns_it_is_told_and_whoever_does_it_is_not(self, secretary):
        owner = make.RoleFactory().person
        row = Consultation(
            title="Plan", authority=make.OrganisationFactory(kind="county"), deadline_day=in_days(9), owner=owner
        )
        actions.take_up(row, cases=[], by=secretary)
        assert OutgoingMail.objects.get().to == owner.email


class TestRadar:
    @pytest.fixture
    def hit(self):
        case = make.CaseFactory(visibility="public", title="Veien")
        item = ParliamentItem.objects.create(
            kind="consultation", external_id="h1", title="Høring om veien", deadline=in_days(40), url="https://example.no/h1",
            day=in_days(-1),
        )  # fmt: skip
        return RadarHit.objects.create(case=case, item=item, word="veien")

    def test_what_it_found_is_filled_in_and_accepted_when_it_is_taken_up(self, hit, secretary, client_for):
        client = client_for(secretary)
        form = client.get(f"/horinger/ny/?treff={hit.pk}").context["form"]
        assert form.initial["title"] == "Høring om veien"
        authority = make.OrganisationFactory(kind="ministry", visibility="public")
        client.post(f"/horinger/ny/?treff={hit.pk}", sent(authority, cases=[hit.case.pk]))
        hit.refresh_from_db()
        assert hit.state == "accepted"
        assert Consultation.objects.get().item == hit.item
        assert not FollowUp.objects.exists()

    def test_the_same_find_is_taken_up_once(self, hit, secretary, client_for):
        authority = make.OrganisationFactory(kind="ministry", visibility="public")
        client = client_for(secretary)
        client.post(f"/horinger/ny/?treff={hit.pk}", sent(authority))
        assert client.post(f"/horinger/ny/?treff={hit.pk}", sent(authority)).status_code == 422
        assert Consultation.objects.count() == 1

    def test_what_is_refused_leaves_no_authority_behind(self, hit, secretary, client_for):
        make.ConsultationFactory(item=hit.item)
        answer = client_for(secretary).post(f"/horinger/ny/?treff={hit.pk}", sent(authority_new="Statsforvalteren"))
        assert answer.status_code == 422
        assert not Organisation.objects.filter(name="Statsforvalteren").exists()

    @pytest.mark.parametrize("asked", ["0", "99999999999999", "x", "-1", "1;drop"])
    def test_a_find_that_is_none_is_an_empty_form(self, secretary, asked, client_for):
        assert client_for(secretary).get("/horinger/ny/", {"treff": asked}).status_code == 200


class TestLettingGo:
    def test_it_stands_with_its_reason_and_can_be_picked_up_again(self, secretary, client_for):
        row = make.ConsultationFactory()
        client = client_for(secretary)
        client.post(f"/horinger/{row.pk}/la-ga/", {"why": "Gjelder ikke oss"})
        page = client.get("/horinger/").content.decode()
        assert "Gjelder ikke oss" in page
        assert not list(reports_consultations.running(secretary))
        client.post(f"/horinger/{row.pk}/ta-opp/")
        assert list(reports_consultations.running(secretary)) == [row]

    def test_nobody_else_lets_it_go(self, secretary):
        row = make.ConsultationFactory(visibility="public")
        with pytest.raises(PermissionDenied):
            actions.let_go(row, why="Nei", by=make.viewer("board"))

    def test_what_is_let_go_is_not_changed(self, secretary):
        row = make.ConsultationFactory()
        actions.let_go(row, why="Nei", by=secretary)
        with pytest.raises(ValidationError):
            actions.ask_companies(row, answer_by=in_days(2), by=secretary)


class TestPapers:
    def test_a_paper_is_put_and_struck_and_history_remembers(self, secretary, client_for):
        row = make.ConsultationFactory()
        client = client_for(secretary)
        client.post(f"/horinger/{row.pk}/papir/ny/", {"title": "Planen", "url": "example.no/plan.pdf"})
        paper = row.documents.get()
        assert paper.url == "https://example.no/plan.pdf"
        client.post(f"/horinger/{row.pk}/papir/{paper.pk}/stryk/")
        assert not row.documents.exists()
        assert Activity.objects.filter(verb="consultation.undocumented").exists()

    def test_a_link_that_runs_something_is_refused(self, secretary, client_for):
        row = make.ConsultationFactory()
        answer = client_for(secretary).post(
            f"/horinger/{row.pk}/papir/ny/", {"title": "x", "url": "javascript:alert(1)"}
        )
        assert answer.status_code == 422


class TestDesk:
    def test_the_next_step_stands_on_the_desk_by_the_deadline(self, secretary, client_for):
        row = make.ConsultationFactory()
        page = client_for(secretary).get("/skrivebord/").content.decode()
        assert row.title in page

    def test_the_owner_is_reminded_a_fortnight_before_once(self):
        owner = make.RoleFactory().person
        make.ConsultationFactory(deadline_day=in_days(13), owner=owner)
        make.ConsultationFactory(deadline_day=in_days(20), owner=owner)
        dropped = make.ConsultationFactory(deadline_day=in_days(5), owner=owner)
        Consultation.objects.filter(pk=dropped.pk).update(dropped_on=timezone.localdate())
        actions.remind_owners_of_consultations()
        actions.remind_owners_of_consultations()
        assert OutgoingMail.objects.filter(to=owner.email).count() == 1


def test_two_who_change_it_at_once_are_told(secretary, client_for):
    row = make.ConsultationFactory()
    client = client_for(secretary)
    seen = client.get(f"/horinger/{row.pk}/rediger/").context["form"].initial["seen_version"]
    first = sent(row.authority, title="Den første", seen_version=seen)
    assert client.post(f"/horinger/{row.pk}/rediger/", first).status_code == 302
    second = client.post(f"/horinger/{row.pk}/rediger/", first | {"title": "Den andre"})
    assert second.status_code == 422
    assert "Den første" in second.content.decode()


def test_whoever_owns_it_from_now_on_is_told(secretary, client_for):
    first, second = make.AppointmentFactory().person, make.RoleFactory(person=make.AppointmentFactory().person).person
    row = make.ConsultationFactory(owner=first)
    client = client_for(secretary)
    seen = client.get(f"/horinger/{row.pk}/rediger/").context["form"].initial["seen_version"]
    client.post(f"/horinger/{row.pk}/rediger/", sent(row.authority, owner=second.pk, seen_version=seen))
    row.refresh_from_db()
    assert row.owner == second
    assert OutgoingMail.objects.filter(to=second.email).count() == 1


def test_the_page_of_one_that_is_not_for_you_is_not_there(client_for):
    row = make.ConsultationFactory(visibility="secretariat")
    for role in ("anonymous", "member"):
        assert client_for(role).get(row.get_absolute_url()).status_code == 404
