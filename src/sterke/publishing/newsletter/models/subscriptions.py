"""Who gets the letter. One row for each address, known by that address alone."""

from typing import Any, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sterke.core.visibility import is_secretary


class SubscriptionQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """Addresses are for the secretariat."""
        return self.all() if is_secretary(user) else self.none()

    def going(self) -> Self:
        """Those who said yes, twice, and have not stopped."""
        return self.filter(stopped_at=None).exclude(confirmed_at=None)

    def stopped(self) -> Self:
        return self.exclude(stopped_at=None)


class Subscription(models.Model):
    """An address, and what it has said. A member's row is made with the first letter, so that it can be stopped.

    ``confirmed_at`` is the yes that was given by the link in the mail; the proof stands in the consent ledger.
    """

    email = models.EmailField(_("e-mail"), max_length=320, unique=True)
    language = models.CharField(
        _("language"), max_length=5, choices=[("nb", "Bokmål"), ("en", "English")], default="nb"
    )
    created_at = models.DateTimeField(_("asked"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("said yes"), null=True, blank=True)
    stopped_at = models.DateTimeField(_("stopped"), null=True, blank=True)
    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        ordering = ("email",)
        indexes = [models.Index(fields=["stopped_at", "confirmed_at"], name="subscriptions_going")]

    def __str__(self) -> str:
        return self.email

    @property
    def is_going(self) -> bool:
        return self.confirmed_at is not None and self.stopped_at is None
