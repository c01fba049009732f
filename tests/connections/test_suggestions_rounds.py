"""Suggestions and meeting rounds: who fits is seen first, who met knows each other, and a wish counts when both have it."""

import pytest

from sterke.connections import actions
from sterke.connections.models import Suggestion, TimetableEntry
from sterke.connections.reports_rounds import choices_for
from tests import factories as make

from .rounded import meet
from .suggested import two

pytestmark = pytest.mark.django_db


def at_a_round(*roles):
    round = make.a_round(people=2, slots=1, wishes=True)
    return round, [
        make.ParticipantFactory(round=round, person=role.person, organisation=role.organisation) for role in roles
    ]


def codes(asker):
    return {code for row in Suggestion.objects.filter(asker=asker.person) for code, _about, _points in row.reasons}


def test_those_who_fit_stand_first_on_the_list_of_whom_one_may_wish_for():
    w = two()
    _round, (me, helper) = at_a_round(w.asker, w.helper)
    names = [choice.row.name for choice in choices_for(me)]
    assert names == sorted(names)

    make.SuggestionFactory(asker=w.asker.person, person=w.helper.person, role=w.helper, offer=w.offer)

    assert choices_for(me)[0].row == helper


def test_a_wish_at_a_gathering_counts_when_both_had_it():
    w = two()
    _round, (me, helper) = at_a_round(w.asker, w.helper)
    make.wish(me, helper)
    actions.refresh_suggestions()
    assert "both_wish" not in codes(w.asker) | codes(w.helper)

    make.wish(helper, me)
    actions.refresh_suggestions()

    assert "both_wish" in codes(w.asker) & codes(w.helper)


def test_who_met_at_a_table_are_not_suggested_to_each_other_again():
    w = two()
    round, (me, helper) = at_a_round(w.asker, w.helper)
    meet(me, helper, round.times[0], state=TimetableEntry.State.MET)

    actions.refresh_suggestions()

    assert not Suggestion.objects.exclude(asker=None).exists()
    assert Suggestion.objects.filter(listing=w.need, person=w.helper.person).exists(), "easier to ask"
