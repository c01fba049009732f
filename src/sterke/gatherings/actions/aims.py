"""The goals of a gathering: set, changed, and told how they went."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sterke.core.keys import key_of

from .. import permissions
from ..models import Gathering, GatheringGoal, GoalResult
from .gatherings import record


@transaction.atomic
def set_goal(gathering: Gathering, *, by: Any, goal: GatheringGoal | None = None, **facts: Any) -> GatheringGoal:
    """Add a goal, or change one. What has been found already stays."""
    if not permissions.can_manage(by, gathering):
        raise PermissionDenied
    row = goal or GatheringGoal(gathering=gathering)
    for name, value in facts.items():
        setattr(row, name, value)
    if row.target == row.baseline:
        raise ValidationError({"target": _("The target is where it stands already.")})
    row.full_clean()
    row.save()
    record("gathering.goal_set", gathering, by, goal=row.statement)
    return row


@transaction.atomic
def drop_goal(goal: GatheringGoal, *, by: Any) -> None:
    """Take away a goal nobody has told of. The last one stays once people can register."""
    gathering = goal.gathering
    if not permissions.can_manage(by, gathering):
        raise PermissionDenied
    if goal.results.exists():
        raise ValidationError(_("Somebody has told how it went. It stays."))
    alone = not gathering.goals.exclude(pk=goal.pk).exists()
    if alone and gathering.status in (Gathering.Status.OPEN, Gathering.Status.CLOSED):
        raise ValidationError(_("A gathering that people can register for has at least one goal."))
    record("gathering.goal_dropped", gathering, by, goal=goal.statement)
    goal.delete()


@transaction.atomic
def tell_result(goal: GatheringGoal, *, days_after: int, value: Decimal, evidence: str, by: Any) -> GoalResult:
    """How a goal went after so many days, and how we know. Told again, the later word holds; history keeps both.

    ``by`` is a user, or the person whose link from a mail is used.
    """
    gathering = goal.gathering
    may = (
        permissions.can_manage(by, gathering)
        if hasattr(by, "standing")
        else by.pk == (goal.asked_id or gathering.responsible_id)
    )
    if not may:
        raise PermissionDenied
    if days_after not in goal.measured_on_days:
        raise ValidationError(_("This goal is not measured then."))
    if timezone.localdate() < goal.day_to_measure(days_after):
        raise ValidationError({"value": _("That day has not come yet.")})
    if not evidence.strip():
        raise ValidationError({"evidence": _("Say how we know. Without that it is only a number.")})
    row = GoalResult.objects.select_for_update().filter(goal=goal, days_after=days_after).first()
    row = row or GoalResult(goal=goal, days_after=days_after)
    row.value, row.evidence, row.at = value, evidence.strip(), timezone.now()
    row.told_by, row.told_by_key = str(by)[:200], key_of(by)
    row.full_clean(exclude=["goal"], validate_constraints=False)
    row.save()
    record("gathering.goal_told", gathering, by, goal=goal.statement, value=f"{value.normalize():f}", days=days_after)
    return row
