"""Reads of the annual meeting that span several rows: who has a vote, who is there, where it stands with the notice."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from sterke.directory.models import ContactDetails, Organisation, Role
from sterke.membership.models import Appointment, Body, Membership

from .models import (
    AgendaItem,
    AgendaPaper,
    Candidate,
    Election,
    Gathering,
    Minutes,
    Notice,
    Presence,
    Proxy,
    Registration,
    Statutes,
)
from .voting import Tally, Voter, settle

WARNING = 21  # days before the last day of the notice that the desk begins to say so
PATIENCE = 7  # days after the meeting until its minutes are missed
FORGOTTEN = 120  # days after which the desk no longer asks
ELECTED = (Body.Kind.BOARD, Body.Kind.NOMINATION)  # bodies the meeting elects


# Who has a vote


def memberships_of(gathering: Gathering) -> QuerySet[Membership]:
    """The memberships that hold on the day of the meeting, whatever day it is today."""
    return Membership.objects.on(gathering.day).filter(organisation__merged_into=None)


def voters(gathering: Gathering) -> list[Voter]:
    """The companies with a vote on the day of the meeting, by name. One question."""
    rows = memberships_of(gathering).filter(category__has_vote=True)
    rows = rows.select_related("organisation", "category").order_by("organisation__sort_key", "organisation", "pk")
    found: dict[int, Voter] = {}
    for row in rows:
        found.setdefault(row.organisation_id, Voter(row.organisation, row.category, row.joined_on))
    return list(found.values())


def present_in(gathering: Gathering) -> set[int]:
    """The companies in the room, by number: somebody of theirs came in at the door, or was seen at the table."""
    came = Registration.objects.filter(gathering=gathering, check_in__present=True, is_guest=False)
    here = {pk for pk in came.values_list("organisation", flat=True) if pk}
    for organisation, is_here in Presence.objects.filter(gathering=gathering).values_list("organisation", "is_here"):
        (here.add if is_here else here.discard)(organisation)
    return here


def count(gathering: Gathering) -> tuple[list[Voter], Tally]:
    """Those with a vote as they stand now, and the sum of it. Four questions."""
    rows = voters(gathering)
    given = Proxy.objects.standing().filter(gathering=gathering).order_by("pk").values_list("giver", "holder")
    return rows, settle(rows, present_in(gathering), given)


def voters_sheet(gathering: Gathering) -> tuple[list[str], Iterator[list[Any]]]:
    headings = [
        _("Company"), _("Organisation number"), _("Membership"), _("Member since"), _("Present"),
        _("Has given its vote to"), _("Votes for"), _("Votes in the room"),
    ]  # fmt: skip
    rows, _tally = count(gathering)
    cells = (
        [
            str(row.company), row.company.org_number, str(row.category), row.since, row.is_present,
            str(row.gave_to or ""), ", ".join(map(str, row.holds)), row.votes,
        ]
        for row in rows
    )  # fmt: skip
    return headings, cells


# The notice


@dataclass(frozen=True)
class Called:
    """Where it stands with the notice: by when, whether it went out for the day the meeting now has, and in time."""

    due: date
    sent: list[Notice]
    day: date

    @property
    def holds(self) -> Notice | None:
        """The first notice that called to this day; what is sent later adds to it."""
        return next((row for row in reversed(self.sent) if row.day == self.day), None)

    @property
    def is_late(self) -> bool:
        """Whether a notice sent today would be."""
        return timezone.localdate() > self.due

    @property
    def days_left(self) -> int:
        return (self.due - timezone.localdate()).days


def called(gathering: Gathering) -> Called:
    sent = list(Notice.objects.filter(gathering=gathering).order_by("-sent_at", "-pk"))
    return Called(Statutes.current().notice_due(gathering.day), sent, gathering.day)


@dataclass(frozen=True)
class Reader:
    """Somebody a company's mail goes to: a person, or its own address."""

    company: Organisation
    name: str
    email: str
    language: str
    person: int = 0


def readers_of(companies: Iterable[Organisation]) -> dict[int, list[Reader]]:
    """By company: its main contacts; else its other contacts; else its own address. Three questions."""
    by_pk = {each.pk: each for each in companies}
    roles = (
        Role.objects.in_force()
        .filter(organisation__in=by_pk, kind__in=[Role.Kind.MAIN_CONTACT, Role.Kind.CONTACT], person__merged_into=None)
        .select_related("person__user")
        .prefetch_related("person__contact_details")
        .order_by("pk")
    )
    people: dict[int, dict[str, list[Reader]]] = {}
    for role in roles:
        if email := role.person.email:
            reader = Reader(by_pk[role.organisation_id], role.person.name, email, role.person.language, role.person_id)
            people.setdefault(role.organisation_id, {}).setdefault(role.kind, []).append(reader)
    found = {pk: kinds.get(Role.Kind.MAIN_CONTACT) or kinds[Role.Kind.CONTACT] for pk, kinds in people.items()}
    own = ContactDetails.objects.filter(organisation__in=set(by_pk) - set(found), kind=ContactDetails.Kind.EMAIL)
    for row in own.order_by("pk"):
        company = by_pk[row.organisation_id or 0]
        found.setdefault(company.pk, [Reader(company, str(company), row.value, "nb")])
    return {pk: list({reader.email.lower(): reader for reader in rows}.values()) for pk, rows in found.items()}


