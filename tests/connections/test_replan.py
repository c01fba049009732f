"""A timetable is mended when somebody stays away or comes late, and few programmes change."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sterke.connections.timetable import check, optimise, replan, value_of
from sterke.connections.timetable.fairness import without_meeting
from sterke.connections.timetable.instance import Meeting

from .rounds import broken, chance


@pytest.fixture(scope="module")
def made():
    instance = chance(8, people=24, slots=5, tables=9, free=0.9)
    return instance, optimise(instance, 3, seed=1).meetings


def with_whom(name, meetings):
    return {other for meeting in meetings if name in meeting.pair for other in meeting.pair} - {name}


def four(*wishes, **available):
    """People by name with the slots they are there; each wish is two letters."""
    people = [{"id": name, "organisation": name, "available": slots} for name, slots in available.items()]
    return check(
        {"slots": 3, "tables": 5, "people": people, "wishes": [{"from": a, "to": b, "weight": 1} for a, b in wishes]}
    )


def test_who_stays_away_meets_nobody_and_the_rest_stands(made):
    instance, was = made
    gone = was[0].a
    now = replan(instance, was, absent=[gone], seconds=1)
    assert all(gone not in meeting.pair for meeting in now.meetings)
    assert {m for m in was if gone not in m.pair} <= set(now.meetings)


def test_those_who_lost_a_meeting_are_told_and_who_stays_away_is_not(made):
    instance, was = made
    gone = was[0].a
    now = replan(instance, was, absent=[gone], seconds=1)
    assert now.lost_a_meeting == with_whom(gone, was)
    assert now.touched == now.lost_a_meeting | now.changed
    assert gone not in now.touched


def test_who_comes_late_keeps_what_is_later(made):
    instance, was = made
    late = was[0].a
    now = replan(instance, was, late={late: 2}, seconds=1)
    mine = [meeting for meeting in was if late in meeting.pair]
    assert {meeting for meeting in mine if meeting.slot >= 2} <= set(now.meetings)
    assert all(meeting.slot >= 2 for meeting in now.meetings if late in meeting.pair)


def test_slots_that_are_over_stay_as_they_were(made):
    instance, was = made
    now = replan(instance, was, absent=[was[0].a], past=2, seconds=1)
    assert {m for m in was if m.slot < 2} == {m for m in now.meetings if m.slot < 2}


def test_two_who_lost_the_same_slot_meet_each_other():
    instance = four("ga", "gb", "ab", "bc", g=[0, 1], a=[0, 1], b=[0, 1], c=[2])
    was = [Meeting("g", "a", 0, 1), Meeting("g", "b", 1, 1)]
    now = replan(instance, was, absent=["g"])
    assert now.changed == {"a", "b"}
    assert [meeting.pair for meeting in now.meetings] == [{"a", "b"}]


def test_others_are_asked_only_for_the_sake_of_somebody_who_would_meet_nobody():
    """a and b lose the meeting with g; a has another one and stays, b would have none and gets c."""
    instance = four("ga", "gb", "ad", "ac", "bc", g=[0, 1], a=[0, 2], b=[1], c=[0, 1], d=[2])
    was = [Meeting("g", "a", 0, 1), Meeting("g", "b", 1, 1), Meeting("a", "d", 2, 1)]
    now = replan(instance, was, absent=["g"])
    assert [meeting.pair for meeting in now.new] == [{"b", "c"}]


@pytest.mark.parametrize(("most", "changed"), [(0, 0), (1, 0), (2, 2), (3, 3), (5, 3)])
def test_no_more_programmes_get_something_new_than_may(most, changed):
    """Three who lost their meeting could all meet one another."""
    instance = four("ga", "gb", "gc", "ab", "bc", "ca", g=[0, 1, 2], a=[0, 1, 2], b=[0, 1, 2], c=[0, 1, 2])
    was = [Meeting("g", name, slot, 1) for slot, name in enumerate("abc")]
    assert len(replan(instance, was, absent=["g"], most_changes=most).changed) == changed


def test_somebody_unknown_is_named(made):
    with pytest.raises(ValueError, match="Nobody has the id zz"):
        replan(*made, absent=["zz"])


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.floats(0, 1), st.floats(0, 1), st.integers(0, 2), st.integers(0, 6))
def test_a_mended_timetable_holds_the_rules_and_moves_nothing_that_can_stand(seed, caps, stands, past, most):
    instance = chance(seed, people=20, caps=caps, stands=stands, wishes=6)
    was = optimise(instance, 0.3, seed=seed).meetings
    gone, late = instance.people[0].id, instance.people[1].id
    now = replan(instance, was, absent=[gone], late={late: 2}, past=past, most_changes=most, seconds=0.4)
    assert broken(now.instance, now.meetings) == []
    assert set(was) - set(now.meetings) == set(now.lost)
    assert len(now.changed) <= most
    assert value_of(now.instance, now.meetings) >= value_of(now.instance, set(was) - set(now.lost))


def test_one_of_120_falls_ill_and_at_most_five_get_something_new():
    instance = chance(5, people=120, slots=10, tables=50, free=0.9, wishes=9)
    was = optimise(instance, 1.5, seed=1).meetings
    for gone in (max((p.id for p in instance.people), key=lambda name: len(with_whom(name, was))), "p7"):
        now = replan(instance, was, absent=[gone])
        assert len(now.changed) <= 5
        assert now.lost_a_meeting == with_whom(gone, was)
        assert not set(without_meeting(now.instance, now.meetings)) & now.lost_a_meeting
