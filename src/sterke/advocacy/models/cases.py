"""A case: what the industry asks for, for as long as it takes; and what others do to it."""

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sterke.core.fields import FoldedField, SortKeyField
from sterke.core.paths import path_to
from sterke.core.visibility import Visibility, audiences_of, is_secretary
from sterke.directory.models import Organisation, Person
from sterke.goals.models import Goal
from sterke.region.models import Indicator, Journey

MOST_POINTS = 4  # of an ask
LONGEST_POINT = 160
SECURE = URLValidator(schemes=["https", "http"])


def in_language(row: Any, name: str) -> str:
    """A text of a row in the reader's language, else in bokmål."""
    return (getattr(row, f"{name}_en") if get_language() == "en" else "") or getattr(row, name)


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def check_points(text: str) -> None:
    """At most four, and short."""
    points = lines_of(text)
    if len(points) > MOST_POINTS:
        raise ValidationError(_("At most four points. Whoever asks for everything gets nothing."))
    if any(len(point) > LONGEST_POINT for point in points):
        raise ValidationError(_("A point has room for 160 letters."))


class CaseQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """By audience; and whoever owns a case sees it."""
        rows = Q(visibility__in=audiences_of(user))
        if user.is_authenticated:
            rows |= Q(owner__user=user.pk)
        return self.filter(rows)

    def open(self) -> Self:
        return self.filter(archived_on=None)


