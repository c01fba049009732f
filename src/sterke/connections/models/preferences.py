"""Who does not wish to be found, and who is not to be brought together."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sterke.directory.models import Organisation, Person


class OwnQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """One's own: not even the secretariat reads whom somebody would rather not meet."""
        return self.filter(person__user=user.pk) if user.is_authenticated else self.none()


class ConnectionChoice(models.Model):
    """What a person has chosen: hidden, they are in no list, no suggestion and no wish list."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="connection_choice", verbose_name=_("person"))
    hidden = models.BooleanField(_("do not show or suggest me"), default=False)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now)
    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("choice about connections")
        verbose_name_plural = _("choices about connections")

    def __str__(self) -> str:
        return str(self.person)


class NotWith(models.Model):
    """Somebody, or a company, one would rather not be brought together with. Private; works both ways."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="not_with", verbose_name=_("person"))
    other = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("not with this person")
    )
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("not with this company")
    )
    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("not with")
        verbose_name_plural = _("not with")
        constraints = [
            models.CheckConstraint(
                condition=Q(other__isnull=True) ^ Q(organisation__isnull=True), name="not_with_somebody_or_a_company"
            ),
            models.UniqueConstraint(fields=["person", "other"], name="not_with_a_person_once"),
            models.UniqueConstraint(fields=["person", "organisation"], name="not_with_a_company_once"),
        ]

    def __str__(self) -> str:
        return str(self.other or self.organisation)


class Competitors(models.Model):
    """Two companies whose people are never suggested to each other nor set at one table. Kept by the secretariat."""

    one = models.ForeignKey(Organisation, models.CASCADE, related_name="+", verbose_name=_("company"))
    other = models.ForeignKey(Organisation, models.CASCADE, related_name="+", verbose_name=_("competes with"))

    class Meta:
        verbose_name = _("competitors")
        verbose_name_plural = _("competitors")
        ordering = ("one__sort_key", "other__sort_key")
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="competitors_once"),
            models.CheckConstraint(condition=~Q(one=F("other")), name="nobody_competes_with_oneself"),
        ]

    def __str__(self) -> str:
        return f"{self.one} – {self.other}"
