"""The same questions to all parties before an election; their answers side by side as given, silence as silence."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sterke.core.paths import path_to
from sterke.core.visibility import is_secretary
from sterke.directory.models import Organisation, Person

from .asking import AskedQuestion, GivenAnswer
from .cases import AdvocacyCase, in_language


class QuestionnaireQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """Everyone, once it is published; before that those who lead it, and the board."""
        if is_secretary(user):
            return self.all()
        rows = Q(published_on__isnull=False)
        if user.is_authenticated:
            rows |= Q(owner__user=user.pk)
            if user.is_board:
                rows |= ~Q(pk=None)
        return self.filter(rows)


class Questionnaire(models.Model):
    title = models.CharField(_("title, bokmål"), max_length=160)
    title_en = models.CharField(_("title, English"), max_length=160, blank=True)
    intro = models.TextField(_("why we ask, bokmål"), max_length=2000, blank=True)
    intro_en = models.TextField(_("why we ask, English"), max_length=2000, blank=True)
    election_on = models.DateField(_("day of the election"))
    owner = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="questionnaires", verbose_name=_("owner")
    )
    answer_by = models.DateField(_("answers by"), null=True, blank=True, editable=False)
    asked_on = models.DateField(_("asked of the parties"), null=True, blank=True, editable=False)
    published_on = models.DateField(_("published"), null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    objects = QuestionnaireQuerySet.as_manager()

    class Meta:
        verbose_name = _("questionnaire to the parties")
        verbose_name_plural = _("questionnaires to the parties")
        ordering = ("-election_on", "-pk")

    def __str__(self) -> str:
        return self.words("title")

    def get_absolute_url(self) -> str:
        return path_to("advocacy:questionnaire", self.pk)

    def words(self, name: str) -> str:
        return in_language(self, name)

    @property
    def language(self) -> str:
        """The language its title is shown in, where that is not the reader's."""
        return "" if self.title_en else "nb"

    @property
    def takes_answers(self) -> bool:
        """To the end of the last day. What is published stands."""
        return self.answer_by is not None and self.published_on is None and self.answer_by >= timezone.localdate()


class OfQuestionnaireQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """Whoever sees the questionnaire."""
        return self.filter(questionnaire__in=Questionnaire.objects.visible_to(user))


class PartyQuestion(AskedQuestion):
    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="questions")
    case = models.ForeignKey(
        AdvocacyCase, models.SET_NULL, null=True, blank=True, related_name="party_questions", verbose_name=_("case")
    )
    objects = OfQuestionnaireQuerySet.as_manager()

    class Meta(AskedQuestion.Meta):
        verbose_name = _("question to the parties")
        verbose_name_plural = _("questions to the parties")


class AskedParty(models.Model):
    """One party that is asked, and where its letter goes. The address is for the letter, and shown to nobody else."""

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="asked")
    party = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("party"))
    email = models.EmailField(_("where the letter goes"), max_length=320, blank=True)
    answered_by = models.CharField(_("who answered, name and post"), max_length=200, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True, editable=False)
    source = models.CharField(
        _("how we got it"),
        max_length=200,
        blank=True,
        help_text=_("“Letter of 3 March”. Empty where they used the link."),
    )
    objects = OfQuestionnaireQuerySet.as_manager()

    class Meta:
        verbose_name = _("party that is asked")
        verbose_name_plural = _("parties that are asked")
        ordering = ("party__sort_key", "pk")
        constraints = [models.UniqueConstraint(fields=["questionnaire", "party"], name="a_party_is_asked_once")]

    def __str__(self) -> str:
        return str(self.party)

    @property
    def is_silent(self) -> bool:
        return self.answered_at is None


class PartyAnswer(GivenAnswer):
    """As given: nobody of us changes a word of it."""

    asked = models.ForeignKey(AskedParty, models.CASCADE, related_name="answers")
    question = models.ForeignKey(PartyQuestion, models.CASCADE, related_name="answers")

    class Meta:
        verbose_name = _("answer of a party")
        verbose_name_plural = _("answers of parties")
        constraints = [models.UniqueConstraint(fields=["asked", "question"], name="one_answer_a_party")]
