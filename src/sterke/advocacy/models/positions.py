"""A position: what the cluster says in a case, version by version; the figures in it, and who stands behind it."""

from decimal import Decimal
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sterke.core.paths import path_to
from sterke.core.visibility import Visibility, audiences_of, is_secretary
from sterke.directory.models import Organisation
from sterke.goals.models import DIGITS
from sterke.membership.models import Body
from sterke.region.models import Indicator, Municipality

from .cases import AdvocacyCase, in_language, of_cases

FIGURE = "[tall]"  # where the figure stands in the sentence of a claim, in both languages


class PositionQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """What is adopted, by its audience; what is asked of the members, by the members; drafts by few."""
        if is_secretary(user):
            return self.all()
        rows = Q(status__in=PolicyPosition.HELD, visibility__in=audiences_of(user))
        if user.is_authenticated:
            if user.is_member:
                rows |= Q(status=PolicyPosition.Status.ASKED)
            if user.is_board:
                rows |= ~Q(status=PolicyPosition.Status.DROPPED)
            rows |= Q(case__owner__user=user.pk)
        return self.filter(rows, case__in=of_cases(user))

    def in_force(self) -> Self:
        return self.filter(status=PolicyPosition.Status.ADOPTED)


class PolicyPosition(models.Model):
    """One version. The number counts up within the case; at most one version is in force."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        ASKED = "asked", _("asked of the members")
        ADOPTED = "adopted", _("adopted")
        REPLACED = "replaced", _("replaced")
        DROPPED = "dropped", _("dropped")

    HELD = (Status.ADOPTED, Status.REPLACED)
    UNDER_WAY = (Status.DRAFT, Status.ASKED)

    case = models.ForeignKey(AdvocacyCase, models.PROTECT, related_name="positions", verbose_name=_("case"))
    number = models.PositiveSmallIntegerField(_("version"), editable=False)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    title = models.CharField(_("in one sentence, bokmål"), max_length=200)
    title_en = models.CharField(_("in one sentence, English"), max_length=200, blank=True)
    text = models.TextField(_("the position, bokmål"), max_length=20_000)
    text_en = models.TextField(_("the position, English"), max_length=20_000, blank=True)
    asked_on = models.DateField(_("asked of the members"), null=True, blank=True)
    answer_by = models.DateField(_("answers by"), null=True, blank=True)
    adopted_by = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("the body that adopted it")
    )
    adopted_on = models.DateField(_("adopted"), null=True, blank=True)
    review_on = models.DateField(_("to be looked at again"), null=True, blank=True)
    replaced_on = models.DateField(_("replaced"), null=True, blank=True)
    visibility = models.CharField(
        _("visible to, once adopted"), max_length=20, choices=Visibility, default=Visibility.PUBLIC
    )
    made_on = models.DateField(_("made"), default=timezone.localdate)
    version = models.PositiveIntegerField(default=1, editable=False)  # of the row, for two who edit it
    objects = PositionQuerySet.as_manager()

    class Meta:
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        ordering = ("case", "-number")
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="one_position_a_number"),
            models.UniqueConstraint(fields=["case"], condition=Q(status="adopted"), name="one_position_in_force"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(status__in=["draft", "asked"]), name="one_position_under_way"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["adopted", "replaced"])
                | Q(adopted_on__isnull=False, adopted_by__isnull=False, review_on__isnull=False),
                name="adopted_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.words('title')}"

    def get_absolute_url(self) -> str:
        return path_to("advocacy:position", self.case.slug, self.number)

    def words(self, name: str) -> str:
        return in_language(self, name)

    @property
    def is_held(self) -> bool:
        return self.status in self.HELD

    @property
    def is_under_way(self) -> bool:
        return self.status in self.UNDER_WAY


class OfPositionQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """Whoever sees the position."""
        if is_secretary(user):
            return self.all()
        return self.filter(position__in=PolicyPosition.objects.visible_to(user))


class Claim(models.Model):
    """A sentence of a position that holds a figure. The system fills the figure in, and says when it has moved."""

    position = models.ForeignKey(PolicyPosition, models.CASCADE, related_name="claims", verbose_name=_("position"))
    sentence = models.CharField(
        _("the sentence, bokmål"), max_length=300, help_text=_("Write [tall] where the figure stands.")
    )
    sentence_en = models.CharField(_("the sentence, English"), max_length=300, blank=True)
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="claims", verbose_name=_("figure"))
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("municipality")
    )
    value = models.DecimalField(_("value"), **DIGITS, editable=False)
    value_on = models.DateField(_("of which day"), editable=False)
    tolerance = models.DecimalField(
        _("told of when it has moved by per cent"),
        max_digits=5,
        decimal_places=1,
        default=Decimal(2),
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    stale_days = models.PositiveSmallIntegerField(
        _("too old after days"), default=550, validators=[MinValueValidator(30), MaxValueValidator(4000)]
    )
    objects = OfPositionQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ("pk",)

    def __str__(self) -> str:
        return in_language(self, "sentence")

    def clean(self) -> None:
        for name in ("sentence", "sentence_en"):
            text = getattr(self, name)
            if text and text.count(FIGURE) != 1:
                raise ValidationError({name: _("Write [tall] once, where the figure stands.")})


class EndorsementQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """The companies behind it that allow it to be said; one's own company; all for those who lead the case."""
        if is_secretary(user):
            return self.all()
        rows = Q(stance=PositionEndorsement.Stance.ENDORSES, shows_name=True)
        if user.is_authenticated:
            rows |= Q(organisation__in=user.standing.works_at) | Q(position__case__owner__user=user.pk)
            if user.is_board:
                rows |= ~Q(pk=None)
        return self.filter(rows, position__in=PolicyPosition.objects.visible_to(user))


class PositionEndorsement(models.Model):
    """What one company says of one version. A later word of the same company takes the place of the first."""

    class Stance(models.TextChoices):
        ENDORSES = "endorses", _("stands behind it")
        ABSTAINS = "abstains", _("abstains")
        OBJECTS = "objects", _("objects")

    position = models.ForeignKey(
        PolicyPosition, models.CASCADE, related_name="endorsements", verbose_name=_("position")
    )
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="position_endorsements", verbose_name=_("company")
    )
    stance = models.CharField(_("stand"), max_length=10, choices=Stance)
    shows_name = models.BooleanField(_("the company may be named"), default=True)
    remark = models.TextField(_("what it says to us"), max_length=1000, blank=True)
    signed_by = models.CharField(_("signed by"), max_length=200)  # a label, as in history
    signed_by_key = models.CharField(max_length=80, blank=True, db_index=True)
    at = models.DateTimeField(_("signed"), default=timezone.now)
    objects = EndorsementQuerySet.as_manager()

    class Meta:
        verbose_name = _("endorsement of a position")
        verbose_name_plural = _("endorsements of positions")
        ordering = ("organisation__sort_key", "pk")
        constraints = [models.UniqueConstraint(fields=["position", "organisation"], name="one_word_a_company")]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_stance_display()}"


class PositionHandover(models.Model):
    """Which version whom was given, and when."""

    position = models.ForeignKey(PolicyPosition, models.CASCADE, related_name="handovers", verbose_name=_("position"))
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="handovers", verbose_name=_("given to"))
    day = models.DateField(_("day"), default=timezone.localdate)
    how = models.CharField(_("how"), max_length=120, blank=True)
    objects = OfPositionQuerySet.as_manager()

    class Meta:
        verbose_name = _("handover")
        verbose_name_plural = _("handovers")
        ordering = ("-day", "-pk")

    def __str__(self) -> str:
        return f"{self.organisation}, {self.day}"
