"""Afterwards: everybody is asked once; what they tell counts; those who wished in vain are found."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from sterke.connections import mails_rounds as mails
from sterke.connections.actions.outcomes import Told, ask_those_due, tell_results, wished_in_vain
from sterke.connections.models import Competitors, EntrySide, Introduction, TimetableEntry
from sterke.connections.reports_rounds import counts_of_results
from sterke.core.house import contributions_to
from tests import factories as make
from tests.connections.rounded import people, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def round(clock):
    made = published(4)
    clock.move_to(made.gathering.over)
    return made


def test_the_day_after_everybody_with_meetings_is_asked_once(round, letters, clock):
    make.ParticipantFactory(round=round)  # had no meeting
    assert ask_those_due() == 0
    clock.shift(86400)
    assert ask_those_due() == 4
    assert ask_those_due() == 0
    assert {mail.to for mail in letters()} == {row.registration.email for row in people(round)[:4]}
    assert "/etterpaa/" in letters()[0].text


def test_long_after_or_when_it_was_called_off_nobody_is_asked(round, clock):
    clock.shift(40 * 86400)
    assert ask_those_due() == 0


def test_two_met_when_one_of_them_says_so(round):
    one, two, *_rest = people(round)
    entry = TimetableEntry.objects.of(one).get()
    tell_results(two, {entry.pk: Told(False)}, by=two)
    entry.refresh_from_db()
    assert entry.state == "missed"
    tell_results(one, {entry.pk: Told(True, "project", "Vi prøver en robot", follow_up=True)}, by=one)
    entry.refresh_from_db()
    assert entry.state == "met"
    found = counts_of_results(round)
    assert (found["met"], found["untold"], found["follow_ups"], found["answered"]) == (1, 1, 1, 2)


def test_nobody_tells_for_another_nor_before_it_has_been(round, clock):
    one, _two, three, _four = people(round)
    entry = TimetableEntry.objects.of(one).get()
    with pytest.raises(PermissionDenied):
        tell_results(one, {entry.pk: Told(True)}, by=three)
    tell_results(three, {entry.pk: Told(True)}, by=three)  # not theirs: nothing is noted
    assert not EntrySide.objects.exists()
    clock.move_to(round.times[0].starts.replace(hour=1))
    with pytest.raises(ValidationError):
        tell_results(one, {entry.pk: Told(True)}, by=one)


def test_those_who_wished_for_each_other_in_vain_are_found(round):
    one, two, three, four = people(round)
    make.wish(three, two, 3)
    make.wish(two, one, 3)  # they met
    rival = make.ParticipantFactory(round=round, organisation=make.OrganisationFactory())
    firm = make.ParticipantFactory(round=round, organisation=make.OrganisationFactory())
    make.wish(rival, firm), make.wish(firm, rival)
    Competitors.objects.create(one=rival.registration.organisation, other=firm.registration.organisation)
    found = [{a.pk, b.pk} for a, b in wished_in_vain(round)]
    assert {two.pk, three.pk} in found
    assert {one.pk, two.pk} not in found
    assert {rival.pk, firm.pk} not in found
    assert {three.pk, four.pk} not in found


def test_by_the_link_one_tells_of_each_meeting(client, round):
    one, two, *_rest = people(round)
    entry = TimetableEntry.objects.of(one).get()
    address = reverse("connections:round_results", args=[mails.token_of(one)])
    assert two.name in client.get(address).content.decode()
    assert client.post(address, {"sent": "1"}).status_code == 422
    answer = client.post(address, {f"met{entry.pk}": "yes", f"result{entry.pk}": "learned", f"words{entry.pk}": "Fint"})
    assert answer.status_code == 302
    side = EntrySide.objects.get()
    assert (side.participant, side.met, side.result, side.words) == (one, True, "learned", "Fint")
    page = client.get(address).content.decode()
    assert "Fint" in page


def test_meetings_that_were_held_count_for_the_goal_the_gathering_serves(round):
    goal = make.GoalFactory(visibility="public")
    make.GatheringGoalFactory(gathering=round.gathering, serves=goal)
    one = people(round)[0]
    day = round.gathering.day
    secretary = make.viewer("secretary")
    before = contributions_to(goal, day, day, secretary)
    tell_results(one, {TimetableEntry.objects.of(one).get().pk: Told(True)}, by=one)
    after = contributions_to(goal, day, day, secretary)
    assert len(after) == len(before) + 1


def test_those_who_wished_in_vain_are_asked_whether_they_want_to_be_introduced(round, clock):
    def known():
        role = make.RoleFactory(organisation=make.OrganisationFactory(member=True))
        return make.ParticipantFactory(round=round, person=role.person, organisation=role.organisation)

    one, other, guest = known(), known(), people(round)[0]
    for a, b in ((one, other), (other, one), (one, guest), (guest, one)):
        make.wish(a, b, 3)
    clock.shift(86400)
    ask_those_due()
    asked = Introduction.objects.get()
    assert asked.origin == Introduction.Origin.GATHERING
    assert {side.person for side in asked.sides.all()} == {one.registration.person, other.registration.person}
    assert asked.gathering == round.gathering
