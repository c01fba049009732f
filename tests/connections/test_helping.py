""" "I can help", answers to questions, and what came of it."""

import datetime
import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from sterke.connections import actions
from sterke.connections.models import Introduction, Listing, ListingAnswer, SuggestionFeedback
from sterke.core.models import Cluster
from sterke.goals.models import Goal
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return make.RoleFactory(organisation=make.OrganisationFactory(member=True, visibility="public"))


@pytest.fixture
def helper():
    return make.RoleFactory(
        organisation=make.OrganisationFactory(member=True, visibility="public"), person__name="Hjelpe Mann"
    )


@pytest.fixture
def listing(owner):
    return make.ListingFactory(organisation=owner.organisation, contact=owner.person, visibility="members")


def link_in(letter):
    return re.search(r"http://[^/\s]+(/\S+)", letter.text)[1]


def test_i_can_help_asks_the_owner(listing, owner, helper, client_for, letters):
    answer = client_for(helper.person.user).post(
        reverse("connections:help_out", args=[listing.pk]), {"words": "Vi har to slike"}
    )
    assert answer.status_code == 302
    row = Introduction.objects.get()
    assert (row.listing, row.sides.get(asked=True).person) == (listing, helper.person)
    assert letters()[-1].to == owner.person.user.email
    assert "Vi har to slike" in letters()[-1].text


def test_by_a_link_without_signing_in(listing, helper, client_for, letters):
    assert actions.ask_for_help(listing, [helper.person], by=listing.contact.user) == 1
    assert actions.ask_for_help(listing, [helper.person], by=listing.contact.user) == 0
    client, address = client_for("anonymous"), link_in(letters()[-1])
    assert client.get(address).status_code == 200
    assert not Introduction.objects.exists()
    assert client.post(address, {"words": "Ja"}).status_code == 200
    assert Introduction.objects.get().asked_by == helper.person.name


def test_not_for_me_moves_later_suggestions_and_tells_nobody(listing, helper, client_for, letters):
    actions.ask_for_help(listing, [helper.person], by=listing.contact.user)
    before = len(letters())
    client_for("anonymous").post(link_in(letters()[-1]), {"svar": "nei"})
    assert SuggestionFeedback.objects.get().verdict == "not"
    assert (Introduction.objects.count(), len(letters())) == (0, before)


def test_what_ran_out_while_somebody_wrote_is_answered_all_the_same(listing, helper):
    Listing.objects.update(valid_until=make.in_days(-3))
    listing.refresh_from_db()
    assert actions.offer_help(listing, words="Ja", person=helper.person)


def test_what_is_closed_is_refused_and_what_was_typed_is_kept(listing, helper, client_for):
    Listing.objects.update(closed_on=make.in_days(-1), outcome="found")
    address = reverse("connections:help_out", args=[listing.pk])
    client = client_for(helper.person.user)
    assert client.post(address, {"words": "Vi har den"}).status_code == 422
    assert not Introduction.objects.exists()


def test_nobody_left_at_the_company_and_the_secretariat_gets_the_words(listing, owner, helper, letters):
    Cluster.objects.update_or_create(slug="test", defaults={"name": "Test", "email": "post@example.no"})
    owner.valid_to = make.in_days(-1)
    owner.save()
    assert actions.offer_help(listing, words="Vi har den", person=helper.person) is None
    assert (letters()[-1].to, "Vi har den" in letters()[-1].text) == ("post@example.no", True)


def test_ones_own_companys_need_is_refused(listing, owner):
    colleague = make.RoleFactory(organisation=owner.organisation)
    with pytest.raises(ValidationError):
        actions.offer_help(listing, words="", person=colleague.person)


def test_a_visitor_writes_to_the_owner_of_what_everyone_sees(owner, client_for, letters):
    row = make.ListingFactory(public=True, organisation=owner.organisation, contact=owner.person)
    typed = {"name": "Sven", "company": "Stål AB", "email": "sven@example.se", "words": "Vi kan."}
    assert (
        client_for("anonymous").post(reverse("connections:write_from_outside", args=[row.pk]), typed).status_code == 302
    )
    letter = letters()[-1]
    assert (letter.to, letter.headers["Reply-To"]) == (owner.person.user.email, "sven@example.se")


def test_a_robot_is_thanked_and_writes_to_nobody(owner, client_for, letters):
    row = make.ListingFactory(public=True, organisation=owner.organisation, contact=owner.person)
    typed = {"name": "R", "company": "R", "email": "r@example.se", "words": "Kjøp", "fax": "1"}
    assert (
        client_for("anonymous").post(reverse("connections:write_from_outside", args=[row.pk]), typed).status_code == 302
    )
    assert letters() == []


def test_what_the_members_see_is_not_there_for_a_visitor_to_write_about(listing, client_for):
    assert client_for("anonymous").get(reverse("connections:write_from_outside", args=[listing.pk])).status_code == 404


