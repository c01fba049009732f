"""Reads of the figures: one at a time, a whole series, all indicators at once."""

from datetime import date
from typing import Any

from sterke.core.question import Question, today

from .models import Indicator, Journey, Observation, Target

# The newest figures up to a day under the definition in force: for a municipality, or for the whole region.
_of_place = Question(lambda indicator, day, place: _in_force(indicator, day).filter(municipality=place))
_of_region = Question(lambda indicator, day: _in_force(indicator, day).filter(municipality=None))
indicators = Question(lambda user: Indicator.objects.visible_to(user).order_by("order", "slug"))


def _in_force(indicator: int, day: date) -> Any:
    return (
        Observation.objects.filter(series__indicator=indicator, series__ended_at=None, day__lte=day)
        .exclude(value=None)
        .order_by("-day")
    )


def figure_on(indicator: int, day: date, municipality: int | None = None) -> Observation | None:
    """The newest figure of an indicator up to a day, of a municipality or (None) of the whole region."""
    found = _of_region(indicator, day) if municipality is None else _of_place(indicator, day, municipality)
    return found[:1].first()


targets_of = Question(
    lambda user, indicator: Target.objects.visible_to(user).filter(indicator=indicator).order_by("due", "pk")
)
# Targets of the region and its municipalities that are still to be reached.
targets_ahead = Question(
    lambda user: (
        Target.objects.visible_to(user).filter(due__gte=today()).select_related("indicator").order_by("due", "pk")
    )
)
journeys_seen = Question(
    lambda user: Journey.objects.visible_to(user).select_related("origin").order_by("goal", "minutes", "pk")
)
