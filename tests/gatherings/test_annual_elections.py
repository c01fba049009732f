"""Elections by term: who is up, who stands, the result, and the appointments that come of it."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from sterke.core.house import Individual, house
from sterke.gatherings import reports_annual, told_annual
from sterke.gatherings.actions import annual as actions
from sterke.gatherings.models import Candidate, Election, Presence
from sterke.membership.models import Appointment
from tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
How = Appointment.Election


@pytest.fixture
def secretary():
    return make.viewer("secretary")


@pytest.fixture
def board():
    return make.BodyFactory(name="Styret")


@pytest.fixture
def item(secretary):
    row = make.GatheringFactory(
        open=True,
        kind="annual_meeting",
        day=TODAY(),
        starts_at=timezone.now() - datetime.timedelta(minutes=5),
        ends_at=None,
    )
    return actions.set_item(row, title="Valg", by=secretary)


def years_ago(count):
    """So many whole years, so that a term of as many is out the day before today."""
    day = TODAY()
    return day.replace(year=day.year - count, day=min(day.day, 28))


def seat(board, years=2, since=2, **more):
    return make.AppointmentFactory(
        body=board, post=more.pop("post", "board_member"), term_years=years, valid_from=years_ago(since), **more
    )


def standing(election, secretary, person=None):
    person = person or make.RoleFactory(organisation=make.OrganisationFactory(member=True)).person
    return actions.nominate(election, person=person, by=secretary)


def test_those_whose_term_is_out_are_put_up_once_and_the_others_are_not(item, board, secretary):
    out, sits_on = seat(board), seat(board, since=1)
    open_ended = seat(board, years=None)
    assert actions.call_up(item, by=secretary) == 1
    assert actions.call_up(item, by=secretary) == 0
    row = Election.objects.get()
    assert (row.predecessor, row.post, row.term_years) == (out, "board_member", 2)
    assert {each.pk for each in reports_annual.not_up(item.gathering, [row])} == {sits_on.pk, open_ended.pk}


def test_the_result_ends_old_terms_and_begins_new_ones(item, board, secretary):
    again, leaves = seat(board), seat(board)
    actions.call_up(item, by=secretary)
    first, second = (Election.objects.get(predecessor=row) for row in (again, leaves))
    actions.choose(first, winner=standing(first, secretary, again.person), by=secretary)
    new = standing(second, secretary)
    actions.choose(second, winner=new, by=secretary)
    third = actions.set_election(item, body=board, post="alternate", term_years=1, is_by_election=True, by=secretary)
    actions.choose(third, winner=standing(third, secretary), by=secretary)
    assert actions.carry_out(item.gathering, by=secretary) == 3
    yesterday = TODAY() - datetime.timedelta(days=1)
    for row in (again, leaves):
        row.refresh_from_db()
        assert row.valid_to == yesterday
    made = {row.election: row for row in Appointment.objects.in_force().filter(body=board)}
    assert set(made) == {How.REELECTED, How.ELECTED, How.BY_ELECTION}
    assert made[How.REELECTED].person == again.person
    assert (made[How.ELECTED].person, made[How.ELECTED].term_years) == (new.person, 2)
    assert made[How.BY_ELECTION].term_years == 1
    with pytest.raises(ValidationError, match="ingen valg"):
        actions.carry_out(item.gathering, by=secretary)


def test_the_page_tells_how_each_was_elected_and_who_was_not_up(item, board, secretary):
    out, sits_on = seat(board), seat(board, since=1)
    actions.call_up(item, by=secretary)
    row = Election.objects.get()
    actions.choose(row, winner=standing(row, secretary, out.person), by=secretary)
    before = told_annual.bodies(item.gathering, reports_annual.elections_of(item.gathering))
    actions.carry_out(item.gathering, by=secretary)
    after = told_annual.bodies(item.gathering, reports_annual.elections_of(item.gathering))
    assert before == after
    assert [line["how"] for line in after[0]["rows"]] == ["gjenvalgt for to år"]
    assert [(line["name"], "ikke på valg" in line["how"]) for line in after[0]["sitting"]] == [
        (str(sits_on.person), True)
    ]


def test_whoever_becomes_chair_leaves_the_seat_they_had(item, board, secretary):
    plain = seat(board, since=1)
    row = actions.set_election(item, body=board, post="chair", term_years=2, by=secretary)
    actions.choose(row, winner=standing(row, secretary, plain.person), by=secretary)
    actions.carry_out(item.gathering, by=secretary)
    assert [each.post for each in Appointment.objects.in_force().filter(body=board)] == ["chair"]
    row.refresh_from_db()
    assert row.how == How.ELECTED


def test_where_nobody_is_chosen_whoever_sits_goes_on(item, board, secretary):
    sits = seat(board)
    actions.call_up(item, by=secretary)
    actions.choose(Election.objects.get(), winner=None, by=secretary)
    assert actions.carry_out(item.gathering, by=secretary) == 0
    sits.refresh_from_db()
    assert sits.valid_to is None


def test_the_secretariat_alone_carries_out_and_only_what_is_decided(item, board, secretary):
    leader = make.viewer("network_leader")
    item.gathering.network_id = next(iter(leader.standing.leads))
    item.gathering.save()
    seat(board)
    actions.call_up(item, by=secretary)
    row = Election.objects.get()
    with pytest.raises(ValidationError, match="Skriv resultatet først: Styret: medlem"):
        actions.carry_out(item.gathering, by=secretary)
    actions.choose(row, winner=standing(row, secretary), by=leader)
    with pytest.raises(PermissionDenied):
        actions.carry_out(item.gathering, by=leader)


def test_one_person_for_two_posts_and_somebody_gone_are_refused(item, board, secretary):
    rows = [
        actions.set_election(item, body=board, post=post, term_years=2, by=secretary) for post in ("chair", "alternate")
    ]
    one = standing(rows[0], secretary)
    for row in rows:
        actions.choose(row, winner=standing(row, secretary, one.person), by=secretary)
    with pytest.raises(ValidationError, match="valgt til to verv"):
        actions.carry_out(item.gathering, by=secretary)
    actions.choose(rows[1], winner=None, by=secretary)
    Candidate.objects.update(person=None)
    with pytest.raises(ValidationError, match="finnes ikke lenger"):
        actions.carry_out(item.gathering, by=secretary)
    assert not Appointment.objects.filter(body=board).exists()


def test_votes_are_held_against_those_in_the_room(item, board, secretary):
    company = make.OrganisationFactory(member=True)
    Presence.objects.create(gathering=item.gathering, organisation=company)
    row = actions.set_election(item, body=board, post="chair", term_years=2, by=secretary)
    one, other = standing(row, secretary), standing(row, secretary)
    cases = [({one.pk: 1, other.pk: 1}, "2 stemmer, og det er 1"), ({one.pk: 1}, "alle kandidatene"),
             ({one.pk: 0, other.pk: 1}, "flere stemmer")]  # fmt: skip
    for votes, said in cases:
        with pytest.raises(ValidationError, match=said):
            actions.choose(row, winner=one, votes=votes, by=secretary)
    actions.choose(row, winner=one, votes={one.pk: 1, other.pk: 0}, by=secretary)
    actions.choose(row, winner=other, votes={}, by=secretary)  # written anew
    assert Candidate.objects.get(is_elected=True) == other


def test_what_cannot_be_put_up_or_chosen(item, board, secretary):
    hired = make.BodyFactory(kind="secretariat", name="Sekretariatet")
    elsewhere = seat(make.BodyFactory(kind="nomination_committee", name="Valgkomiteen"))
    with pytest.raises(ValidationError, match="styret og valgkomiteen"):
        actions.set_election(item, body=hired, post="chair", term_years=2, by=secretary)
    with pytest.raises(ValidationError, match="annet organ"):
        actions.set_election(item, body=board, post="chair", term_years=2, predecessor=elsewhere, by=secretary)
    with pytest.raises(ValidationError):
        actions.set_election(item, body=board, post="chair", term_years=0, by=secretary)
    row, other = (actions.set_election(item, body=board, post="chair", term_years=2, by=secretary) for _ in "ab")
    with pytest.raises(ValidationError, match="en av kandidatene"):
        actions.choose(row, winner=standing(other, secretary), by=secretary)
    out = seat(board)
    actions.call_up(item, by=secretary)
    with pytest.raises(ValidationError, match="alt på valg"):
        actions.set_election(item, body=board, post="chair", term_years=2, predecessor=out, by=secretary)


def test_nothing_is_chosen_before_the_meeting(board, secretary):
    later = make.GatheringFactory(open=True, kind="annual_meeting")
    item = actions.set_item(later, title="Valg", by=secretary)
    row = actions.set_election(item, body=board, post="chair", term_years=2, by=secretary)
    with pytest.raises(ValidationError, match="ikke begynt"):
        actions.choose(row, winner=standing(row, secretary), by=secretary)


def test_the_desk_asks_for_what_is_decided_to_be_carried_out(item, board, secretary):
    row = actions.set_election(item, body=board, post="chair", term_years=2, by=secretary)
    kinds = lambda: [each.kind for give in house.desk for each in give(secretary) if each.kind == "annual_elections"]  # noqa: E731
    assert kinds() == []
    actions.choose(row, winner=standing(row, secretary), by=secretary)
    assert kinds() == ["annual_elections"]
    actions.carry_out(item.gathering, by=secretary)
    assert kinds() == []


def test_whoever_is_erased_never_stood_and_what_was_decided_stays_without_the_name(item, board, secretary):
    row = actions.set_election(item, body=board, post="chair", term_years=2, by=secretary)
    chosen, other = standing(row, secretary), standing(row, secretary)
    actions.choose(row, winner=chosen, by=secretary)
    for person in (chosen.person, other.person):
        house.erasers["annual meetings"](Individual(person.name, person_id=person.pk))
    assert list(Candidate.objects.values_list("name", "person")) == [("–", None)]


def test_while_one_types_only_what_is_found_comes_back_with_a_way_to_let_them_stand(item, board, secretary, client_for):
    election = actions.set_election(item, body=board, post="chair", term_years=2, by=secretary)
    role = make.RoleFactory(organisation=make.OrganisationFactory(member=True))
    address = reverse("gatherings:annual_candidate", args=[item.gathering.slug, election.pk])
    part = client_for("secretary").get(address, {"sok": role.person.name}, headers={"HX-Request": "true"})
    text = part.content.decode()
    assert f'href="{address}?rolle={role.pk}"' in text
    assert "<form" not in text