def joined(listing, owner, helper):
    row = actions.offer_help(listing, words="Ja", person=helper.person)
    actions.answer_introduction(row.sides.get(person=owner.person), word="yes", person=owner.person)
    return row


def test_after_four_weeks_both_are_asked_once(listing, owner, helper, letters, clock):
    joined(listing, owner, helper)
    clock.shift(datetime.timedelta(days=27))
    assert actions.ask_results() == 0
    clock.shift(datetime.timedelta(days=2))
    assert (actions.ask_results(), actions.ask_results()) == (2, 0)
    assert {letter.to for letter in letters()[-2:]} == {owner.person.user.email, helper.person.user.email}


def test_solved_closes_the_need_with_the_owners_words(listing, owner, helper, client_for, letters, clock):
    joined(listing, owner, helper)
    clock.shift(datetime.timedelta(days=28))
    actions.ask_results()
    letter = next(each for each in letters()[-2:] if each.to == owner.person.user.email)
    typed = {"met": "yes", "result": "solved", "words": "Robotene går igjen"}
    assert client_for("anonymous").post(link_in(letter), typed).status_code == 200
    listing.refresh_from_db()
    assert (listing.outcome, listing.outcome_words) == ("found", "Robotene går igjen")


def test_solved_said_by_the_helper_leaves_the_need_to_its_owner(listing, owner, helper):
    row = joined(listing, owner, helper)
    actions.tell_result(row.sides.get(person=helper.person), met="yes", result="solved", person=helper.person)
    listing.refresh_from_db()
    assert listing.is_open


def test_not_yet_is_asked_again(listing, owner, helper, clock):
    row = joined(listing, owner, helper)
    clock.shift(datetime.timedelta(days=28))
    actions.ask_results()
    for role in (owner, helper):
        actions.tell_result(row.sides.get(person=role.person), met="not_yet", person=role.person)
    clock.shift(datetime.timedelta(days=28))
    assert actions.ask_results() == 2


def test_met_without_a_result_is_asked_for_one(listing, owner, helper):
    row = joined(listing, owner, helper)
    with pytest.raises(ValidationError) as refused:
        actions.tell_result(row.sides.get(person=owner.person), met="yes", person=owner.person)
    assert "result" in refused.value.message_dict


def test_it_counts_for_the_goal(listing, owner, helper):
    from sterke.core.house import contributions_to

    goal = make.GoalFactory(visibility="members")
    Listing.objects.update(goal=goal)
    row = joined(listing, owner, helper)
    actions.tell_result(
        row.sides.get(person=owner.person), met="yes", result="solved", words="Gått", person=owner.person
    )
    today = timezone.localdate()
    found = contributions_to(Goal.objects.get(pk=goal.pk), today, today, owner.person.user)
    assert {str(each.kind) for each in found} == {"Introduksjoner", "Behov som er løst"}


# Questions to the whole cluster.
@pytest.fixture
def question(owner):
    return make.ListingFactory(
        organisation=owner.organisation, contact=owner.person, visibility="members", side="question",
        valid_until=make.in_days(5),
    )  # fmt: skip


def test_a_question_is_spread_to_one_in_each_company(question, helper, owner, letters):
    make.RoleFactory(organisation=helper.organisation, kind="main_contact")
    with pytest.raises(PermissionDenied):
        actions.spread_question(question, by=owner.person.user)
    assert actions.spread_question(question, by=make.viewer("secretary")) >= 1
    assert owner.person.user.email not in {letter.to for letter in letters()}


def test_the_answers_are_gathered_once_and_only_what_may_be_shared(clock, question, owner, helper, letters):
    third = make.RoleFactory(organisation=make.OrganisationFactory(member=True))
    actions.answer_question(question, words="Vi bygde i 2024", may_share=True, person=helper.person)
    actions.answer_question(question, words="Bare til deg", may_share=False, person=third.person)
    clock.shift(datetime.timedelta(days=6))
    secretary = make.viewer("secretary")
    assert (actions.digest_answers(secretary), actions.digest_answers(secretary)) == (1, 0)
    told = {letter.to: letter.text for letter in letters()[-3:]}
    assert "Bare til deg" in told[owner.person.user.email]
    assert "Vi bygde i 2024" in told[third.person.user.email]
    assert "Bare til deg" not in told[helper.person.user.email]


def test_answered_again_the_last_word_holds(question, helper):
    for words in ("Først", "Så"):
        actions.answer_question(question, words=words, may_share=True, person=helper.person)
    assert [answer.words for answer in ListingAnswer.objects.all()] == ["Så"]


def test_others_see_the_answers_when_the_days_are_over(clock, question, helper, client_for):
    actions.answer_question(question, words="Vi bygde i 2024", may_share=True, person=helper.person)
    client = client_for("member")
    assert "Vi bygde i 2024" not in client.get(question.get_absolute_url()).content.decode()
    clock.shift(datetime.timedelta(days=6))
    actions.digest_answers(make.viewer("secretary"))
    assert "Vi bygde i 2024" in client.get(question.get_absolute_url()).content.decode()
