"""What a participant says: whom they wish to meet, whom not, when they cannot."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from sterke.connections import mails_rounds as mails
from sterke.connections.actions.wishing import Stated, state_wishes
from sterke.connections.models import Competitors, ConnectionChoice, NotWith, RoundNotWith, Wish
from sterke.connections.reports_rounds import choices_for
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def round(db):
    return make.a_round(people=0, wishes=True)


@pytest.fixture
def me(round):
    return make.ParticipantFactory(round=round, person=make.PersonFactory(), organisation=make.OrganisationFactory())


def other(round, **facts):
    facts = {"person": make.PersonFactory(), "organisation": make.OrganisationFactory()} | facts
    return make.ParticipantFactory(round=round, **facts)


def address(me) -> str:
    return reverse("connections:round_wishes", args=[mails.token_of(me)])


def listed(me) -> set:
    return {choice.row for choice in choices_for(me)}


def test_wishes_are_kept_and_changed_all_at_once(round, me):
    one, two = other(round), other(round)
    state_wishes(me, Stated(wishes={one.pk: 3, two.pk: 1}, shown=frozenset({one.pk, two.pk})), by=me)
    state_wishes(me, Stated(wishes={one.pk: 2}, shown=frozenset({one.pk, two.pk}), about="Sveis", most=4), by=me)
    assert list(Wish.objects.values_list("wisher", "wished", "strength")) == [(me.pk, one.pk, 2)]
    me.refresh_from_db()
    assert (me.about, me.most) == ("Sveis", 4)
    assert me.wished_at


def test_a_list_that_was_narrowed_leaves_the_other_wishes_alone(round, me):
    one, two = other(round, name="Kari"), other(round, name="Ola")
    make.wish(me, one, 3)
    state_wishes(me, Stated(wishes={two.pk: 1}, shown=frozenset({two.pk})), by=me)
    assert set(Wish.objects.values_list("wished", "strength")) == {(one.pk, 3), (two.pk, 1)}


@pytest.mark.parametrize("whom", ["oneself", "colleague", "stepped out", "lost the seat", "hidden", "elsewhere"])
def test_a_wish_that_makes_no_sense_is_refused_and_nothing_is_stored(round, me, whom):
    found = {
        "oneself": lambda: me,
        "colleague": lambda: other(round, organisation=me.registration.organisation),
        "stepped out": lambda: other(round, out_at=timezone.now()),
        "lost the seat": lambda: other(round),
        "hidden": lambda: other(round),
        "elsewhere": lambda: make.ParticipantFactory(),
    }[whom]()
    if whom == "lost the seat":
        found.registration.state = "cancelled"
        found.registration.save()
    if whom == "hidden":
        ConnectionChoice.objects.create(person=found.registration.person, hidden=True)
    with pytest.raises(ValidationError):
        state_wishes(me, Stated(wishes={found.pk: 3}, about="Hei"), by=me)
    me.refresh_from_db()
    assert not Wish.objects.exists()
    assert me.about == ""


def test_guests_from_one_company_are_colleagues_however_it_is_written(round):
    one = make.ParticipantFactory(round=round, company_name="Åsnes  Sag")
    two = make.ParticipantFactory(round=round, company_name="åsnes sag")
    assert listed(one) == set()
    with pytest.raises(ValidationError) as refused:
        state_wishes(one, Stated(wishes={two.pk: 1}), by=one)
    assert refused.value.code == "colleague"


def test_nobody_says_it_for_another(round, me):
    with pytest.raises(PermissionDenied):
        state_wishes(me, Stated(), by=other(round))
    with pytest.raises(PermissionDenied):
        state_wishes(me, Stated(), by=make.viewer("member"))


def test_closed_wishes_take_no_more(round, me, clock):
    clock.move_to(round.wishes_until)
    with pytest.raises(ValidationError):
        state_wishes(me, Stated(), by=me)


def test_the_list_leaves_out_colleagues_the_hidden_competitors_and_those_kept_apart(round, me):
    seen, hidden, rival, shy = other(round), other(round), other(round), other(round)
    other(round, organisation=me.registration.organisation)
    ConnectionChoice.objects.create(person=hidden.registration.person, hidden=True)
    Competitors.objects.create(one=rival.registration.organisation, other=me.registration.organisation)
    NotWith.objects.create(person=shy.registration.person, other=me.registration.person)
    assert listed(me) == {seen}
    assert me in listed(hidden)  # they may wish themselves


def test_rather_not_is_kept_for_always_between_people_we_know_and_can_be_taken_back(round, me):
    found = other(round)
    state_wishes(me, Stated(not_with=frozenset({found.pk}), shown=frozenset({found.pk})), by=me)
    assert NotWith.objects.get().other == found.registration.person
    assert [choice.said for choice in choices_for(me)] == ["not"]
    assert me not in listed(found)
    state_wishes(me, Stated(shown=frozenset({found.pk})), by=me)
    assert not NotWith.objects.exists()


def test_rather_not_of_a_guest_holds_in_this_round(round):
    guest, found = make.ParticipantFactory(round=round), other(round)
    state_wishes(guest, Stated(not_with=frozenset({found.pk}), shown=frozenset({found.pk})), by=guest)
    assert RoundNotWith.objects.get().other == found
    assert guest not in listed(found)


def test_what_was_said_of_somebody_who_is_not_on_the_page_stands(round, me):
    away = make.PersonFactory()
    NotWith.objects.create(person=me.registration.person, other=away)
    state_wishes(me, Stated(shown=frozenset({other(round).pk})), by=me)
    assert NotWith.objects.get().other == away


def test_the_page_saves_everything_in_one_go_without_an_account(client, round, me):
    one, two = other(round), other(round)
    first, *rest = round.times
    firm = two.registration.organisation
    said = {f"p{one.pk}": "3", "about": "Sveis", "can": [slot.pk for slot in rest], "most": "5", "companies": [firm.pk]}
    answer = client.post(address(me), said)
    assert answer.status_code == 302
    me.refresh_from_db()
    assert (me.about, me.most, list(me.cannot.all())) == ("Sveis", 5, [first])
    assert Wish.objects.get().strength == 3
    assert NotWith.objects.get().organisation == firm
    page = client.get(address(me)).content.decode()
    assert f'id="p{one.pk}_3" checked' in page
    assert two.name not in page  # their company is kept away from


def test_what_was_typed_wrong_stands_beside_its_field_and_the_ticks_are_kept(client, round, me):
    one = other(round)
    answer = client.post(address(me), {f"p{one.pk}": "2", "about": "x" * 301, "most": "5"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert f'id="p{one.pk}_2" checked' in page
    assert not Wish.objects.exists()


def test_a_forged_link_is_not_there_and_an_old_one_is_gone(client, me, clock):
    assert client.get(reverse("connections:round_wishes", args=["tull"])).status_code == 404
    link = address(me)
    clock.shift(400 * 86400)
    assert client.get(link).status_code == 410


def test_signed_in_one_comes_to_the_same_page(client_for, round):
    user = make.viewer("member")
    make.ParticipantFactory(round=round, person=user.person)
    answer = client_for(user).get(reverse("connections:my_round", args=[round.gathering.slug]), follow=True)
    assert answer.status_code == 200
    assert "wishes" in answer.templates[0].name


def test_nobody_reads_who_wished_for_them(client, round, me):
    fan = other(round)
    make.wish(fan, me, 3)
    page = client.get(address(me)).content.decode()
    assert f'id="p{fan.pk}_0" checked' in page
    assert list(Wish.objects.visible_to(make.viewer("secretary"))) == []


def test_the_gatherings_page_leads_to_the_wishes(client_for, round):
    user = make.viewer("member")
    make.ParticipantFactory(round=round, person=user.person)
    page = client_for(user).get(round.gathering.get_absolute_url()).content.decode()
    assert reverse("connections:my_round", args=[round.gathering.slug]) in page
