"""Who stood at the door. Devices without a net tell late; the last thing seen, by the clock, is what holds."""

from typing import Any, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sterke.core.visibility import is_secretary

from .registrations import Registration


class CheckInQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """Those who see the registration."""
        if is_secretary(user):
            return self.all()
        return self.filter(registration__in=Registration.objects.visible_to(user).order_by())


class CheckIn(models.Model):
    """One for each registration: whether they are in, and when that was last seen."""

    registration = models.OneToOneField(
        Registration, models.CASCADE, related_name="check_in", verbose_name=_("registration")
    )
    present = models.BooleanField(_("is here"), default=True)
    at = models.DateTimeField(_("seen"), default=timezone.now)
    noted_at = models.DateTimeField(_("told to us"), default=timezone.now)
    by = models.CharField(_("seen by"), max_length=200, blank=True)
    by_key = models.CharField(max_length=80, blank=True, db_index=True)
    objects = CheckInQuerySet.as_manager()

    class Meta:
        verbose_name = _("check-in")
        verbose_name_plural = _("check-ins")
        indexes = [models.Index(fields=["registration", "present"], name="check_ins_by_presence")]

    def __str__(self) -> str:
        return str(self.registration)
