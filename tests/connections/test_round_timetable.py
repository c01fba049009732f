"""The timetable: made by the worker, looked at, mended by hand, published."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from sterke.connections.actions.timetables import drop_draft, make_timetable, publish, set_lock, set_meeting, take_out
from sterke.connections.models import (
    Competitors,
    ConnectionChoice,
    EntrySeat,
    NotWith,
    RoundParticipant,
    TimetableEntry,
    TimetableRun,
)
from sterke.connections.reports_timetable import told
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary():
    return make.viewer("secretary")


def people(round) -> list[RoundParticipant]:
    return list(RoundParticipant.objects.filter(round=round).order_by("pk"))


def made(round, by, **facts) -> TimetableRun:
    run = make_timetable(round, **({"seconds": 1} | facts), by=by)
    run.refresh_from_db()
    round.refresh_from_db()
    assert run.state in ("done", "stopped"), run.error
    return run


def pairs() -> set[frozenset[int]]:
    return {entry.pair for entry in TimetableEntry.objects.standing()}


def test_a_run_makes_a_draft_in_which_nobody_sits_in_two_places(secretary):
    round = make.a_round(people=12, slots=4, tables=3, closed=True)
    everybody = people(round)
    for at, one in enumerate(everybody):
        for step in (1, 2, 3):
            make.wish(one, everybody[(at + step) % 12], step)
    run = made(round, secretary)
    entries = list(TimetableEntry.objects.all())
    assert len(entries) == 12
    assert run.report["value"] == run.report["bound"] > run.report["greedy"] * 0.9
    assert EntrySeat.objects.count() == 24
    assert round.drafted_at


def test_competitors_those_kept_apart_and_the_hidden_are_never_set_together(secretary):
    round = make.a_round(people=0, slots=6, tables=5, closed=True)
    me, rival, shy, hidden, firm = (
        make.ParticipantFactory(round=round, person=make.PersonFactory(), organisation=make.OrganisationFactory())
        for _each in range(5)
    )
    friend = make.ParticipantFactory(round=round)
    for other in (rival, shy, hidden, firm, friend):
        make.wish(me, other, 3)
    Competitors.objects.create(one=me.registration.organisation, other=rival.registration.organisation)
    NotWith.objects.create(person=shy.registration.person, other=me.registration.person)
    NotWith.objects.create(person=me.registration.person, organisation=firm.registration.organisation)
    ConnectionChoice.objects.create(person=hidden.registration.person, hidden=True)
    run = made(round, secretary)
    assert pairs() == {frozenset((me.pk, friend.pk))}
    said = {why for *_who, why in told(run, secretary)["misses"]}
    assert len(said) == 1  # nothing tells who is kept apart from whom
    assert "kept apart" not in said.pop()


def test_a_hidden_person_meets_those_they_wish_for_themselves(secretary):
    round = make.a_round(people=1, closed=True)
    hidden = make.ParticipantFactory(round=round, person=make.PersonFactory())
    ConnectionChoice.objects.create(person=hidden.registration.person, hidden=True)
    make.wish(hidden, people(round)[0])
    made(round, secretary)
    assert len(pairs()) == 1


def test_people_at_a_stand_receive_as_many_as_there_is_room_for(secretary):
    round = make.a_round(people=5, slots=1, tables=0, closed=True)
    firm = make.OrganisationFactory()
    host = make.ParticipantFactory(round=round, organisation=firm)
    make.StandFactory(round=round, organisation=firm, capacity=3)
    for one in people(round)[:5]:
        make.wish(one, host)
    made(round, secretary)
    entries = list(TimetableEntry.objects.all())
    assert len(entries) == 3
    assert {(entry.host, entry.table) for entry in entries} == {(host, None)}
    assert sorted(EntrySeat.objects.filter(participant=host).values_list("lane", flat=True)) == [1, 2, 3]


@pytest.mark.parametrize(
    ("slots", "wish", "code"), [(3, None, "no_wishes"), (0, "other", "slots"), (3, "colleague", "no_wishes")]
)
def test_what_no_seconds_mend_is_said_before_the_worker_begins(secretary, slots, wish, code):
    round = make.a_round(people=2, slots=slots, closed=True)
    one, other = people(round)
    if wish == "colleague":
        other.registration.company_name = one.registration.company_name
        other.registration.save()
    if wish:
        make.wish(one, other)
    with pytest.raises(ValidationError) as refused:
        make_timetable(round, seconds=1, by=secretary)
    assert refused.value.code == code
    assert not TimetableRun.objects.exists()


def test_one_person_wished_for_by_all_meets_as_many_as_there_are_times(secretary):
    round = make.a_round(people=8, slots=3, tables=4, closed=True)
    star, *others = people(round)
    for one in others:
        make.wish(one, star, 3)
    run = made(round, secretary)
    assert len(pairs()) == 3
    assert len(run.report["people_without_meeting"]) == 4
    alone = told(run, secretary)["alone"]
    assert len(alone) == 4
    assert all(why for _name, why in alone)


def test_no_common_time_and_a_stand_that_receives_nobody_are_told(secretary):
    round = make.a_round(people=3, slots=2, closed=True)
    one, other, third = people(round)
    firm = make.OrganisationFactory()
    closed = make.ParticipantFactory(round=round, organisation=firm)
    make.StandFactory(round=round, organisation=firm, capacity=0)
    one.cannot.set(round.times[:1])
    other.cannot.set(round.times[1:])
    make.wish(one, other)
    make.wish(third, closed)
    make.wish(one, third)
    run = made(round, secretary)
    assert {miss[3] for miss in run.report["misses"]} == {"no_common_slot", "no_place_at_stand"}


def test_a_member_cannot_have_one_made_nor_anybody_too_long_or_two_at_once(secretary):
    round = make.a_round(closed=True)
    make.wish(*people(round)[:2])
    with pytest.raises(PermissionDenied):
        make_timetable(round, seconds=1, by=make.viewer("member"))
    for seconds in (0, 121):
        with pytest.raises(ValidationError):
            make_timetable(round, seconds=seconds, by=secretary)
    TimetableRun.objects.create(round=round, seconds=5, by="Noen")
    with pytest.raises(ValidationError):
        make_timetable(round, seconds=1, by=secretary)


def test_locked_meetings_stay_when_it_is_made_again(secretary):
    round = make.a_round(people=6, slots=2, tables=1, closed=True)
    one, two, three, four, *_rest = people(round)
    make.wish(three, four, 3)
    made(round, secretary)
    late = round.times[1]
    kept = set_meeting(round, one, two, slot=late, by=secretary)
    made(round, secretary)
    kept.refresh_from_db()
    assert (kept.slot, kept.table, kept.locked) == (late, 1, True)
    assert pairs() == {kept.pair, frozenset((three.pk, four.pk))}


def test_locked_meetings_that_no_longer_hold_are_named_and_the_draft_stands(secretary):
    round = make.a_round(people=4, slots=2, tables=2, closed=True)
    one, two, three, four = people(round)
    make.wish(three, four, 3)
    made(round, secretary)
    set_meeting(round, one, two, slot=round.times[0], by=secretary)
    before = pairs()
    two.cannot.set(round.times)
    with pytest.raises(ValidationError) as refused:
        make_timetable(round, seconds=1, by=secretary)
    assert two.name in " ".join(refused.value.messages)
    assert pairs() == before


def test_by_hand_clashes_are_refused_in_words_and_nothing_is_stored(secretary):
    round = make.a_round(people=6, slots=2, tables=1, closed=True, most=1)
    one, two, three, four, five, six = people(round)
    make.wish(one, two)
    made(round, secretary)
    first, second = round.times
    entry = TimetableEntry.objects.get()
    other_time = second if entry.slot == first else first
    before = pairs()
    for a, b, slot, table in (
        (one, two, other_time, None),  # they have one
        (one, three, other_time, None),  # wants one at most
        (three, four, entry.slot, None),  # no table
        (three, four, entry.slot, 1),  # the table is taken
        (three, four, other_time, 2),  # there is no such table
        (three, three, other_time, None),
    ):
        with pytest.raises(ValidationError):
            set_meeting(round, a, b, slot=slot, table=table, by=secretary)
    five.cannot.set(round.times)
    with pytest.raises(ValidationError, match=five.name):
        set_meeting(round, five, six, slot=other_time, by=secretary)
    assert pairs() == before


def test_the_database_holds_too(secretary):
    round = make.a_round(people=4, slots=1, tables=2, closed=True)
    one, two, three, four = people(round)
    make.wish(one, two)
    made(round, secretary)
    entry = TimetableEntry.objects.get()
    same_table = TimetableEntry(round=round, slot=entry.slot, table=entry.table, one=three, other=four)
    with pytest.raises(IntegrityError), transaction.atomic():
        same_table.save()
    same_table.table = 2
    same_table.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        EntrySeat.objects.create(entry=same_table, participant=one, slot=entry.slot)


def test_move_lock_and_take_out(secretary):
    round = make.a_round(people=2, slots=2, closed=True)
    one, two = people(round)
    make.wish(one, two)
    made(round, secretary)
    entry = TimetableEntry.objects.select_related("one__registration", "other__registration", "round__gathering").get()
    target = next(slot for slot in round.times if slot != entry.slot)
    set_meeting(round, one, two, slot=target, table=2, known=entry, by=secretary)
    entry.refresh_from_db()
    assert (entry.slot, entry.table, entry.locked) == (target, 2, True)
    assert set(EntrySeat.objects.values_list("slot", flat=True)) == {target.pk}
    set_lock(entry, False, by=secretary)
    entry.refresh_from_db()
    assert not entry.locked
    take_out(entry, by=secretary)
    assert not TimetableEntry.objects.exists()
    with pytest.raises(PermissionDenied):
        set_lock(entry, True, by=make.viewer("member"))


def test_a_draft_thrown_away_leaves_the_wishes_and_opens_the_set_up(secretary):
    round = make.a_round(people=2, closed=True)
    make.wish(*people(round))
    made(round, secretary)
    drop_draft(round, by=secretary)
    round.refresh_from_db()
    assert not TimetableEntry.objects.exists()
    assert round.may_be_set_up


def test_publish_sends_everybody_their_programme_once(secretary, letters):
    round = make.a_round(people=3, closed=True)
    one, two, _third = people(round)
    make.wish(one, two)
    with pytest.raises(ValidationError):
        publish(round, by=secretary)
    made(round, secretary)
    assert publish(round, by=secretary) == 3
    assert [bool(mail.calendar) for mail in letters()] == [True, True, False]
    assert two.name in letters()[0].text
    with pytest.raises(ValidationError):
        publish(round, by=secretary)
    with pytest.raises(ValidationError):
        make_timetable(round, seconds=1, by=secretary)
