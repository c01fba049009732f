"""Reads across rooms for the pages: the member directory, a company's page, a network's, one's own."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Substr
from django.utils import timezone

from sterke.core.house import house
from sterke.core.models import Activity
from sterke.directory.models import ContactDetails, Organisation, OrganisationQuerySet, Person, Role
from sterke.membership.models import Appointment, Membership, Network, NetworkQuerySet, NetworkSeat, NetworkSeatQuerySet

from . import industries

# Size classes by employees: slug, from, to. The register hides the number below five.
SIZES: dict[str, tuple[int, int | None]] = {
    "under-5": (0, 4),
    "5-19": (5, 19),
    "20-49": (20, 49),
    "50-99": (50, 99),
    "100-249": (100, 249),
    "250": (250, None),
}


def members(user: Any) -> OrganisationQuerySet:
    """Organisations with a membership in force today, as far as this user sees them, in Norwegian order."""
    running = Membership.objects.on().filter(organisation=OuterRef("pk"))  # in EXISTS the list is read in its order
    rows = Organisation.objects.visible_to(user).filter(Exists(running))
    return rows.select_related("municipality").order_by("sort_key", "pk")


def of_size(rows: QuerySet, size: str) -> Any:
    least, most = SIZES[size]
    wanted = Q(employees__gte=least)
    if most is not None:
        wanted &= Q(employees__lte=most)
    if least == 0:
        wanted |= Q(employees=None, employees_hidden=True)
    return rows.filter(wanted)


def of_industry(rows: QuerySet, slug: str) -> Any:
    return rows.alias(division=Substr("industry_code", 1, 2)).filter(division__in=industries.divisions_of(slug))


def in_network(rows: QuerySet, network: Network, user: Any) -> Any:
    seats = NetworkSeat.objects.visible_to(user).in_force().filter(network=network)
    return rows.filter(pk__in=seats.exclude(organisation=None).values("organisation"))


def give_reach(people: Iterable[Any], user: Any) -> None:
    """Give each of these people (whom this user sees) ``reach``: the ways to reach them that this user may see."""
    known: dict[int, list[ContactDetails]] = {person.pk: [] for person in people}
    for detail in ContactDetails.objects.for_visible_owners(user).filter(person__in=known):
        known[detail.person_id].append(detail)
    for person in people:
        person.reach = known[person.pk]


def people_at(organisation: Organisation, user: Any) -> list[Person]:
    """The people of an organisation this user may see, main contact first, each once with ``person.places``."""
    roles = Role.objects.visible_to(user).in_force().filter(organisation=organisation)
    found: dict[int, Any] = {}
    for role in roles.select_related("person").order_by("person__sort_key", "pk"):
        person = found.setdefault(role.person_id, role.person)
        person.places = [*getattr(person, "places", []), role]
    give_reach(found.values(), user)
    return sorted(found.values(), key=lambda p: all(r.kind != Role.Kind.MAIN_CONTACT for r in p.places))


def networks_of(organisation: Organisation, user: Any) -> NetworkQuerySet:
    """Networks in which the organisation has a seat today that this user may see."""
    seats = NetworkSeat.objects.visible_to(user).in_force().filter(organisation=organisation)
    rows: Any = Network.objects.visible_to(user)
    return rows.open().filter(pk__in=seats.values("network"))


def networks(user: Any) -> NetworkQuerySet:
    """Networks with the number of people and of companies in them today (practice.md: always both)."""
    today = timezone.localdate()
    sits = Q(seats__valid_from__lte=today) & (Q(seats__valid_to=None) | Q(seats__valid_to__gte=today))
    rows: Any = Network.objects.visible_to(user)
    return rows.annotate(
        person_count=Count("seats__person", filter=sits, distinct=True),
        company_count=Count("seats__organisation", filter=sits, distinct=True),
    )


def ended(rows: NetworkQuerySet) -> NetworkQuerySet:
    """Networks that no longer run, newest first."""
    return rows.filter(valid_to__lt=timezone.localdate()).order_by("-valid_to")


def seats_in(network: Network, user: Any) -> NetworkSeatQuerySet:
    """Seats in force this user may see, leaders first."""
    rows = NetworkSeat.objects.visible_to(user).in_force().filter(network=network).select_related("person")
    return rows.order_by("-is_leader", "person__sort_key", "pk")


def furnish(seats: Iterable[Any], user: Any) -> None:
    """Give each of these seats ``place``, the company if this user sees it, and its person ``reach``."""
    wanted = {seat.organisation_id for seat in seats}
    companies = Organisation.objects.visible_to(user).only("name", "slug").in_bulk(wanted - {None})
    for seat in seats:
        seat.place = companies.get(seat.organisation_id)
    give_reach([seat.person for seat in seats], user)


def past_seats_in(network: Network, user: Any) -> list[NetworkSeat]:
    """Ended seats, newest first; only who may see them (the secretariat) gets any."""
    rows = NetworkSeat.objects.visible_to(user).filter(network=network, valid_to__lt=timezone.localdate())
    return list(rows.select_related("person", "organisation").order_by("-valid_to", "pk")[:100])


def history_of(row: Any, user: Any) -> list[Activity]:
    lines: Any = Activity.objects.visible_to(user)
    return list(lines.about(row)[:30])


def own_places(user: Any) -> dict[str, list[Any]]:
    """Everything a user holds or has held: roles, seats, appointments, with dates; running ones first."""
    roles = Role.objects.filter(person__user=user).select_related("organisation__municipality")
    seats = NetworkSeat.objects.filter(person__user=user).select_related("network")
    posts = Appointment.objects.filter(person__user=user).select_related("body")
    today = timezone.localdate()
    return {
        name: sorted(
            rows.order_by("-valid_from", "pk"), key=lambda row: row.valid_to is not None and row.valid_to < today
        )
        for name, rows in {"roles": roles, "seats": seats, "posts": posts}.items()
    }


def waiting_for(user: Any) -> list[Any]:
    """What waits for this user in all rooms, by due date."""
    items = [item for give in house.desk for item in give(user)]
    return sorted(items, key=lambda item: (item.due, item.title))


def new_since(day: date) -> int:
    """Member companies today whose membership began on or after a day."""
    return Membership.objects.on().filter(joined_on__gte=day).values("organisation").distinct().count()
