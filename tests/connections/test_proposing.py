"""Two who have wished to meet each other, each at a time of their own, are asked by the house."""

import pytest

from sterke.connections import actions
from sterke.connections.models import ConnectionChoice, Introduction, Suggestion
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    return [make.RoleFactory(organisation=make.OrganisationFactory(member=True)) for _who in range(2)]


def suggest(one, other, code="both_wish"):
    Suggestion.objects.create(asker=one.person, person=other.person, score=40, reasons=[[code, {}, 40]])


def propose():
    from sterke.accounts.models import User

    return actions.propose_by_the_house(User.objects.clockwork())


def test_both_are_asked_once_whichever_way_it_is_suggested(pair, letters):
    one, other = pair
    suggest(one, other)
    suggest(other, one)
    assert (propose(), propose()) == (1, 0)
    row = Introduction.objects.get()
    assert (row.origin, {side.word for side in row.sides.all()}) == ("system", {""})
    assert {letter.to for letter in letters()} == {role.person.user.email for role in pair}


def test_other_reasons_are_left_to_people(pair):
    suggest(*pair, code="same_trade")
    assert propose() == 0


def test_somebody_who_hides_is_not_asked(pair, letters):
    suggest(*pair)
    ConnectionChoice.objects.create(person=pair[1].person, hidden=True)
    assert propose() == 0
    assert letters() == []
