"""What goals give the house."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from sterke.core.house import (
    Address,
    DeskItem,
    Individual,
    Trace,
    gives_addresses,
    gives_data,
    gives_desk,
    gives_erasure,
    gives_export,
    gives_piece,
    gives_search,
    gives_traces,
    promises,
    says,
)
from sterke.core.paths import path_to

from . import actions, reports, told  # noqa: F401 - told registers the cards
from .models import Goal, Measurement
from .reports import Progress
from .state import State

ERASED = "–"

gives_search(
    "mal",
    _("Goals"),
    Goal,
    title=("statement", "statement_en"),
    text=("why", "why_en"),
    order=("order", "sort_key", "pk"),
)
promises(
    Goal, search="goals, to its audience", access="goals: those one owns", erasure="goals: it has no owner any more"
)
promises(
    Measurement, search="no: found through the goal", access="goals: those one reported", erasure="goals: the name goes"
)
says(
    goal_started=_("%(actor)s set the goal “%(subject)s”"),
    goal_edited=_("%(actor)s changed the goal “%(subject)s”"),
    goal_ended=_("%(actor)s ended the goal “%(subject)s”"),
    goal_resumed=_("%(actor)s took up the goal “%(subject)s” again"),
    goal_measured=_("%(actor)s measured “%(subject)s”: %(value)s on %(day)s"),
    goal_corrected=_("%(actor)s corrected “%(subject)s” on %(day)s: %(value)s, not %(before)s"),
    goal_unmeasured=_("%(actor)s struck out a measurement of “%(subject)s”: %(value)s on %(day)s"),
)


@gives_desk(kept=True)
def goals_on_the_desk(user: Any) -> Iterator[DeskItem]:
    """The secretariat: what fell behind, was missed, is not measured, has no owner. An owner: one's own of these."""
    goals = list(reports.open_goals() if user.is_secretary else reports.open_goals_of(user))
    today = timezone.localdate()
    for progress in reports.progress_of(goals, user):
        if actions.lacks(progress.goal, today):
            yield _unmeasured(progress)
        elif progress.state in (State.BEHIND, State.MISSED):
            yield _late(progress)
    ownerless = [goal for goal in goals if goal.owner_id is None]
    if ownerless and user.is_secretary:
        yield _ownerless(ownerless)


def _unmeasured(progress: Progress) -> DeskItem:
    goal: Any = progress.goal
    last = max(goal.last_day or goal.baseline_on, goal.baseline_on)
    measured = _t("Last measured %(day)s") % {"day": date_format(last)}
    return DeskItem(
        "goal_unmeasured",
        _t("How is it going with “%(goal)s”?") % {"goal": goal},
        measured if goal.last_day else _t("Never measured"),
        last + timedelta(days=goal.measure_every_days),
        _t("Measure"),
        reverse("goals:measure_goal", args=[goal.slug]),
    )


def _late(progress: Progress) -> DeskItem:
    goal, figure = progress.goal, progress.figure
    missed = progress.state == State.MISSED
    title = _t("“%(goal)s” was not reached") if missed else _t("“%(goal)s” has fallen behind")
    day = goal.due if missed else figure.day if figure else goal.made_on
    return DeskItem(
        "goal_missed" if missed else "goal_behind",
        title % {"goal": goal},
        progress.says,
        day or goal.made_on,
        _t("Look"),
        goal.get_absolute_url(),
    )


def _ownerless(goals: list[Goal]) -> DeskItem:
    count = len(goals)
    title = ngettext("%(count)s goal has no owner", "%(count)s goals have no owner", count) % {"count": count}
    first = ", ".join(str(goal) for goal in goals[:3]) + (" …" if count > 3 else "")
    url = reverse("goals:edit_goal", args=[goals[0].slug])
    return DeskItem("goal_ownerless", title, first, timezone.localdate(), _t("Find one"), url)


