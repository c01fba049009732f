"""The concrete goals of a gathering, and what was found of them at the end, after a month and after half a year."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sterke.core.visibility import is_secretary
from sterke.directory.models import Person
from sterke.goals.models import DIGITS, Goal

from .gatherings import Gathering

MEASURED_AFTER = (0, 30, 180)  # days


class GatheringGoalQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """Whoever sees the gathering sees what it is for."""
        if is_secretary(user):
            return self.all()
        return self.filter(gathering__in=Gathering.objects.visible_to(user))


class GatheringGoal(models.Model):
    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="goals", verbose_name=_("gathering"))
    statement = models.CharField(_("what is so afterwards, bokmål"), max_length=200)
    statement_en = models.CharField(_("what is so afterwards, English"), max_length=200, blank=True)
    how = models.CharField(_("how it is measured"), max_length=200)
    unit = models.CharField(_("counted in"), max_length=40, blank=True)
    baseline = models.DecimalField(_("where it stands today"), **DIGITS, default=0)
    target = models.DecimalField(_("target value"), **DIGITS)
    days_after = models.PositiveSmallIntegerField(
        _("reached when"),
        choices=[(0, _("at the end")), (30, _("30 days after")), (180, _("180 days after"))],
        default=0,
    )
    asked = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("who tells how it went")
    )
    serves = models.ForeignKey(
        Goal, models.SET_NULL, null=True, blank=True, related_name="gathering_goals", verbose_name=_("serves the goal")
    )
    objects = GatheringGoalQuerySet.as_manager()

    class Meta:
        verbose_name = _("goal of a gathering")
        verbose_name_plural = _("goals of gatherings")
        ordering = ("pk",)
        constraints = [models.CheckConstraint(condition=~Q(target=models.F("baseline")), name="gathering_goal_moves")]

    def __str__(self) -> str:
        return self.statement_en if get_language() == "en" and self.statement_en else self.statement

    @property
    def measured_on_days(self) -> list[int]:
        """After how many days it is asked for: at the end, and on until it should be reached."""
        return [days for days in MEASURED_AFTER if days <= self.days_after]

    def day_to_measure(self, days: int) -> date:
        return self.gathering.last_day + timedelta(days=days)

    def is_reached_by(self, value: Decimal) -> bool:
        return value >= self.target if self.target > self.baseline else value <= self.target


class GoalResult(models.Model):
    """What somebody found after so many days, and how they know. Told again, the later word holds."""

    goal = models.ForeignKey(GatheringGoal, models.CASCADE, related_name="results", verbose_name=_("goal"))
    days_after = models.PositiveSmallIntegerField(_("days after"))
    value = models.DecimalField(_("value"), **DIGITS)
    evidence = models.TextField(_("how we know"), max_length=1000)
    told_by = models.CharField(_("told by"), max_length=200)  # a label, as in history
    told_by_key = models.CharField(max_length=80, blank=True, db_index=True)
    at = models.DateTimeField(_("told"), default=timezone.now)

    class Meta:
        verbose_name = _("result")
        verbose_name_plural = _("results")
        ordering = ("days_after",)
        constraints = [models.UniqueConstraint(fields=("goal", "days_after"), name="one_result_a_time")]

    def __str__(self) -> str:
        return f"{self.goal}, {self.days_after}"
