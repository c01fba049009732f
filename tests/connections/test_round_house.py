"""What rounds give the house: the desk, a person's data and its erasure, what is forgotten in time, history."""

import datetime

import pytest
from django.utils import timezone

from sterke.connections import house_rounds
from sterke.connections.actions import rounds
from sterke.connections.models import EntrySide, RoundNotWith, TimetableEntry, TimetableRun, Wish
from sterke.core.house import Individual
from sterke.core.models import Activity
from tests import factories as make
from tests.connections.rounded import people, published

pytestmark = pytest.mark.django_db


def desk(user) -> set[str]:
    return {item.kind for give in (house_rounds.rounds_on_the_desk, house_rounds.untold_results) for item in give(user)}


@pytest.fixture
def secretary():
    return make.viewer("secretary")


def test_the_desk_tells_what_a_round_waits_for(secretary, clock):
    round = make.a_round(people=2)
    assert desk(secretary) == {"round_unopened"}
    assert desk(make.viewer("member")) == set()
    round.opened_at = timezone.now()
    round.save()
    assert desk(secretary) == set()
    clock.move_to(round.wishes_until - datetime.timedelta(days=1))
    assert desk(secretary) == {"round_closing"}
    clock.move_to(round.wishes_until)
    assert desk(secretary) == {"round_to_make"}
    round.drafted_at = timezone.now()
    round.save()
    TimetableRun.objects.create(round=round, seconds=1, state="done", by="Noen")
    assert desk(secretary) == {"round_unpublished"}
    round.gathering.status = "cancelled"
    round.gathering.save()
    assert desk(secretary) == set()


def test_the_desk_asks_for_results_that_nobody_told(secretary, clock):
    round = published(2)
    round.asked_at = timezone.now()
    round.save()
    clock.move_to(round.gathering.over + datetime.timedelta(days=9))
    assert desk(secretary) == {"round_untold"}
    TimetableEntry.objects.update(state="met")
    assert desk(secretary) == set()


def test_a_person_gets_what_is_kept_and_erasure_leaves_that_two_met(secretary):
    round = published(2, slots=2)
    me = make.ParticipantFactory(round=round, person=make.PersonFactory(), about="Sveis")
    one, other = people(round)[:2]
    make.wish(me, one), make.wish(one, me)
    RoundNotWith.objects.create(participant=me, other=other)
    entry = TimetableEntry.objects.first()
    EntrySide.objects.create(entry=entry, participant=me, met=True, words="Hemmelig")
    individual = Individual("", person_id=me.registration.person_id)
    (data,) = house_rounds.data_of(individual)
    assert data["wishes"] == [{"for": one.name, "how_much": Wish.objects.get(wisher=me).get_strength_display()}]
    assert data["rather_not"] == [other.name]
    assert [trace.count for trace in house_rounds.traces_of(individual)] == [1, 0]

    house_rounds.erase(individual)

    me.refresh_from_db()
    assert me.about == ""
    assert not Wish.objects.filter(wisher=me).exists()
    assert not Wish.objects.filter(wished=me).exists()
    assert not RoundNotWith.objects.exists()
    assert EntrySide.objects.get().words == ""
    assert TimetableEntry.objects.exists()


def test_a_year_after_wishes_are_forgotten_and_that_people_met_is_not(clock):
    round = published(4)
    TimetableRun.objects.create(round=round, seconds=1, state="done", by="Noen")
    clock.move_to(round.gathering.over + datetime.timedelta(days=360))
    assert house_rounds.forget_wishes(False) == 0
    clock.move_to(round.gathering.over + datetime.timedelta(days=367))
    assert house_rounds.forget_wishes(True) == 8
    assert Wish.objects.count() == 8
    assert house_rounds.forget_wishes(False) == 8
    assert not Wish.objects.exists()
    assert not TimetableRun.objects.exists()
    assert TimetableEntry.objects.count() == 2


def test_history_says_what_was_done_and_never_for_whom_somebody_wished(secretary):
    round = make.a_round(people=2)
    rounds.open_wishes(round, by=secretary)
    line = Activity.objects.get(verb="round.opened")
    assert line.details == {"count": 2}
    assert line.actor == str(secretary)
