"""Setting up a meeting round: times, tables, stands, and asking people whom they want to meet."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from sterke.connections.actions import rounds
from sterke.connections.actions.letters import write_letters
from sterke.connections.actions.on_the_day import follow_registrations, step_out
from sterke.connections.forms_rounds import RoundForm, SlotsForm
from sterke.connections.models import MeetingRound, MeetingStand, RoundParticipant
from sterke.connections.round_state import Stage
from sterke.core.models import Activity
from tests import factories as make

pytestmark = pytest.mark.django_db
HOURS = {"begins": "09:00", "ends": "12:00", "minutes": "20", "pause": "0", "breaks": ""}


@pytest.fixture
def secretary():
    return make.viewer("secretary")


def spans(round, **changes) -> list[str]:
    form = SlotsForm(HOURS | {"day": round.gathering.day.isoformat()} | changes, round)
    assert form.is_valid(), form.errors
    return [f"{timezone.localtime(start):%H:%M}" for start, _end in form.spans()]


def errors(round, **changes) -> dict:
    form = SlotsForm(HOURS | {"day": round.gathering.day.isoformat()} | changes, round)
    assert not form.is_valid()
    return {name: str(found[0]) for name, found in form.errors.items()}


def test_start_takes_in_everybody_with_a_seat_and_nobody_else(secretary):
    gathering = make.GatheringFactory(open=True)
    seated = make.RegistrationFactory(gathering=gathering)
    make.RegistrationFactory(gathering=gathering, state="waiting")
    row = MeetingRound(tables=3, wishes_until=gathering.starts_at - datetime.timedelta(days=2))

    made = rounds.start_round(gathering, row, by=secretary)

    assert [each.registration for each in made.participants.all()] == [seated]
    assert Activity.objects.get(verb="round.started").actor == str(secretary)


def test_start_refuses_a_member_and_a_second_round(secretary):
    gathering = make.GatheringFactory(open=True)
    row = MeetingRound(tables=3, wishes_until=gathering.starts_at)
    with pytest.raises(PermissionDenied):
        rounds.start_round(gathering, row, by=make.viewer("member"))
    rounds.start_round(gathering, row, by=secretary)
    with pytest.raises(ValidationError):
        rounds.start_round(gathering, MeetingRound(wishes_until=gathering.starts_at), by=secretary)


def test_start_refuses_a_cancelled_gathering(secretary):
    gathering = make.GatheringFactory(open=True, status="cancelled")
    with pytest.raises(ValidationError) as refused:
        rounds.start_round(gathering, MeetingRound(wishes_until=gathering.starts_at), by=secretary)
    assert refused.value.code == "cancelled"


def test_wishes_end_before_the_gathering_begins():
    gathering = make.GatheringFactory(open=True)
    late = timezone.localtime(gathering.starts_at).strftime("%Y-%m-%dT%H:%M")
    form = RoundForm({"tables": 3, "wishes_until": late}, instance=MeetingRound(gathering=gathering))
    assert "wishes_until" in form.errors


def test_times_follow_each_other_and_wait_for_breaks():
    round = make.RoundFactory()
    assert len(spans(round)) == 9
    assert spans(round, breaks="10:10-10:45\n\n11.30–11.45") == [
        "09:00", "09:20", "09:40", "10:45", "11:05", "11:45",
    ][:5]  # fmt: skip
    assert spans(round, minutes="50", pause="10") == ["09:00", "10:00", "11:00"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"breaks": "lunsj"}, "breaks"),
        ({"breaks": "12:00-11:00"}, "breaks"),
        ({"ends": "08:00"}, "ends"),
        ({"minutes": "200"}, "minutes"),
        ({"minutes": "0"}, "minutes"),
        ({"day": "2031-01-01"}, "day"),
    ],
)
def test_times_that_cannot_be_are_refused_beside_their_field(wrong, field):
    assert list(errors(make.RoundFactory(), **wrong)) == [field]


def test_new_times_keep_what_was_said_of_those_that_stay(secretary):
    round = make.a_round(people=1, slots=3)
    first, second, _third = round.times
    me = round.participants.get()
    me.cannot.set([first, second])
    rounds.set_slots(round, [(second.starts, second.ends)], by=secretary)
    assert list(me.cannot.all()) == [second]
    assert list(round.slots.all()) == [second]


def test_nothing_is_set_up_anew_under_a_timetable(secretary):
    round = make.a_round(drafted_at=timezone.now())
    with pytest.raises(ValidationError) as refused:
        rounds.drop_slot(round.times[0], by=secretary)
    assert refused.value.code == "frozen"
    with pytest.raises(ValidationError):
        rounds.set_stand(MeetingStand(round=round, organisation=make.OrganisationFactory(), name="A"), by=secretary)


def test_open_asks_everybody_who_takes_part_once_by_a_link(secretary, letters):
    round = make.a_round(people=3)
    step_out(round.participants.first(), by=secretary)

    assert rounds.open_wishes(round, by=secretary) == 2

    assert len(letters()) == 2
    assert "/moterunde/" in letters()[0].text
    assert round.stage == Stage.WISHES
    with pytest.raises(ValidationError):
        rounds.open_wishes(round, by=secretary)
    assert len(letters()) == 2


@pytest.mark.parametrize(
    ("facts", "slots", "people"),
    [({}, 0, 4), ({}, 3, 1), ({"tables": 0}, 3, 4), ({"wishes_until": timezone.now()}, 3, 4)],
)
def test_open_refuses_a_round_that_cannot_be(secretary, letters, facts, slots, people):
    round = make.a_round(people=people, slots=slots, **facts)
    with pytest.raises(ValidationError):
        rounds.open_wishes(round, by=secretary)
    assert letters() == []


def test_a_stand_is_a_place_to_meet_where_there_are_no_tables(secretary):
    round = make.a_round(people=3, tables=0)
    rounds.set_stand(
        MeetingStand(round=round, organisation=make.OrganisationFactory(), name="A", capacity=2), by=secretary
    )
    assert rounds.open_wishes(round, by=secretary) == 3


def test_remind_writes_to_the_silent_once_a_day(secretary, letters, clock):
    round = make.a_round(people=3, wishes=True)
    RoundParticipant.objects.filter(pk=round.participants.first().pk).update(wished_at=timezone.now())
    assert rounds.remind(round, by=secretary) == 2
    rounds.remind(round, by=secretary)
    assert len(letters()) == 2
    clock.shift(86400)
    rounds.remind(round, by=secretary)
    assert len(letters()) == 4


def test_close_and_open_again(secretary):
    round = make.a_round(wishes=True)
    rounds.close_wishes(round, by=secretary)
    round.refresh_from_db()
    assert round.stage == Stage.CLOSED
    rounds.reopen_wishes(round, by=secretary)
    round.refresh_from_db()
    assert round.stage == Stage.WISHES


def test_wishes_close_by_themselves_and_a_later_moment_opens_them(secretary, clock):
    round = make.a_round(wishes=True)
    clock.move_to(round.wishes_until)
    assert round.stage == Stage.CLOSED
    round.wishes_until += datetime.timedelta(days=1)
    rounds.edit_round(round, by=secretary)
    assert round.stage == Stage.WISHES


def test_who_registers_later_is_taken_in_by_the_clock_and_asked(letters):
    round = make.a_round(people=2, wishes=True)
    late = make.RegistrationFactory(gathering=round.gathering)
    follow_registrations()
    follow_registrations()
    assert round.participants.filter(registration=late).count() == 1
    assert [mail.to for mail in letters()] == [late.email]


def test_many_letters_are_written_by_the_worker_some_at_a_time_and_the_page_tells_how_far(
    secretary, letters, client_for, settings
):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    round = make.a_round(people=60)
    rounds.open_wishes(round, by=secretary)
    assert letters() == []
    address = round.get_absolute_url()
    client = client_for(secretary)
    page = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<title>" not in page
    assert 'value="0"' in page
    assert write_letters(round) == 60
    assert write_letters(round) == 0
    assert len(letters()) == 60
    assert "<progress" not in client.get(address, headers={"HX-Request": "true"}).content.decode()
