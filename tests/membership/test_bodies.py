"""Who sits in the board, the nomination committee and the secretariat: appointed, ended, shown."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from sterke.accounts.models import User
from sterke.core.models import Activity
from sterke.membership import actions
from sterke.membership.models import Appointment, Body
from tests import factories as make
from tests.website.counting import queries

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def facts(**other):
    return {
        "post": "chair",
        "election": "elected",
        "term_years": "2",
        "valid_from": "2026-04-25",
        "valid_to": "",
    } | other


@pytest.fixture
def board():
    return make.BodyFactory(visibility="public")


def appoint_page(role):
    return reverse("membership:appoint", args=["board"]) + f"?rolle={role.pk}"


def test_the_secretariat_finds_a_person_and_appoints(board, client_for):
    role, client = make.RoleFactory(), client_for("secretary")
    found = client.get(reverse("membership:appoint", args=["board"]), {"sok": role.person.name})
    assert role in found.context["found"]
    assert client.post(appoint_page(role), facts()).url == reverse("membership:body", args=["board"])
    post = Appointment.objects.get(body=board)
    assert (post.person, post.organisation, post.post, post.term_years) == (role.person, role.organisation, "chair", 2)
    assert User.objects.get(pk=role.person.user_id).is_board
    assert Activity.objects.about(board).filter(verb="appointment.made").count() == 1


def test_while_one_types_only_what_is_found_comes_back_with_a_way_to_choose(board, client_for):
    role, address = make.RoleFactory(), reverse("membership:appoint", args=["board"])
    part = client_for("secretary").get(address, {"sok": role.person.name}, headers={"HX-Request": "true"})
    text = part.content.decode()
    assert f'href="{address}?rolle={role.pk}"' in text
    assert "<form" not in text


def test_an_appointment_may_have_a_last_day(board, client_for):
    role = make.RoleFactory()
    client_for("secretary").post(appoint_page(role), facts(valid_to="2026-05-01"))
    assert Appointment.objects.get(body=board).valid_to == datetime.date(2026, 5, 1)


@pytest.mark.parametrize("last", ["2026-04-24", "x"])
def test_a_last_day_that_cannot_be_is_told_beside_the_field(board, client_for, last):
    answer = client_for("secretary").post(appoint_page(make.RoleFactory()), facts(valid_to=last))
    assert answer.status_code == 422
    assert answer.context["form"].errors["valid_to"]
    assert not Appointment.objects.filter(body=board).exists()


def test_the_same_post_twice_is_refused_also_with_a_last_day(board, client_for):
    role, client = make.RoleFactory(), client_for("secretary")
    client.post(appoint_page(role), facts())
    answer = client.post(appoint_page(role), facts(valid_to="2027-04-25"))
    assert answer.status_code == 422
    assert Appointment.objects.filter(body=board).count() == 1


def test_only_the_secretariat_has_managers(client_for):
    make.BodyFactory()
    role, client = make.RoleFactory(), client_for("secretary")
    assert client.post(appoint_page(role), facts(post="cluster_manager")).status_code == 422


def test_ending_shows_first_acts_after_and_takes_the_rights(board, client_for, clock):
    user, client = make.viewer("board"), client_for("secretary")
    post = user.person.appointments.get()
    address = reverse("membership:end_appointment", args=[post.pk])
    assert client.get(address).status_code == 200
    client.post(address, {"on": "2026-11-23"})
    post.refresh_from_db()
    assert post.valid_to == datetime.date(2026, 11, 23)
    assert User.objects.get(pk=user.pk).is_board
    clock.shift(24 * 3600)
    assert not User.objects.get(pk=user.pk).is_board


def test_ending_before_it_began_is_refused(board, client_for):
    post = make.viewer("board").person.appointments.get()
    answer = client_for("secretary").post(reverse("membership:end_appointment", args=[post.pk]), {"on": "1999-01-01"})
    assert answer.context["form"].errors["on"]


def test_the_last_of_the_secretariat_cannot_step_down():
    secretary = make.viewer("secretary")
    post = secretary.person.appointments.get()
    without_account = make.AppointmentFactory(body=post.body, person=make.PersonFactory(), post="project_manager")
    with pytest.raises(ValidationError):
        actions.end_appointment(post, on=timezone.localdate(), by=secretary)
    other = make.viewer("secretary")
    actions.end_appointment(post, on=timezone.localdate(), by=other)
    actions.end_appointment(without_account, on=timezone.localdate(), by=other)
    assert Appointment.objects.filter(body=post.body, valid_to=None).get().person.user == other


def test_the_last_of_the_secretariat_does_not_leave_by_another_door():
    secretary = make.viewer("secretary")
    role = make.RoleFactory(person=secretary.person)
    with pytest.raises(ValidationError):
        actions.person_leaves(role.person, organisation=role.organisation, on=timezone.localdate(), by=secretary)
    role.refresh_from_db()
    assert role.valid_to is None


@pytest.mark.parametrize("who", ["outsider", "member", "main_contact", "network_leader", "board"])
def test_nobody_else_appoints_or_ends(who):
    by = make.viewer(who)
    post = make.AppointmentFactory()
    with pytest.raises(PermissionDenied):
        actions.appoint(post.body, person=make.PersonFactory(), by=by)
    with pytest.raises(PermissionDenied):
        actions.end_appointment(post, on=timezone.localdate(), by=by)


@pytest.mark.parametrize(
    ("viewer", "status"), [("anonymous", 404), ("member", 404), ("board", 200), ("secretary", 200)]
)
def test_a_body_is_shown_to_its_audience(client_for, viewer, status):
    make.BodyFactory()
    Body.objects.filter(kind="board").update(visibility="board")
    assert client_for(viewer).get(reverse("membership:body", args=["board"])).status_code == status


def test_who_sat_earlier_is_for_the_secretariat(board, client_for):
    gone = make.AppointmentFactory(body=board, valid_to=timezone.localdate() - DAY)
    for viewer, seen in (("anonymous", False), ("member", False), ("secretary", True)):
        page = client_for(viewer).get(reverse("membership:body", args=["board"])).content.decode()
        assert (str(gone.person) in page) is seen


def test_a_body_costs_the_same_at_30_rows(board, client_for):
    client, address = client_for("secretary"), reverse("membership:body", args=["board"])
    make.AppointmentFactory(body=board)
    few = queries(client, address)
    for _ in range(29):
        make.AppointmentFactory(body=board)
    assert len(queries(client, address)) == len(few)
