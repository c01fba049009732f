"""An introduction: two people who may want to meet, and the word of each. Neither sees the other's no."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sterke.core.paths import path_to
from sterke.core.visibility import is_secretary
from sterke.directory.models import Organisation, Person
from sterke.gatherings.models import Gathering

from .listings import Listing


def pair_of(one: Person, other: Person) -> str:
    """The same text for two people, whichever comes first."""
    return "-".join(str(pk) for pk in sorted((one.pk, other.pk)))


class IntroductionQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """The two it is about, and the secretariat."""
        if is_secretary(user):
            return self.all()
        return self.filter(sides__person__user=user.pk) if user.is_authenticated else self.none()

    def waiting(self) -> Self:
        """Not settled yet."""
        return self.filter(joined_on=None, closed_on=None)

    def joined(self) -> Self:
        return self.filter(joined_on__isnull=False)


class Introduction(models.Model):
    class Origin(models.TextChoices):
        MEMBER = "member", _("asked for by a member")
        SYSTEM = "system", _("proposed by the system")
        SECRETARIAT = "secretariat", _("proposed by the secretariat")
        GATHERING = "gathering", _("both wished for it at a gathering")

    listing = models.ForeignKey(
        Listing, models.SET_NULL, null=True, blank=True, related_name="introductions", verbose_name=_("listing")
    )
    gathering = models.ForeignKey(
        Gathering, models.SET_NULL, null=True, blank=True, related_name="introductions", verbose_name=_("gathering")
    )
    origin = models.CharField(_("how it came about"), max_length=12, choices=Origin, default=Origin.MEMBER)
    why = models.TextField(_("why you two"), max_length=1500)
    pair = models.CharField(max_length=40, db_index=True, editable=False)
    asked_by = models.CharField(_("asked by"), max_length=200)  # a label, as in history
    asked_by_key = models.CharField(max_length=80, blank=True, db_index=True)
    asked_on = models.DateField(_("asked"), default=timezone.localdate)
    answer_by = models.DateField(_("answer by"))
    again_on = models.DateField(_("asked again"), null=True, blank=True)  # somebody said later
    reminded_on = models.DateField(_("reminded"), null=True, blank=True)
    joined_on = models.DateField(_("both said yes"), null=True, blank=True)
    closed_on = models.DateField(_("closed"), null=True, blank=True)  # before both said yes, or when it is told
    ask_result_on = models.DateField(_("asked what came of it"), null=True, blank=True)  # the next time
    is_demo = models.BooleanField(_("demo data"), default=False, editable=False)
    objects = IntroductionQuerySet.as_manager()

    class Meta:
        verbose_name = _("introduction")
        verbose_name_plural = _("introductions")
        ordering = ("-asked_on", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["pair"], condition=Q(joined_on=None, closed_on=None), name="one_waiting_introduction_a_pair"
            )
        ]
        indexes = [models.Index(fields=["closed_on", "joined_on"], name="introductions_by_state")]

    def __str__(self) -> str:
        return " – ".join(side.name for side in self.sides.all())

    def get_absolute_url(self) -> str:
        return path_to("connections:introduction", self.pk)

    @property
    def is_waiting(self) -> bool:
        return self.joined_on is None and self.closed_on is None


class SideQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """One's own; the other's word only when both have said yes."""
        if is_secretary(user):
            return self.all()
        if not user.is_authenticated:
            return self.none()
        own = Q(person__user=user.pk)
        return self.filter(
            own | Q(introduction__in=Introduction.objects.visible_to(user), introduction__joined_on__isnull=False)
        )


class IntroductionSide(models.Model):
    """One of the two: what they say, and afterwards whether they met and what came of it."""

    class Word(models.TextChoices):
        NONE = "", _("has not answered")
        YES = "yes", _("yes")
        LATER = "later", _("later")
        NO = "no", _("no")

    class Met(models.TextChoices):
        NONE = "", _("not told")
        YES = "yes", _("yes, we met or talked")
        NOT_YET = "not_yet", _("not yet")
        NO = "no", _("no")

    class Result(models.TextChoices):
        NONE = "", _("not told")
        NOTHING = "nothing", _("nothing this time")
        LEARNED = "learned", _("learned something we use")
        SOLVED = "solved", _("it is solved")
        TRADE = "trade", _("bought or sold something")
        PROJECT = "project", _("a project together")
        HIRED = "hired", _("a new colleague or apprentice")
        OTHER = "other", _("something else")

    introduction = models.ForeignKey(Introduction, models.CASCADE, related_name="sides")
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, related_name="introduction_sides", verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, related_name="introduction_sides", verbose_name=_("company")
    )
    name = models.CharField(_("name"), max_length=200)  # outlives the person's row; goes with an erasure
    asked = models.BooleanField(_("asked for it"), default=False)
    word = models.CharField(_("word"), max_length=5, choices=Word, default=Word.NONE, blank=True)
    word_at = models.DateTimeField(null=True, blank=True)
    times = models.JSONField(_("times that suit"), default=list, blank=True)  # "2026-12-01T09"
    note = models.CharField(_("a word to the other"), max_length=500, blank=True)
    met = models.CharField(_("did you meet?"), max_length=8, choices=Met, default=Met.NONE, blank=True)
    result = models.CharField(_("what came of it"), max_length=10, choices=Result, default=Result.NONE, blank=True)
    result_words = models.CharField(_("in your own words"), max_length=1000, blank=True)
    result_at = models.DateTimeField(null=True, blank=True)
    objects = SideQuerySet.as_manager()

    class Meta:
        verbose_name = _("side of an introduction")
        verbose_name_plural = _("sides of introductions")
        ordering = ("-asked", "pk")
        constraints = [models.UniqueConstraint(fields=["introduction", "person"], name="one_side_a_person")]

    def __str__(self) -> str:
        return self.name
