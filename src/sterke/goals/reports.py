"""Reads that span several rows: how goals stand, the tree of them, one goal over time."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import F, Max, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sterke.core.house import Contribution, contributions_to
from sterke.core.question import Question
from sterke.directory.models import Person
from sterke.region.models import Indicator, Observation

from .models import Goal, Measurement
from .state import Aim, Figure, State, newest, percent, state_of
from .wording import STATES, TONES, amount

# All goals a reader may see, in the order of the tree; and what has been measured of one.
goals_seen = Question(
    lambda user: Goal.objects.visible_to(user).select_related("indicator").order_by("order", "sort_key", "pk")
)
measurements_of = Question(lambda goal: Measurement.objects.filter(goal=goal).order_by("-day"))
# The owner's name, for those who may see that person.
owner_of = Question(lambda user, person: Person.objects.visible_to(user).filter(pk=person))
# The newest measurement of each goal up to its due day and its end; and every figure of some indicators.
_latest = (
    Measurement.objects.filter(goal=OuterRef("goal"))
    .filter(Q(goal__due=None) | Q(day__lte=F("goal__due")))
    .filter(Q(goal__ended_on=None) | Q(day__lte=F("goal__ended_on")))
    .order_by("-day")
    .values("day")[:1]
)
_newest_by_hand = Question(
    lambda goals: Measurement.objects.filter(goal__in=goals, day=Subquery(_latest)).values_list("goal", "day", "value")
)
_observed = Question(
    lambda user, indicators, places: (
        Observation.objects.filter(
            Q(municipality=None) | Q(municipality__in=places),
            series__indicator__in=indicators,
            series__ended_at=None,
            series__in=_series_seen(user),
        )
        .exclude(value=None)
        .order_by("day")
        .values_list("series__indicator", "municipality", "day", "value")
    )
)


def _series_seen(user: Any) -> Any:
    """A goal shows no figure to somebody who may not see the indicator."""
    return Indicator.objects.visible_to(user).order_by().values("series")


@dataclass(frozen=True)
class Progress:
    """How a goal stands today, with what the page says of it."""

    goal: Goal
    figure: Figure | None
    state: State

    @property
    def aim(self) -> Aim | None:
        return self.goal.aim

    @property
    def label(self) -> str:
        return str(STATES[self.state])

    @property
    def tone(self) -> str:
        return TONES.get(self.state, "")

    @property
    def has_bar(self) -> bool:
        return self.aim is not None and self.figure is not None

    @property
    def covered(self) -> int:
        """Per cent of the way; below 0 when it went the wrong way, above 100 when past the target."""
        return percent(self.aim.covered(self.figure.value)) if self.aim and self.figure else 0

    @property
    def bar(self) -> int:
        return min(max(self.covered, 0), 100)

    @property
    def expected(self) -> int:
        """Per cent of the way that the straight line had come on the day of the figure."""
        return percent(self.aim.line_on(self.figure.day)) if self.aim and self.figure else 0

    @property
    def value(self) -> str:
        return amount(self.figure.value, self.goal.counted_in) if self.figure else ""

    @property
    def baseline(self) -> str:
        return amount(self.goal.baseline, self.goal.counted_in)

    @property
    def target(self) -> str:
        return amount(self.goal.target, self.goal.counted_in)

    @property
    def change(self) -> str:
        """The target as it is often said: so many more than where it stood."""
        aim = self.aim
        if aim is None:
            return ""
        said = _("%(number)s more") if aim.target > aim.baseline else _("%(number)s fewer")
        return said % {"number": amount(abs(aim.target - aim.baseline))}

    @property
    def says(self) -> str:
        """One sentence: what was found when, and what is aimed at."""
        found = {"value": self.value, "target": self.target}
        found |= {"day": date_format(self.figure.day)} if self.figure else {}
        found |= {"due": date_format(self.aim.due)} if self.aim else {}
        if self.aim and self.figure:
            return _("%(value)s on %(day)s. The target is %(target)s by %(due)s.") % found
        if self.aim:
            return _("The target is %(target)s by %(due)s.") % found
        return _("%(value)s on %(day)s.") % found if self.figure else ""

    @property
    def bar_says(self) -> str:
        return _("%(covered)s per cent of the way; the straight line was at %(expected)s") % {
            "covered": self.covered,
            "expected": self.expected,
        }


@dataclass
class Branch:
    """A goal in the tree, with those that serve it."""

    progress: Progress
    children: list["Branch"] = field(default_factory=list)

    @property
    def goal(self) -> Goal:
        return self.progress.goal

    @property
    def below(self) -> list["Branch"]:
        """Every branch below this one."""
        return [branch for child in self.children for branch in (child, *child.below)]

    @property
    def counts(self) -> list[tuple[str, str]]:
        """How the open goals below it stand, for a purpose that has no numbers itself: (tone, "behind: 2")."""
        states = Counter(branch.progress.state for branch in self.below if branch.goal.is_open)
        return [(TONES[state], f"{STATES[state]}: {states[state]}") for state in TONES if states[state]]


def figures_of(goals: Sequence[Goal], user: Any) -> dict[int, list[Figure]]:
    """The figures that tell how goals stand: of those by hand the newest, of others all. At most two questions."""
    found: dict[int, list[Figure]] = defaultdict(list)
    if by_hand := [goal.pk for goal in goals if goal.indicator_id is None]:
        for pk, day, value in _newest_by_hand(by_hand):
            found[pk].append(Figure(day, value))
    counted = [goal for goal in goals if goal.indicator_id is not None]
    if counted:
        observed = observed_for(counted, user)
        for goal in counted:
            found[goal.pk] = observed[goal.indicator_id, goal.municipality_id]
    return found


def observed_for(goals: Sequence[Goal], user: Any) -> dict[tuple[int | None, int | None], list[Figure]]:
    indicators = sorted({goal.indicator_id for goal in goals if goal.indicator_id})
    places = sorted({goal.municipality_id for goal in goals if goal.municipality_id})
    found: dict[tuple[int | None, int | None], list[Figure]] = defaultdict(list)
    for indicator, place, day, value in _observed(user, indicators, places):
        found[indicator, place].append(Figure(day, value))
    return found


def progress_of(goals: Sequence[Goal], user: Any, today: date | None = None) -> list[Progress]:
    """How each goal stands. At most two questions, however many goals."""
    figures = figures_of(goals, user)
    return [progress_in(goal, figures[goal.pk], today) for goal in goals]


def progress_in(goal: Goal, figures: list[Figure], today: date | None = None) -> Progress:
    """How a goal stands by these figures; one that has ended as it stood then."""
    day = goal.ended_on or today or timezone.localdate()
    known = [figure for figure in figures if figure.day <= day]
    return Progress(goal, newest(goal.aim, known), state_of(goal.aim, known, day))


def tree_of(progress: Iterable[Progress]) -> list[Branch]:
    """The goals under those they serve. One whose parent is not among them stands at the top."""
    branches = {each.goal.pk: Branch(each) for each in progress}
    tops: list[Branch] = []
    for branch in branches.values():
        above = branches.get(branch.goal.parent_id or 0)
        (above.children if above else tops).append(branch)
    return tops


def branch_of(goal: Goal, tops: Iterable[Branch]) -> Branch | None:
    """Where a goal stands in the tree; None in a tree that bites its own tail."""
    everywhere = [branch for top in tops for branch in (top, *top.below)]
    return next((branch for branch in everywhere if branch.goal.pk == goal.pk), None)


def above(goal: Goal, seen: Iterable[Goal]) -> list[Goal]:
    """The goals this one serves that the reader may see, the top first."""
    by_pk = {row.pk: row for row in seen}
    found: list[Goal] = []
    row = by_pk.get(goal.parent_id or 0)
    while row is not None and row not in found:
        found.append(row)
        row = by_pk.get(row.parent_id or 0)
    return found[::-1]


def figures_over_time(goal: Goal, user: Any, measurements: Sequence[Measurement]) -> list[Figure]:
    """Every figure of one goal, oldest first: also those before the baseline and after the due day."""
    if goal.indicator_id is None:
        return sorted((Figure(row.day, row.value) for row in measurements), key=lambda figure: figure.day)
    return observed_for([goal], user)[goal.indicator_id, goal.municipality_id]


def serves(goal: Goal, user: Any) -> list[Contribution]:
    """What the rooms did for a goal, from the day of its baseline to its end or today."""
    until = goal.ended_on or timezone.localdate()
    return contributions_to(goal, min(goal.baseline_on or goal.made_on, until), until, user)


# For the desk: open goals with the day they were last measured, of everybody or of one owner.
_open = Goal.objects.open().select_related("indicator", "owner").annotate(last_day=Max("measurements__day"))
open_goals = Question(lambda: _open.order_by("order", "sort_key", "pk"))
open_goals_of = Question(lambda user: _open.filter(owner__user=user).order_by("order", "sort_key", "pk"))
