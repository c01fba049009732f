"""How a goal stands, worked out from its numbers and the newest figure. Plain data in, plain data out.

The rule: a straight line leads from the baseline to the target. A goal is on track while its newest figure is at least
as far as the line was on the figure's own day, less a twentieth of the whole way; else it is behind. It is reached when
the newest figure up to the due day is at the target or past it, and missed when the due day has passed and it is not.
Only figures after the day of the baseline and up to the due day count; without one, nobody knows.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

TOLERANCE = Fraction(1, 20)  # of the whole way


class State(StrEnum):
    NO_TARGET = "no_target"
    NO_MEASUREMENT = "no_measurement"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    REACHED = "reached"
    MISSED = "missed"


@dataclass(frozen=True)
class Figure:
    day: date
    value: Decimal


@dataclass(frozen=True)
class Aim:
    """From where to where. ``target`` may lie below ``baseline``: then less is better."""

    baseline: Decimal
    baseline_on: date
    target: Decimal
    due: date

    def __post_init__(self) -> None:
        if self.due <= self.baseline_on or self.target == self.baseline:
            raise ValueError("an aim leads from one value to another, and takes time")

    def counts(self, figure: Figure) -> bool:
        """Whether a figure tells how the goal stands."""
        return self.baseline_on < figure.day <= self.due

    def covered(self, value: Decimal) -> Fraction:
        """How much of the way a value is: 0 at the baseline, 1 at the target; below 0 when things got worse."""
        return Fraction(value - self.baseline) / Fraction(self.target - self.baseline)

    def line_on(self, day: date) -> Fraction:
        """How much of the way the straight line has come on a day."""
        passed = Fraction((day - self.baseline_on).days, (self.due - self.baseline_on).days)
        return min(max(passed, Fraction(0)), Fraction(1))


def newest(aim: Aim | None, figures: list[Figure]) -> Figure | None:
    """The figure that decides; without an aim, the newest there is."""
    counting = [figure for figure in figures if aim is None or aim.counts(figure)]
    return max(counting, key=lambda figure: figure.day, default=None)


def state_of(aim: Aim | None, figures: list[Figure], today: date) -> State:
    """See the rule above. The order of the figures does not matter."""
    if aim is None:
        return State.NO_TARGET
    figure = newest(aim, figures)
    if figure is None:
        return State.NO_MEASUREMENT
    covered = aim.covered(figure.value)
    if covered >= 1:
        return State.REACHED
    if today > aim.due:
        return State.MISSED
    return State.ON_TRACK if covered >= aim.line_on(figure.day) - TOLERANCE else State.BEHIND


def percent(part: Fraction) -> int:
    """Whole per cent, rounded down, so that 100 is said of what is reached and of nothing less."""
    return int(part * 100 // 1)


def lacks_measurement(aim: Aim, last: date | None, every_days: int, today: date) -> bool:
    """Whether somebody should measure: the last figure is older than the cadence, and the goal is not over.

    Once the due day has passed, one more figure is asked for during one cadence; then nobody is asked again.
    """
    last = max(last or aim.baseline_on, aim.baseline_on)
    wait = timedelta(days=every_days)
    return last < aim.due and last + wait < today <= aim.due + wait
