"""Goals and what has been measured of them."""

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sterke.core.fields import SortKeyField
from sterke.core.paths import path_to
from sterke.core.visibility import Visibility, audiences_of
from sterke.directory.models import Person
from sterke.region.models import Indicator, Municipality

from .state import Aim
from .wording import amount

DIGITS: Any = {"max_digits": 16, "decimal_places": 3}
DEEPEST = 12  # levels of a tree; more is a mistake


class GoalQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """By audience; and whoever owns a goal sees it."""
        rows = Q(visibility__in=audiences_of(user))
        if user.is_authenticated:
            rows |= Q(owner__user=user.pk)
        return self.filter(rows)

    def open(self) -> Self:
        return self.filter(ended_on=None)

    def by_hand(self) -> Self:
        """Those that somebody has to measure."""
        return self.filter(indicator=None).exclude(target=None)


class Goal(models.Model):
    """Something the cluster wants. With numbers it has a state; without, it is a purpose that others serve."""

    statement = models.CharField(_("the goal, bokmål"), max_length=200)
    statement_en = models.CharField(_("the goal, English"), max_length=200, blank=True)
    slug = models.SlugField(_("address"), unique=True, max_length=80)
    why = models.TextField(_("why, bokmål"), max_length=1500, blank=True)
    why_en = models.TextField(_("why, English"), max_length=1500, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("serves")
    )
    owner = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="goals", verbose_name=_("owner")
    )
    baseline = models.DecimalField(_("where it stood"), **DIGITS, null=True, blank=True)
    baseline_on = models.DateField(_("on which day"), null=True, blank=True)
    target = models.DecimalField(_("target value"), **DIGITS, null=True, blank=True)
    due = models.DateField(_("to be reached by"), null=True, blank=True)
    unit = models.CharField(_("counted in, bokmål"), max_length=40, blank=True)
    unit_en = models.CharField(_("counted in, English"), max_length=40, blank=True)
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, related_name="goals", verbose_name=_("measured by")
    )
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("municipality")
    )
    measure_every_days = models.PositiveSmallIntegerField(
        _("measured at least every so many days"),
        default=90,
        validators=[MinValueValidator(7), MaxValueValidator(1100)],
    )
    visibility = models.CharField(_("visible to"), max_length=20, choices=Visibility, default=Visibility.SECRETARIAT)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    ended_on = models.DateField(_("ended"), null=True, blank=True)
    outcome = models.TextField(_("what came of it"), max_length=1500, blank=True)
    made_on = models.DateField(_("made"), default=timezone.localdate)
    asked_on = models.DateField(null=True, blank=True, editable=False)  # when the owner last got a mail
    version = models.PositiveIntegerField(default=1, editable=False)
    sort_key = SortKeyField("statement")
    objects = GoalQuerySet.as_manager()

    class Meta:
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        ordering = ("order", "sort_key", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(baseline=None, baseline_on=None, target=None, due=None)
                | Q(baseline__isnull=False, baseline_on__isnull=False, target__isnull=False, due__isnull=False),
                name="goal_has_all_numbers_or_none",
            ),
            models.CheckConstraint(condition=Q(due=None) | Q(due__gt=F("baseline_on")), name="goal_takes_time"),
            models.CheckConstraint(condition=Q(target=None) | ~Q(target=F("baseline")), name="goal_leads_somewhere"),
            models.CheckConstraint(condition=Q(parent=None) | ~Q(parent=F("id")), name="goal_is_not_its_own_parent"),
        ]

    def __str__(self) -> str:
        return self.words("statement")

    def get_absolute_url(self) -> str:
        return path_to("goals:goal", self.slug)

    def words(self, name: str) -> str:
        """A text of the goal in the reader's language, else in bokmål."""
        english = getattr(self, f"{name}_en") if get_language() == "en" else ""
        return english or getattr(self, name)

    @property
    def statement_language(self) -> str:
        return "en" if get_language() == "en" and self.statement_en else "nb"

    @property
    def why_language(self) -> str:
        return "en" if get_language() == "en" and self.why_en else "nb"

    @property
    def ended_in_words(self) -> str:
        return _("ended %(day)s") % {"day": date_format(self.ended_on)} if self.ended_on else ""

    @property
    def aim(self) -> Aim | None:
        if self.baseline is None or self.target is None or self.baseline_on is None or self.due is None:
            return None
        return Aim(self.baseline, self.baseline_on, self.target, self.due)

    @property
    def is_open(self) -> bool:
        return self.ended_on is None

    @property
    def is_by_hand(self) -> bool:
        return self.indicator_id is None and self.aim is not None

    @property
    def counted_in(self) -> str:
        """The unit in the reader's language; the indicator's own where the goal is measured by one."""
        return self.words("unit") or (self.indicator.words("unit") if self.indicator is not None else "")

    def ancestors(self) -> list["Goal"]:
        """The goals above this one, the top first. Bounded, so that a broken tree is no endless walk."""
        found: list[Goal] = []
        above = self.parent
        while above is not None and above not in found and len(found) < DEEPEST:
            found.append(above)
            above = above.parent
        return found[::-1]

    def clean(self) -> None:
        refuse_own_ancestor(self)
        refuse_numbers_that_lead_nowhere(self)
        refuse_wrong_indicator(self)


