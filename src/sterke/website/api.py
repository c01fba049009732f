"""Member companies and networks, for machines: what the member directory and the pages show, by the same questions."""

from collections.abc import Iterable
from datetime import date
from itertools import chain
from typing import Any, Literal

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema
from ninja.errors import AuthorizationError, HttpError

from sterke.core.access import open_to
from sterke.core.api import Page, Paging, Slug, absolute, described, page_of, reads
from sterke.core.text import tidy
from sterke.core.visibility import Visibility
from sterke.directory.models import ContactDetails, Role, all_places, with_places
from sterke.directory.reports import organisation_at
from sterke.membership.reports import network_at

from . import industries, reports

organisation_router, network_router = Router(tags=["organisations"]), Router(tags=["networks"])
Size: Any = Literal[*reports.SIZES]
Trade: Any = Literal[*(slug for slug, _label in industries.choices())]
FACTS = (
    "slug",
    "name",
    "org_number",
    "industry",
    "industry_code",
    "employees",
    "employees_hidden",
    "website",
    "municipality",
)


class Place(Schema):
    slug: str
    name: str


class OrganisationLine(Schema):
    """``employees`` is null where it is not known, or hidden by the register: then ``under_5_employees`` is true."""

    slug: str
    name: str
    org_number: str | None
    municipality: Place | None
    industry: str | None
    industry_code: str | None
    employees: int | None
    under_5_employees: bool
    website: str | None
    url: str
    self: str


class Contact(Schema):
    kind: ContactDetails.Kind
    value: str


class Post(Schema):
    kind: Role.Kind
    title: str | None


class Colleague(Schema):
    name: str
    roles: list[Post]
    contact: list[Contact]


class Link(Schema):
    slug: str
    name: str
    url: str
    self: str


class MembershipFacts(Schema):
    category: str
    category_en: str
    since: date


class Organisation(OrganisationLine):
    register_name: str | None
    about: str | None
    about_en: str | None
    street: str | None
    postal_code: str | None
    postal_place: str | None
    source: str | None
    contact: list[Contact]
    membership: MembershipFacts | None
    networks: list[Link]
    people: list[Colleague]


class NetworkLine(Schema):
    """``people`` and ``companies`` are the numbers of those who take part today."""

    slug: str
    name: str
    name_en: str | None
    purpose: str | None
    purpose_en: str | None
    started: date
    ended: date | None
    people: int
    companies: int
    url: str
    self: str


class Seat(Schema):
    name: str
    is_leader: bool
    organisation: Link | None
    contact: list[Contact]


class OrganisationSearch(Paging):
    q: str = described(_("Words in the name, place, trade or organisation number."), default="", max_length=200)
    municipality: str = described(_("The slug of a municipality."), default="", max_length=60)
    industry: Trade | None = described(_("A group of industries, as in the member directory."), default=None)
    network: str = described(_("The slug of a network. Needs a member's token."), default="", max_length=60)
    size: Size | None = described(_("How many employees."), default=None)


@organisation_router.get(
    "/organisations",
    **reads(Page[OrganisationLine], _("The member companies"), _("In Norwegian alphabetical order.")),
)
@open_to(Visibility.PUBLIC)
def organisations(request: HttpRequest, search: Query[OrganisationSearch]) -> dict[str, Any]:
    chosen = chosen_rows(search, request.user)
    words = with_places(tidy(search.q))
    rows = reports.members_found.build(
        request.user,
        *chosen.values(),
        *chain.from_iterable(words),
        by=tuple(chosen),
        words=len(words),
        industry=search.industry or "",
        size=search.size or "",
    )
    shown = rows.only(*FACTS, "municipality__slug", "municipality__name")
    return page_of(request, shown, search, lambda found: [line(row) for row in found])


def chosen_rows(search: OrganisationSearch, user: Any) -> dict[str, int]:
    """The rows that the filters name, by the name of the filter on the page."""
    chosen = {}
    if search.municipality:
        chosen["kommune"] = numbered("municipality", search.municipality, all_places())
    if search.network:
        if not (user.is_authenticated and user.is_member):
            raise AuthorizationError(message="Who sits where is for members: send a member's token.")
        chosen["nettverk"] = numbered("network", search.network, reports.networks(user))
    return chosen


