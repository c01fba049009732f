"""The forms of meetings."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sterke.core.edits import EditForm
from sterke.directory.models import Office, Organisation, Person
from sterke.goals.forms import owners
from sterke.membership.forms import DayField, TidyText

from .careful import CarefulForm
from .forms import choose_among, paragraphs
from .models import AdvocacyCase, Ask, FollowUp, Meeting

CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


def open_cases(user: Any) -> Any:
    return AdvocacyCase.objects.visible_to(user).open().order_by("-is_priority", "order", "sort_key", "pk")


def offices(user: Any) -> Any:
    rows = Office.objects.filter(organisation__in=Organisation.objects.visible_to(user))
    return rows.select_related("organisation").order_by("title", "organisation__sort_key", "pk")


def hosts(user: Any) -> Any:
    return Organisation.objects.visible_to(user).order_by("sort_key", "pk")


class LogForm(CarefulForm):
    """Two minutes on a phone: whom, when, which case, what was said. The rest can wait."""

    free_texts = ("notes",)
    title = TidyText(label=_("What it is"), max_length=160, help_text=_("“The transport minister visits a works”"))
    day = DayField(label=_("Day"), initial=timezone.localdate)
    cases = forms.ModelMultipleChoiceField(
        AdvocacyCase.objects.none(), label=_("Which cases"), widget=forms.CheckboxSelectMultiple, required=False
    )
    met = forms.ModelChoiceField(
        Office.objects.none(),
        label=_("Whom you met"),
        required=False,
        help_text=_("The office; its holder that day is looked up. More can be added later."),
    )
    format = forms.ChoiceField(label=_("Form of contact"), choices=Meeting.Format, initial=Meeting.Format.MEETING)
    notes = forms.CharField(
        label=_("What was said"),
        max_length=20_000,
        required=False,
        widget=paragraphs(6),
        help_text=_(
            "Say it aloud: the phone writes. These notes are for the secretariat and you, in no search and no report."
        ),
    )
    field_order = ("title", "day", "cases", "met", "format", "notes", "sure")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "cases", open_cases(user))
        choose_among(self, "met", offices(user))


class MeetingForm(EditForm):
    class Meta:
        model = Meeting
        fields = (
            "title", "day", "starts", "ends", "place", "format", "status", "host", "cases", "programme", "summary",
            "owner", "visibility", "title_en", "summary_en",
        )  # fmt: skip
        field_classes = {"title": TidyText, "title_en": TidyText, "place": TidyText, "day": DayField}
        widgets = {
            "starts": CLOCK, "ends": CLOCK, "programme": paragraphs(4), "summary": paragraphs(6),
            "summary_en": paragraphs(6), "cases": forms.CheckboxSelectMultiple,
        }  # fmt: skip
        help_texts = {
            "summary": _(
                "What may be told of it. Whoever sees the meeting reads it; what is for few goes in the notes."
            ),
            "visibility": _("Everyone: it stands on the page “Whom we have met”."),
        }

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "host", hosts(user))
        choose_among(self, "cases", AdvocacyCase.objects.visible_to(user).order_by("order", "sort_key", "pk"))
        choose_among(self, "owner", owners(self.instance.owner))


class ComerForm(forms.Form):
    is_ours = forms.BooleanField(label=_("From our side"), required=False)
    office = forms.ModelChoiceField(
        Office.objects.none(), label=_("Public office"), required=False,
        help_text=_("Whoever holds it that day is looked up."),
    )  # fmt: skip
    person = forms.ModelChoiceField(Person.objects.none(), label=_("Person"), required=False)
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Organisation"), required=False)
    name = TidyText(label=_("Or a name"), max_length=200, required=False)
    title = TidyText(label=_("Office or post that day"), max_length=200, required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "office", offices(user))
        choose_among(self, "person", Person.objects.visible_to(user).order_by("sort_key", "pk"))
        choose_among(self, "organisation", hosts(user))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not any(
            cleaned.get(name) for name in ("office", "person", "organisation", "name", "title")
        ):
            self.add_error("name", _("Say who: a name, an office or an organisation."))
        return cleaned


class AskForm(forms.ModelForm):
    class Meta:
        model = Ask
        fields = ("case", "text", "answer", "text_en", "answer_en")
        field_classes = {"text": TidyText, "text_en": TidyText}
        widgets = {"text": paragraphs(2), "answer": paragraphs(2), "text_en": paragraphs(2), "answer_en": paragraphs(2)}
        help_texts = {"answer": _("As it may be told. A promise is written down as one.")}

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "case", open_cases(user))


class NoteForm(CarefulForm):
    free_texts = ("text",)
    text = forms.CharField(
        label=_("Notes from the room"), max_length=20_000, widget=paragraphs(8),
        help_text=_("For the secretariat and whoever wrote them. Who reads them is written down."),
    )  # fmt: skip


class FollowUpForm(forms.ModelForm):
    class Meta:
        model = FollowUp
        fields = ("what", "owner", "due", "case")
        field_classes = {"due": DayField, "what": TidyText}

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "owner", owners(self.instance.owner))
        choose_among(self, "case", open_cases(user))
