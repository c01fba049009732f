"""The timetable of a meeting round holds all rules and is as good as the wishes allow."""

import os
import subprocess
import sys
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sterke.connections.timetable import Clash, Meeting, check, optimise, read, report, value_of

from .rounds import SHARED, chance, data

PATH = os.pathsep.join(sys.path)


def best_by_trying(instance):
    """Every way to give each pair a slot or none."""
    pairs = [tuple(sorted(pair)) for pair in instance.worth]
    most = 0
    for slots in product([None, *range(instance.slots)], repeat=len(pairs)):
        busy, used, value, well = set(), {}, 0, True
        for (a, b), slot in zip(pairs, slots, strict=True):
            if slot is None:
                continue
            used[slot] = used.get(slot, 0) + 1
            there = all(slot in instance.person[name].available for name in (a, b))
            if not there or {(a, slot), (b, slot)} & busy or used[slot] > instance.tables:
                well = False
                break
            busy |= {(a, slot), (b, slot)}
            value += instance.worth[frozenset((a, b))]
        most = max(most, value if well else 0)
    return most


def test_the_best_is_found_in_a_small_round():
    result = optimise(check(data()), 2)
    assert (result.value, result.bound, result.best) == (8, 8, True)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_nothing_is_better_than_what_is_found_and_the_bound_is_true(seed):
    instance = chance(seed, people=6, slots=2, tables=2, free=0.8, wishes=2)
    if len(instance.worth) > 8:
        return
    result = optimise(instance, 3, seed=seed)
    assert result.value == best_by_trying(instance) <= result.bound


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 6), st.floats(0.1, 1))
def test_every_timetable_holds_the_rules_and_is_not_below_the_greedy_one(seed, tables, free):
    instance = chance(seed, tables=tables, free=free)
    result = optimise(instance, 0.6, seed=seed)
    assert value_of(instance, result.meetings) == result.value
    assert result.greedy <= result.value <= result.bound


def test_the_same_seed_makes_the_same_timetable():
    instance = chance(3, people=16, slots=4, tables=8, free=1)
    first, again = (optimise(instance, 30, seed=5) for _turn in range(2))
    assert first.best
    assert first.meetings == again.meetings


@pytest.mark.parametrize(
    "changes",
    [
        {"wishes": []},
        {"people": [], "wishes": []},
        {"tables": 0},
        {"wishes": [{"from": "a", "to": "a", "weight": 3}]},
        {"people": [{"id": n, "organisation": "one", "available": [0]} for n in "abcd"]},
        {"people": [{"id": n, "organisation": n, "available": []} for n in "abcd"]},
        {"people": [{"id": n, "organisation": n, "available": [n in "ac"]} for n in "abcd"], "not_with": [["a", "c"]]},
    ],
)
def test_where_nobody_can_meet_the_timetable_is_empty(changes):
    changed = data(**changes)
    for person in changed["people"]:
        person["available"] = [int(slot) for slot in person["available"]]
    result = optimise(check(changed), 2)
    assert (result.meetings, result.value, result.bound) == ((), 0, 0)


def test_who_stops_it_gets_the_best_so_far():
    instance = chance(4, people=60, slots=8, tables=25, free=0.5)
    told = []
    result = optimise(
        instance, 60, progress=lambda spent, value, bound: told.append((value, bound)), stop=lambda: bool(told)
    )
    assert result.seconds < 5
    assert result.value >= result.greedy > 0
    assert told[0][0] == result.greedy


def test_nobody_is_left_out_where_a_value_as_good_has_room_for_all():
    """a and b wish for host as much: with two slots, both meet."""
    wishes = [{"from": name, "to": "d", "weight": 2} for name in "abc"] + [{"from": "a", "to": "b", "weight": 2}]
    people = [{"id": name, "organisation": name, "available": [0]} for name in "abcd"]
    result = optimise(check(data(slots=1, people=people, wishes=wishes)), 2)
    assert report(result).without_meeting == []
    assert result.value == 4


class TestLocked:
    def test_a_locked_meeting_stays_at_its_table(self):
        locked = Meeting("a", "c", 0, 2)
        result = optimise(check(data()), 2, locked=[locked])
        assert locked in result.meetings
        assert result.value == value_of(result.instance, result.meetings) == 8

    @pytest.mark.parametrize(
        ("locked", "said"),
        [
            ([("a", "b", 0, 1), ("a", "c", 0, 2)], "a has another locked meeting then"),
            ([("a", "b", 0, 1), ("c", "d", 0, 1)], "table 1 is taken"),
            ([("a", "b", 0, 1), ("b", "a", 1, 1)], "the two have another locked meeting"),
            ([("a", "z", 0, 1)], "nobody has the id z"),
            ([("a", "d", 0, 1)], "neither wished for the other"),
            ([("a", "a", 0, 1)], "may not meet"),
            ([("a", "b", 2, 1)], "no such slot"),
            ([("a", "b", 0, 3)], "no table 3"),
        ],
    )
    def test_locked_meetings_that_clash_are_named(self, locked, said):
        with pytest.raises(Clash, match=said):
            optimise(check(data()), 1, locked=[Meeting(*each) for each in locked])

    def test_a_locked_meeting_of_somebody_away_is_named(self):
        changed = data()
        changed["people"][0]["available"] = [1]
        with pytest.raises(Clash, match="a is not there then"):
            optimise(check(changed), 1, locked=[Meeting("a", "b", 0, 1)])


def test_it_needs_neither_settings_nor_a_database():
    code = (
        "import sys; from sterke.connections.timetable import optimise; "
        "sys.exit(any(name.startswith('django') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_solver_writes_nothing_on_standard_output():
    code = "from tests.connections.rounds import chance; from sterke.connections.timetable import optimise; "
    code += "assert optimise(chance(1), 1).value"
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, env={"PYTHONPATH": PATH})
    assert said.stdout == b""


@pytest.mark.skipif(not SHARED.exists(), reason="the public rounds are not beside this folder")
def test_a_public_round_is_settled_to_the_last_point():
    result = optimise(read(SHARED / "instances" / "popular-120.json"), 20, seed=1)
    assert result.value == result.bound == 999