def numbered(what: str, slug: str, rows: Iterable[Any]) -> int:
    found = [row.pk for row in rows if row.slug == slug]
    if not found:
        raise HttpError(404, f"There is no {what} “{slug}”.")
    return found[0]


@organisation_router.get("/organisations/{slug:slug}", **reads(Organisation, _("One organisation, with its people")))
@open_to(Visibility.PUBLIC)
def organisation(request: HttpRequest, slug: Slug) -> dict[str, Any]:
    row = organisation_at(request.user, slug).first()
    if row is None:
        raise Http404
    facts = ("register_name", "about", "about_en", "street", "postal_code", "postal_place", "source")
    membership = reports.membership_of(row.pk).first()
    return line(row) | {
        **{name: getattr(row, name) or None for name in facts},
        "contact": ways(reports.reach_of_organisation(request.user, row.pk)),
        "membership": membership
        and {
            "category": membership.category.name,
            "category_en": membership.category.name_en,
            "since": membership.joined_on,
        },
        "networks": [link(network, "api:network") for network in reports.networks_of(request.user, row.pk)],
        "people": [colleague(person) for person in reports.people_at(row, request.user)],
    }


@network_router.get("/networks", **reads(Page[NetworkLine], _("The networks"), _("Those that have ended too.")))
@open_to(Visibility.PUBLIC)
def networks(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    return page_of(request, reports.all_networks.build(request.user), paging, network_lines)


@network_router.get("/networks/{slug:slug}", **reads(NetworkLine, _("One network")))
@open_to(Visibility.PUBLIC)
def network(request: HttpRequest, slug: Slug) -> dict[str, Any]:
    rows = network_lines(network_at(request.user, slug))
    if not rows:
        raise Http404
    return rows[0]


@network_router.get(
    "/networks/{slug:slug}/people",
    **reads(Page[Seat], _("Who takes part in a network"), _("Leaders first. Members see all, others the leaders.")),
)
@open_to(Visibility.PUBLIC)
def network_people(request: HttpRequest, slug: Slug, paging: Query[Paging]) -> dict[str, Any]:
    found = network_at(request.user, slug).first()
    if found is None:
        raise Http404
    rows = reports.all_seats_in.build(request.user, found.pk)
    return page_of(request, rows, paging, lambda seats: seated(list(seats), request.user))


def line(row: Any) -> dict[str, Any]:
    place = row.municipality
    return {
        **{name: getattr(row, name) or None for name in ("org_number", "industry", "industry_code", "website")},
        **link(row, "api:organisation"),
        "municipality": place and {"slug": place.slug, "name": place.name},
        "employees": row.employees,
        "under_5_employees": row.employees_hidden and row.employees is None,
    }


def network_lines(rows: Iterable[Any]) -> list[dict[str, Any]]:
    words = ("name_en", "purpose", "purpose_en")
    return [
        {
            **link(row, "api:network"),
            **{name: getattr(row, name) or None for name in words},
            "started": row.valid_from,
            "ended": row.valid_to,
            "people": row.person_count,
            "companies": row.company_count,
        }
        for row in reports.give_sizes(rows)
    ]


def seated(seats: list[Any], user: Any) -> list[dict[str, Any]]:
    reports.furnish(seats, user)
    return [
        {
            "name": seat.person.name,
            "is_leader": seat.is_leader,
            "organisation": seat.place and link(seat.place, "api:organisation"),
            "contact": ways(seat.person.reach),
        }
        for seat in seats
    ]


def colleague(person: Any) -> dict[str, Any]:
    roles = [{"kind": role.kind, "title": role.title or None} for role in person.places]
    return {"name": person.name, "roles": roles, "contact": ways(person.reach)}


def ways(details: Iterable[ContactDetails]) -> list[dict[str, str]]:
    return [{"kind": detail.kind, "value": detail.value} for detail in details]


def link(row: Any, view: str) -> dict[str, str]:
    """Its page for people, and its own address here."""
    self_address = absolute(reverse(view, args=[row.slug]))
    return {"slug": row.slug, "name": row.name, "url": absolute(row.get_absolute_url()), "self": self_address}
