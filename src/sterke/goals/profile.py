"""Goals' part of a profile: the purpose and the priorities, the top of the tree."""

from typing import Any

from sterke.core.profile import Opening, takes_profile
from sterke.region.models import Indicator

from .models import Goal

WORDS = ("statement", "statement_en", "why", "why_en", "order", "visibility")


@takes_profile(order=40)
def open_goals(opening: Opening) -> None:
    """Add what is missing. A goal that is here already stays as it is, but for an indicator that has come since."""
    made = sum(add_goal(row) for row in opening.profile.goals)
    opening.done.append(f"New: {made} goals.")


def add_goal(row: dict[str, Any]) -> bool:
    indicator = Indicator.objects.filter(slug=row.get("indicator", "")).first()
    parent = Goal.objects.filter(slug=row.get("parent", "")).first()
    facts = {name: row[name] for name in WORDS if name in row} | {"parent": parent, "indicator": indicator}
    goal, made = Goal.objects.get_or_create(slug=row["slug"], defaults=facts)
    if indicator and goal.indicator is None and goal.version == 1 and goal.aim is None:
        Goal.objects.filter(pk=goal.pk).update(indicator=indicator)
    return made
