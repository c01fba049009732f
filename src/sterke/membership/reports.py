"""Reads that span several rows: the number of members over time, drawn as steps; who is up for election."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, When
from django.utils import timezone

from sterke.core.kept import remembered, sums_of
from sterke.core.question import Question

from .models import Appointment, Body, Endorsement, Membership, MembershipApplication, Network, NetworkSeat

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 720, 300, 56, 40, 20


@dataclass(frozen=True)
class Step:
    day: date
    count: int


@dataclass(frozen=True)
class Chart:
    """A step chart in numbers: the line, and where the ticks stand."""

    path: str
    across: list[tuple[float, str]]
    up: list[tuple[float, int]]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    floor: int = HEIGHT - BOTTOM


# Times of membership with how many companies have them: those with one membership count together, under no company;
# a company with several stands by itself, for they may overlap.
several = Exists(Membership.objects.filter(organisation=OuterRef("organisation")).exclude(pk=OuterRef("pk")))
times = Question(
    lambda: (
        Membership.objects.annotate(company=Case(When(several, then="organisation")))
        .order_by("company", "joined_on", "left_on")
        .values_list("company", "joined_on", "left_on")
        .annotate(Count("pk"))
    )
)


# One application with who has said what to it; the bodies, and who sits in them today in the order of posts.
application_at = Question(
    lambda user, pk: (
        MembershipApplication.objects.visible_to(user).select_related("municipality", "organisation").filter(pk=pk)
    )
)
endorsements_of = Question(
    lambda application: Endorsement.objects.filter(application=application).select_related("person").order_by("at")
)
# One network, and those in it today: who leads it, and the others.
network_at = Question(lambda user, slug: Network.objects.visible_to(user).filter(slug=slug))
seats_of = Question(
    lambda network, *, leaders: (
        NetworkSeat.objects.in_force()
        .filter(network=network, is_leader=leaders)
        .select_related("person", "organisation")
        .only("network_id", "is_leader", "valid_to", "person__name", "organisation__name")
        .order_by("person__sort_key", "pk")
    )
)
bodies = Question(lambda user: Body.objects.visible_to(user))
seated = Question(
    lambda user: (
        Appointment.objects.visible_to(user).in_force().in_posts_order().select_related("person", "organisation")
    )
)


def bodies_with_people(user: Any) -> list[tuple[Body, list[Appointment]]]:
    """Each body this user may see, with those who sit in it today. Two queries."""
    people: dict[int, list[Appointment]] = {}
    for appointment in seated(user):
        people.setdefault(appointment.body_id, []).append(appointment)
    return [(body, people.get(body.pk, [])) for body in bodies(user)]


def members_over_time(today: date | None = None) -> list[Step]:
    """How many companies were members from each day on that the number changed, up to today. One query."""
    return remembered(("members_over_time", today), lambda: counted(today or timezone.localdate()))


def counted(today: date) -> list[Step]:
    moves: Counter[date] = Counter()
    for joined, left, number in spells(sums_of(times())):
        moves[joined] += number
        if left:
            moves[left] -= number
    steps: list[Step] = []
    for day, change in sorted(moves.items()):
        if change and day <= today:
            steps.append(Step(day, change + (steps[-1].count if steps else 0)))
    return steps


def spells(rows: Iterable[tuple[int | None, date, date | None, int]]) -> Iterator[tuple[date, date | None, int]]:
    """Unbroken times as a member and how many companies have them, out of ``times``."""
    for company, own in groupby(rows, key=lambda row: row[0]):
        if company is None:
            yield from (row[1:] for row in own)
        else:
            yield from ((joined, left, 1) for joined, left in unbroken((row[1], row[2]) for row in own))


def unbroken(memberships: Iterable[tuple[date, date | None]]) -> Iterator[tuple[date, date | None]]:
    """One company's memberships, in the order of joining, with those that overlap or meet made one."""
    begun: date | None = None
    until: date | None = None
    for joined, left in memberships:
        if begun is not None and (until is None or joined <= until):
            until = None if until is None or left is None else max(until, left)
            continue
        if begun is not None:
            yield begun, until
        begun, until = joined, left
    if begun is not None:
        yield begun, until


def chart_of(steps: list[Step], today: date | None = None) -> Chart | None:
    """The steps as a line from the first day until today; None when there is nothing to draw."""
    if not steps:
        return None
    today = today or timezone.localdate()
    first, days = steps[0].day, max((today - steps[0].day).days, 1)
    highest = max(step.count for step in steps) or 1
    floor = HEIGHT - BOTTOM

    def x(day: date) -> float:
        return round(LEFT + (day - first).days / days * (WIDTH - LEFT - 16), 1)

    def y(count: float) -> float:
        return round(floor - count / highest * (floor - TOP), 1)

    path = f"M{x(first)} {floor}" + "".join(f"H{x(step.day)}V{y(step.count)}" for step in steps) + f"H{x(today)}"
    every = max((today.year - first.year) // 4, 1)
    years = [y_ for y_ in range(first.year + 1, today.year + 1) if (y_ - first.year - 1) % every == 0]
    halves = sorted({highest, highest // 2})
    return Chart(path, [(x(date(year, 1, 1)), str(year)) for year in years], [(y(n), n) for n in halves if n])


def end_of_years(steps: list[Step], today: date | None = None) -> list[Step]:
    """The table beside the chart: the number on 31 December of each year, and today."""
    today = today or timezone.localdate()
    days = [date(year, 12, 31) for year in range(steps[0].day.year, today.year)] if steps else []
    return [Step(day, [s.count for s in steps if s.day <= day][-1]) for day in [*days, today] if steps]


def up_for_election(appointments: list[Appointment], year: int) -> list[Appointment]:
    """Those whose term is out by the end of that year."""
    return [a for a in appointments if a.term_ends is not None and a.term_ends.year <= year]
