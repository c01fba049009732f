"""Networks and who sits in them."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sterke.core.fields import SortKeyField
from sterke.core.paths import path_to
from sterke.core.visibility import Visibility, VisibleQuerySet, is_secretary
from sterke.directory.models import Organisation, Person, in_force

from .dated import RunningQuerySet


class NetworkQuerySet(VisibleQuerySet):
    def open(self, on: date | None = None) -> "NetworkQuerySet":
        return self.filter(in_force(on))


class Network(models.Model):
    name = models.CharField(_("name, bokmål"), max_length=100)
    name_en = models.CharField(_("name, English"), max_length=100, blank=True)
    slug = models.SlugField(_("address"), unique=True)
    purpose = models.TextField(_("purpose, bokmål"), max_length=1000, blank=True)
    purpose_en = models.TextField(_("purpose, English"), max_length=1000, blank=True)
    valid_from = models.DateField(_("started"))
    valid_to = models.DateField(_("ended"), null=True, blank=True)
    visibility = models.CharField(_("visible to"), max_length=20, choices=Visibility, default=Visibility.SECRETARIAT)
    version = models.PositiveIntegerField(default=1, editable=False)
    sort_key = SortKeyField("name")
    objects = NetworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("network")
        verbose_name_plural = _("networks")
        ordering = ("sort_key",)

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" and self.name_en else self.name

    def get_absolute_url(self) -> str:
        return path_to("website:network", self.slug)

    @property
    def is_open(self) -> bool:
        return self.valid_to is None or self.valid_to >= timezone.localdate()


class NetworkSeatQuerySet(RunningQuerySet):
    def visible_to(self, user: Any) -> "NetworkSeatQuerySet":
        """Who sits where is for members; leaders whose company shows them stand on the public page."""
        if is_secretary(user):
            return self.all()
        rows = self.in_force().filter(network__in=Network.objects.visible_to(user))
        if user.is_authenticated and user.is_member:
            return rows
        return rows.filter(is_leader=True, person__in=Person.objects.visible_to(user))


class NetworkSeat(models.Model):
    network = models.ForeignKey(Network, models.CASCADE, related_name="seats", verbose_name=_("network"))
    person = models.ForeignKey(Person, models.CASCADE, related_name="seats", verbose_name=_("person"))
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="seats", verbose_name=_("organisation")
    )
    is_leader = models.BooleanField(_("network leader"), default=False)
    valid_from = models.DateField(_("from"), default=timezone.localdate)
    valid_to = models.DateField(_("to"), null=True, blank=True)
    objects = NetworkSeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("network seat")
        verbose_name_plural = _("network seats")
        ordering = ("-is_leader", "person__sort_key", "pk")
        constraints = [
            models.UniqueConstraint(fields=["network", "person"], condition=Q(valid_to=None), name="one_open_seat"),
        ]
        indexes = [models.Index(fields=["network", "is_leader"], name="seats_by_leading")]

    def __str__(self) -> str:
        return f"{self.person}, {self.network}"
