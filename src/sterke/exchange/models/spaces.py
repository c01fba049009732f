"""Where people talk: all members, one network, those who come to one gathering."""

from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from sterke.core.paths import path_to
from sterke.core.visibility import is_secretary
from sterke.directory.models import Person
from sterke.gatherings.models import Gathering, Registration
from sterke.membership.models import Network


class SpaceQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """Members the one for all; those who sit in a network its own; those with a seat that of the gathering."""
        if is_secretary(user):
            return self.all()
        if not user.is_authenticated:
            return self.none()
        rows = Q(network__in=user.standing.seated_in | user.standing.leads or [0])
        coming = Registration.objects.filter(person__user=user.pk, state="confirmed", gathering=OuterRef("gathering"))
        rows |= Q(Exists(coming)) | Q(gathering__responsible__user=user.pk)
        if user.is_member:
            rows |= Q(network=None, gathering=None)
        return self.filter(rows)


class Space(models.Model):
    """Made the first time somebody opens it. Without network and gathering it is the one for all members."""

    slug = models.SlugField(max_length=100, unique=True)
    network = models.OneToOneField(
        Network, models.CASCADE, null=True, blank=True, related_name="space", verbose_name=_("network")
    )
    gathering = models.OneToOneField(
        Gathering, models.CASCADE, null=True, blank=True, related_name="space", verbose_name=_("gathering")
    )
    objects = SpaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("space")
        verbose_name_plural = _("spaces")
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(condition=Q(network=None) | Q(gathering=None), name="space_is_of_one"),
            models.UniqueConstraint(
                fields=["slug"], condition=Q(network=None, gathering=None), name="one_space_for_all"
            ),
        ]

    def __str__(self) -> str:
        return str(self.network or self.gathering or pgettext("space", "All members"))

    def get_absolute_url(self) -> str:
        return path_to("exchange:space", self.slug)

    @property
    def is_for_all(self) -> bool:
        return self.network_id is None and self.gathering_id is None


class OwnQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """One's own."""
        return self.filter(person__user=user.pk) if user.is_authenticated else self.none()


class SpaceChoice(models.Model):
    """How somebody wants to hear of a space: in the week's digest unless they say otherwise."""

    class How(models.TextChoices):
        DIGEST = "digest", _("once a week")
        AT_ONCE = "at_once", _("at once")
        NEVER = "never", _("not by mail")

    space = models.ForeignKey(Space, models.CASCADE, related_name="choices", verbose_name=_("space"))
    person = models.ForeignKey(Person, models.CASCADE, related_name="space_choices", verbose_name=_("person"))
    how = models.CharField(_("by mail"), max_length=10, choices=How, default=How.DIGEST)
    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("choice about a space")
        verbose_name_plural = _("choices about spaces")
        constraints = [models.UniqueConstraint(fields=["space", "person"], name="one_choice_a_space")]

    def __str__(self) -> str:
        return f"{self.space}: {self.get_how_display()}"
