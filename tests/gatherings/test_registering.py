import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from sterke.core.models import OutgoingMail
from sterke.gatherings import actions
from sterke.gatherings.actions import Comer
from sterke.gatherings.models import DietaryNeed, Registration
from tests import factories as make

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()
HOUR = datetime.timedelta(hours=1)


def comer(name="Kari Nordlie", email="", **more) -> Comer:
    return Comer(name=name, email=email or f"{name.split()[0].lower()}@example.no", **more)


def crowd(number: int) -> list[Comer]:
    return [comer(f"Nr{n} Navnesen") for n in range(number)]


def states(gathering) -> list[str]:
    return list(Registration.objects.filter(gathering=gathering).order_by("pk").values_list("state", flat=True))


def test_who_registers_has_a_seat_and_a_mail_with_an_entry_for_the_calendar():
    row = make.GatheringFactory(open=True)
    found = actions.register(row, [comer(diet="Uten nøtter")], by=VISITOR)
    assert [each.state for each in found.new] == ["confirmed"]
    mail = OutgoingMail.objects.get()
    assert (mail.to, "METHOD:REQUEST" in mail.calendar) == ("kari@example.no", True)
    assert DietaryNeed.objects.get().text == "Uten nøtter"


def test_the_same_person_twice_is_one_registration_and_one_mail():
    row = make.GatheringFactory(open=True)
    for _ in range(2):
        found = actions.register(row, [comer(email="Kari@Example.no")], by=VISITOR)
    assert (len(found.new), len(found.known)) == (0, 1)
    assert Registration.objects.count() == OutgoingMail.objects.count() == 1


def test_a_known_address_is_the_person_of_the_directory():
    person = make.PersonFactory(with_user=True, user__email="ola@example.no")
    row = make.GatheringFactory(open=True)
    actions.register(row, [comer("Ola", "ola@example.no")], by=VISITOR)
    found = actions.register(row, [Comer(person=person)], by=person.user)
    assert found.known == list(Registration.objects.filter(person=person))


def test_seats_are_never_more_than_there_are_and_the_rest_stand_in_line():
    row = make.GatheringFactory(open=True, capacity=2)
    actions.register(row, crowd(5), by=VISITOR)
    assert states(row) == ["confirmed", "confirmed", "waiting", "waiting", "waiting"]
    assert list(Registration.objects.in_line().values_list("line", flat=True)) == [1, 2, 3]


def test_who_stays_together_waits_together():
    row = make.GatheringFactory(open=True, capacity=2)
    actions.register(row, crowd(3), by=VISITOR, together=True)
    assert states(row) == ["waiting"] * 3


def test_nobody_passes_those_in_line():
    row = make.GatheringFactory(open=True, capacity=2)
    actions.register(row, crowd(2), by=VISITOR)
    actions.register(row, [comer("Forste Ilinja")], by=VISITOR)
    first = Registration.objects.order_by("pk").first()
    actions.cancel_registration(first, by=first)
    actions.register(row, [comer("Andre Ilinja")], by=VISITOR)
    assert states(row) == ["cancelled", "confirmed", "offered", "waiting"]


def test_a_seat_that_comes_free_is_offered_to_the_first_in_line_with_a_deadline():
    row = make.GatheringFactory(open=True, capacity=1)
    actions.register(row, crowd(3), by=VISITOR)
    first, second, _third = Registration.objects.order_by("pk")
    actions.cancel_registration(first, by=first)
    second.refresh_from_db()
    assert (second.state, states(row)) == ("offered", ["cancelled", "offered", "waiting"])
    assert second.offered_until - timezone.now() > 23 * HOUR
    assert OutgoingMail.objects.filter(to=second.email, key__contains="offer").count() == 1
    actions.accept_offer(second, by=second)
    assert states(row) == ["cancelled", "confirmed", "waiting"]


def test_an_offer_nobody_took_goes_to_the_next(clock):
    row = make.GatheringFactory(open=True, capacity=1)
    actions.register(row, crowd(3), by=VISITOR)
    first, second, _third = Registration.objects.order_by("pk")
    actions.cancel_registration(first, by=first)
    assert actions.lapse_offers() == 0
    clock.shift(25 * HOUR)
    assert (actions.lapse_offers(), actions.lapse_offers()) == (1, 0)
    assert states(row) == ["cancelled", "lapsed", "offered"]
    with pytest.raises(ValidationError):
        actions.accept_offer(second, by=second)


def test_cancelling_twice_frees_one_seat():
    row = make.GatheringFactory(open=True, capacity=2)
    actions.register(row, crowd(4), by=VISITOR)
    first = Registration.objects.order_by("pk").first()
    for _ in range(2):
        actions.cancel_registration(first, by=first)
    assert states(row) == ["cancelled", "confirmed", "offered", "waiting"]


