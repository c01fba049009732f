"""How a goal stands: the rule, example by example and as properties that hold for every goal."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sterke.goals.state import TOLERANCE, Aim, Figure, State, lacks_measurement, newest, percent, state_of

START, DUE = date(2025, 1, 1), date(2029, 1, 1)
UP, DOWN = Aim(Decimal(0), START, Decimal(100), DUE), Aim(Decimal(33), START, Decimal(0), DUE)
HALFWAY = START + (DUE - START) / 2

days = st.dates(date(2000, 1, 1), date(2060, 1, 1))
values = st.decimals(-1_000_000, 1_000_000, places=3)
figures = st.lists(st.builds(Figure, days, values), max_size=6)


@st.composite
def aims(draw):
    start, value = draw(days), draw(values)
    target = draw(values.filter(lambda other: other != value))
    return Aim(value, start, target, start + timedelta(days=draw(st.integers(1, 9000))))


def on(day, value):
    return Figure(day, Decimal(value))


def test_without_numbers_there_is_no_state_to_be_in():
    assert state_of(None, [on(HALFWAY, 5)], HALFWAY) == State.NO_TARGET


def test_without_a_figure_nobody_knows_not_even_after_the_due_day():
    assert state_of(UP, [], HALFWAY) == State.NO_MEASUREMENT
    assert state_of(UP, [], DUE + timedelta(days=1)) == State.NO_MEASUREMENT


@pytest.mark.parametrize("day", [START - timedelta(days=1), START, DUE + timedelta(days=1)])
def test_figures_outside_the_time_of_the_goal_do_not_count(day):
    assert state_of(UP, [on(day, 100)], HALFWAY) == State.NO_MEASUREMENT


@pytest.mark.parametrize(
    ("value", "state"),
    [(100, "reached"), (101, "reached"), (50, "on_track"), (45, "on_track"), (44, "behind"), (-10, "behind")],
)
def test_halfway_the_line_is_at_fifty_and_a_twentieth_is_forgiven(value, state):
    assert state_of(UP, [on(HALFWAY, value)], HALFWAY) == state


@pytest.mark.parametrize(("value", "state"), [(0, "reached"), (-1, "reached"), (16, "on_track"), (19, "behind")])
def test_less_is_better_where_the_target_lies_below(value, state):
    assert state_of(DOWN, [on(HALFWAY, value)], HALFWAY) == state


def test_a_figure_is_held_against_the_line_on_its_own_day_not_on_today():
    early = START + (DUE - START) / 10
    assert state_of(UP, [on(early, 10)], HALFWAY) == State.ON_TRACK


def test_the_due_day_itself_is_in_time():
    assert state_of(UP, [on(DUE, 100)], DUE) == State.REACHED
    assert state_of(UP, [on(DUE, 99)], DUE) == State.ON_TRACK
    assert state_of(UP, [on(DUE, 99)], DUE + timedelta(days=1)) == State.MISSED


def test_reached_too_late_is_missed():
    late = [on(HALFWAY, 60), on(DUE + timedelta(days=1), 100)]
    assert state_of(UP, late, DUE + timedelta(days=2)) == State.MISSED


def test_what_was_reached_and_lost_again_is_not_reached():
    assert state_of(UP, [on(HALFWAY, 100), on(HALFWAY + timedelta(days=9), 40)], DUE) == State.BEHIND


def test_fifty_more_apprentice_places_in_2016_than_in_2014():
    aim = Aim(Decimal(120), date(2014, 10, 1), Decimal(120 + 50), date(2016, 12, 31))
    found = [on(date(2015, 10, 1), 141), on(date(2016, 11, 15), 172)]
    assert state_of(aim, found[:1], date(2015, 12, 1)) == State.ON_TRACK  # 42 per cent of the way, 44 of the time
    assert state_of(aim, [on(date(2015, 10, 1), 135)], date(2015, 12, 1)) == State.BEHIND
    assert state_of(aim, found, date(2016, 12, 1)) == State.REACHED
    assert state_of(aim, found, date(2026, 1, 1)) == State.REACHED
    assert state_of(aim, [on(date(2016, 11, 15), 169)], date(2017, 1, 1)) == State.MISSED


@pytest.mark.parametrize(("target", "due"), [(0, DUE), (100, START), (100, START - timedelta(days=1))])
def test_an_aim_that_leads_nowhere_is_refused(target, due):
    with pytest.raises(ValueError, match="aim"):
        Aim(Decimal(0), START, Decimal(target), due)


@given(aims(), figures, days)
def test_the_order_of_the_figures_does_not_matter(aim, found, today):
    assume(len({figure.day for figure in found}) == len(found))
    assert state_of(aim, found, today) == state_of(aim, found[::-1], today)


@given(aims(), figures, days)
def test_turned_upside_down_a_goal_stands_the_same(aim, found, today):
    other = Aim(-aim.baseline, aim.baseline_on, -aim.target, aim.due)
    assert state_of(aim, found, today) == state_of(other, [Figure(f.day, -f.value) for f in found], today)


@given(aims(), figures, days, values)
def test_counted_from_another_nought_a_goal_stands_the_same(aim, found, today, shift):
    other = Aim(aim.baseline + shift, aim.baseline_on, aim.target + shift, aim.due)
    assert state_of(aim, found, today) == state_of(other, [Figure(f.day, f.value + shift) for f in found], today)


@given(aims(), figures, days)
def test_the_states_are_what_the_rule_says(aim, found, today):
    state, figure = state_of(aim, found, today), newest(aim, found)
    assert (state == State.NO_MEASUREMENT) == (figure is None)
    if figure is not None:
        at_target = figure.value >= aim.target if aim.target > aim.baseline else figure.value <= aim.target
        assert (state == State.REACHED) == at_target
        assert (state == State.MISSED) == (not at_target and today > aim.due)
        assert aim.baseline_on < figure.day <= aim.due


@given(aims(), days, values, values)
def test_a_better_figure_never_stands_worse(aim, today, one, other):
    order = [State.MISSED, State.BEHIND, State.ON_TRACK, State.REACHED]
    better = max if aim.target > aim.baseline else min
    worse = other if better(one, other) == one else one
    stands = [state_of(aim, [Figure(aim.due, value)], today) for value in (worse, better(one, other))]
    assert order.index(stands[0]) <= order.index(stands[1])


@given(aims(), days)
def test_the_line_goes_from_nought_to_one_and_never_back(aim, day):
    assert aim.line_on(aim.baseline_on) == 0
    assert aim.line_on(aim.due) == 1
    assert 0 <= aim.line_on(day) <= aim.line_on(day + timedelta(days=1)) <= 1


@given(aims(), st.integers(1, 9000))
def test_on_the_line_is_on_track(aim, after):
    day = aim.baseline_on + timedelta(days=after)
    assume(day < aim.due)
    value = aim.baseline + (aim.target - aim.baseline) * Decimal(after) / Decimal((aim.due - aim.baseline_on).days)
    assert abs(aim.covered(value) - aim.line_on(day)) < TOLERANCE
    assert state_of(aim, [Figure(day, value)], day) in {State.ON_TRACK, State.REACHED}


def test_a_hundred_per_cent_is_said_of_what_is_there_and_of_nothing_less():
    assert percent(Fraction(999, 1000)) == 99
    assert percent(Fraction(1)) == 100
    assert percent(Fraction(-1, 1000)) == -1


@pytest.mark.parametrize(
    ("last", "today", "asked"),
    [
        (None, START + timedelta(days=90), False),
        (None, START + timedelta(days=91), True),  # nobody has measured since the baseline
        (HALFWAY, HALFWAY + timedelta(days=90), False),
        (HALFWAY, HALFWAY + timedelta(days=91), True),
        (HALFWAY, DUE + timedelta(days=90), True),  # one more figure decides
        (HALFWAY, DUE + timedelta(days=91), False),  # and then nobody is asked any more
        (DUE, DUE + timedelta(days=90), False),
    ],
)
def test_when_somebody_should_measure(last, today, asked):
    assert lacks_measurement(UP, last, 90, today) is asked
