"""Goals' part of the demo cluster: below the real ones of the profile, examples measured over time."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sterke.core.demo import on
from sterke.core.house import house
from sterke.core.keys import key_of
from sterke.core.models import OutgoingMail

from .actions import ask_owners_to_measure, end_goal, measure_goal, start_goal
from .models import Goal, Measurement

World = dict[str, Any]


def load(world: World) -> None:
    secretary = world["secretary"]
    Goal.objects.filter(owner=None).update(owner=secretary.person)
    owners = [secretary.person, *world["board"][:3]]
    for number, row in enumerate(world["words"].get("goal", [])):
        live_through(world, row, owners[number % len(owners)])
    OutgoingMail.objects.filter(purpose="goals").delete()  # years ago; one asks today
    ask_owners_to_measure()


def live_through(world: World, row: dict[str, Any], owner: Any) -> None:
    """Set on its first day, measured on each of its days, ended if it is over."""
    secretary = world["secretary"]
    (baseline, start), (target, due) = ((Decimal(value), day_of(world, day)) for value, day in (row["from"], row["to"]))
    facts = {name: row.get(name, "") for name in ("statement", "statement_en", "why", "why_en", "unit", "unit_en")}
    with on(start, world):
        goal = start_goal(
            **facts, parent=Goal.objects.get(slug=row["under"]), owner=owner, baseline=baseline, baseline_on=start,
            target=target, due=due, visibility=row.get("visibility", "public"), made_on=start, by=secretary,
        )  # fmt: skip
    for value, when, evidence in row["found"]:
        day = day_of(world, when)
        with on(day, world):
            measured = measure_goal(goal, value=Decimal(value), day=day, evidence=evidence, by=secretary)
        Measurement.objects.filter(pk=measured.pk).update(measured_by=str(owner), measured_by_key=key_of(owner))
    if "ended" in row:
        with on(row["ended"], world):
            end_goal(goal, outcome=row["outcome"], on=row["ended"], by=secretary)


def day_of(world: World, given: int | date) -> date:
    """A day as it stands, or so many days before today."""
    return given if isinstance(given, date) else world["today"] - timedelta(days=given)


house.demos.append((35, load))
