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

    def to_be_told(self) -> Self:
        return self.standing().exclude(to_tell="")


class Invitation(models.Model):
    """To one person. Of a company, or as a guest: a politician, a researcher, a school, the press."""

    class Answer(models.TextChoices):
        NONE = "", _("no answer yet")
        YES = "yes", _("comes")
        NO = "no", _("cannot come")

    class Mail(models.TextChoices):
        """What the worker has yet to write to them."""

        NONE = "", _("nothing")
        INVITATION = "invitation", _("invitation")
        REMINDER = "reminder", _("reminder")

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="invitations", verbose_name=_("gathering"))
    person = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="invitations", verbose_name=_("person")
    )  # none: somebody who is not in the directory, by name and address
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), max_length=320, blank=True)
    company_name = models.CharField(_("from"), max_length=200, blank=True)
    language = models.CharField(max_length=5, default="nb")
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("organisation")
    )
    is_guest = models.BooleanField(_("guest"), default=False)
    words = models.TextField(_("own words to them"), max_length=2000, blank=True)
    answer = models.CharField(_("answer"), max_length=3, choices=Answer, default=Answer.NONE, blank=True)
    invited_at = models.DateTimeField(_("invited"), default=timezone.now)
    said = models.CharField(_("a word with the answer"), max_length=300, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    reminder = models.TextField(_("greeting in the reminder"), max_length=1000, blank=True)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)
    to_tell = models.CharField(max_length=10, choices=Mail, default=Mail.NONE, blank=True)
    letters = models.PositiveSmallIntegerField(default=0)  # how many times the invitation itself was mailed
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=("gathering", "person"), name="one_invitation_each"),
            models.UniqueConstraint(
                fields=("gathering", "email"), condition=~Q(email=""), name="one_invitation_an_address"
            ),
        ]
        indexes = [
            models.Index(fields=["gathering", "organisation"], name="invitations_by_company"),
            models.Index(fields=["gathering"], condition=~Q(to_tell=""), name="invitations_to_tell"),
        ]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        return self.name or str(self.person or "")

    @property
    def where(self) -> str:
        return str(self.organisation or self.company_name)

    @property
    def stands(self) -> bool:
        return self.withdrawn_at is None

    @property
    def spoken_in(self) -> str:
        return self.person.language if self.person else self.language

    def holds_for(self, gathering: Gathering, by: Any) -> bool:
        """Whether it lets ``by`` (the person it was sent to, or nobody we know) register for this gathering."""
        return self.stands and self.gathering_id == gathering.pk and self.person_id == getattr(by, "pk", None)
