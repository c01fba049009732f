"""Votes in the room, as plain data."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sterke.gatherings.voting import Voter, settle

COMPANIES = st.integers(0, 9)


@dataclass(frozen=True)
class Company:
    pk: int


@given(st.sets(st.integers(0, 9)), st.dictionaries(st.integers(0, 9), st.integers(0, 9)))
def test_there_are_never_more_votes_than_companies_with_one(present, proxies):
    rows = [Voter(Company(n), None, None) for n in range(10)]
    tally = settle(rows, present, [(giver, holder) for giver, holder in proxies.items() if giver != holder])
    assert tally.present == len(present)
    assert tally.present <= tally.votes <= tally.entitled
    assert sum(each.votes for each in rows) == tally.votes
    assert all(each.votes == 0 for each in rows if each.pk not in present)


@pytest.mark.parametrize(("votes", "percent", "enough"), [(0, 0, False), (1, 0, True), (4, 50, False), (5, 50, True)])
def test_whether_there_are_enough(votes, percent, enough):
    rows = [Voter(Company(n), None, None) for n in range(10)]
    assert settle(rows, range(votes), []).has_quorum(percent) == enough
