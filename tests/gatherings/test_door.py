"""What was seen at the door: late, twice and in any order, nobody is lost and nobody counts double."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from sterke.gatherings import actions
from sterke.gatherings.actions import Sight
from sterke.gatherings.models import CheckIn, Registration
from sterke.gatherings.permissions import Door
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def gathering():
    return make.GatheringFactory(open=True, capacity=2)


@pytest.fixture
def door(gathering):
    return Door(gathering.pk, "Telefonen i porten")


def ago(minutes):
    return timezone.now() - datetime.timedelta(minutes=minutes)


def came(gathering):
    return sorted(Registration.objects.filter(gathering=gathering).came().values_list("name", flat=True))


def test_who_was_seen_came_and_the_others_stayed_away(gathering, door):
    here, away = make.RegistrationFactory(gathering=gathering), make.RegistrationFactory(gathering=gathering)
    actions.note_at_door(gathering, [Sight(here.code, ago(1))], by=door)
    assert came(gathering) == [here.name]
    assert [row.name for row in Registration.objects.filter(gathering=gathering).stayed_away()] == [away.name]


def test_where_nobody_stood_at_the_door_everybody_with_a_seat_came(gathering):
    row = make.RegistrationFactory(gathering=gathering)
    make.RegistrationFactory(gathering=gathering, state="waiting", line=1)
    assert came(gathering) == [row.name]
    assert not Registration.objects.filter(gathering=gathering).stayed_away()


def test_told_twice_is_seen_once(gathering, door):
    row = make.RegistrationFactory(gathering=gathering)
    sights = [Sight(row.code, ago(1)), Sight("door-made-code-1", ago(1), walk_in=True, name="Per", company_name="Ås")]
    actions.note_at_door(gathering, sights, by=door)
    actions.note_at_door(gathering, sights, by=door)
    assert came(gathering) == sorted([row.name, "Per"])
    assert CheckIn.objects.count() == 2


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_last_sight_by_the_clock_holds_however_they_arrive(gathering, door, order):
    row = make.RegistrationFactory(gathering=gathering)
    sights = [Sight(row.code, ago(10)), Sight(row.code, ago(5), present=False)]
    for place in order:
        actions.note_at_door(gathering, [sights[place]], by=door)
    assert not CheckIn.objects.get().present


def test_the_same_walk_in_from_two_devices_is_one(gathering, door):
    for code in ("code-of-device-a", "code-of-device-b"):
        sight = Sight(code, ago(1), walk_in=True, name="Kari  Nordli", company_name="Åsnes Sag")
        actions.note_at_door(gathering, [sight], by=door)
    assert came(gathering) == ["Kari Nordli"]
    assert Registration.objects.get().walk_in


def test_a_walk_in_who_was_on_the_list_is_that_one(gathering, door):
    row = make.RegistrationFactory(gathering=gathering, name="Åse Moen", company_name="Åsnes Sag")
    sight = Sight("code-of-device-a", ago(1), walk_in=True, name="Aase Moen", company_name="Åsnes sag")
    noted = actions.note_at_door(gathering, [sight], by=door)
    assert [each.registration for each in noted] == [row]
    assert Registration.objects.count() == 1


def test_a_walk_in_who_leaves_again_by_the_device_s_own_code(gathering, door):
    row = make.RegistrationFactory(gathering=gathering, name="Åse Moen", company_name="Åsnes Sag")
    sights = [
        Sight("code-of-device-a", ago(3), walk_in=True, name="Åse Moen", company_name="Åsnes Sag"),
        Sight("code-of-device-a", ago(2), present=False),
    ]
    actions.note_at_door(gathering, sights, by=door)
    assert not row.check_in.present


@pytest.mark.parametrize("state", ["waiting", "cancelled", "lapsed", "offered"])
def test_who_stands_in_the_room_has_a_seat_whatever_the_list_said(gathering, door, state):
    row = make.RegistrationFactory(gathering=gathering, state=state)
    actions.note_at_door(gathering, [Sight(row.code, ago(1))], by=door)
    row.refresh_from_db()
    assert row.state == "confirmed"


def test_an_old_badge_of_one_who_registered_again_is_that_one(gathering, door):
    old = make.RegistrationFactory(gathering=gathering, state="cancelled", email="per@example.no")
    new = make.RegistrationFactory(gathering=gathering, email="per@example.no")
    noted = actions.note_at_door(gathering, [Sight(old.code, ago(1))], by=door)
    assert noted[0].registration == new
    assert came(gathering) == [new.name]


def test_a_code_of_another_gathering_is_nobody_s_here(gathering, door):
    other = make.RegistrationFactory()
    noted = actions.note_at_door(gathering, [Sight(other.code, ago(1))], by=door)
    assert noted[0].registration is None
    assert not CheckIn.objects.exists()


def test_a_clock_that_is_fast_is_no_clock_of_tomorrow(gathering, door):
    row = make.RegistrationFactory(gathering=gathering)
    actions.note_at_door(gathering, [Sight(row.code, ago(-600))], by=door)
    assert row.check_in.at <= timezone.now()


def test_the_door_of_one_gathering_is_not_the_door_of_another(gathering):
    row = make.RegistrationFactory(gathering=gathering)
    with pytest.raises(PermissionDenied):
        actions.note_at_door(gathering, [Sight(row.code, ago(1))], by=Door(gathering.pk + 1))
