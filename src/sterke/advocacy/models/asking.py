"""What a question and an answer are, whoever is asked: members about a consultation, parties before an election."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from .cases import in_language, lines_of

YES, NO = "ja", "nei"


class AskedQuestion(models.Model):
    class Kind(models.TextChoices):
        TEXT = "text", _("in their own words")
        YES_NO = "yes_no", _("yes or no")
        CHOICE = "choice", _("one of these")

    text = models.CharField(_("question, bokmål"), max_length=400)
    text_en = models.CharField(_("question, English"), max_length=400, blank=True)
    kind = models.CharField(_("kind of answer"), max_length=10, choices=Kind, default=Kind.TEXT)
    choices = models.TextField(_("choices, one a line"), max_length=1000, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0, editable=False)

    class Meta:
        abstract = True
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return in_language(self, "text")

    @property
    def language(self) -> str:
        """The language it is shown in, where that is not the reader's."""
        return "" if self.text_en else "nb"

    @property
    def options(self) -> list[tuple[str, Any]]:
        """(value, word) of what can be chosen; empty where one answers in one's own words."""
        if self.kind == self.Kind.YES_NO:
            return [(YES, _("yes")), (NO, _("no"))]
        return [(line, line) for line in lines_of(self.choices)] if self.kind == self.Kind.CHOICE else []


class GivenAnswer(models.Model):
    """What was chosen, if anything, and what was said in their own words."""

    value = models.CharField(_("answer"), max_length=200, blank=True)
    words = models.TextField(_("in their own words"), max_length=2000, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return ". ".join(part for part in (self.said, self.words) if part)

    @property
    def said(self) -> str:
        """What was chosen, as a word for the reader."""
        return str(dict(self.question.options).get(self.value, self.value))  # type: ignore[attr-defined]
