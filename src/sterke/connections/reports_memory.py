"""What the secretariat remembers: who met whom through us, which companies are alone, which people hold networks
together, and which member knows whom at an authority."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from sterke.advocacy.models import Attendance
from sterke.advocacy.reports_mandate import member_companies
from sterke.directory.models import OfficeHolder, Organisation, Role
from sterke.gatherings.models import Registration
from sterke.membership.models import Network, NetworkSeat

from .models import Introduction, IntroductionSide

QUIET = timedelta(days=365)
MOST = 200


@dataclass(frozen=True)
class Tie:
    """Two companies and how they met: the day, in what way, what came of it."""

    day: date
    one: str
    other: str
    how: str
    came: str = ""
    url: str = ""


def met_through_us(since: date | None = None) -> list[Tie]:
    """Both said yes, or met at a table of ours. The newest first."""
    rows = Introduction.objects.joined().order_by("-joined_on", "-pk")
    if since is not None:
        rows = rows.filter(joined_on__gte=since)
    return [tie_of(row) for row in rows.prefetch_related("sides__organisation")[:MOST]]


def tie_of(row: Introduction) -> Tie:
    sides = list(row.sides.all())
    names = [f"{side.name}, {side.organisation}" if side.organisation else side.name for side in sides]
    nothing = IntroductionSide.Result.NOTHING
    came = dict.fromkeys(str(side.get_result_display()) for side in sides if side.result and side.result != nothing)
    day: Any = row.joined_on
    return Tie(day, names[0], names[-1], str(row.get_origin_display()), ", ".join(came), row.get_absolute_url())


def alone(today: date) -> list[Organisation]:
    """Member companies with nobody in a network, nobody at a gathering for a year, and nobody met through us."""
    seated = NetworkSeat.objects.in_force().filter(organisation=OuterRef("pk"))
    since = today - QUIET
    came = Registration.objects.came().filter(organisation=OuterRef("pk"), gathering__last_day__gte=since)
    met = IntroductionSide.objects.filter(organisation=OuterRef("pk"), introduction__joined_on__gte=since)
    rows = member_companies().filter(~Exists(seated), ~Exists(came), ~Exists(met))
    return list(rows.select_related("municipality").order_by("sort_key", "pk"))


@dataclass(frozen=True)
class Bridge:
    """Two networks and the companies that sit in both, each with who sits there."""

    one: Network
    other: Network
    companies: list[tuple[str, str]]  # company, names

    @property
    def hangs_by_one(self) -> bool:
        return len(self.companies) == 1


def bridges() -> tuple[list[Network], list[Bridge]]:
    """The networks that run, and each pair that some company holds together; those that hang by one first."""
    networks = list(Network.objects.open().order_by("sort_key", "pk"))
    seats = NetworkSeat.objects.in_force().filter(network__in=networks, organisation__isnull=False)
    sitting: dict[int, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    named: dict[int, str] = {}
    for seat in seats.select_related("person", "organisation"):
        company: Any = seat.organisation
        sitting[seat.network_id][company.pk].add(seat.person.name)
        named[company.pk] = str(company)
    found = []
    for one, other in combinations(networks, 2):
        both = sorted(sitting[one.pk].keys() & sitting[other.pk].keys(), key=lambda pk: named[pk])
        held = [(named[pk], ", ".join(sorted(sitting[one.pk][pk] | sitting[other.pk][pk]))) for pk in both]
        if held:
            found.append(Bridge(one, other, held))
    return networks, sorted(found, key=lambda bridge: (len(bridge.companies), str(bridge.one), str(bridge.other)))


def ties_between(networks: list[Network], found: Iterable[Bridge]) -> dict[tuple[int, int], int]:
    """For the picture: how many companies two networks share, by their places in the list."""
    at = {network.pk: number for number, network in enumerate(networks)}
    return {(at[bridge.one.pk], at[bridge.other.pk]): len(bridge.companies) for bridge in found}


@dataclass(frozen=True)
class Knows:
    """Somebody of ours who knows somebody at an authority, and how."""

    who: str
    company: str
    how: str
    day: date


def knows_whom(authority: Organisation) -> list[Knows]:
    """Members who were at a meeting with it, worked there, hold an office there, or were brought together with somebody
    there. The newest first, each way once."""
    found = [*met_at_meetings(authority), *worked_there(authority), *holds_office(authority), *introduced_to(authority)]
    unique = {(each.who, each.how): each for each in sorted(found, key=lambda each: each.day)}
    return sorted(unique.values(), key=lambda each: (each.day, each.who), reverse=True)[:MOST]


def met_at_meetings(authority: Organisation) -> list[Knows]:
    meetings = Attendance.objects.filter(organisation=authority, is_ours=False).values("meeting")
    rows = Attendance.objects.filter(is_ours=True, meeting__in=meetings).exclude(name="")
    rows = rows.select_related("meeting", "organisation").order_by("-meeting__day", "pk")[:MOST]
    return [
        Knows(
            row.name, str(row.organisation or ""), _("was at “%(meeting)s”") % {"meeting": row.meeting}, row.meeting.day
        )
        for row in rows
    ]


def members_among(people: Iterable[int]) -> dict[int, str]:
    """Where these people work today, those who work in a member company."""
    roles = Role.objects.at_work().filter(person__in=list(people), organisation__in=member_companies())
    return {role.person_id: str(role.organisation) for role in roles.select_related("organisation")}


def worked_there(authority: Organisation) -> list[Knows]:
    rows = list(
        Role.objects.filter(organisation=authority, person__merged_into=None, valid_to__lt=timezone.localdate())
        .select_related("person").order_by("-valid_to")[:MOST]
    )  # fmt: skip
    ours = members_among(row.person_id for row in rows)
    found = []
    for row in rows:
        left: Any = row.valid_to
        if row.person_id in ours:
            how = _("worked there as %(title)s") % {"title": said(row)}
            found.append(Knows(row.person.name, ours[row.person_id], how, left))
    return found


def said(role: Role) -> str:
    return role.title or str(role.get_kind_display())


def holds_office(authority: Organisation) -> list[Knows]:
    rows = list(OfficeHolder.objects.filter(office__organisation=authority).select_related("person", "office")[:MOST])
    ours, found = members_among(row.person_id for row in rows), []
    for row in rows:
        if row.person_id in ours:
            how = _("holds, or has held, an office: %(office)s") % {"office": row.office.title}
            found.append(Knows(row.person.name, ours[row.person_id], how, row.valid_to or timezone.localdate()))
    return found


def introduced_to(authority: Organisation) -> list[Knows]:
    rows = Introduction.objects.joined().filter(sides__organisation=authority).prefetch_related("sides__organisation")
    found = []
    for row in rows.order_by("-joined_on")[:MOST]:
        theirs = [side for side in row.sides.all() if side.organisation_id == authority.pk]
        for side in row.sides.all():
            if side not in theirs and theirs and row.joined_on:
                how = _("was brought together with %(name)s") % {"name": theirs[0].name}
                found.append(Knows(side.name, str(side.organisation or ""), how, row.joined_on))
    return found


@dataclass(frozen=True)
class Sums:
    asked: int
    joined: int
    met: int
    came: list[tuple[str, int]]  # what came of it, how often


def sums(since: date) -> Sums:
    """Introductions asked for since a day, how many became a yes of both, a meeting, and what came of those."""
    rows = Introduction.objects.filter(asked_on__gte=since)
    sides = IntroductionSide.objects.filter(introduction__in=rows, met=IntroductionSide.Met.YES)
    counted = Counter(sides.exclude(result="").values_list("result", flat=True))
    labels = {each.value: str(each.label) for each in IntroductionSide.Result}
    return Sums(
        rows.count(), rows.joined().count(), sides.values("introduction").distinct().count(),
        [(labels[value], count) for value, count in counted.most_common()],
    )  # fmt: skip
