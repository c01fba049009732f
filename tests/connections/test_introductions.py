"""Both yes and they are joined; a no is seen by nobody; the days end quietly."""

import datetime
import re

import icalendar
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from sterke.connections import actions, times
from sterke.connections.models import Competitors, ConnectionChoice, Introduction, IntroductionSide, NotWith
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def one():
    return make.RoleFactory(
        organisation=make.OrganisationFactory(member=True), person__name="Ada Kunn", visibility="members"
    )


@pytest.fixture
def other():
    return make.RoleFactory(
        organisation=make.OrganisationFactory(member=True), person__name="Bo Vet", visibility="members"
    )


def introduce(one, other, **more):
    facts = {"why": "Samme robot", "origin": "secretariat", "by": make.viewer("secretary"), **more}
    return actions.introduce((one.person, one.organisation), (other.person, other.organisation), **facts)


def asked_by(one, other):
    return introduce(one, other, wants=one.person, origin="member", by=one.person.user, note="Vi har gjort det")


def side_of(row, role):
    return row.sides.get(person=role.person)


def say(row, role, word, **more):
    return actions.answer_introduction(side_of(row, role), word=word, person=role.person, **more)


def link_in(letter):
    return re.search(r"http://[^/\s]+(/\S+)", letter.text)[1]


def test_whoever_asks_has_said_yes_and_only_the_other_gets_a_letter(one, other, letters):
    row = asked_by(one, other)
    assert (side_of(row, one).word, side_of(row, other).word) == ("yes", "")
    assert [letter.to for letter in letters()] == [other.person.user.email]
    assert "Vi har gjort det" in letters()[0].text


def test_both_yes_is_one_mail_to_both_with_address_reason_and_time(one, other, letters, clock):
    row = asked_by(one, other)
    suits = times.choices(timezone.localdate())
    IntroductionSide.objects.filter(pk=side_of(row, one).pk).update(times=suits[3:6])
    say(row, other, "yes", suits=[suits[1], suits[4], "tull"])
    row.refresh_from_db()
    assert row.joined_on == timezone.localdate()
    joined = letters()[-2:]
    assert {letter.to for letter in joined} == {one.person.user.email, other.person.user.email}
    for letter in joined:
        assert one.person.user.email in letter.text and other.person.user.email in letter.text
        assert "Samme robot" in letter.text
        assert letter.headers["Reply-To"] != letter.to
    event = icalendar.Calendar.from_ical(joined[0].calendar).walk("VEVENT")[0]
    assert timezone.localtime(event.start).strftime(times.FORM) == suits[4]


def test_opening_the_link_says_nothing_and_posting_does(one, other, letters, client_for):
    row = asked_by(one, other)
    client, address = client_for("anonymous"), link_in(letters()[0])
    assert client.get(address).status_code == 200
    row.refresh_from_db()
    assert row.joined_on is None
    assert client.post(address, {"word": "yes"}).status_code == 200
    row.refresh_from_db()
    assert row.joined_on


def test_a_no_looks_to_the_other_like_no_answer(one, other, client_for):
    silent, refused = asked_by(one, other), None
    third = make.RoleFactory(organisation=make.OrganisationFactory(member=True), person__name=other.person.name)
    refused = asked_by(one, third)
    say(refused, third, "no", note="Aldri i livet")
    client = client_for(one.person.user)

    def seen(row, role):
        page = client.get(row.get_absolute_url()).content.decode()
        plain = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", page))
        return plain.replace(role.organisation.name, "X")

    assert seen(silent, other) == seen(refused, third)
    assert "Aldri" not in client.get(reverse("connections:mine")).content.decode()
    assert "Aldri" in client_for("secretary").get(refused.get_absolute_url()).content.decode()


def test_a_reminder_goes_once_to_those_who_have_not_answered(one, other, letters, clock):
    row = asked_by(one, other)
    clock.shift(datetime.timedelta(days=8))
    assert (actions.remind_introductions(), actions.remind_introductions()) == (1, 0)
    assert letters()[-1].to == other.person.user.email
    assert row.reminded_on is None


def test_nobody_is_reminded_of_a_meeting_the_other_will_not_have(one, other, clock):
    row = introduce(one, other)
    say(row, one, "no")
    clock.shift(datetime.timedelta(days=8))
    assert actions.remind_introductions() == 0


