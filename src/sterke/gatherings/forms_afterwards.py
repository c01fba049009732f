"""The forms of what comes after."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sterke.directory.models import Person
from sterke.goals.forms import owners
from sterke.membership.forms import DayField, TidyText

from .models import GatheringFeedback, Material


class ThanksForm(forms.Form):
    words = forms.CharField(
        label=_("Own words in the mail"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What you got done, and what comes next."),
    )  # fmt: skip


class FeedbackForm(forms.ModelForm):
    useful = forms.TypedChoiceField(
        label=_("How useful was it?"), coerce=int, widget=forms.RadioSelect,
        choices=[(6, _("6, very")), (5, "5"), (4, "4"), (3, "3"), (2, "2"), (1, _("1, not at all"))],
    )  # fmt: skip

    class Meta:
        model = GatheringFeedback
        fields = ("useful", "takes_home", "better")
        widgets = {"takes_home": forms.Textarea(attrs={"rows": 3}), "better": forms.Textarea(attrs={"rows": 3})}


class FollowUpForm(forms.Form):
    what = TidyText(label=_("What"), max_length=200)
    owner = forms.ModelChoiceField(Person.objects.none(), label=_("Who"), required=False)
    due = DayField(label=_("By when"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners()  # type: ignore[attr-defined]


class MaterialForm(forms.ModelForm):
    class Meta:
        model = Material
        fields = ("title", "file", "url", "for_all")
        help_texts = {"for_all": _("Otherwise only those who had a seat can open it.")}
