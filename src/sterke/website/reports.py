"""Reads across rooms for the pages: the member directory, a company's page, a network's, one's own."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Substr

from sterke.core.house import house
from sterke.core.kept import sums_of
from sterke.core.models import OutgoingMail
from sterke.core.paths import path_to
from sterke.core.question import Question, today
from sterke.directory.models import (
    ContactDetails,
    Organisation,
    OrganisationQuerySet,
    Person,
    RegisterProposal,
    Role,
    size_in_words,
)
from sterke.membership.models import Appointment, Membership, MembershipApplication, Network, NetworkSeat

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

# Of a company in a list.
LINE = ("name", "slug", "visibility", "industry", "employees", "employees_hidden", "municipality__name")


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


def in_network(rows: QuerySet, network: int, user: Any) -> Any:
    seats = NetworkSeat.objects.visible_to(user).in_force().filter(network=network)
    return rows.filter(pk__in=seats.exclude(organisation=None).values("organisation"))


# The member directory: each filter that is used, with its value.
@Question
def members_found(user: Any, *values: Any, by: tuple[str, ...], words: int, industry: str, size: str) -> Any:
    rows: Any = members(user).only(*LINE)
    left = iter(values)
    for name in by:
        rows = rows.filter(municipality=next(left)) if name == "kommune" else in_network(rows, next(left), user)
    for _word in range(words):
        rows = rows.holding(next(left), next(left))
    if industry:
        rows = of_industry(rows, industry)
    return of_size(rows, size) if size else rows


class MemberLine(NamedTuple):
    """A company in the member directory: only what its line shows. A page has fifty, and whole rows cost twice."""

    name: str
    slug: str
    visibility: str
    industry: str
    employees: int | None
    employees_hidden: bool
    municipality: str | None

    def get_absolute_url(self) -> str:
        return path_to("website:organisation", self.slug)

    @property
    def size_text(self) -> str:
        return size_in_words(self.employees, hidden=self.employees_hidden)


# The same members as lines of the directory: what LINE names, in its order.
member_lines = Question(lambda user, *values, **kind: members_found.build(user, *values, **kind).values_list(*LINE))
membership_of = Question(
    lambda organisation: Membership.objects.on().filter(organisation=organisation).select_related("category")
)
# The ways to reach an organisation, or people, whom the user sees.
reach_of_organisation = Question(
    lambda user, row: ContactDetails.objects.for_visible_owners(user).filter(organisation=row)
)
reach_of_people = Question(
    lambda user, people: ContactDetails.objects.for_visible_owners(user).filter(person__in=people)
)
roles_at = Question(
    lambda user, organisation: (
        Role.objects.visible_to(user)
        .in_force()
        .filter(organisation=organisation)
        .select_related("person")
        .order_by("person__sort_key", "pk")
    )
)
# Networks in which an organisation has a seat today, as far as the user sees both.
networks_of = Question(
    lambda user, organisation: (
        Network.objects.visible_to(user)
        .open()
        .filter(
            pk__in=NetworkSeat.objects.visible_to(user).in_force().filter(organisation=organisation).values("network")
        )
    )
)


def give_reach(people: Iterable[Any], user: Any) -> None:
    """Give each of these people (whom this user sees) ``reach``: the ways to reach them that this user may see."""
    known: dict[int, list[ContactDetails]] = {person.pk: [] for person in people}
    for detail in reach_of_people(user, list(known)):
        known[detail.person_id].append(detail)
    for person in people:
        person.reach = known[person.pk]


def people_at(organisation: Organisation, user: Any) -> list[Person]:
    """The people of an organisation this user may see, main contact first, each once with ``person.places``."""
    found: dict[int, Any] = {}
    for role in roles_at(user, organisation.pk):
        person = found.setdefault(role.person_id, role.person)
        person.places = [*getattr(person, "places", []), role]
    give_reach(found.values(), user)
    return sorted(found.values(), key=lambda p: all(r.kind != Role.Kind.MAIN_CONTACT for r in p.places))


# Networks: those that run, and those that have ended, newest first.
networks = Question(lambda user: Network.objects.visible_to(user).open())
ended_networks = Question(
    lambda user: Network.objects.visible_to(user).filter(valid_to__lt=today()).order_by("-valid_to")
)
all_networks = Question(lambda user: Network.objects.visible_to(user).order_by("sort_key", "pk"))
sizes = Question(
    lambda: (
        NetworkSeat.objects.in_force()
        .order_by()
        .values_list("network")
        .annotate(companies=Count("organisation", distinct=True), people=Count("person", distinct=True))
    )
)


def give_sizes(rows: Iterable[Any]) -> list[Any]:
    """These networks, each with the number of people and of companies in it today (practice.md: always both)."""
    counted = {network: (companies, people) for network, companies, people in sums_of(sizes())}
    found = list(rows)
    for network in found:
        network.company_count, network.person_count = counted.get(network.pk, (0, 0))
    return found


# Seats in force this user may see; ended ones, newest first, which only the secretariat sees.
seats_in = Question(
    lambda user, network, *, leaders: (
        NetworkSeat.objects.visible_to(user)
        .in_force()
        .filter(network=network, is_leader=leaders)
        .select_related("person")
        .only("network_id", "organisation_id", "is_leader", "person__name")
        .order_by("person__sort_key", "pk")
    )
)
all_seats_in = Question(
    lambda user, network: (
        NetworkSeat.objects.visible_to(user)
        .in_force()
        .filter(network=network)
        .select_related("person")
        .order_by("-is_leader", "person__sort_key", "pk")
    )
)
past_seats_in = Question(
    lambda user, network: (
        NetworkSeat.objects.visible_to(user)
        .filter(network=network, valid_to__lt=today())
        .select_related("person", "organisation")
        .order_by("-valid_to", "pk")
    )
)
names_of = Question(lambda user, rows: Organisation.objects.visible_to(user).only("name", "slug").filter(pk__in=rows))


def furnish(seats: Iterable[Any], user: Any) -> None:
    """Give each of these seats ``place``, the company if this user sees it, and its person ``reach``."""
    wanted = {seat.organisation_id for seat in seats} - {None}
    companies = {company.pk: company for company in names_of(user, wanted)}
    for seat in seats:
        seat.place = companies.get(seat.organisation_id)
    give_reach([seat.person for seat in seats], user)


_own = {
    "roles": Question(lambda user: Role.objects.filter(person__user=user).select_related("organisation__municipality")),
    "seats": Question(lambda user: NetworkSeat.objects.filter(person__user=user).select_related("network")),
    "posts": Question(lambda user: Appointment.objects.filter(person__user=user).select_related("body")),
}
networks_led = Question(lambda user: Network.objects.visible_to(user).filter(pk__in=user.standing.leads))


def own_places(user: Any) -> dict[str, list[Any]]:
    """Everything a user holds or has held: roles, seats, appointments, with dates; running ones first, newest first."""
    day = today()
    return {
        name: sorted(
            sorted(rows(user), key=lambda row: row.valid_from, reverse=True),
            key=lambda row: row.valid_to is not None and row.valid_to < day,
        )
        for name, rows in _own.items()
    }


def waiting_for(user: Any) -> list[Any]:
    """What waits for this user in all rooms, by due date."""
    items = [item for give in house.desk for item in give(user)]
    return sorted(items, key=lambda item: (item.due, item.title))


# The figures on the desk: members today, those of them who joined on or after a day, what waits, what is stuck.
members_today = Question(lambda: Membership.objects.on().order_by().values_list("organisation").distinct())
members_since = Question(
    lambda day: Membership.objects.on().filter(joined_on__gte=day).order_by().values_list("organisation").distinct()
)
applications = Question(lambda user: MembershipApplication.objects.visible_to(user).waiting())
open_proposals = Question(lambda: RegisterProposal.objects.filter(state=RegisterProposal.State.OPEN))
stuck_mails = Question(lambda: OutgoingMail.objects.filter(state__in=("failed", "uncertain")))
# The outbox, newest first.
mails = Question(
    lambda *, state: OutgoingMail.objects.filter(**{"state": state} if state else {}).order_by("-created_at", "-pk")
)
# The front page: the wall of names, and how many members lie in each municipality.
wall = Question(lambda user: members(user).select_related(None).values_list("name", "slug"))
members_by_place = Question(
    lambda user: members(user).select_related(None).order_by().values_list("municipality").annotate(number=Count("pk"))
)