def refuse_own_ancestor(goal: Goal) -> None:
    if goal.parent is None:
        return
    above = [*goal.parent.ancestors(), goal.parent]
    if goal.pk and goal.pk in {row.pk for row in above}:
        raise ValidationError({"parent": _("A goal cannot serve itself, nor a goal that serves it.")})
    if len(above) >= DEEPEST:
        raise ValidationError({"parent": _("The tree is deep enough. Choose a goal further up.")})


def refuse_numbers_that_lead_nowhere(goal: Goal) -> None:
    numbers = {name: getattr(goal, name) for name in ("baseline", "baseline_on", "target", "due")}
    if all(value is None for value in numbers.values()):
        return
    missing = [name for name, value in numbers.items() if value is None]
    if missing:
        said = _("Needed: a goal has all its numbers, or none.")
        raise ValidationError(dict.fromkeys(missing, said))
    if numbers["due"] <= numbers["baseline_on"]:
        raise ValidationError({"due": _("The due day lies after the day of the baseline.")})
    if numbers["target"] == numbers["baseline"]:
        raise ValidationError({"target": _("The target is where it stood already.")})


def refuse_wrong_indicator(goal: Goal) -> None:
    if goal.indicator is None:
        if goal.municipality is not None:
            raise ValidationError({"municipality": _("A municipality goes with an indicator.")})
        return
    widths = list(Visibility.values)
    if widths.index(goal.visibility) < widths.index(goal.indicator.visibility):
        raise ValidationError({"visibility": _("The indicator is for fewer people than this.")})


class MeasurementQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """Whoever sees the goal sees how it went."""
        return self.filter(goal__in=Goal.objects.visible_to(user))


class Measurement(models.Model):
    """What somebody found on a day, and how they know. A second one the same day corrects the first."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="measurements", verbose_name=_("goal"))
    day = models.DateField(_("day"), default=timezone.localdate)
    value = models.DecimalField(_("value"), **DIGITS)
    evidence = models.TextField(_("how we know"), max_length=1000)
    evidence_url = models.URLField(_("link"), max_length=500, blank=True)
    measured_by = models.CharField(_("measured by whom"), max_length=200)  # a label, as in history
    measured_by_key = models.CharField(max_length=80, blank=True, db_index=True)
    at = models.DateTimeField(_("reported"), default=timezone.now)
    objects = MeasurementQuerySet.as_manager()

    class Meta:
        verbose_name = _("measurement")
        verbose_name_plural = _("measurements")
        ordering = ("-day",)
        constraints = [models.UniqueConstraint(fields=("goal", "day"), name="one_measurement_a_day")]

    def __str__(self) -> str:
        return f"{self.goal}, {self.day}"

    @property
    def value_in_words(self) -> str:
        return amount(self.value, self.goal.counted_in)
