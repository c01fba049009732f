"""Who is in a space, as people a letter can reach. Asked when a letter is written, never kept."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from sterke.directory.models import Person, Role
from sterke.gatherings.models import Registration
from sterke.membership.models import Membership, NetworkSeat

from .models import Space


def people_in(space: Space) -> QuerySet:
    """Everybody who may read the space today."""
    people = Person.objects.filter(merged_into=None, erased_at=None)
    if space.network_id:
        seats = NetworkSeat.objects.in_force().filter(network=space.network_id, person=OuterRef("pk"))
        return people.filter(Exists(seats))
    if space.gathering_id:
        coming = Registration.objects.filter(gathering=space.gathering_id, state="confirmed", person=OuterRef("pk"))
        return people.filter(Exists(coming) | Q(pk=space.gathering.responsible_id))  # type: ignore[union-attr]
    memberships = Membership.objects.on().filter(organisation=OuterRef("organisation")).order_by()
    roles = Role.objects.at_work().filter(Exists(memberships), person=OuterRef("pk"))
    return people.filter(Exists(roles))


def is_in(person: Person, space: Space) -> bool:
    return bool(people_in(space).filter(pk=person.pk).exists())


def at_work_in(companies: set[int]) -> Any:
    """Main contacts of companies: they are told when their company is named."""
    roles = Role.objects.at_work().filter(organisation__in=companies, kind=Role.Kind.MAIN_CONTACT)
    return Person.objects.filter(pk__in=roles.values("person"), merged_into=None, erased_at=None)
