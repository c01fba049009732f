"""One table of what people type and what should come first; it is the same on every database."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import translation

from sterke.core.search.find import find
from sterke.core.search.hits import hits_of
from tests import factories as make
from tests import searching


def first_hit(user, typed: str) -> str:
    found = find(user, typed)
    if not found.groups:
        return ""
    group = found.groups[0]
    return hits_of(group, group.rows[:1], found, user)[0].texts[0]


@pytest.fixture
def small_world(db):
    searching.build()
    with translation.override("nb"):
        yield


def test_what_people_type_leads_to_what_they_mean(small_world):
    visitor = AnonymousUser()
    got = [(typed, first_hit(visitor, typed)) for typed, _first in searching.EXPECTED]
    wrong = [
        (*pair, "expected", first) for pair, (_, first) in zip(got, searching.EXPECTED, strict=True) if pair[1] != first
    ]
    assert wrong == []
    assert len(searching.EXPECTED) >= 60


def test_an_organisation_number_leads_straight_to_its_company_however_it_is_spaced(small_world):
    visitor = AnonymousUser()
    for name, number in searching.NUMBERS.items():
        for typed in (number, f"{number[:3]} {number[3:6]} {number[6:]}", f" NO {number} MVA"):
            assert first_hit(visitor, typed) == name


def test_who_may_see_more_finds_more(small_world):
    assert first_hit(make.viewer("member"), "varmepumpe") == "Bare for medlemmer: varmepumper"
    assert first_hit(make.viewer("secretary"), "hemmelig varmepumpe") == searching.HIDDEN
