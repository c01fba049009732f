"""Who may do what with goals. Pure: a user (or a person) and a row in, yes or no out."""

from typing import Any

from sterke.core.visibility import is_secretary
from sterke.directory.models import Person

from .models import Goal


def can_start_goal(user: Any) -> bool:
    return is_secretary(user)


def can_edit_goal(user: Any, goal: Goal) -> bool:
    return is_secretary(user)


def can_end_goal(user: Any, goal: Goal) -> bool:
    return is_secretary(user) and goal.is_open


def can_resume_goal(user: Any, goal: Goal) -> bool:
    return is_secretary(user) and not goal.is_open


def owns(person: Person | None, goal: Goal) -> bool:
    return person is not None and goal.owner_id == person.pk


def can_measure_goal(user: Any, goal: Goal) -> bool:
    """The secretariat and the owner, while the goal is open and nobody else counts."""
    if not (goal.is_open and goal.is_by_hand):
        return False
    return is_secretary(user) or (user.is_authenticated and owns(getattr(user, "person", None), goal))


def can_measure_by_link(person: Person | None, goal: Goal) -> bool:
    return goal.is_open and goal.is_by_hand and owns(person, goal)


def can_drop_measurement(user: Any, goal: Goal) -> bool:
    return is_secretary(user) and goal.is_open
