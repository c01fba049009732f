"""What comes after: what people thought, what they can read, what somebody said they would do."""

from pathlib import PurePath
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sterke.core.visibility import is_secretary
from sterke.directory.models import Person

from .gatherings import Gathering
from .registrations import Registration

FILES = ("pdf", "pptx", "docx", "xlsx", "odt", "odp", "ods", "txt", "png", "jpg", "jpeg")
LARGEST = 20 * 2**20  # bytes


def managed_by(user: Any) -> Q:
    """Rows of the gatherings that a network's leader or whoever answers for it manages."""
    return Q(gathering__network__in=user.standing.leads or [0]) | Q(gathering__responsible__user=user.pk)


class ManagedQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """Those who manage the gathering."""
        if is_secretary(user):
            return self.all()
        return self.filter(managed_by(user)) if user.is_authenticated else self.none()


class GatheringFeedback(models.Model):
    """Three answers, without a name: the link is used once, and what was written is not tied to it."""

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="feedback", verbose_name=_("gathering"))
    useful = models.PositiveSmallIntegerField(
        _("how useful, from 1 to 6"), validators=[MinValueValidator(1), MaxValueValidator(6)]
    )
    takes_home = models.TextField(_("what one will do on Monday"), max_length=1000, blank=True)
    better = models.TextField(_("what could be better"), max_length=1000, blank=True)
    on = models.DateField(_("day"), default=timezone.localdate)
    objects = ManagedQuerySet.as_manager()

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        ordering = ("-on", "-pk")

    def __str__(self) -> str:
        return f"{self.gathering}, {self.useful}"


class MaterialQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """What is for all who see the gathering; the rest for those who had a seat, and who manage it."""
        if is_secretary(user):
            return self.all()
        rows = Q(for_all=True, gathering__in=Gathering.objects.visible_to(user))
        if user.is_authenticated:
            coming = Registration.objects.filter(
                person__user=user.pk, state="confirmed", gathering=OuterRef("gathering")
            )
            rows |= Q(Exists(coming)) | managed_by(user)
        return self.filter(rows)


def refuse_odd_file(file: Any) -> None:
    if PurePath(file.name).suffix.lower().removeprefix(".") not in FILES:
        raise ValidationError(
            _("Such files cannot be shown here. PDF is best; Office files, text and pictures will do.")
        )
    if file.size > LARGEST:
        raise ValidationError(_("The file is larger than 20 MB."))


class Material(models.Model):
    """A presentation, a picture, a link."""

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="material", verbose_name=_("gathering"))
    title = models.CharField(_("what it is"), max_length=120)
    file = models.FileField(_("file"), upload_to="samlinger/%Y/", blank=True, validators=[refuse_odd_file])
    url = models.URLField(_("or a link"), max_length=500, blank=True)
    for_all = models.BooleanField(_("for all who see the gathering"), default=False)
    objects = MaterialQuerySet.as_manager()

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("material")
        ordering = ("pk",)
        constraints = [models.CheckConstraint(condition=~(Q(file="") & Q(url="")), name="material_is_somewhere")]

    def __str__(self) -> str:
        return self.title


class FollowUpQuerySet(ManagedQuerySet):
    def open(self) -> Self:
        return self.filter(done_on=None)

    def visible_to(self, user: Any) -> Self:
        """Those who manage the gathering, and whoever promised it."""
        if is_secretary(user):
            return self.all()
        if not user.is_authenticated:
            return self.none()
        return self.filter(managed_by(user) | Q(owner__user=user.pk))


class GatheringFollowUp(models.Model):
    """What somebody said they would do, by when."""

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="follow_ups", verbose_name=_("gathering"))
    what = models.CharField(_("what"), max_length=200)
    owner = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="follow_ups", verbose_name=_("who")
    )
    due = models.DateField(_("by when"))
    done_on = models.DateField(_("done"), null=True, blank=True)
    outcome = models.CharField(_("what came of it"), max_length=300, blank=True)
    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ("due", "pk")

    def __str__(self) -> str:
        return self.what