class AdvocacyCase(models.Model):
    """The spine: everything said, asked, promised and decided about one thing hangs on it."""

    class Status(models.TextChoices):
        WATCHED = "watched", _("we keep an eye on it")
        ACTIVE = "active", _("we work on it")
        PARTLY = "partly", _("partly won")
        WON = "won", _("won")
        LOST = "lost", _("lost")

    title = models.CharField(_("title, bokmål"), max_length=120)
    title_en = models.CharField(_("title, English"), max_length=120, blank=True)
    slug = models.SlugField(_("address"), unique=True, max_length=80)
    ask = models.TextField(_("what we ask for, bokmål"), max_length=700, blank=True, validators=[check_points])
    ask_en = models.TextField(_("what we ask for, English"), max_length=700, blank=True, validators=[check_points])
    why = models.TextField(_("why, bokmål"), max_length=4000, blank=True)
    why_en = models.TextField(_("why, English"), max_length=4000, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.ACTIVE)
    is_priority = models.BooleanField(_("one of our priorities"), default=False)
    owner = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="cases", verbose_name=_("owner")
    )
    goals = models.ManyToManyField(Goal, blank=True, related_name="cases", verbose_name=_("goals it serves"))
    indicators = models.ManyToManyField(
        Indicator, blank=True, related_name="cases", verbose_name=_("figures behind it")
    )
    journeys = models.ManyToManyField(Journey, blank=True, related_name="cases", verbose_name=_("journeys behind it"))
    press_contact = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("whom the press may call")
    )
    visibility = models.CharField(_("visible to"), max_length=20, choices=Visibility, default=Visibility.SECRETARIAT)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    watchwords = models.TextField(_("words to listen for"), max_length=2000, blank=True)
    started_on = models.DateField(_("begun"), default=timezone.localdate)
    archived_on = models.DateField(_("put away"), null=True, blank=True, editable=False)
    outcome = models.TextField(_("what came of it"), max_length=1500, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    search_text = FoldedField("title", "title_en")
    sort_key = SortKeyField("title")
    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ("order", "sort_key", "pk")

    def __str__(self) -> str:
        return self.words("title")

    def get_absolute_url(self) -> str:
        return path_to("advocacy:case", self.slug)

    def words(self, name: str) -> str:
        return in_language(self, name)

    @property
    def language(self) -> str:
        """The language its title is shown in."""
        return "en" if get_language() == "en" and self.title_en else "nb"

    @property
    def points(self) -> list[str]:
        return lines_of(self.words("ask"))

    @property
    def is_open(self) -> bool:
        return self.archived_on is None


def of_cases(user: Any) -> Any:
    """The cases whose inner things this user may see by their own audience."""
    return AdvocacyCase.objects.visible_to(user)


class OfCaseQuerySet(models.QuerySet):
    """Rows of a case with an audience of their own."""

    def visible_to(self, user: Any) -> Self:
        if is_secretary(user):
            return self.all()
        rows = Q(visibility__in=audiences_of(user))
        if user.is_authenticated:
            rows |= Q(case__owner__user=user.pk)
        return self.filter(rows, case__in=of_cases(user))


class CaseEntry(models.Model):
    """Something in a case's story that others did: a decision, a plan document, a piece in the paper."""

    class Kind(models.TextChoices):
        DECISION = "decision", _("decision by others")
        PLAN = "plan", _("plan document")
        PRESS = "press", _("in the press")
        OTHER = "other", _("happened")

    case = models.ForeignKey(AdvocacyCase, models.PROTECT, related_name="entries", verbose_name=_("case"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.DECISION)
    day = models.DateField(_("day"))
    text = models.CharField(_("what happened, bokmål"), max_length=400)
    text_en = models.CharField(_("what happened, English"), max_length=400, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="case_entries", verbose_name=_("whose")
    )
    source = models.CharField(_("source"), max_length=160, blank=True)
    source_url = models.URLField(_("link"), max_length=500, blank=True, validators=[SECURE])
    visibility = models.CharField(_("visible to"), max_length=20, choices=Visibility, default=Visibility.SECRETARIAT)
    objects = OfCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of a case")
        verbose_name_plural = _("entries of cases")
        ordering = ("-day", "-pk")
        indexes = [models.Index(fields=["case", "day"], name="case_entry_order")]

    def __str__(self) -> str:
        return in_language(self, "text")


class OwnCaseQuerySet(models.QuerySet):
    """Rows of a case that whoever sees the case sees."""

    def visible_to(self, user: Any) -> Self:
        return self.all() if is_secretary(user) else self.filter(case__in=of_cases(user))


class CaseStep(models.Model):
    """A stage of the public process: plan, zoning, budget. With the day it is expected, and the day it came."""

    case = models.ForeignKey(AdvocacyCase, models.PROTECT, related_name="steps", verbose_name=_("case"))
    name = models.CharField(_("stage, bokmål"), max_length=120)
    name_en = models.CharField(_("stage, English"), max_length=120, blank=True)
    due = models.DateField(_("expected"), null=True, blank=True)
    done_on = models.DateField(_("came"), null=True, blank=True)
    source_url = models.URLField(_("link"), max_length=500, blank=True, validators=[SECURE])
    objects = OwnCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("stage of a case")
        verbose_name_plural = _("stages of cases")
        ordering = (models.F("done_on").asc(nulls_last=True), models.F("due").asc(nulls_last=True), "pk")

    def __str__(self) -> str:
        return in_language(self, "name")


class Stakeholding(models.Model):
    """Where an organisation stands in a case, as it has said so itself in public. Never of a person."""

    class Stance(models.TextChoices):
        FOR = "for", _("for")
        PARTLY = "partly", _("partly for")
        AGAINST = "against", _("against")
        SILENT = "silent", _("has not said")

    case = models.ForeignKey(AdvocacyCase, models.PROTECT, related_name="stakeholdings", verbose_name=_("case"))
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="stakeholdings", verbose_name=_("organisation")
    )
    stance = models.CharField(_("stand"), max_length=10, choices=Stance)
    said = models.CharField(_("what it has said, bokmål"), max_length=400, blank=True)
    said_en = models.CharField(_("what it has said, English"), max_length=400, blank=True)
    said_on = models.DateField(_("said"), null=True, blank=True)
    source_url = models.URLField(_("where it says so"), max_length=500, blank=True, validators=[SECURE])
    objects = OwnCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("stand of an organisation")
        verbose_name_plural = _("stands of organisations")
        ordering = ("organisation__sort_key", "pk")
        constraints = [
            models.UniqueConstraint(fields=["case", "organisation"], name="one_stand_a_case"),
            models.CheckConstraint(condition=Q(stance="silent") | ~Q(source_url=""), name="stand_says_where"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_stance_display()}"