def own(individual: Individual) -> QuerySet[Goal]:
    rows = Q(pk=None)
    if individual.person_id:
        rows |= Q(owner=individual.person_id)
    if individual.user_id:
        rows |= Q(owner__user=individual.user_id)
    return Goal.objects.filter(rows)


def measured_by(individual: Individual) -> QuerySet[Measurement]:
    keys = [f"accounts.user:{individual.user_id}"] if individual.user_id else []
    keys += [f"directory.person:{individual.person_id}"] if individual.person_id else []
    return Measurement.objects.filter(measured_by_key__in=keys)


@gives_data("goals")
def data_of(individual: Individual) -> dict[str, Any]:
    """The goals one owns, and what one measured."""
    return {
        "owns": list(own(individual).values("statement", "target", "due", "made_on", "ended_on")),
        "measured": list(measured_by(individual).values("goal__statement", "day", "value", "evidence", "at")),
    }


@gives_traces
def traces_of(individual: Individual) -> Iterator[Trace]:
    yield Trace(_("goals they own"), own(individual).count(), _("the goal, without an owner"))
    yield Trace(_("measurements of goals"), measured_by(individual).count(), _("the figure, without saying who"))


@gives_erasure("goals")
def erase(individual: Individual) -> None:
    """A goal stays and lands on the desk without an owner; a measurement stays without a name."""
    own(individual).update(owner=None)
    measured_by(individual).update(measured_by=ERASED, measured_by_key="")


@gives_export("goals")
def export_goals(user: Any) -> tuple[list[str], Iterator[list[Any]]]:
    """Every goal this user may see, and how it stands."""
    seen = list(reports.goals_seen(user))
    names = {goal.pk: str(goal) for goal in seen}
    headings = [
        _t("Goal"), _t("Serves"), _t("State"), _t("Where it stood"), _t("On which day"), _t("Target"),
        _t("To be reached by"), _t("Newest figure"), _t("Day"), _t("Unit"), _t("Visible to"), _t("Ended"),
        _t("What came of it"),
    ]  # fmt: skip
    rows = (
        [
            str(goal), names.get(goal.parent_id or 0, ""), each.label, goal.baseline, goal.baseline_on, goal.target,
            goal.due, each.figure and each.figure.value, each.figure and each.figure.day, goal.counted_in,
            goal.get_visibility_display(), goal.ended_on, goal.outcome,
        ]
        for each in reports.progress_of(seen, user)
        for goal in [each.goal]
    )  # fmt: skip
    return headings, rows


@gives_export("measurements")
def export_measurements(user: Any) -> tuple[list[str], Iterator[list[Any]]]:
    """Every measurement by hand of goals this user may see."""
    rows = Measurement.objects.visible_to(user).select_related("goal").order_by("goal__sort_key", "goal", "day")
    headings = [_t("Goal"), _t("Day"), _t("Value"), _t("Unit"), _t("How we know"), _t("Link"), _t("By")]
    cells = (
        [str(row.goal), row.day, row.value, row.goal.words("unit"), row.evidence, row.evidence_url, row.measured_by]
        for row in rows
    )
    return headings, cells


@gives_addresses
def addresses() -> Iterator[Address]:
    yield Address(path_to("goals:goals"))
    for goal in reports.goals_seen(AnonymousUser()):
        languages = ("nb", "en") if goal.statement_en else ("nb",)
        yield Address(goal.get_absolute_url(), languages=languages)


@gives_piece("goals", _("The goals at the top, and how they stand"), "goals/pieces/goals.html")
def top_goals(user: Any) -> dict[str, Any] | None:
    """The open goals nothing stands above. Where there is but one, a purpose, those that serve it."""
    progress = [each for each in reports.progress_of(list(reports.goals_seen(user)), user) if each.goal.is_open]
    branches = reports.tree_of(progress)
    if len(branches) == 1 and branches[0].children and branches[0].goal.aim is None:
        return {"purpose": branches[0].goal, "branches": branches[0].children}
    return {"purpose": None, "branches": branches} if branches else None
