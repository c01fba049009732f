"""Reads that span several rows."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q

from sterke.advocacy.models import AdvocacyCase
from sterke.core.question import Question
from sterke.directory.models import Organisation, Person

from .models import (
    MEASURED_AFTER,
    Gathering,
    GatheringFeedback,
    GatheringGoal,
    GoalResult,
    Invitation,
    Joining,
    Material,
    ProgrammeItem,
    Registration,
)

THANKS_DAYS = 14  # after that it is too late to ask what people thought
PATIENCE = 60  # days a goal that was not told of stays on the desk

coming = Question(
    lambda user, day: (
        Gathering.objects.visible_to(user).coming(day).with_taken().select_related("municipality", "network")
    )
)
past = Question(
    lambda user, day: (
        Gathering.objects.visible_to(user).past(day).with_taken().select_related("municipality", "network")
    )
)
coming_of_network = Question(
    lambda user, day, network: (
        Gathering.objects.visible_to(user).filter(network=network).coming(day).with_taken()
        .select_related("municipality", "network")
    )
)  # fmt: skip
past_of_network = Question(
    lambda user, day, network: (
        Gathering.objects.visible_to(user).filter(network=network).past(day).with_taken()
        .select_related("municipality", "network")
    )
)  # fmt: skip
gathering_at = Question(
    lambda user, slug: (
        Gathering.objects.visible_to(user).filter(slug=slug).with_taken()
        .select_related("municipality", "network", "series", "responsible")
    )
)  # fmt: skip
case_of = Question(lambda user, case: AdvocacyCase.objects.visible_to(user).filter(pk=case))
hosts_of = Question(
    lambda user, gathering: (
        Organisation.objects.visible_to(user).filter(hosted_gatherings=gathering).order_by("sort_key", "pk")
    )
)
hosted_by = Question(
    lambda user, organisation: (
        Gathering.objects.visible_to(user).filter(hosts=organisation)
        .exclude(status__in=(Gathering.Status.CANCELLED, Gathering.Status.DRAFT)).order_by("-day", "-pk")
    )
)  # fmt: skip
goals_of = Question(lambda gathering: GatheringGoal.objects.filter(gathering=gathering).order_by("pk"))
programme_of = Question(lambda gathering: ProgrammeItem.objects.filter(gathering=gathering).order_by("starts_at", "pk"))
joining_of = Question(lambda user, gathering: Joining.objects.visible_to(user).filter(gathering=gathering))
responsible_of = Question(lambda user, person: Person.objects.visible_to(user).filter(pk=person))
own_registrations = Question(
    lambda user, gathering: (
        Registration.objects.visible_to(user).active().filter(gathering=gathering).order_by("sort_key", "pk")
    )
)


material_of = Question(
    lambda user, gathering: Material.objects.visible_to(user).filter(gathering=gathering).order_by("pk")
)


def mine(user: Any, gathering: int) -> list[Registration]:
    """One's own registration and those of one's colleagues, never those one sees because one manages."""
    if not user.is_authenticated:
        return []
    rows = Registration.objects.active().filter(gathering=gathering)
    own = Q(person__user=user.pk) | Q(organisation__in=user.standing.works_at or [0])
    return list(rows.filter(own).order_by("sort_key", "pk"))


def invited_companies(gathering: Gathering) -> dict[str, int]:
    rows = Invitation.objects.standing().filter(gathering=gathering)
    return rows.aggregate(invited=Count("organisation", distinct=True), people=Count("pk"))


def of_month(user: Any, first: date, last: date) -> list[Gathering]:
    """What lies in a month, by day."""
    rows = Gathering.objects.visible_to(user).filter(day__lte=last, last_day__gte=first)
    return list(rows.order_by("day", "starts_at", "pk"))


def taken_in(gathering: Gathering) -> int:
    return Registration.objects.seated().filter(gathering=gathering).count()


def untold(today: date) -> list[tuple[GatheringGoal, int]]:
    """Goals whose day to be measured has come, and nobody has told: each with after how many days."""
    since = today - timedelta(days=max(MEASURED_AFTER) + PATIENCE)
    rows = GatheringGoal.objects.filter(gathering__last_day__gte=since, gathering__last_day__lt=today)
    rows = rows.exclude(gathering__status__in=(Gathering.Status.CANCELLED, Gathering.Status.DRAFT))
    told = set(GoalResult.objects.filter(goal__in=rows).values_list("goal", "days_after"))
    return [
        (goal, days)
        for goal in rows.select_related("gathering__responsible", "asked").order_by("pk")
        for days in goal.measured_on_days
        if (goal.pk, days) not in told
        and goal.day_to_measure(days) <= today <= goal.day_to_measure(days) + timedelta(days=PATIENCE)
    ]


def came(gathering: Gathering) -> list[Registration]:
    """Those who were seen at the door; where nobody stood there, those who had a seat."""
    rows = Registration.objects.filter(gathering=gathering).came()
    return list(rows.select_related("person", "organisation").order_by("sort_key", "pk"))


@dataclass
class Sum:
    """What the gatherings of a year, a series or a network came to."""

    name: str
    gatherings: int = 0
    people: int = 0
    companies: set[int] = field(default_factory=set)
    goals: int = 0
    told: int = 0
    reached: int = 0


def roll_up(user: Any, until: date) -> dict[str, list[Sum]]:
    """The gatherings that have been, of those this user may see: by year, by series and by network."""
    seen: Any = Gathering.objects.visible_to(user).filter(last_day__lt=until)
    seen = seen.exclude(status__in=(Gathering.Status.CANCELLED, Gathering.Status.DRAFT))
    rows = list(seen.select_related("series", "network").order_by("-day", "pk"))
    people: dict[int, list[int | None]] = {}
    seats = Registration.objects.filter(gathering__in=seen.order_by()).came()
    for gathering, company in seats.values_list("gathering", "organisation"):
        people.setdefault(gathering, []).append(company)
    goals: dict[int, list[GatheringGoal]] = {}
    for goal in GatheringGoal.objects.filter(gathering__in=seen.order_by()):
        goals.setdefault(goal.gathering_id, []).append(goal)
    newest: dict[int, GoalResult] = {}
    for result in GoalResult.objects.filter(goal__gathering__in=seen.order_by()).order_by("days_after"):
        newest[result.goal_id] = result
    sums: dict[str, dict[str, Sum]] = {"year": {}, "series": {}, "network": {}}
    for row in rows:
        keys = {"year": str(row.day.year), "series": str(row.series or ""), "network": str(row.network or "")}
        for kind, name in keys.items():
            if name:
                each = sums[kind].setdefault(name, Sum(name))
                _count(each, people.get(row.pk, []), goals.get(row.pk, []), newest)
    return {kind: list(found.values()) for kind, found in sums.items()}


def _count(each: Sum, seats: list[int | None], goals: list[GatheringGoal], newest: dict[int, GoalResult]) -> None:
    each.gatherings += 1
    each.people += len(seats)
    each.companies.update(company for company in seats if company)
    each.goals += len(goals)
    told = [(goal, newest[goal.pk]) for goal in goals if goal.pk in newest]
    each.told += len(told)
    each.reached += sum(goal.is_reached_by(result.value) for goal, result in told)


def feedback_of(user: Any, gathering: Gathering) -> dict[str, Any]:
    """How useful people found it, and what they wrote; for those who manage it."""
    rows = list(GatheringFeedback.objects.visible_to(user).filter(gathering=gathering))
    mean = sum(row.useful for row in rows) / len(rows) if rows else None
    return {"rows": rows, "mean": mean, "count": len(rows)}


def unthanked(today: date) -> list[Gathering]:
    """Gatherings of the last weeks whose people nobody has thanked."""
    rows = Gathering.objects.filter(
        last_day__lt=today, last_day__gte=today - timedelta(days=THANKS_DAYS), thanked_at=None
    )
    return list(rows.filter(status__in=(Gathering.Status.OPEN, Gathering.Status.CLOSED)).order_by("day", "pk"))
