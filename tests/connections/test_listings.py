"""A need, an offer, a question: put out, changed, kept true, closed."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from sterke.connections import actions
from sterke.connections.models import Listing
from sterke.core.models import Activity, OutgoingMail
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    """Somebody who works in a member company and is not its main contact."""
    return make.RoleFactory(
        organisation=make.OrganisationFactory(member=True, visibility="public"), visibility="public"
    )


def need(role, **facts):
    return Listing(
        **{
            "title": "Palleteringsrobot som stopper", "organisation": role.organisation, "contact": role.person,
            "valid_until": make.in_days(30), "visibility": "members", **facts,
        }
    )  # fmt: skip


def main_contact_of(role):
    return make.RoleFactory(organisation=role.organisation, kind="main_contact")


def test_putting_out_a_need_leaves_a_line_of_history(member):
    row = actions.put_out(need(member), by=member.person.user)
    assert Listing.objects.standing().get() == row
    assert Activity.objects.get(verb="listing.put").subject == row.title


def test_nobody_puts_out_for_a_company_where_they_do_not_work(member):
    with pytest.raises(PermissionDenied):
        actions.put_out(need(member), by=make.viewer("main_contact"))
    assert not Listing.objects.exists()


@pytest.mark.parametrize("title", ["hjelp", "Trenger hjelp", "Need help with something", "?!", "🙏"])
def test_a_need_that_says_nothing_is_refused_with_a_word_on_what_would_help(member, title):
    with pytest.raises(ValidationError) as refused:
        actions.put_out(need(member, title=title), by=member.person.user)
    assert "title" in refused.value.message_dict
    assert not Listing.objects.exists()


@pytest.mark.parametrize("days", [-1, 500])
def test_an_odd_last_day_is_refused(member, days):
    with pytest.raises(ValidationError) as refused:
        actions.put_out(need(member, valid_until=make.in_days(days)), by=member.person.user)
    assert "valid_until" in refused.value.message_dict


def test_a_contact_who_does_not_work_there_is_refused(member):
    with pytest.raises(ValidationError) as refused:
        actions.put_out(need(member, contact=make.PersonFactory()), by=member.person.user)
    assert "contact" in refused.value.message_dict


def test_the_form_keeps_twenty_thousand_letters_and_stores_nothing(member, client_for):
    client = client_for(member.person.user)
    page = client.get(reverse("connections:put_out"))
    typed = {
        "title": "Sveiser søkes", "text": "x" * 20_000, "kind": "competence", "audience": "members",
        "organisation": member.organisation.pk, "contact": member.person.pk, "valid_until": make.in_days(9).isoformat(),
        "once": page.context["once_key"],
    }  # fmt: skip
    answer = client.post(reverse("connections:put_out"), typed)
    assert answer.status_code == 422
    assert "x" * 20_000 in answer.content.decode()
    assert not Listing.objects.exists()
    assert client.post(reverse("connections:put_out"), typed | {"text": "To stykker."}).status_code == 302
    assert Listing.objects.get().text == "To stykker."


def test_a_double_click_is_one_need(member, client_for):
    client = client_for(member.person.user)
    typed = {
        "title": "Sveiser søkes", "kind": "competence", "audience": "members", "organisation": member.organisation.pk,
        "contact": member.person.pk, "valid_until": make.in_days(9).isoformat(), "once": "samme",
    }  # fmt: skip
    addresses = {client.post(reverse("connections:put_out"), typed).url for _click in range(2)}
    assert len(addresses) == 1
    assert Listing.objects.count() == 1


def test_one_for_a_network_is_seen_by_those_who_sit_in_it(member, client_for):
    seat = make.SeatFactory(person=make.RoleFactory(organisation=make.OrganisationFactory(member=True)).person)
    row = make.ListingFactory(visibility="members", network=seat.network)
    assert client_for(seat.person.user).get(row.get_absolute_url()).status_code == 200
    assert client_for(member.person.user).get(row.get_absolute_url()).status_code == 404


def test_the_list_is_narrowed_by_words_side_kind_and_place(client_for):
    place = make.MunicipalityFactory(slug="grue", name="Grue")
    found = make.ListingFactory(
        public=True, side="offer", kind="capacity", title="Ledig dreiebenk på Åsen", organisation__municipality=place
    )
    make.ListingFactory(public=True, title="Noe annet")
    client = client_for("anonymous")
    asked = {"q": "aasen", "hva": "offer", "slag": "capacity", "kommune": "grue"}
    for part in ({name: value} for name, value in asked.items()):
        page = client.get(reverse("connections:listings"), part)
        assert [row.pk for row in page.context["part"].object_list] == [found.pk], part


def test_nonsense_in_the_filters_narrows_nothing(client_for):
    row = make.ListingFactory(public=True)
    page = client_for("anonymous").get(
        reverse("connections:listings"), {"hva": "x", "slag": "'; drop", "kommune": "99", "side": "-1"}
    )
    assert [each.pk for each in page.context["part"].object_list] == [row.pk]


def test_the_owner_is_asked_once_before_it_runs_out(letters):
    role = make.RoleFactory(organisation=make.OrganisationFactory(member=True))
    row = make.ListingFactory(organisation=role.organisation, contact=role.person, valid_until=make.in_days(9))
    make.ListingFactory(valid_until=make.in_days(20))
    assert actions.ask_still_true() == 1
    assert actions.ask_still_true() == 0
    (letter,) = letters()
    assert (letter.to, row.title in letter.subject) == (role.person.user.email, True)


def test_it_is_asked_again_for_a_new_last_day(letters):
    role = make.RoleFactory(organisation=make.OrganisationFactory(member=True))
    row = make.ListingFactory(organisation=role.organisation, contact=role.person, valid_until=make.in_days(5))
    actions.ask_still_true()
    actions.renew(row, by=role.person)
    Listing.objects.update(valid_until=make.in_days(6))
    assert actions.ask_still_true() == 1
    assert len(letters()) == 2


def test_a_contact_who_left_is_not_asked_and_the_main_contact_is(letters):
    role = make.RoleFactory(organisation=make.OrganisationFactory(member=True))
    row = make.ListingFactory(organisation=role.organisation, contact=role.person, valid_until=make.in_days(5))
    main = main_contact_of(role)
    role.valid_to = make.in_days(-1)
    role.save()
    actions.ask_still_true()
    assert [letter.to for letter in letters()] == [main.person.user.email]
    assert row.owner() == main.person


def test_what_ran_out_is_closed_when_the_days_of_grace_are_over(clock):
    clockwork = make.viewer("secretary")
    row = make.ListingFactory(valid_until=timezone.localdate() + datetime.timedelta(days=1))
    clock.shift(datetime.timedelta(days=10))
    assert actions.close_expired(clockwork) == 0
    clock.shift(datetime.timedelta(days=6))
    assert actions.close_expired(clockwork) == 1
    assert actions.close_expired(clockwork) == 0
    row.refresh_from_db()
    assert (row.outcome, row.is_open) == ("expired", False)


def test_one_that_ran_out_may_stand_again_and_one_that_was_found_may_not():
    role = make.RoleFactory(organisation=make.OrganisationFactory(member=True))
    facts = {"organisation": role.organisation, "closed_on": make.in_days(-1), "valid_until": make.in_days(-20)}
    out, found = (make.ListingFactory(outcome=outcome, **facts) for outcome in ("expired", "found"))
    assert actions.renew(out, by=role.person).valid_until > make.in_days(80)
    with pytest.raises(ValidationError):
        actions.renew(found, by=role.person)


def test_closing_keeps_what_came_of_it(member):
    row = make.ListingFactory(organisation=member.organisation)
    actions.close_listing(row, outcome="found", words="Naboen hadde den", by=member.person.user)
    row.refresh_from_db()
    assert (row.outcome, row.outcome_words, row.closed_on) == ("found", "Naboen hadde den", timezone.localdate())
    with pytest.raises(ValidationError):
        actions.close_listing(row, outcome="withdrawn", by=member.person.user)


def test_a_second_editor_is_shown_the_difference(member, client_for):
    row = make.ListingFactory(organisation=member.organisation, contact=member.person, visibility="members")
    client, address = client_for(member.person.user), reverse("connections:edit_listing", args=[row.pk])
    seen = client.get(address).context["form"]["seen_version"].value()
    typed = {
        "title": "Ny tittel", "kind": "testing", "audience": "members", "organisation": row.organisation.pk,
        "contact": member.person.pk, "valid_until": make.in_days(9).isoformat(), "seen_version": seen, "text": "",
    }  # fmt: skip
    assert client.post(address, typed).status_code == 302
    assert client.post(address, typed | {"title": "Min tittel"}).status_code == 422
    row.refresh_from_db()
    assert row.title == "Ny tittel"


def test_letters_of_other_rooms_are_not_touched(letters):
    assert OutgoingMail.objects.count() == len(letters()) == 0
