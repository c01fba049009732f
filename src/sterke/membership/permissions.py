"""Who may do what in the fellowship. Pure: a user and a row in, yes or no out."""

from datetime import date, timedelta
from typing import Any

from sterke.core.visibility import is_secretary
from sterke.directory.models import Organisation, Person

from .models import Appointment, Body, Departure, MembershipApplication, Network, NetworkSeat


def can_send_to_board(user: Any, application: MembershipApplication) -> bool:
    return is_secretary(user) and application.is_waiting


def sits_on_board(person: Person | None, on: date | None = None) -> bool:
    if person is None:
        return False
    return Appointment.objects.in_force(on).filter(body__kind=Body.Kind.BOARD, person=person).exists()


def can_endorse(person: Person | None, application: MembershipApplication, on: date | None = None) -> bool:
    """Board members in force, while it waits. A person, not a user: the answer may come from a mail link."""
    return application.is_waiting and sits_on_board(person, on)


def may_decide(user: Any) -> bool:
    """Whose word an application waits for in the end. The board says yes or no; the secretariat lets in."""
    return is_secretary(user)


def can_approve(user: Any, application: MembershipApplication) -> bool:
    """The secretariat decides, and only when enough of the board has said yes."""
    return may_decide(user) and application.is_waiting and application.has_quorum


def can_decline(user: Any, application: MembershipApplication) -> bool:
    return may_decide(user) and application.is_waiting


def can_join_cluster(user: Any, organisation: Organisation) -> bool:
    return is_secretary(user) and organisation.merged_into_id is None


def can_leave_cluster(user: Any, organisation: Organisation) -> bool:
    return is_secretary(user)


def can_start_network(user: Any) -> bool:
    return is_secretary(user)


def can_edit_network(user: Any, network: Network) -> bool:
    return is_secretary(user)


def can_end_network(user: Any, network: Network) -> bool:
    return is_secretary(user) and network.is_open


def can_edit_network_people(user: Any, network: Network) -> bool:
    """The secretariat, and the network's own leaders as long as it runs."""
    return is_secretary(user) or (user.is_authenticated and network.is_open and network.pk in user.standing.leads)


def can_edit_seat(user: Any, seat: NetworkSeat) -> bool:
    return can_edit_network_people(user, seat.network)


def can_appoint(user: Any, body: Body) -> bool:
    return is_secretary(user)


def can_end_appointment(user: Any, appointment: Appointment) -> bool:
    return is_secretary(user)


def somebody_stays(leaving: Appointment, on: date) -> bool:
    """Whether a post can end: in the secretariat, somebody with an account must be left the day after."""
    if leaving.body.kind != Body.Kind.SECRETARIAT:
        return True
    others = Appointment.objects.filter(body=leaving.body, person__user__is_active=True).exclude(pk=leaving.pk)
    return others.filter(valid_from__lte=on + timedelta(days=1)).running_after(on).exists()


def can_say_person_leaves(user: Any, organisation: Organisation) -> bool:
    """The secretariat and the company's own main contact."""
    return is_secretary(user) or (user.is_authenticated and organisation.pk in user.standing.main_contact_of)


def can_name_successor(user: Any, departure: Departure) -> bool:
    return departure.is_open and can_say_person_leaves(user, departure.organisation)
