"""What happens when, where, and who speaks."""

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sterke.core.visibility import is_secretary
from sterke.directory.models import Person

from .gatherings import Gathering


class ProgrammeQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        if is_secretary(user):
            return self.all()
        return self.filter(gathering__in=Gathering.objects.visible_to(user))


class ProgrammeItem(models.Model):
    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="programme", verbose_name=_("gathering"))
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    title = models.CharField(_("title, bokmål"), max_length=160)
    title_en = models.CharField(_("title, English"), max_length=160, blank=True)
    about = models.TextField(_("about it"), max_length=1500, blank=True)
    room = models.CharField(_("room"), max_length=80, blank=True)
    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme item")
        verbose_name_plural = _("programme items")
        ordering = ("starts_at", "pk")

    def __str__(self) -> str:
        return self.title_en if get_language() == "en" and self.title_en else self.title

    def clean(self) -> None:
        if self.ends_at is not None and self.starts_at is not None and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("It ends before it begins.")})
        whole = self.gathering
        if whole.starts_at is None or self.starts_at is None:
            return
        if (
            self.starts_at < whole.starts_at
            or self.starts_at >= whole.over
            or (self.ends_at or self.starts_at) > whole.over
        ):
            raise ValidationError({"starts_at": _("That is outside the gathering's own hours.")})


class Speaker(models.Model):
    """Who speaks, in words of their own choosing; a person of the directory where there is one."""

    item = models.ForeignKey(ProgrammeItem, models.CASCADE, related_name="speakers", verbose_name=_("programme item"))
    name = models.CharField(_("name"), max_length=120)
    title = models.CharField(_("who that is"), max_length=160, blank=True)
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    is_moderator = models.BooleanField(_("leads the day"), default=False)

    class Meta:
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name
