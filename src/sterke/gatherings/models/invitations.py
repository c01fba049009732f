"""Who was asked to come, and what they answered."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sterke.core.visibility import is_secretary
from sterke.directory.models import Organisation, Person

from .gatherings import Gathering


class InvitationQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """One's own, one's company's, and those of gatherings one manages."""
        if is_secretary(user):
            return self.all()
        if not user.is_authenticated:
            return self.none()
        own = Q(person__user=user.pk) | Q(organisation__in=user.standing.works_at or [0])
        managed = Q(gathering__network__in=user.standing.leads or [0]) | Q(gathering__responsible__user=user.pk)
        return self.filter(own | managed)

    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)


class Invitation(models.Model):
    """To one person. Of a company, or as a guest: a politician, a researcher, a school, the press."""

    class Answer(models.TextChoices):
        NONE = "", _("no answer yet")
        YES = "yes", _("comes")
        NO = "no", _("cannot come")

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="invitations", verbose_name=_("gathering"))
    person = models.ForeignKey(Person, models.CASCADE, related_name="invitations", verbose_name=_("person"))
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("organisation")
    )
    is_guest = models.BooleanField(_("guest"), default=False)
    words = models.TextField(_("own words to them"), max_length=2000, blank=True)
    answer = models.CharField(_("answer"), max_length=3, choices=Answer, default=Answer.NONE, blank=True)
    invited_at = models.DateTimeField(_("invited"), default=timezone.now)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=("gathering", "person"), name="one_invitation_each")]
        indexes = [models.Index(fields=["gathering", "organisation"], name="invitations_by_company")]

    def __str__(self) -> str:
        return f"{self.person}, {self.gathering}"
