"""Figures: what is counted, what was found, what is aimed at."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sterke.core.models import FetchedResponse
from sterke.core.paths import path_to
from sterke.core.visibility import Visibility, VisibleQuerySet

from ..query import check_query
from .places import Municipality, RegionDefinition


class IndicatorQuerySet(VisibleQuerySet):
    def fetched_from(self, channel: str) -> "IndicatorQuerySet":
        return self.filter(channel=channel)


class Indicator(models.Model):
    """Something that is counted for each municipality, again and again, by somebody we can name."""

    class Good(models.TextChoices):
        UP = "up", _("more is better")
        DOWN = "down", _("less is better")
        NEITHER = "neither", _("neither")

    class Kind(models.TextChoices):
        COUNT = "count", _("a number that is added up over municipalities")
        SHARE = "share", _("a share: one indicator in per cent of another")
        LEVEL = "level", _("a level that cannot be added up")

    class Channel(models.TextChoices):
        SSB = "ssb", _("Statistics Norway")
        SHEET = "sheet", _("a sheet read in by the secretariat")
        WORKED_OUT = "worked_out", _("worked out from others")

    slug = models.SlugField(_("address"), unique=True)
    name = models.CharField(_("name"), max_length=100)
    name_en = models.CharField(_("name in English"), max_length=100)
    about = models.TextField(_("what exactly is counted"), max_length=600, blank=True)
    about_en = models.TextField(_("what exactly is counted, in English"), max_length=600, blank=True)
    unit = models.CharField(_("unit"), max_length=30)
    unit_en = models.CharField(_("unit in English"), max_length=30)
    decimals = models.PositiveSmallIntegerField(_("decimals"), default=0, validators=[MaxValueValidator(3)])
    good = models.CharField(_("which way is good"), max_length=10, choices=Good, default=Good.NEITHER)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.COUNT)
    part = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="shares", verbose_name=_("a share of: the part")
    )
    whole = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("a share of: the whole")
    )
    source = models.CharField(_("source"), max_length=100)
    table = models.CharField(_("table"), max_length=20, blank=True, help_text=_("Such as 07459."))
    credit = models.CharField(_("credit line"), max_length=200)
    credit_en = models.CharField(_("credit line in English"), max_length=200, blank=True)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    channel = models.CharField(_("comes from"), max_length=10, choices=Channel, default=Channel.SHEET)
    query = models.JSONField(_("query"), default=dict, blank=True)  # docs/figures.md
    cadence_days = models.PositiveSmallIntegerField(_("new figures at least every so many days"), default=400)
    threshold = models.DecimalField(
        _("tell the desk of a change above, in per cent; of a share, in percentage points"),
        max_digits=5,
        decimal_places=1,
        null=True,
        blank=True,
    )
    visibility = models.CharField(_("visible to"), max_length=20, choices=Visibility, default=Visibility.SECRETARIAT)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    fetched_at = models.DateTimeField(_("last fetched"), null=True, blank=True, editable=False)
    tried_at = models.DateTimeField(_("last asked for"), null=True, blank=True, editable=False)
    problem = models.CharField(_("why it could not be fetched"), max_length=300, blank=True, editable=False)
    noted_at = models.DateTimeField(_("the secretariat saw how it had moved"), null=True, blank=True, editable=False)
    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ("order", "slug")

    def __str__(self) -> str:
        return self.words("name")

    def get_absolute_url(self) -> str:
        return f"{path_to('region:figures')}?tall={self.slug}"

    def words(self, name: str) -> str:
        """A text of the indicator in the reader's language, else in bokmål."""
        english = getattr(self, f"{name}_en") if get_language() == "en" else ""
        return english or getattr(self, name)

    @property
    def is_in_percent(self) -> bool:
        return self.kind == self.Kind.SHARE or self.unit in ("prosent", "%")

    @property
    def shown_credit(self) -> str:
        return self.words("credit")

    def clean(self) -> None:
        parts = self.part_id is not None, self.whole_id is not None
        if (self.kind == self.Kind.SHARE) != all(parts) or any(parts) != all(parts):
            raise ValidationError({"part": _("A share has a part and a whole, and nothing else has.")})
        if self.pk and self.pk in (self.part_id, self.whole_id):
            raise ValidationError({"part": _("An indicator cannot be a share of itself.")})

        try:
            check_query(self.query)
        except ValidationError as problem:
            raise ValidationError({"query": problem}) from None
        self.check_source()

    def check_source(self) -> None:
        """What Statistics Norway is asked for, and in which table."""
        if self.channel != self.Channel.SSB:
            return
        if not self.query.get("ask"):
            raise ValidationError({"query": _("Statistics Norway has to be asked for something: “ask” is missing.")})
        if not self.table and not self.query.get("find"):
            raise ValidationError({"table": _("Say which table, or let the query “find” it.")})

    @property
    def is_late(self) -> bool:
        """Whether new figures should have come by now."""
        if self.channel == self.Channel.WORKED_OUT:
            return False
        oldest = timezone.now() - timedelta(days=self.cadence_days)
        return self.fetched_at is None or self.fetched_at < oldest


