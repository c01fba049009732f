"""On the day: somebody stays away, comes late, loses the seat; the gathering is called off."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from icalendar import Calendar

from sterke.connections import mails_rounds as mails
from sterke.connections.actions import rounds
from sterke.connections.actions.on_the_day import come_late, follow_registrations, step_out
from sterke.connections.models import EntrySeat, RoundParticipant, TimetableEntry
from tests import factories as make
from tests.connections.rounded import meet, people, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary():
    return make.viewer("secretary")


def pairs() -> set[frozenset[int]]:
    return {entry.pair for entry in TimetableEntry.objects.standing()}


def events(text: str) -> dict[str, tuple[str, int]]:
    return {
        str(event["uid"]): (str(event["status"]), int(event["sequence"]))
        for event in Calendar.from_ical(text).walk("VEVENT")
    }


def test_a_no_show_frees_the_partner_and_only_those_touched_are_told(secretary, letters):
    round = published(6)
    one, two, three, four, five, six = people(round)
    change = step_out(one, why=RoundParticipant.Out.AWAY, by=secretary)
    assert change.lost == 1
    assert frozenset((one.pk, two.pk)) not in pairs()
    assert {frozenset((three.pk, four.pk)), frozenset((five.pk, six.pk))} <= pairs()
    assert {mail.to for mail in letters()} == {
        row.registration.email for row in people(round) if row.name in change.told
    }
    assert one.registration.email not in {mail.to for mail in letters()}
    assert two.registration.email in {mail.to for mail in letters()}


def test_the_one_who_would_meet_nobody_gets_somebody_and_at_most_five_programmes_get_something_new(secretary):
    round = published(8, slots=4, tables=4)
    one, two, *_rest = people(round)
    step_out(one, why=RoundParticipant.Out.AWAY, by=secretary)
    assert any(two.pk in pair for pair in pairs())
    new = TimetableEntry.objects.standing().exclude(slot=round.times[0])
    assert len({pk for entry in new for pk in entry.pair}) <= 5


def test_what_fell_away_is_cancelled_in_the_calendar_under_the_same_name(secretary, letters, clock):
    round = published(2)
    one, two = people(round)
    before = events(mails.calendar_of(two))
    clock.shift(300)
    step_out(one, by=secretary)
    after = events(letters()[-1].calendar)
    assert letters()[-1].to == two.registration.email
    assert list(after) == list(before)
    (status, sequence), (_was, earlier) = next(iter(after.values())), next(iter(before.values()))
    assert status == "CANCELLED"
    assert sequence > earlier


def test_a_meeting_that_moves_keeps_its_name_in_the_calendar(secretary, letters, clock):
    round = published(2)
    one, two = people(round)
    (uid,) = events(mails.calendar_of(two))
    clock.shift(300)
    change = come_late(one, round.times[1], by=secretary)
    assert (change.lost, change.new) == (1, 1)
    entry = TimetableEntry.objects.standing().get()
    assert entry.slot.starts >= round.times[1].starts
    assert EntrySeat.objects.count() == 2
    assert {mail.to for mail in letters()} == {one.registration.email, two.registration.email}
    assert events(letters()[-1].calendar)[uid][0] == "CONFIRMED"


def test_a_timetable_that_does_not_hold_together_still_frees_the_partner(secretary, letters):
    round = published(6)
    one, two, three, four, *_rest = people(round)
    round.tables = 1
    round.save()
    step_out(one, by=secretary)
    assert frozenset((one.pk, two.pk)) not in pairs()
    assert frozenset((three.pk, four.pk)) in pairs()
    assert [mail.to for mail in letters()] == [two.registration.email]


def test_late_before_the_first_meeting_changes_nothing_and_tells_nobody(secretary, letters):
    round = published(2)
    one, _two = people(round)
    assert come_late(one, round.times[0], by=secretary).told == []
    assert letters() == []


def test_late_from_a_time_that_has_begun_is_refused(secretary, clock):
    round = published(2)
    clock.move_to(round.times[1].starts)
    with pytest.raises(ValidationError):
        come_late(people(round)[0], round.times[1], by=secretary)


def test_meetings_that_have_been_stay(secretary, clock):
    round = published(4)
    one, two, three, _four = people(round)
    meet(one, three, round.times[2])
    clock.move_to(round.times[1].starts)
    step_out(one, by=secretary)
    assert frozenset((one.pk, two.pk)) in pairs()
    assert frozenset((one.pk, three.pk)) not in pairs()


def test_others_may_not(secretary):
    round = published(2)
    one, two = people(round)
    with pytest.raises(PermissionDenied):
        step_out(one, by=two)
    with pytest.raises(PermissionDenied):
        come_late(one, round.times[1], by=make.viewer("member"))


def test_stepping_out_of_a_draft_takes_the_meetings_out_and_tells_nobody(secretary, letters):
    round = published(2)
    round.published_at = None
    round.save()
    TimetableEntry.objects.update(published=False)
    step_out(people(round)[0], by=secretary)
    assert not TimetableEntry.objects.exists()
    assert letters() == []


def test_stepping_in_again_counts_from_then_on():
    round = make.a_round(people=2, wishes=True)
    one, _two = people(round)
    step_out(one, by=one)
    rounds.step_in(one, by=one)
    assert one.takes_part


def test_a_cancelled_registration_drops_the_meetings_and_tells_the_partner(letters):
    round = published(2)
    one, two = people(round)
    one.registration.state = "cancelled"
    one.registration.save()
    assert follow_registrations() == 1
    assert follow_registrations() == 0
    assert pairs() == set()
    assert [mail.to for mail in letters()] == [two.registration.email]
    one.refresh_from_db()
    assert one.out_why == "seat"


def test_a_cancelled_gathering_takes_the_meetings_out_of_every_calendar(letters):
    round = published(2)
    round.gathering.status = "cancelled"
    round.gathering.save()
    follow_registrations()
    follow_registrations()
    assert len(letters()) == 2
    assert {status for mail in letters() for status, _n in events(mail.calendar).values()} == {"CANCELLED"}


def test_one_tap_at_the_door_and_it_is_told_what_came_of_it(client_for):
    round = published(6)
    one = people(round)[0]
    client = client_for("secretary")
    back = reverse("connections:round_day", args=[round.gathering.slug])
    answer = client.post(
        reverse("connections:mark_participant", args=[round.gathering.slug, one.pk, "borte"]), follow=True
    )
    assert answer.redirect_chain[0][0] == back
    assert one.name in answer.content.decode()
    one.refresh_from_db()
    assert one.out_why == "away"


def test_by_ones_own_link_one_steps_out_and_the_partner_is_told(client, letters):
    round = published(2)
    one, two = people(round)
    client.post(reverse("connections:step_by_link", args=[mails.token_of(one), "ut"]))
    assert [mail.to for mail in letters()] == [two.registration.email]