def test_who_cancelled_may_come_again():
    row = make.GatheringFactory(open=True)
    first = actions.register(row, [comer()], by=VISITOR).new[0]
    actions.cancel_registration(first, by=first)
    assert "METHOD:CANCEL" in OutgoingMail.objects.latest("pk").calendar
    again = actions.register(row, [comer()], by=VISITOR)
    assert [each.state for each in again.new] == ["confirmed"]


def test_a_substitute_takes_the_seat_even_when_others_wait():
    row = make.GatheringFactory(open=True, capacity=1)
    actions.register(row, crowd(2), by=VISITOR)
    first = Registration.objects.order_by("pk").first()
    new = actions.send_substitute(first, comer("Vikar Vikarsen"), by=first)
    assert (new.state, new.substitute_for, states(row)) == ("confirmed", first, ["cancelled", "waiting", "confirmed"])
    with pytest.raises(ValidationError):
        actions.send_substitute(new, Comer(name="Nr1", email="nr1@example.no"), by=new)


def test_a_link_holds_for_its_own_registration_only():
    row = make.GatheringFactory(open=True)
    mine, yours = actions.register(row, crowd(2), by=VISITOR).new
    for act in (actions.cancel_registration, actions.accept_offer):
        with pytest.raises(PermissionDenied):
            act(yours, by=mine)


@pytest.mark.parametrize(
    ("facts", "word"),
    [
        ({"status": "save_the_date"}, "ikke åpen"),
        ({"status": "closed"}, "stengt"),
        ({"status": "cancelled"}, "avlyst"),
        ({"status": "draft"}, "ikke åpen"),
    ],
)
def test_it_is_refused_with_the_reason_when_it_takes_no_registrations(facts, word):
    row = make.GatheringFactory(open=True, **facts)
    with pytest.raises(ValidationError, match=word):
        actions.register(row, [comer()], by=VISITOR)
    assert not Registration.objects.exists()


def test_a_deadline_that_passed_while_one_was_writing_is_told(clock):
    row = make.GatheringFactory(open=True, deadline=timezone.now() + HOUR)
    clock.shift(2 * HOUR)
    with pytest.raises(ValidationError, match="Fristen var"):
        actions.register(row, [comer()], by=VISITOR)


def test_those_who_manage_it_may_add_somebody_after_the_deadline():
    row = make.GatheringFactory(open=True, deadline=timezone.now() - HOUR)
    assert actions.register(row, [comer()], by=make.viewer("secretary")).new


@pytest.mark.parametrize(
    ("opens_to", "may"),
    [("public", "anonymous outsider member secretary"), ("members", "member secretary"), ("invited", "secretary")],
)
def test_who_may_register(opens_to, may):
    row = make.GatheringFactory(open=True, opens_to=opens_to)
    for viewer in ("anonymous", "outsider", "member", "secretary"):
        user = make.viewer(viewer) or VISITOR
        if viewer in may.split():
            assert actions.register(row, [comer(f"{viewer} Navn")], by=user).new
        else:
            with pytest.raises(PermissionDenied):
                actions.register(row, [comer(f"{viewer} Navn")], by=user)


def test_a_network_gathering_is_for_those_who_sit_in_it():
    network = make.NetworkFactory(visibility="public")
    row = make.GatheringFactory(open=True, opens_to="networks", network=network)
    member = make.viewer("member")
    with pytest.raises(PermissionDenied):
        actions.register(row, [comer()], by=member)
    make.SeatFactory(network=network, person=member.person)
    member.refresh_from_db()
    assert actions.register(row, [comer()], by=member).new


@pytest.mark.parametrize("name", ["", "   ", "\u202e"])
def test_nobody_comes_without_a_name(name):
    row = make.GatheringFactory(open=True)
    with pytest.raises(ValidationError):
        actions.register(row, [comer(), Comer(name=name, email="x@example.no")], by=VISITOR)
    assert not Registration.objects.exists()


def test_a_visitor_who_registers_hundreds_is_stopped_and_one_who_is_signed_in_is_not(client_for, monkeypatch):
    monkeypatch.setattr("sterke.gatherings.views.registering.BLOCKS_AN_HOUR", 0)
    row = make.GatheringFactory(open=True)
    path, form = (
        f"/styrketrening/{row.slug}/pamelding/",
        {"n0-name": "Kari", "n0-email": "kari@example.no", "once": "a"},
    )
    page = client_for("anonymous").post(path, form)
    assert "Det kom mange påmeldinger fra deg på kort tid." in page.content.decode()
    assert not Registration.objects.exists()
    assert client_for("member").post(path, form | {"once": "b"}).status_code == 302
