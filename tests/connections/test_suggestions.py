"""Whom to talk to, as it is worked out, kept and shown: each sees what is theirs to see, now and not last night."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import override

from sterke.accounts.models import User
from sterke.connections import actions
from sterke.connections.models import (
    Competitors,
    ConnectionChoice,
    Listing,
    NotWith,
    Suggestion,
    SuggestionFeedback,
    SynonymGroup,
)
from sterke.connections.reports_suggestions import (
    order_by_suggestion,
    suggestions_for_listing,
    suggestions_for_person,
)
from tests import factories as make

from .suggested import listing, two, worker

pytestmark = pytest.mark.django_db


def fresh(user):
    """As another request meets them: what a user may be is worked out once."""
    return User.objects.get(pk=user.pk)


def shown(row, role):
    return [each.person for each in suggestions_for_listing(row, fresh(role.person.user))]


def test_who_offers_what_is_needed_is_suggested_with_reasons_that_are_the_score():
    w = two()
    make.SeatFactory(network=(seat := make.SeatFactory(person=w.asker.person)).network, person=w.helper.person)

    actions.refresh_suggestions()

    with override("en"):
        (found,) = suggestions_for_listing(w.need, w.asker.person.user)
    assert found.person == w.helper.person
    assert [reason.text for reason in found.reasons] == [
        "Offers “Reparasjon av palleteringsroboter”.",
        f"Same network: {seat.network}.",
        "Same kind: competence and experience.",
    ]
    assert found.score == Suggestion.objects.get(listing=w.need).score == sum(r.points for r in found.reasons)


def test_working_them_out_again_writes_nothing_while_nothing_has_changed():
    two()
    assert actions.refresh_suggestions() == 4  # one for each listing, one for each of the two

    assert actions.refresh_suggestions() == 0


def test_a_need_that_is_closed_has_no_suggestions_any_more():
    w = two()
    actions.refresh_suggestions()

    actions.close_listing(w.need, outcome="found", by=w.asker.person.user)

    assert not Suggestion.objects.filter(listing=w.need).exists()
    assert shown(w.need, w.asker) == []


def test_putting_out_a_need_finds_people_at_once():
    w = two()
    w.need.delete()

    need = Listing(
        title="Palleteringsroboten stopper", organisation=w.asker.organisation, contact=w.asker.person,
        visibility="members", valid_until=make.in_days(30),
    )  # fmt: skip
    actions.put_out(need, by=w.asker.person.user)

    assert shown(need, w.asker) == [w.helper.person]


def test_words_the_office_says_mean_the_same_are_found():
    w = two()
    Listing.objects.filter(pk=w.offer.pk).update(title="Vi kan stableautomater")
    actions.refresh_suggestions()
    assert shown(w.need, w.asker) == []

    SynonymGroup.objects.create(words="palleteringsrobot, stableautomat")
    actions.refresh_suggestions()

    assert shown(w.need, w.asker) == [w.helper.person]


def test_a_need_solved_before_is_told_with_its_year():
    w = two()
    closed = make.in_days(-40)
    Listing.objects.filter(pk=w.offer.pk).update(side="need", closed_on=closed, outcome="found")

    actions.refresh_suggestions()

    with override("en"):
        (found,) = suggestions_for_listing(w.need, w.asker.person.user)
    assert found.reasons[0].text == f"Needed “Reparasjon av palleteringsroboter” and solved it in {closed.year}."


def hide(w):
    ConnectionChoice.objects.create(person=w.helper.person, hidden=True)


def leave(w):
    type(w.helper).objects.filter(pk=w.helper.pk).update(valid_to=make.in_days(-1))


def close_in(w):
    Listing.objects.filter(pk=w.need.pk).update(network=make.NetworkFactory(visibility="public"))
    w.need.refresh_from_db()


SINCE_LAST_NIGHT = {
    "hides": hide,
    "has left": leave,
    "shown to the secretariat only": lambda w: type(w.helper).objects.filter(pk=w.helper.pk).update(visibility="secretariat"),
    "competes": lambda w: Competitors.objects.create(one=w.helper.organisation, other=w.asker.organisation),
    "I would rather not": lambda w: NotWith.objects.create(person=w.asker.person, other=w.helper.person),
    "they would rather not": lambda w: NotWith.objects.create(person=w.helper.person, other=w.asker.person),
    "not with their company": lambda w: NotWith.objects.create(person=w.asker.person, organisation=w.helper.organisation),
    "they not with mine": lambda w: NotWith.objects.create(person=w.helper.person, organisation=w.asker.organisation),
    "the offer was for others": lambda w: Listing.objects.filter(pk=w.offer.pk).update(visibility="secretariat"),
    "the need is for a network": close_in,
    "is no member": lambda w: w.helper.organisation.memberships.update(left_on=make.in_days(-1)),
}  # fmt: skip


@pytest.mark.parametrize("what", SINCE_LAST_NIGHT)
def test_what_happened_since_they_were_worked_out_counts_at_once_and_the_next_night(what):
    w = two()
    actions.refresh_suggestions()
    assert shown(w.need, w.asker) == [w.helper.person]

    SINCE_LAST_NIGHT[what](w)

    assert shown(w.need, w.asker) == [], "at once"
    assert suggestions_for_person(fresh(w.asker.person.user)).found == []
    actions.refresh_suggestions()
    assert not Suggestion.objects.filter(listing=w.need).exists(), "the next night"


def test_the_page_of_a_listing_shows_them_to_its_company_and_the_secretariat_only(client_for):
    w = two()
    actions.refresh_suggestions()
    address = w.need.get_absolute_url()

    for reader, sees in ((w.asker.person.user, True), ("secretary", True), ("member", False), ("anonymous", False)):
        Listing.objects.filter(pk=w.need.pk).update(
            visibility="public", company_yes_on=make.in_days(-1), checked_on=make.in_days(-1)
        )
        page = client_for(reader).get(address).content.decode()
        assert ("Håkon Hjelper" in page) is sees, reader


def test_ones_own_page_shows_what_is_found_where_one_can_help_and_whom_to_meet(client_for):
    w = two()
    actions.refresh_suggestions()

    for_asker = suggestions_for_person(w.asker.person.user)
    for_helper = suggestions_for_person(w.helper.person.user)
    page = client_for(w.helper.person.user).get(reverse("connections:for_me"))

    assert [(row, [each.person for each in people]) for row, people in for_asker.found] == [(w.need, [w.helper.person])]
    assert [each.person for each in for_asker.people] == [w.helper.person]
    assert [each.listing for each in for_helper.helps] == [w.need]
    assert [each.listing for each in for_asker.uses] == [w.offer]
    assert w.need.title in page.content.decode()


def test_reasons_between_two_are_for_none_of_their_colleagues():
    w = two()
    colleague = worker(organisation=w.asker.organisation)
    SuggestionFeedback.objects.create(by=w.asker.person, person=w.helper.person, verdict="known")
    actions.refresh_suggestions()

    with override("en"):
        (own,) = suggestions_for_listing(w.need, w.asker.person.user)
        (theirs,) = suggestions_for_listing(w.need, colleague.person.user)
    assert "You know each other already." in [reason.text for reason in own.reasons]
    assert "You know each other already." not in [reason.text for reason in theirs.reasons]


def test_a_no_takes_somebody_away_from_that_listing_for_good():
    w = two()
    actions.refresh_suggestions()

    actions.give_feedback(w.helper.person, listing=w.need, verdict="not", by=w.asker.person.user)

    assert shown(w.need, w.asker) == []
    assert not Suggestion.objects.filter(listing=w.need).exists()


def test_those_who_know_each_other_are_not_suggested_to_each_other_again_without_a_listing():
    w = two()
    actions.refresh_suggestions()

    actions.give_feedback(w.helper.person, verdict="known", by=w.asker.person.user)

    assert suggestions_for_person(w.asker.person.user).people == []
    assert not Suggestion.objects.filter(asker__in=(w.asker.person, w.helper.person)).exists()
    assert shown(w.need, w.asker) == [w.helper.person], "easier to ask"


def test_what_was_useful_counts_for_the_next_need_like_it():
    w = two()
    actions.refresh_suggestions()
    again = listing(w.asker, "Palleteringsroboten stopper igjen")
    actions.refresh_suggestions()
    before = Suggestion.objects.get(listing=again).score

    actions.give_feedback(w.helper.person, listing=w.need, verdict="useful", by=w.asker.person.user)

    assert Suggestion.objects.get(listing=again).score > before


def test_nobody_says_anything_of_somebody_who_was_not_suggested_to_them(client_for):
    w = two()
    actions.refresh_suggestions()
    stranger = worker()

    for by, about in ((stranger.person.user, w.need), (w.asker.person.user, w.offer)):
        with pytest.raises(PermissionDenied):
            actions.give_feedback(w.helper.person, listing=about, verdict="useful", by=by)
    answer = client_for(stranger.person.user).post(
        reverse("connections:say_of_suggestion", args=[w.helper.person.pk]), {"svar": "useful", "oppslag": w.need.pk}
    )
    assert answer.status_code == 404
    assert not SuggestionFeedback.objects.exists()


def test_an_answer_nobody_offers_is_refused_and_nothing_is_kept(client_for):
    w = two()
    actions.refresh_suggestions()
    at = reverse("connections:say_of_suggestion", args=[w.helper.person.pk])

    client = client_for(w.asker.person.user)
    for said in ({"svar": "kanskje", "oppslag": w.need.pk}, {"oppslag": w.need.pk}, {"svar": "useful", "oppslag": "²"}):
        client.post(at, said)

    assert not SuggestionFeedback.objects.exists()


def test_a_pair_who_are_being_asked_are_not_suggested_again():
    w = two()
    make.introduction(w.asker, w.helper, words=("yes", ""))

    actions.refresh_suggestions()

    assert not Suggestion.objects.exists()


def test_people_are_ordered_with_those_first_who_fit():
    w = two()
    others = [worker().person for _number in range(3)]
    actions.refresh_suggestions()

    assert order_by_suggestion(w.asker.person, [*others, w.helper.person]) == [w.helper.person, *others]
    assert order_by_suggestion(w.helper.person, [*others, w.asker.person]) == [w.asker.person, *others]
    assert order_by_suggestion(others[0], [w.asker.person, w.helper.person]) == [w.asker.person, w.helper.person]


def test_while_one_working_out_waits_nobody_asks_for_another(settings):
    from django_tasks_db.models import DBTaskResult

    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    for _turn in range(3):
        actions.refresh_soon()

    assert DBTaskResult.objects.ready().count() == 1