def test_later_is_asked_again_in_three_months(one, other, letters, clock):
    row = asked_by(one, other)
    say(row, other, "later")
    clock.shift(datetime.timedelta(days=30))
    assert (actions.ask_again_later(), actions.close_overdue(make.viewer("secretary"))) == (0, 0)
    clock.shift(datetime.timedelta(days=61))
    before = len(letters())
    assert (actions.ask_again_later(), actions.ask_again_later()) == (1, 0)
    assert [letter.to for letter in letters()[before:]] == [other.person.user.email]


def test_the_days_end_quietly(one, other, letters, clock):
    row = asked_by(one, other)
    before = len(letters())
    clock.shift(datetime.timedelta(days=15))
    assert actions.close_overdue(make.viewer("secretary")) == 1
    row.refresh_from_db()
    assert row.closed_on
    assert len(letters()) == before


def test_yes_when_the_days_are_over_asks_the_other_once_more(one, other, letters, client_for, clock):
    row = introduce(one, other)
    address = link_in(next(letter for letter in letters() if letter.to == other.person.user.email))
    clock.shift(datetime.timedelta(days=16))
    actions.close_overdue(make.viewer("secretary"))
    client = client_for("anonymous")
    assert client.get(address).status_code == 410
    assert client.post(address, {"word": "yes"}).status_code == 200
    again = Introduction.objects.exclude(pk=row.pk).get()
    assert (side_of(again, other).word, side_of(again, one).word) == ("yes", "")


def test_late_yes_after_the_others_no_bothers_nobody_and_says_the_same(one, other, letters, client_for, clock):
    row = introduce(one, other)
    say(row, one, "no")
    address = link_in(next(letter for letter in letters() if letter.to == other.person.user.email))
    before = len(letters())
    clock.shift(datetime.timedelta(days=16))
    answer = client_for("anonymous").post(address, {"word": "yes"})
    assert answer.status_code == 200
    assert (Introduction.objects.count(), len(letters())) == (1, before)


def test_the_same_pair_is_not_asked_twice_whichever_comes_first(one, other):
    asked_by(one, other)
    with pytest.raises(ValidationError) as refused:
        introduce(other, one)
    assert refused.value.code == "twice"
    assert Introduction.objects.count() == 1


def test_a_pair_that_is_settled_may_be_asked_anew(one, other):
    row = asked_by(one, other)
    say(row, other, "yes")
    assert introduce(one, other).pk != row.pk


@pytest.mark.parametrize("bar", ["hidden", "person", "company", "theirs", "competitors"])
def test_those_who_would_rather_not_are_refused_in_words_that_do_not_say_who(one, other, bar):
    if bar == "hidden":
        ConnectionChoice.objects.create(person=other.person, hidden=True)
    elif bar == "person":
        NotWith.objects.create(person=one.person, other=other.person)
    elif bar == "company":
        NotWith.objects.create(person=other.person, organisation=one.organisation)
    elif bar == "theirs":
        NotWith.objects.create(person=other.person, other=one.person)
    else:
        Competitors.objects.create(one=other.organisation, other=one.organisation)
    with pytest.raises(ValidationError) as refused:
        introduce(one, other)
    assert refused.value.code == "barred"
    assert one.person.name not in str(refused.value) and other.person.name not in str(refused.value)


def test_oneself_and_colleagues_are_refused(one):
    colleague = make.RoleFactory(organisation=one.organisation)
    for them, code in (((one, one), "oneself"), ((one, colleague), "colleagues")):
        with pytest.raises(ValidationError) as refused:
            introduce(*them)
        assert refused.value.code == code


def test_a_member_cannot_bring_two_others_together(one, other):
    with pytest.raises(PermissionDenied):
        introduce(one, other, by=make.viewer("member"), origin="member")


def test_nobody_answers_for_the_other(one, other):
    row = asked_by(one, other)
    with pytest.raises(PermissionDenied):
        actions.answer_introduction(side_of(row, other), word="yes", person=one.person)


def test_an_erased_side_closes_what_waits_and_keeps_the_count(one, other):
    from sterke.core.house import Individual, house

    row = asked_by(one, other)
    house.erasers["connections"](Individual("x", person_id=other.person.pk))
    row.refresh_from_db()
    assert row.closed_on
    assert {side.name for side in row.sides.all()} == {"Ada Kunn", "–"}
