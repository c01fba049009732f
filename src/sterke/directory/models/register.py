from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sterke.core.visibility import is_secretary

from .organisations import Organisation


class RegisterProposalQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "RegisterProposalQuerySet":
        return self.all() if is_secretary(user) else self.none()

    def waiting(self) -> "RegisterProposalQuerySet":
        return self.filter(state=RegisterProposal.State.OPEN, organisation__merged_into=None)


class RegisterProposal(models.Model):
    """What Enhetsregisteret says has changed: accepted or dismissed by a person, never applied silently."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        ACCEPTED = "accepted", _("accepted")
        DISMISSED = "dismissed", _("dismissed")

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="proposals", verbose_name=_("organisation")
    )
    changes = models.JSONField(_("changes"), help_text=_("Field name to [stored now, in the register]."))
    kind = models.CharField(
        _("kind"), max_length=20, default="changed"
    )  # changed, bankrupt, liquidation, deleted, removed
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    found_at = models.DateTimeField(_("found"), default=timezone.now)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    objects = RegisterProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal from the register")
        verbose_name_plural = _("proposals from the register")
        ordering = ("-found_at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=["organisation"], condition=Q(state="open"), name="one_open_proposal")
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class Merge(models.Model):
    """Two rows of the same company or person made one. ``moved`` says which rows went over; undo puts them back."""

    kept_key = models.CharField(max_length=80)
    gone_key = models.CharField(max_length=80)
    moved = models.JSONField(default=dict)
    at = models.DateTimeField(_("when"), default=timezone.now)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        ordering = ("-at",)

    def __str__(self) -> str:
        return f"{self.gone_key} → {self.kept_key}"
