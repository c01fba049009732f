import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from sterke.core.models import OutgoingMail
from sterke.gatherings import actions
from sterke.gatherings.forms import GatheringForm
from sterke.gatherings.models import Gathering, Registration
from sterke.membership.models import Network
from tests import factories as make

pytestmark = pytest.mark.django_db
Status = Gathering.Status


def change(row, user, **values):
    """Through the form, as the page does."""
    local = {"day": row.day.isoformat(), "from_hour": "09:00", "to_hour": "15:00", "title": row.title, "kind": row.kind}
    local |= {"opens_to": row.opens_to, "visibility": row.visibility, "price_member": "0", "price_guest": "0"}
    local |= {"capacity": row.capacity or "", "place": row.place} | values
    form = GatheringForm(local, instance=Gathering.objects.get(pk=row.pk), user=user)
    assert form.is_valid(), form.errors
    return actions.edit_gathering(row, form=form, by=user)


def test_nobody_can_register_for_what_has_no_goal():
    row, secretary = make.GatheringFactory(), make.viewer("secretary")
    with pytest.raises(ValidationError, match="konkret mål"):
        actions.set_status(row, Status.OPEN, by=secretary)
    make.GatheringGoalFactory(gathering=row)
    assert actions.set_status(row, Status.OPEN, by=secretary).status == Status.OPEN


def test_a_date_can_be_published_alone():
    row = make.GatheringFactory(starts_at=None, ends_at=None)
    assert actions.set_status(row, Status.SAVE_THE_DATE, by=make.viewer("secretary")).status == Status.SAVE_THE_DATE


def test_a_networks_leader_runs_the_networks_gatherings_and_no_others():
    leader = make.viewer("network_leader")
    own = make.GatheringFactory(network_id=next(iter(leader.standing.leads)))
    make.GatheringGoalFactory(gathering=own)
    assert actions.set_status(own, Status.OPEN, by=leader)
    with pytest.raises(PermissionDenied):
        actions.set_status(make.GatheringFactory(), Status.SAVE_THE_DATE, by=leader)


def test_the_last_goal_stays_while_people_can_register():
    row, secretary = make.GatheringFactory(open=True), make.viewer("secretary")
    with pytest.raises(ValidationError):
        actions.drop_goal(row.goals.get(), by=secretary)


def test_seats_cannot_be_fewer_than_those_who_have_one():
    row = make.GatheringFactory(open=True, capacity=3)
    for _ in range(3):
        make.RegistrationFactory(gathering=row)
    with pytest.raises(ValidationError, match="3 personer har plass"):
        change(row, make.viewer("secretary"), capacity="2")


def test_more_seats_are_offered_to_those_in_line():
    row = make.GatheringFactory(open=True, capacity=1)
    make.RegistrationFactory(gathering=row)
    waiting = make.RegistrationFactory(gathering=row, state="waiting", line=1)
    change(row, make.viewer("secretary"), capacity="2")
    waiting.refresh_from_db()
    assert waiting.state == "offered"


def test_when_it_moves_everybody_is_told_and_so_are_their_calendars():
    row = make.GatheringFactory(open=True)
    make.RegistrationFactory(gathering=row)
    secretary = make.viewer("secretary")
    change(row, secretary, place="Ny sal")
    mail = OutgoingMail.objects.get()
    assert "Ny sal" in mail.text and "METHOD:REQUEST" in mail.calendar
    change(Gathering.objects.get(), secretary, place="Ny sal", capacity="50")
    assert OutgoingMail.objects.count() == 1


def test_cancelled_with_people_on_it_and_taken_up_again():
    row, secretary = make.GatheringFactory(open=True), make.viewer("secretary")
    make.RegistrationFactory(gathering=row)
    with pytest.raises(ValidationError):
        actions.call_off(row, why="  ", by=secretary)
    actions.call_off(row, why="Verten brant", by=secretary)
    mail = OutgoingMail.objects.get()
    assert "Verten brant" in mail.text and "METHOD:CANCEL" in mail.calendar
    again = actions.take_up_again(row, by=secretary)
    assert (again.status, Registration.objects.get().state) == ("closed", "confirmed")
    assert "METHOD:REQUEST" in OutgoingMail.objects.latest("pk").calendar


def test_last_years_is_copied_with_all_but_those_who_came():
    row = make.GatheringFactory(open=True, title="Industriforum 2025", day=datetime.date(2025, 11, 20))
    make.RegistrationFactory(gathering=row)
    made = actions.copy_gathering(row, day=datetime.date(2027, 3, 28), by=make.viewer("secretary"))
    assert (made.status, made.goals.count(), made.registrations.count()) == ("draft", 1, 0)
    assert timezone.localtime(Gathering.objects.get(pk=made.pk).starts_at).hour == 9  # in summer time now
    assert made.slug != row.slug


def test_who_is_registered_keeps_it_from_being_a_draft_again():
    row = make.GatheringFactory(open=True)
    make.RegistrationFactory(gathering=row)
    with pytest.raises(ValidationError):
        actions.set_status(row, Status.DRAFT, by=make.viewer("secretary"))


def test_a_networks_page_tells_that_a_gathering_comes_and_not_each_step_of_planning_it(client_for):
    leader = client_for("network_leader")
    network = Network.objects.get(pk=next(iter(leader.user.standing.leads)))
    row = make.GatheringFactory(network=network, title="Halv dag", visibility="members")
    actions.set_goal(row, statement="Seks bytter løfteutstyr", how="Vi ser", baseline=0, target=6, by=leader.user)
    actions.set_status(row, Status.OPEN, by=leader.user)
    page = leader.get(network.get_absolute_url()).content.decode()
    assert "åpnet Halv dag for påmelding" in page
    assert "Seks bytter løfteutstyr" not in page
