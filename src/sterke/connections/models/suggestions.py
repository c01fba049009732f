"""Whom to talk to, with the reasons that are the score; what people think of it; and words that mean the same."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sterke.core.visibility import is_secretary
from sterke.directory.models import Person

from .listings import Listing


class SuggestionQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """The secretariat; those whose listing it is; whoever it is made for. Reports look again at who is shown."""
        if is_secretary(user):
            return self.all()
        if not user.is_authenticated:
            return self.none()
        own = Q(listing__organisation__in=user.standing.works_at or [0]) | Q(asker__user=user.pk)
        return self.filter(
            own | Q(listing__isnull=False, person__user=user.pk, listing__in=Listing.objects.visible_to(user))
        )


class Suggestion(models.Model):
    """``person`` is worth talking to: about a listing, or for somebody (``asker``) without one."""

    listing = models.ForeignKey(
        Listing, models.CASCADE, null=True, blank=True, related_name="suggestions", verbose_name=_("listing")
    )
    asker = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="suggestions", verbose_name=_("for")
    )
    person = models.ForeignKey(Person, models.CASCADE, related_name="suggested", verbose_name=_("person"))
    score = models.FloatField(_("score"))
    reasons = models.JSONField(_("reasons"), default=list)  # [code, facts, points]; their points are the score
    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        ordering = ("-score", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(listing__isnull=True) ^ Q(asker__isnull=True), name="suggestion_about_or_for"
            ),
            models.UniqueConstraint(fields=["listing", "person"], name="one_suggestion_a_listing"),
            models.UniqueConstraint(fields=["asker", "person"], name="one_suggestion_a_pair"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.listing or self.asker}"


class FeedbackQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """One's own."""
        return self.filter(by__user=user.pk) if user.is_authenticated else self.none()


class SuggestionFeedback(models.Model):
    class Verdict(models.TextChoices):
        USEFUL = "useful", _("useful")
        NOT = "not", _("not for us")
        KNOWN = "known", _("we know each other")

    by = models.ForeignKey(Person, models.CASCADE, related_name="suggestion_feedback", verbose_name=_("said by"))
    listing = models.ForeignKey(
        Listing, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("listing")
    )
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("person"))
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict)
    at = models.DateTimeField(_("when"), default=timezone.now)
    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = _("word on a suggestion")
        verbose_name_plural = _("words on suggestions")
        ordering = ("-at", "pk")
        constraints = [
            models.UniqueConstraint(fields=["by", "listing", "person"], name="one_word_on_a_suggestion"),
            models.UniqueConstraint(fields=["by", "person"], condition=Q(listing=None), name="one_word_on_a_person"),
        ]

    def __str__(self) -> str:
        return self.get_verdict_display()


class SynonymGroup(models.Model):
    """Words that mean the same here. One group a row; a trade's or a skill's code counts as one of the words."""

    words = models.CharField(
        _("words that mean the same"), max_length=500, help_text=_("With commas between: “sveiser, welder, sveising”.")
    )
    code = models.CharField(
        _("code of the trade or skill"), max_length=40, blank=True, help_text=_("“ISO 9606”, “7212”: finds it too.")
    )

    class Meta:
        verbose_name = _("words that mean the same")
        verbose_name_plural = _("words that mean the same")
        ordering = ("words",)

    def __str__(self) -> str:
        return self.words

    @property
    def entries(self) -> tuple[str, ...]:
        """Each word or phrase, and the code."""
        said = [*self.words.split(","), *self.code.split(",")]
        return tuple(word.strip() for word in said if word.strip())
