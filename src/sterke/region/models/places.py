from datetime import date

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sterke.core.fields import SortKeyField


class MunicipalityQuerySet(models.QuerySet):
    def with_code(self, code: str) -> "MunicipalityQuerySet":
        """The municipality that has or had this four-digit code; codes are never reused."""
        return self.filter(codes__code=code).distinct()

    def in_region(self, kind: str = "cluster", on: date | None = None) -> "MunicipalityQuerySet":
        definition = RegionDefinition.objects.valid(on or timezone.localdate()).filter(kind=kind).first()
        return self.filter(regions=definition) if definition else self.none()


class Municipality(models.Model):
    name = models.CharField(_("name"), max_length=100)
    slug = models.SlugField(_("address"), unique=True)
    centre = models.CharField(_("centre"), max_length=100, blank=True)
    latitude = models.FloatField(_("latitude"))
    longitude = models.FloatField(_("longitude"))
    hex_column = models.FloatField(_("hexagon column"), default=0)
    hex_row = models.FloatField(_("hexagon row"), default=0)
    sort_key = SortKeyField("name")
    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        ordering = ("sort_key",)

    def __str__(self) -> str:
        return self.name

    def code_on(self, day: date) -> str:
        """The four-digit code in force on a day; empty when it had none."""
        found = [c.code for c in self.codes.all() if c.valid_from <= day and (c.valid_to is None or day <= c.valid_to)]
        return found[0] if found else ""


class MunicipalityCode(models.Model):
    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="codes", verbose_name=_("municipality"))
    code = models.CharField(_("code"), max_length=4, unique=True)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        verbose_name = _("municipality code")
        verbose_name_plural = _("municipality codes")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.code


class RegionDefinitionQuerySet(models.QuerySet):
    def valid(self, day: date) -> "RegionDefinitionQuerySet":
        return self.filter(valid_from__lte=day).exclude(valid_to__lt=day)


class RegionDefinition(models.Model):
    """What a region consisted of from a day on. The cluster's region and the council's are different things."""

    class Kind(models.TextChoices):
        CLUSTER = "cluster", _("the cluster's region")
        COUNCIL = "council", _("the inter-municipal council")

    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)
    municipalities = models.ManyToManyField(Municipality, related_name="regions", verbose_name=_("municipalities"))
    objects = RegionDefinitionQuerySet.as_manager()

    class Meta:
        verbose_name = _("region definition")
        verbose_name_plural = _("region definitions")
        ordering = ("kind", "-valid_from")

    def __str__(self) -> str:
        return f"{self.name} ({self.valid_from:%Y}–)"
