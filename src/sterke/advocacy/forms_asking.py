"""Questions and answers as forms, whoever is asked."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sterke.membership.forms import DayField, TidyText

from .careful import CarefulForm, id_numbers
from .forms import choose_among, paragraphs
from .forms_positions import in_two_weeks
from .models import AdvocacyCase, AskedParty, AskedQuestion, ConsultationQuestion, PartyQuestion

LONGEST_ANSWER = 2000


class QuestionForm(forms.ModelForm):
    class Meta:
        model: type[AskedQuestion] = ConsultationQuestion
        fields: tuple[str, ...] = ("text", "kind", "choices", "text_en")
        field_classes = {"text": TidyText, "text_en": TidyText}
        widgets = {"text": paragraphs(2), "choices": paragraphs(3), "text_en": paragraphs(2)}
        help_texts = {
            "text": _("One thing at a time, so that it can be answered on a phone."),
            "choices": _("Only where one is to be chosen. There is room for their own words too."),
        }


class PartyQuestionForm(QuestionForm):
    class Meta(QuestionForm.Meta):
        model = PartyQuestion
        fields = ("text", "kind", "choices", "case", "text_en")
        help_texts = {**QuestionForm.Meta.help_texts, "case": _("The answers join its story.")}

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "case", AdvocacyCase.objects.visible_to(user).open())


class AnswersForm(forms.Form):
    """Each question with what can be chosen, and room for their own words. ``given`` is what was said before."""

    def __init__(self, data: Any, questions: Iterable[AskedQuestion], given: Mapping[int, Any]) -> None:
        self.questions = list(questions)
        self.given = given
        super().__init__(data)
        later = {name: self.fields.pop(name) for name in list(self.fields)}
        for number, question in enumerate(self.questions, 1):
            self.ask(question, f"{number}. {question}")
        self.fields.update(later)

    def ask(self, question: AskedQuestion, label: str) -> None:
        said = self.given.get(question.pk)
        if question.options:
            self.fields[f"q{question.pk}"] = forms.ChoiceField(
                label=label, choices=question.options, required=False, widget=forms.RadioSelect,
                initial=said.value if said else None,
            )  # fmt: skip
        self.fields[f"w{question.pk}"] = forms.CharField(
            label=_("In your own words") if question.options else label, required=False, max_length=LONGEST_ANSWER,
            widget=paragraphs(2 if question.options else 3), initial=said.words if said else "",
        )  # fmt: skip

    @property
    def written(self) -> tuple[str, ...]:
        return tuple(f"w{question.pk}" for question in self.questions)

    @property
    def answers(self) -> dict[int, tuple[str, str]]:
        """By question: what was chosen, what was written."""
        cleaned = self.cleaned_data
        return {
            each.pk: (cleaned.get(f"q{each.pk}") or "", (cleaned.get(f"w{each.pk}") or "").strip())
            for each in self.questions
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in self.written:
            if id_numbers(str(cleaned.get(name) or "")):
                self.add_error(name, _("There is a national identity number in this. Such numbers are not kept here."))
        if not self.errors and not any(value or words for value, words in self.answers.values()):
            raise forms.ValidationError(_("Answer at least one of the questions."))
        return cleaned


class ReplyForm(AnswersForm, CarefulForm):
    """What a company says to us about a consultation."""

    may_quote = forms.BooleanField(
        label=_("You may say that we are among those who answered"),
        required=False,
        help_text=_("What is written is read by the secretariat, the one who writes our answer, and the board."),
    )

    def __init__(
        self, data: Any, questions: Iterable[AskedQuestion], given: Mapping[int, Any], *, may_quote: bool
    ) -> None:
        super().__init__(data, questions, given)
        self.initial["may_quote"] = may_quote
        self.free_texts = self.written
        self.order_fields([*(name for name in self.fields if name != "sure"), "sure"])


class PartyAnswerForm(AnswersForm):
    answered_by = TidyText(
        label=_("Who answers, name and post"), max_length=200, help_text=_("Stands beside the answers.")
    )


class NotedAnswerForm(PartyAnswerForm):
    """The same, taken in from a letter."""

    source = TidyText(label=_("How we got it"), max_length=200, help_text=_("“Letter of 3 March”."))


class AskedPartyForm(forms.ModelForm):
    class Meta:
        model = AskedParty
        fields = ("party", "email")
        help_texts = {"email": _("The party's own address. The link in the letter answers for the party.")}

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["party"]
        self.fields["email"].required = True
        rows = type(self.instance).party.field.related_model.objects.visible_to(user)
        choose_among(self, "party", rows.filter(kind="party").order_by("sort_key", "pk"))
        field.disabled = self.instance.pk is not None

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()


class AskPartiesForm(forms.Form):
    answer_by = DayField(
        label=_("Last day to answer"), initial=in_two_weeks, help_text=_("The link in the mail holds to the end of it.")
    )
