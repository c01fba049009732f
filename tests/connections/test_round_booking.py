"""A free time with somebody, booked after publishing; and many who want the same one."""

import os
from collections import Counter

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from sterke.connections import mails_rounds as mails
from sterke.connections.actions.booking import Taken, book, free_for_both
from sterke.connections.models import Competitors, ConnectionChoice, EntrySeat, TimetableEntry
from sterke.connections.rounds_instance import Plan
from tests import factories as make
from tests.connections.rounded import people, published
from tests.gatherings.rush import at_once

CROWD = 500 if os.environ.get("ALL") else 40


@pytest.fixture
def round(db):
    return published(4)


def test_a_free_time_is_booked_at_once_and_both_are_told(round, letters):
    one, _two, three, _four = people(round)
    entry = book(one, three, slot=round.times[1], by=one)
    assert (entry.slot, entry.table, entry.booked) == (round.times[1], 1, True)
    assert {mail.to for mail in letters()} == {one.registration.email, three.registration.email}


def test_a_taken_time_offers_the_next_that_are_free_for_both(round):
    one, _two, three, _four = people(round)
    with pytest.raises(Taken) as refused:
        book(one, three, slot=round.times[0], by=one)
    assert refused.value.offers == round.times[1:]
    assert TimetableEntry.objects.count() == 2


def test_without_a_table_there_is_no_free_time(round):
    round.tables = 2
    round.save()
    one, two, three, four = people(round)
    book(two, three, slot=round.times[1], by=two)
    book(one, four, slot=round.times[1], by=one)
    late = make.ParticipantFactory(round=round), make.ParticipantFactory(round=round)
    assert free_for_both(Plan(round), *late) == [round.times[2]]


@pytest.mark.parametrize("whom", ["oneself", "colleague", "hidden", "competitor", "out", "met"])
def test_whom_one_may_not_meet_one_may_not_book(round, whom, letters):
    me = make.ParticipantFactory(round=round, person=make.PersonFactory(), organisation=make.OrganisationFactory())
    other = make.ParticipantFactory(round=round, person=make.PersonFactory(), organisation=make.OrganisationFactory())
    firms = (me.registration.organisation, other.registration.organisation)
    if whom == "oneself":
        other = me
    elif whom == "colleague":
        other = make.ParticipantFactory(round=round, organisation=firms[0])
    elif whom == "hidden":
        ConnectionChoice.objects.create(person=other.registration.person, hidden=True)
    elif whom == "competitor":
        Competitors.objects.create(one=firms[0], other=firms[1])
    elif whom == "out":
        other.registration.state = "cancelled"
        other.registration.save()
    else:
        book(me, other, slot=round.times[1], by=me)
    before, told = TimetableEntry.objects.count(), len(letters())
    with pytest.raises(ValidationError):
        book(me, other, slot=round.times[2], by=me)
    assert (TimetableEntry.objects.count(), len(letters())) == (before, told)


def test_nobody_books_for_another_nor_before_publishing_nor_what_has_begun(round, clock):
    one, _two, three, _four = people(round)
    with pytest.raises(PermissionDenied):
        book(one, three, slot=round.times[1], by=three)
    clock.move_to(round.times[1].starts)
    with pytest.raises(Taken):
        book(one, three, slot=round.times[1], by=one)
    round.published_at = None
    round.save()
    one.round = round
    with pytest.raises(ValidationError) as refused:
        book(one, three, slot=round.times[2], by=one)
    assert refused.value.code == "early"


def test_a_cap_holds_for_bookings_too(round):
    one, _two, three, _four = people(round)
    three.most = 1
    three.save()
    with pytest.raises(Taken):
        book(one, three, slot=round.times[1], by=one)


def test_by_the_link_one_sees_who_is_free_and_books(client, round):
    one, two, three, _four = people(round)
    address = reverse("connections:book_meeting", args=[mails.token_of(one)])
    page = client.get(address).content.decode()
    assert three.name in page
    assert two.name not in page  # they have a meeting
    page = client.get(address, {"med": three.pk}).content.decode()
    assert f'value="{round.times[1].pk}"' in page
    answer = client.post(f"{address}?med={three.pk}", {"tid": round.times[1].pk}, follow=True)
    assert three.name in answer.content.decode()
    answer = client.post(f"{address}?med={three.pk}", {"tid": "tull"})
    assert answer.status_code == 404


def test_many_who_want_the_same_person_at_the_same_time_get_it_once(house):
    """G5: one gets it; the others are told the next times that are free."""
    round = published(2, slots=3, tables=CROWD + 2)
    wanted = make.ParticipantFactory(round=round)
    crowd = [make.ParticipantFactory(round=round) for _each in range(CROWD)]
    slot = round.times[1]

    def want(n: int) -> str:
        try:
            book(crowd[n], wanted, slot=slot, by=crowd[n])
        except Taken as problem:
            return f"offered {len(problem.offers)}"
        return "got it"

    assert Counter(map(str, at_once(CROWD, want, 20))) == {"got it": 1, "offered 2": CROWD - 1}
    assert EntrySeat.objects.filter(participant=wanted).count() == 1


def test_the_last_table_is_given_once(house):
    round = published(2, slots=2, tables=1)
    pairs = [(make.ParticipantFactory(round=round), make.ParticipantFactory(round=round)) for _each in range(10)]
    slot = round.times[1]

    def want(n: int) -> str:
        try:
            book(*pairs[n], slot=slot, by=pairs[n][0])
        except Taken:
            return "taken"
        return "got it"

    assert Counter(map(str, at_once(10, want))) == {"got it": 1, "taken": 9}
