"""The forms of positions: the text, the question to the members, the decision, claims, whom it was given, an answer."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sterke.core.edits import EditForm
from sterke.core.text import tidy
from sterke.membership.forms import DayField, TidyText
from sterke.membership.models import Body
from sterke.region.models import Indicator, Municipality

from .careful import CarefulForm
from .forms import choose_among, paragraphs, public_bodies
from .models import Claim, PolicyPosition, PositionEndorsement, PositionHandover

TO_ANSWER = timedelta(days=14)
HOLDS = timedelta(days=730)  # before a position is looked at again


def in_two_weeks() -> date:
    return timezone.localdate() + TO_ANSWER


def in_two_years() -> date:
    return timezone.localdate() + HOLDS


class PositionForm(EditForm):
    class Meta:
        model = PolicyPosition
        fields = ("title", "text", "visibility", "title_en", "text_en")
        widgets = {"title": paragraphs(2), "text": paragraphs(12), "title_en": paragraphs(2), "text_en": paragraphs(12)}
        help_texts = {
            "title": _("What we stand for, so that it can be read aloud."),
            "text": _("Plain paragraphs. Sentences with figures go in as claims, so that the figures can be renewed."),
            "visibility": _(
                "Until it is adopted, the members see it when they are asked; the board sees it from the start."
            ),
        }

    def clean_title(self) -> str:
        return tidy(self.cleaned_data["title"])

    def clean_title_en(self) -> str:
        return tidy(self.cleaned_data["title_en"])

    def clean(self) -> dict[str, Any]:
        if self.instance.pk and not self.instance.is_under_way:
            raise forms.ValidationError(
                _("This version was settled while you were writing. Copy what you wrote, and start a new version."),
                code="settled",
            )
        return super().clean()


class AskMembersForm(forms.Form):
    answer_by = DayField(
        label=_("Last day to answer"), initial=in_two_weeks, help_text=_("The link in the mail holds to the end of it.")
    )


class AdoptForm(forms.Form):
    body = forms.ModelChoiceField(Body.objects.none(), label=_("Adopted by"))
    day = DayField(label=_("On which day"), initial=timezone.localdate)
    review_on = DayField(
        label=_("To be looked at again"), initial=in_two_years, help_text=_("Then it stands on the desk.")
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "body", Body.objects.visible_to(user).order_by("kind"))


class ClaimForm(forms.ModelForm):
    class Meta:
        model = Claim
        fields = ("sentence", "indicator", "municipality", "tolerance", "stale_days", "sentence_en")
        field_classes = {"sentence": TidyText, "sentence_en": TidyText}
        widgets = {"sentence": paragraphs(2), "sentence_en": paragraphs(2)}
        help_texts = {
            "indicator": _("The newest figure is filled in, with its source."),
            "municipality": _("Empty for the whole region."),
        }

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "indicator", Indicator.objects.visible_to(user).order_by("order", "slug"))
        choose_among(self, "municipality", Municipality.objects.order_by("sort_key", "pk"))


class HandoverForm(forms.ModelForm):
    class Meta:
        model = PositionHandover
        fields = ("organisation", "day", "how")
        field_classes = {"day": DayField, "how": TidyText}
        help_texts = {"how": _("“On paper, in the meeting”, “by mail”.")}

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "organisation", public_bodies(user))


class EndorseForm(CarefulForm):
    free_texts = ("remark",)
    stance = forms.ChoiceField(
        label=_("What does the company say?"), choices=PositionEndorsement.Stance, widget=forms.RadioSelect
    )
    shows_name = forms.BooleanField(
        label=_("The company may be named"),
        required=False,
        initial=True,
        help_text=_("Among those who stand behind it. Whoever abstains or objects is never named."),
    )
    remark = TidyText(
        label=_("Something you want to tell us"),
        max_length=1000,
        required=False,
        widget=paragraphs(3),
        help_text=_("Read by the secretariat and whoever leads the case."),
    )
    field_order = ("stance", "shows_name", "remark", "sure")
