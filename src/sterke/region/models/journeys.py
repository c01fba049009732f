"""How long it takes to get from the region to the world outside."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sterke.core.visibility import Visibility, VisibleQuerySet

from .places import Municipality

STOP = RegexValidator(r"^NSR:(StopPlace|Quay):[0-9]{1,9}$", _("A stop is written as in Entur: NSR:StopPlace:59872."))


class Journey(models.Model):
    """Minutes from a municipality's centre to a place outside, by one means: as it is, and as we ask for it."""

    class Means(models.TextChoices):
        CAR = "car", _("car")
        TRAIN = "train", _("train")

    class Goal(models.TextChoices):
        OSLO = "oslo", _("Oslo")
        AIRPORT = "oslo-lufthavn", _("Oslo Airport")
        HAMAR = "hamar", _("Hamar")
        KARLSTAD = "karlstad", _("Karlstad")

    origin = models.ForeignKey(Municipality, models.PROTECT, related_name="journeys", verbose_name=_("from"))
    goal = models.CharField(_("to"), max_length=20, choices=Goal)
    means = models.CharField(_("by"), max_length=10, choices=Means)
    minutes = models.PositiveSmallIntegerField(_("minutes today"), validators=[MinValueValidator(1)])
    source = models.CharField(_("source"), max_length=200)
    source_en = models.CharField(_("source, in English"), max_length=200, blank=True)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    measured_on = models.DateField(_("measured on"))
    asked_minutes = models.PositiveSmallIntegerField(
        _("minutes as we ask for it"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    asked = models.CharField(_("what we ask for"), max_length=120, blank=True, help_text=_("Such as: with four lanes."))
    asked_en = models.CharField(_("what we ask for, in English"), max_length=120, blank=True)
    asked_source = models.CharField(_("where those minutes are from"), max_length=200, blank=True)
    asked_source_en = models.CharField(_("where those minutes are from, in English"), max_length=200, blank=True)
    departures = models.PositiveSmallIntegerField(_("departures on a weekday"), null=True, blank=True)
    from_stop = models.CharField(
        _("stop it starts from"),
        max_length=40,
        blank=True,
        validators=[STOP],
        help_text=_("Such as NSR:StopPlace:59872."),
    )
    to_stop = models.CharField(_("stop it leads to"), max_length=40, blank=True, validators=[STOP])
    visibility = models.CharField(_("visible to"), max_length=20, choices=Visibility, default=Visibility.SECRETARIAT)
    set_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("journey")
        verbose_name_plural = _("journeys")
        ordering = ("goal", "origin", "means")
        constraints = [models.UniqueConstraint(fields=("origin", "goal", "means"), name="one_journey_each_way")]

    def __str__(self) -> str:
        return f"{self.origin.centre} – {self.get_goal_display()} ({self.get_means_display()})"

    def words(self, name: str) -> str:
        """A text of the journey in the reader's language, else in bokmål."""
        english = getattr(self, f"{name}_en") if get_language() == "en" else ""
        return english or getattr(self, name)

    @property
    def asked_for(self) -> str:
        return self.words("asked")

    @property
    def shown_source(self) -> str:
        return self.words("source")

    @property
    def shown_asked_source(self) -> str:
        return self.words("asked_source")

    def clean(self) -> None:
        asked = bool(self.asked_minutes), bool(self.asked), bool(self.asked_source)
        if any(asked) and not all(asked):
            raise ValidationError(
                {"asked_minutes": _("Minutes we ask for stand with what we ask for and their source.")}
            )
        if self.measured_on and self.measured_on > timezone.localdate():
            raise ValidationError({"measured_on": _("The day it was measured has not come yet.")})
