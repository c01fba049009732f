"""The forms for loading many units of the register."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from sterke.region.models import Municipality

# Sections up to I have the same letter in SN2007 and SN2025; later ones moved by one, so they are not offered.
INDUSTRIES = [
    ("C", _("manufacturing (C)")),
    ("A", _("farming, forestry and fishing (A)")),
    ("B", _("mining and quarrying (B)")),
    ("D", _("power (D)")),
    ("E", _("water and recycling (E)")),
    ("F", _("building (F)")),
    ("G", _("trade (G)")),
    ("H", _("transport and storage (H)")),
    ("", _("all industries")),
]
LEAST = [0, 1, 5, 10, 20, 50, 100, 250]  # the register tells nobody apart from one to four
MOST_BYTES = 20_000_000
MOST_FILES = 100


class SearchForm(forms.Form):
    """Which units: where, in what, how large."""

    municipality = forms.ModelChoiceField(Municipality.objects.all(), label=_("Municipality"))
    industry = forms.ChoiceField(label=_("Industry"), choices=INDUSTRIES, initial="C", required=False)
    least = forms.TypedChoiceField(
        label=_("At least so many employees"),
        choices=[(number, str(number)) for number in LEAST],
        coerce=int,
        empty_value=0,  # type: ignore[arg-type]
        initial=0,
        required=False,
    )

    def clean_municipality(self) -> Municipality:
        place = self.cleaned_data["municipality"]
        if not place.code_on(timezone.localdate()):
            raise ValidationError(_("%(name)s has no code today."), code="code", params={"name": place.name})
        return place

    def question(self) -> dict[str, Any]:
        """As ``register.search_place`` takes it."""
        place = self.cleaned_data["municipality"]
        return {
            "municipality": place.code_on(timezone.localdate()),
            "industry": self.cleaned_data["industry"],
            "least": self.cleaned_data["least"],
        }

    def title(self) -> str:
        industry = dict(INDUSTRIES)[self.cleaned_data["industry"]]
        words = [self.cleaned_data["municipality"].name, str(industry)]
        if self.cleaned_data["least"]:
            words.append(_now("at least %(count)s employees") % {"count": self.cleaned_data["least"]})
        return ", ".join(words)


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """One file or several."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data]
        if not given:
            given = [None]
        return [super(FilesField, self).clean(file, initial) for file in given]


class AnswersForm(forms.Form):
    answers = FilesField(
        label=_("Files"),
        help_text=_("Answers of the register saved as JSON: a search, a company or several files at once."),
        allow_empty_file=True,  # told apart with its name, like every other file that cannot be read
        widget=SeveralFiles(attrs={"accept": ".json,application/json"}),
    )

    def clean_answers(self) -> list[Any]:
        files = self.cleaned_data["answers"]
        if len(files) > MOST_FILES or sum(file.size for file in files) > MOST_BYTES:
            raise ValidationError(_("Too much at once: at most 100 files and 20 MB."), code="size")
        return files
