"""What goes on in parliament and in ministries, as far as it touches our cases."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sterke.core.visibility import is_secretary

from .cases import AdvocacyCase, of_cases


class ItemQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """What is public anyhow, once somebody has said that it belongs to a case one sees."""
        if is_secretary(user):
            return self.all()
        accepted = RadarHit.objects.filter(state=RadarHit.State.ACCEPTED, case__in=of_cases(user))
        return self.filter(pk__in=accepted.values("item"))


class ParliamentItem(models.Model):
    """A matter, a question, a hearing, a consultation: as the source tells of it."""

    class Kind(models.TextChoices):
        MATTER = "matter", _("matter in parliament")
        QUESTION = "question", _("question to a minister")
        HEARING = "hearing", _("hearing in a committee")
        CONSULTATION = "consultation", _("consultation")

    kind = models.CharField(_("kind"), max_length=14, choices=Kind)
    external_id = models.CharField(_("number at the source"), max_length=300)
    title = models.CharField(_("title"), max_length=1000)
    day = models.DateField(_("day"), null=True, blank=True)
    deadline = models.DateField(_("deadline"), null=True, blank=True)
    status = models.CharField(_("status at the source"), max_length=60, blank=True)
    reference = models.CharField(_("reference"), max_length=200, blank=True)
    url = models.URLField(_("link"), max_length=500, blank=True)
    seen_at = models.DateTimeField(_("first seen"), default=timezone.now)
    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("matter in parliament or a ministry")
        verbose_name_plural = _("matters in parliament and ministries")
        ordering = ("-day", "-pk")
        constraints = [models.UniqueConstraint(fields=["kind", "external_id"], name="one_item_a_number")]

    def __str__(self) -> str:
        return self.title


class HitQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """The secretariat, and whoever owns the case; what is accepted, whoever sees the case."""
        if is_secretary(user):
            return self.all()
        rows = Q(state=RadarHit.State.ACCEPTED, case__in=of_cases(user))
        if user.is_authenticated:
            rows |= Q(case__owner__user=user.pk)
        return self.filter(rows)

    def waiting(self) -> Self:
        return self.filter(state=RadarHit.State.WAITING, case__archived_on=None)


class RadarHit(models.Model):
    """That an item holds a word of a case; somebody says whether it belongs there. Said once, it is not asked again."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        ACCEPTED = "accepted", _("belongs to the case")
        DISMISSED = "dismissed", _("does not belong here")

    case = models.ForeignKey(AdvocacyCase, models.CASCADE, related_name="hits", verbose_name=_("case"))
    item = models.ForeignKey(ParliamentItem, models.CASCADE, related_name="hits", verbose_name=_("what was found"))
    word = models.CharField(_("the word"), max_length=120)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    objects = HitQuerySet.as_manager()

    class Meta:
        verbose_name = _("hit of the radar")
        verbose_name_plural = _("hits of the radar")
        ordering = ("-item__day", "-pk")
        constraints = [models.UniqueConstraint(fields=["case", "item"], name="one_hit_a_case")]
        indexes = [models.Index(fields=["state", "case"], name="radar_waiting")]

    def __str__(self) -> str:
        return f"{self.case}: {self.item}"
