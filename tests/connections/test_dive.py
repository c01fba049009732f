"""Tries leave a timetable that holds the rules and is as good as it was, and one that scattered absences make hard
comes near its bound."""

import random
from concurrent.futures import ThreadPoolExecutor

from hypothesis import given, settings
from hypothesis import strategies as st

from sterke.connections.timetable import optimise
from sterke.connections.timetable.board import Board
from sterke.connections.timetable.dive import dive
from sterke.connections.timetable.making import by_weight
from sterke.connections.timetable.problem import Problem
from sterke.connections.timetable.solver import Clock
from sterke.connections.timetable.tries import FIRST, Tries, join

from .rounds import broken, chance

HARD = st.tuples(st.integers(0, 10_000), st.floats(0, 0.6), st.floats(0, 0.6))


def problem_of(hard):
    seed, caps, stands = hard
    return Problem(chance(seed, people=24, slots=6, tables=6, free=0.6, wishes=6, caps=caps, stands=stands))


def greedy(problem, rng):
    board, order = Board(problem), list(range(len(problem)))
    rng.shuffle(order)
    board.fill(order)
    return board


@settings(max_examples=20, deadline=None)
@given(HARD)
def test_a_dive_from_nothing_holds_the_rules(hard):
    problem = problem_of(hard)
    board = Board(problem)
    assert dive(board, Clock(10), random.Random(1))[0]
    assert broken(problem.instance, problem.meetings(board.slot)) == []


@settings(max_examples=20, deadline=None)
@given(HARD, st.sampled_from(list(FIRST)))
def test_a_try_of_any_kind_holds_the_rules_and_loses_nothing(hard, kind):
    problem, rng = problem_of(hard), random.Random(hard[0])
    board = greedy(problem, rng)
    with ThreadPoolExecutor(2) as pool:
        tried = Tries(rng, None, by_weight(problem), pool).one(board.copy(), Clock(10), kind, rng).board
    assert broken(problem.instance, problem.meetings(tried.slot)) == []
    assert tried.rank >= board.rank


@settings(max_examples=30, deadline=None)
@given(HARD)
def test_two_changes_are_joined_into_one_timetable_at_least_as_good(hard):
    problem, rng = problem_of(hard), random.Random(hard[0])
    was, one, other = (greedy(problem, rng) for _turn in range(3))
    both = join(was, one, other)
    assert broken(problem.instance, problem.meetings(both.slot)) == []
    assert both.rank >= max(one.rank, other.rank)


def test_a_copy_is_changed_alone():
    problem = problem_of((3, 0.3, 0.3))
    board = greedy(problem, random.Random(1))
    slots, count = list(board.slot), list(board.count)
    twin = board.copy()
    for index, slot in enumerate(slots):
        if slot >= 0:
            twin.take(index)
    assert (board.slot, board.count) == (slots, count)
    assert (twin.value, sum(twin.count)) == (0, 0)


def test_scattered_absences_are_settled_near_the_bound():
    instance = chance(2, people=60, slots=10, tables=25, free=0.5, wishes=8)
    result = optimise(instance, 3, seed=1)
    assert result.value >= 0.985 * result.bound