def companies_to_call(gathering: Gathering) -> list[Organisation]:
    """Every member on the day of the meeting, with a vote or without, by name."""
    members = Organisation.objects.filter(pk__in=memberships_of(gathering).values("organisation"))
    return list(members.order_by("sort_key", "pk"))


# Agenda, elections, minutes


def agenda_of(user: Any, gathering: Gathering) -> list[AgendaItem]:
    return list(AgendaItem.objects.visible_to(user).filter(gathering=gathering).order_by("number"))


def papers_of(items: Iterable[AgendaItem]) -> dict[int, list[AgendaPaper]]:
    """By item; of items already reached through ``visible_to``."""
    found: dict[int, list[AgendaPaper]] = {}
    for row in AgendaPaper.objects.filter(item__in=[each.pk for each in items]).order_by("pk"):
        found.setdefault(row.item_id, []).append(row)
    return found


def elections_of(gathering: Gathering) -> list[Election]:
    rows = Election.objects.filter(item__gathering=gathering).in_order()
    parts = ("body", "item", "predecessor__person", "predecessor__organisation")
    return list(rows.select_related(*parts).prefetch_related("candidates__organisation"))


def elected_at(gathering: Gathering) -> list[Candidate]:
    """Those who were elected and are still somebody here, with what it takes to reach them. Two questions."""
    rows = Candidate.objects.filter(election__item__gathering=gathering, is_elected=True, person__merged_into=None)
    rows = rows.exclude(person=None).select_related("election__body", "person__user")
    return list(rows.prefetch_related("person__contact_details").order_by("pk"))


def sitting(gathering: Gathering, bodies: Iterable[int] | None = None) -> list[Appointment]:
    """Who sits when the meeting begins in the bodies that it elects, in the order of posts."""
    rows = Appointment.objects.in_force(gathering.day - timedelta(days=1)).in_posts_order()
    rows = rows.filter(body__kind__in=ELECTED) if bodies is None else rows.filter(body__in=bodies)
    return list(rows.select_related("person", "organisation", "body"))


def up(gathering: Gathering) -> list[Appointment]:
    """Those whose term is out in the year of the meeting."""
    return [row for row in sitting(gathering) if row.term_ends is not None and row.term_ends.year <= gathering.day.year]


def not_up(gathering: Gathering, elections: Iterable[Election]) -> list[Appointment]:
    """Those in the bodies with elections whose seat is not up: they sit on. True before the meeting and years after."""
    elections = list(elections)
    out = {row.predecessor_id for row in elections}
    chosen = {(row.body_id, each.person_id) for row in elections for each in row.candidates.all() if each.is_elected}
    rows = sitting(gathering, {row.body_id for row in elections})
    return [row for row in rows if row.pk not in out and (row.body_id, row.person_id) not in chosen]


# For the desk


def to_call(today: date) -> list[tuple[Gathering, date]]:
    """Annual meetings to come that are not called to the day they have, whose last day for it is near or past."""
    statutes = Statutes.current()
    until = today + timedelta(days=statutes.notice_days + WARNING)
    rows = Gathering.objects.filter(kind=Gathering.Kind.ANNUAL_MEETING, day__gte=today, day__lte=until)
    rows = rows.exclude(status=Gathering.Status.CANCELLED).order_by("day", "pk")
    sent = set(Notice.objects.filter(gathering__in=rows.order_by()).values_list("gathering", "day"))
    return [(row, statutes.notice_due(row.day)) for row in rows if (row.pk, row.day) not in sent]


def without_minutes(today: date) -> list[Gathering]:
    """Annual meetings that have been and whose minutes are not published."""
    published = Minutes.objects.exclude(published_at=None).values("gathering")
    rows = Gathering.objects.filter(
        kind=Gathering.Kind.ANNUAL_MEETING, last_day__lt=today, last_day__gte=today - timedelta(days=FORGOTTEN)
    )
    rows = rows.exclude(status__in=(Gathering.Status.CANCELLED, Gathering.Status.DRAFT)).exclude(pk__in=published)
    return list(rows.order_by("day", "pk"))


def to_carry_out() -> list[Gathering]:
    """Annual meetings with elections that are decided and have no appointment yet."""
    waiting = Election.objects.filter(~Q(decided_at=None), carried_out_at=None, candidates__is_elected=True)
    return list(Gathering.objects.filter(pk__in=waiting.values("item__gathering")).order_by("day", "pk"))
