"""The forms of goals."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sterke.core.edits import EditForm
from sterke.core.text import tidy
from sterke.directory.models import Person
from sterke.membership.forms import DayField, TidyText
from sterke.membership.models import Appointment, NetworkSeat
from sterke.region.models import Indicator

from .models import DIGITS, Goal
from .wording import amount

SPACES = re.compile(r"\s")  # also the hard and the thin ones that grouped numbers are copied with
ENGLISH = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")
EXACT, MORE, FEWER = "exact", "more", "fewer"


class AmountField(forms.DecimalField):
    """A number as people write it: "8 676", "12,5", "−3"; in English "8,676.5"."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**DIGITS | kwargs)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = SPACES.sub("", value).replace("−", "-")
            if get_language() == "en" and ENGLISH.fullmatch(value):
                value = value.replace(",", "")
            elif "," in value and "." not in value and value.count(",") == 1:
                value = value.replace(",", ".")
            if value and not re.fullmatch(r"[+-]?[0-9]*\.?[0-9]*", value):
                raise ValidationError(_("Write a number, such as 50 or 12,5."), code="invalid")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        return amount(value) if isinstance(value, Decimal) else value


def owners(now: Person | None = None) -> Any:
    """Those who can own a goal: whoever has a post or leads a network today, and the one who owns it now."""
    posts = Appointment.objects.in_force().filter(person=OuterRef("pk"))
    leads = NetworkSeat.objects.in_force().filter(person=OuterRef("pk"), is_leader=True)
    kept = Q(pk=now.pk) if now else Q(pk=None)
    return Person.objects.filter(Q(Exists(posts)) | Q(Exists(leads)) | kept, merged_into=None).order_by(
        "sort_key", "pk"
    )


class GoalForm(EditForm):
    """A goal. The target is a value, or so many more or fewer than the baseline."""

    baseline = AmountField(label=_("Where it stood"), required=False)
    baseline_on = DayField(label=_("On which day"), required=False)
    target_is = forms.ChoiceField(
        label=_("The target is"),
        choices=[
            (EXACT, _("this value")),
            (MORE, _("so many more than where it stood")),
            (FEWER, _("so many fewer than where it stood")),
        ],
        required=False,
    )
    target = AmountField(label=_("Target"), required=False)
    due = DayField(label=_("To be reached by"), required=False)

    class Meta:
        model = Goal
        fields = (
            "statement", "why", "statement_en", "why_en", "parent", "order", "owner", "visibility",
            "baseline", "baseline_on", "target", "due", "unit", "unit_en",
            "indicator", "municipality", "measure_every_days",
        )  # fmt: skip
        widgets = {"why": forms.Textarea(attrs={"rows": 3}), "why_en": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "statement": _("What is so when we are there. One sentence."),
            "parent": _("The goal above, in the tree."),
            "order": _("Small numbers stand first among those that serve the same goal."),
            "unit": _("What is counted: “apprentice places”, “per cent”. Not needed with an indicator."),
            "indicator": _("Official figures. Leave it empty when somebody measures by hand."),
            "municipality": _("Empty for the whole region."),
            "measure_every_days": _("By hand: the owner gets a mail when the last figure is older than this."),
            "owner": _("Whoever has a post or leads a network. Gets a mail when it is time to measure."),
        }

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = Goal.objects.visible_to(user)
        self.fields["owner"].queryset = owners(self.instance.owner)
        self.fields["indicator"].queryset = Indicator.objects.visible_to(user)

    def clean_statement(self) -> str:
        return tidy(self.cleaned_data["statement"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        way, target, baseline = cleaned.pop("target_is", EXACT), cleaned.get("target"), cleaned.get("baseline")
        if way in (MORE, FEWER) and target is not None and baseline is not None:
            if target < 0:
                self.add_error("target", _("Say how many as a number above zero."))
            else:
                worked_out = baseline + (target if way == MORE else -target)
                if abs(worked_out) >= Decimal(10) ** (DIGITS["max_digits"] - DIGITS["decimal_places"]):
                    self.add_error("target", _("That is more than can be counted here."))
                else:
                    cleaned["target"] = worked_out
        return cleaned

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}


class MeasureForm(forms.Form):
    value = AmountField(label=_("Where it stands"))
    day = DayField(label=_("On which day"), initial=timezone.localdate)
    evidence = forms.CharField(
        label=_("How we know"),
        help_text=_("Counted, asked, read somewhere: a sentence. Whoever sees the goal reads it, so name nobody."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    evidence_url = forms.URLField(
        label=_("Link"), required=False, max_length=500, assume_scheme="https", widget=forms.TextInput
    )

    def __init__(self, *args: Any, goal: Goal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"].help_text = goal.counted_in

    def clean_evidence_url(self) -> str:
        url = self.cleaned_data["evidence_url"]
        if url and not url.startswith("https://"):
            raise ValidationError(_("The address must begin with https://."))
        return url


class EndGoalForm(forms.Form):
    on = DayField(label=_("Last day"), initial=timezone.localdate)
    outcome = TidyText(
        label=_("What came of it"),
        help_text=_("Stands on the page of the goal for as long as the goal does."),
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
