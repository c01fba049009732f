"""What membership gives the house."""

from datetime import date
from typing import Any

from sterke.core.house import Standing, gives_standing
from sterke.directory.models import Role

from .models import Appointment, Body, Membership, NetworkSeat


@gives_standing
def standing_from_membership(user: Any, on: date) -> Standing:
    """Secretariat and board from appointments, member from the company's membership, leader from seats."""
    bodies = set(Appointment.objects.in_force(on).filter(person__user=user).values_list("body__kind", flat=True))
    seats = list(NetworkSeat.objects.in_force(on).filter(person__user=user).values_list("network", "is_leader"))
    workplaces = Role.objects.in_force(on).filter(person__user=user).exclude(kind=Role.Kind.GUEST)
    return Standing(
        secretary=Body.Kind.SECRETARIAT in bodies,
        board=Body.Kind.BOARD in bodies,
        member=Membership.objects.on(on).filter(organisation__in=workplaces.values("organisation")).exists(),
        leads=frozenset(network for network, leads in seats if leads),
        seated_in=frozenset(network for network, _leads in seats),
    )
