"""The forms of inviting: whom, guests, the reminder; and a gathering's own questions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sterke.core.text import tidy
from sterke.membership.forms import TidyText

from .models import GatheringQuestion


class LinesText(forms.CharField):
    """Words over several lines, without signs that steer."""

    def to_python(self, value: Any) -> str:
        return "\n".join(tidy(line) for line in (super().to_python(value) or "").splitlines()).strip()


class QuestionForm(forms.ModelForm):
    text = TidyText(label=_("Question, bokmål"), max_length=200)
    text_en = TidyText(label=_("Question, English"), max_length=200, required=False)
    choices = LinesText(
        label=_("Choices, one a line"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    class Meta:
        model = GatheringQuestion
        fields = ("text", "text_en", "kind", "choices", "is_required")

    def _post_clean(self) -> None:
        """The row is as it was until the action changes it, and says what is wrong."""
