"""Chains and pushing leave a timetable that holds all rules."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from sterke.connections.timetable import value_of
from sterke.connections.timetable.board import Board
from sterke.connections.timetable.problem import Problem
from sterke.connections.timetable.settle import settle
from sterke.connections.timetable.solver import Clock

from .rounds import chance


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.4, 1), st.integers(2, 7))
def test_whatever_is_moved_the_rules_hold(seed, free, tables):
    problem = Problem(chance(seed, people=16, slots=5, tables=tables, free=free, wishes=6))
    board, every = Board(problem), list(range(len(problem)))
    for index in every:
        board.insert(index)
    assert value_of(problem.instance, problem.meetings(board.slot)) == board.value
    before = board.value
    settle(board, every, Clock(1), 1, random.Random(seed), patience=50)
    assert value_of(problem.instance, problem.meetings(board.slot)) == board.value >= before