class Series(models.Model):
    """Figures of an indicator under one definition. A new query or another region begins a new one; the old stays."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="series", verbose_name=_("indicator"))
    query = models.JSONField(_("query"), default=dict, blank=True)
    table = models.CharField(_("table"), max_length=20, blank=True)
    region = models.ForeignKey(RegionDefinition, models.PROTECT, related_name="+", verbose_name=_("region"))
    source_unit = models.CharField(_("what the source counts in"), max_length=60, blank=True)
    begun_at = models.DateTimeField(_("from"), default=timezone.now)
    ended_at = models.DateTimeField(_("to"), null=True, blank=True)

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        ordering = ("indicator", "-begun_at")
        constraints = [
            models.UniqueConstraint("indicator", condition=Q(ended_at=None), name="one_running_series"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} ({self.begun_at:%Y-%m-%d})"


class Observation(models.Model):
    """One figure: for a municipality, or for the whole region where ``municipality`` is empty."""

    series = models.ForeignKey(Series, models.CASCADE, related_name="observations", verbose_name=_("series"))
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, related_name="+", verbose_name=_("municipality")
    )
    period = models.CharField(_("period"), max_length=7)  # 2026, 2025K3, 2025M11
    day = models.DateField(_("first day of the period"))
    value = models.DecimalField(_("value"), max_digits=16, decimal_places=3, null=True)
    status = models.CharField(_("why there is no value"), max_length=4, blank=True)  # as the source writes it
    fetched_at = models.DateTimeField(_("fetched"), default=timezone.now)
    source_updated = models.DateTimeField(_("the source's own date"), null=True)
    response = models.ForeignKey(FetchedResponse, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        ordering = ("series", "day", "municipality")
        constraints = [
            models.UniqueConstraint(
                fields=("series", "municipality", "period"),
                condition=Q(municipality__isnull=False),
                name="one_figure_a_place",
            ),
            models.UniqueConstraint(
                fields=("series", "period"), condition=Q(municipality=None), name="one_figure_for_the_region"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality or _('the region')} {self.period}: {self.value}"


class Target(models.Model):
    """What somebody wants a figure to be on a day, and where it stood when they said so."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="targets", verbose_name=_("indicator"))
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("municipality"),
        help_text=_("Empty for the whole region."),
    )  # fmt: skip
    baseline = models.DecimalField(_("stood at"), max_digits=16, decimal_places=3)
    baseline_on = models.DateField(_("on"))
    value = models.DecimalField(_("target"), max_digits=16, decimal_places=3)
    due = models.DateField(_("to be reached by"))
    set_by = models.CharField(_("set by"), max_length=150)
    set_on = models.DateField(_("set on"), default=timezone.localdate)
    visibility = models.CharField(_("visible to"), max_length=20, choices=Visibility, default=Visibility.SECRETARIAT)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ("indicator", "due")

    def __str__(self) -> str:
        return f"{self.indicator}: {self.value} ({self.due:%Y})"

    def clean(self) -> None:
        if self.due and self.baseline_on and self.due <= self.baseline_on:
            raise ValidationError({"due": _("A target lies after the day it is measured from.")})
        if self.value is not None and self.value == self.baseline:
            raise ValidationError({"value": _("The target is where it stood already.")})
