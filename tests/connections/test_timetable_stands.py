"""Caps on meetings and stands with room for more than one visitor: the rules hold and the bound is true."""

import random
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sterke.connections.timetable import Clash, Meeting, check, optimise, value_of
from sterke.connections.timetable.board import Board
from sterke.connections.timetable.problem import Problem
from sterke.connections.timetable.settle import settle
from sterke.connections.timetable.solver import Clock

from .rounds import broken, chance, data

SEEDS, SHARES = st.integers(0, 10_000), st.floats(0, 1)


def round_of(*wishes, slots=1, tables=0, **people):
    """People by name, each with what is set beside the usual; wishes as "ab" or "ab3"."""
    return check(
        {
            "slots": slots,
            "tables": tables,
            "people": [
                {"id": name, "organisation": name, "available": list(range(slots))} | given
                for name, given in people.items()
            ],
            "wishes": [{"from": w[0], "to": w[1], "weight": int(w[2:] or 1)} for w in wishes],
        }
    )


def best_by_trying(instance):
    """Every way to give each pair a slot or none, by the rules as the tests know them."""
    pairs, most = [tuple(sorted(pair)) for pair in instance.worth], 0
    for slots in product([None, *range(instance.slots)], repeat=len(pairs)):
        used = [0] * instance.slots
        meetings = []
        for (a, b), slot in zip(pairs, slots, strict=True):
            if slot is None:
                continue
            seated = instance.person[a].stand is None and instance.person[b].stand is None
            used[slot] += seated
            meetings.append(Meeting(a, b, slot, used[slot] if seated else 0))
        if not broken(instance, meetings):
            most = max(most, sum(instance.worth[meeting.pair] for meeting in meetings))
    return most


class TestStand:
    def test_so_many_visitors_sit_there_at_a_time_without_a_table(self):
        instance = round_of("ah", "bh", "ch", a={}, b={}, c={}, h={"stand": 2})
        result = optimise(instance, 2)
        assert (result.value, result.bound) == (2, 2)
        assert [meeting.table for meeting in result.meetings] == [0, 0]

    def test_without_places_nobody_meets_there(self):
        assert optimise(round_of("ah", a={}, h={"stand": 0}, tables=3), 1).bound == 0

    def test_of_two_with_a_stand_the_one_who_is_wished_for_receives(self):
        instance = round_of("ab", "bc", "cb", a={"stand": 1}, b={"stand": 1}, c={"stand": 1})
        assert (instance.host("a", "b"), instance.host("b", "a"), instance.host("c", "b")) == ("b", "b", "b")

    def test_where_one_stand_has_no_places_they_meet_at_the_other(self):
        assert round_of("ab", a={"stand": 2}, b={"stand": 0}).host("a", "b") == "a"

    def test_who_visits_another_stand_receives_nobody_meanwhile(self):
        """a could receive x and y, or visit b for more."""
        instance = round_of("xa", "ya", "ab3", a={"stand": 2}, b={"stand": 1}, x={}, y={})
        result = optimise(instance, 2)
        assert [meeting.pair for meeting in result.meetings] == [{"a", "b"}]


class TestMost:
    def test_nobody_meets_more_often_than_they_wish(self):
        instance = round_of("ah3", "bh2", "ch", slots=3, tables=3, a={}, b={}, c={}, h={"most": 2})
        result = optimise(instance, 2)
        assert (result.value, result.bound) == (5, 5)

    def test_nought_is_a_cap(self):
        assert optimise(round_of("ab", a={}, b={"most": 0}, tables=1), 1).bound == 0

    def test_null_is_none(self):
        assert optimise(round_of("ab", a={}, b={"most": None, "stand": None}, tables=1), 1).value == 1


@settings(max_examples=25, deadline=None)
@given(SEEDS, SHARES, SHARES, st.integers(0, 3))
def test_nothing_is_better_than_what_is_found_and_the_bound_is_true(seed, caps, stands, tables):
    instance = chance(seed, people=6, slots=2, tables=tables, free=0.8, wishes=2, caps=caps, stands=stands)
    if len(instance.worth) > 8:
        return
    result = optimise(instance, 3, seed=seed)
    assert result.value == best_by_trying(instance) <= result.bound


@settings(max_examples=25, deadline=None)
@given(SEEDS, SHARES, SHARES, st.integers(0, 6))
def test_every_timetable_holds_the_rules(seed, caps, stands, tables):
    instance = chance(seed, people=20, tables=tables, caps=caps, stands=stands, wishes=6)
    result = optimise(instance, 0.5, seed=seed)
    assert broken(instance, result.meetings) == []
    assert result.greedy <= value_of(instance, result.meetings) == result.value <= result.bound


@settings(max_examples=25, deadline=None)
@given(SEEDS, SHARES, SHARES, st.integers(0, 3))
def test_locked_meetings_stay_and_what_is_over_gets_none(seed, caps, stands, past):
    instance = chance(seed, caps=caps, stands=stands, wishes=6)
    before = optimise(instance, 0.3, seed=seed).meetings
    locked = random.Random(seed).sample(before, len(before) // 2)
    result = optimise(instance, 0.4, seed=seed + 1, locked=locked, past=past)
    assert set(locked) <= set(result.meetings)
    assert all(meeting.slot >= past for meeting in set(result.meetings) - set(locked))
    assert broken(instance, result.meetings) == []


@settings(max_examples=40, deadline=None)
@given(SEEDS, SHARES, SHARES, st.integers(2, 7))
def test_whatever_is_moved_the_rules_hold(seed, caps, stands, tables):
    problem = Problem(chance(seed, people=16, slots=5, tables=tables, wishes=6, caps=caps, stands=stands))
    board, every = Board(problem), list(range(len(problem)))
    for index in every:
        board.insert(index)
        assert broken(problem.instance, problem.meetings(board.slot)) == []
    before = board.value
    settle(board, every, Clock(1), 1, random.Random(seed), patience=50)
    assert broken(problem.instance, problem.meetings(board.slot)) == []
    assert value_of(problem.instance, problem.meetings(board.slot)) == board.value >= before


@pytest.mark.parametrize(
    ("people", "locked", "said"),
    [
        ({"h": {"stand": 1}}, [("a", "h", 0, 0), ("b", "h", 0, 0)], "the 1 places at the stand of h are taken"),
        ({"h": {"stand": 1}}, [("a", "h", 0, 1)], "they meet at a stand, which is table 0"),
        ({"h": {}}, [("a", "h", 0, 0)], "there is no table 0"),
        ({"h": {"stand": 0}}, [("a", "h", 0, 0)], r"may not meet \(no place at stand\)"),
        ({"h": {"most": 1}}, [("a", "h", 0, 1), ("b", "h", 1, 1)], "h wishes at most 1"),
        ({"h": {"stand": 2}, "b": {"stand": 2}}, [("a", "b", 0, 0), ("b", "h", 0, 0)], "b has another locked meeting"),
        ({"h": {"stand": 2}, "b": {"stand": 2}}, [("b", "h", 0, 0), ("a", "b", 0, 0)], "b has another locked meeting"),
    ],
)
def test_locked_meetings_against_caps_and_stands_are_named(people, locked, said):
    instance = round_of("ah", "bh", "ab", slots=2, tables=2, **{"a": {}, "b": {}, **people})
    with pytest.raises(Clash, match=said):
        optimise(instance, 1, locked=[Meeting(*each) for each in locked])


def test_an_answer_without_stands_is_as_it_was():
    assert check(data()) == check(data(people=[row | {"most": None} for row in data()["people"]]))
