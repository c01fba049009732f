"""The forms of a case and of what others do to it."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sterke.core.edits import EditForm
from sterke.core.text import tidy
from sterke.directory.models import Organisation
from sterke.goals.forms import owners
from sterke.goals.models import Goal
from sterke.membership.forms import DayField, TidyText
from sterke.region.models import Indicator, Journey

from .models import AdvocacyCase, CaseEntry, CaseStep, Stakeholding


class LinkField(forms.URLField):
    """An address on the web. Written without its beginning it is a secure one; anything but the web is refused."""

    widget = forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{"label": _("Link"), "required": False, "max_length": 500, "assume_scheme": "https"} | kwargs
        )

    def clean(self, value: Any) -> str:
        value = super().clean(value)
        if value and not value.startswith(("https://", "http://")):
            raise forms.ValidationError(_("The address must begin with https://."))
        return value


def choose_among(form: forms.BaseForm, name: str, rows: Any) -> None:
    """What may be chosen in a field of a form."""
    field: Any = form.fields[name]
    field.queryset = rows


def paragraphs(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class CaseForm(EditForm):
    class Meta:
        model = AdvocacyCase
        fields = (
            "title", "ask", "why", "status", "is_priority", "owner", "visibility", "goals", "indicators", "journeys",
            "press_contact", "watchwords", "order", "started_on", "title_en", "ask_en", "why_en",
        )  # fmt: skip
        widgets = {
            "ask": paragraphs(4), "why": paragraphs(6), "ask_en": paragraphs(4), "why_en": paragraphs(6),
            "watchwords": paragraphs(4),
            "goals": forms.CheckboxSelectMultiple, "indicators": forms.CheckboxSelectMultiple,
            "journeys": forms.CheckboxSelectMultiple,
        }  # fmt: skip
        field_classes = {"started_on": DayField}
        help_texts = {
            "title": _("What is so when we have won: “Four lanes on E16 all the way”."),
            "ask": _("One point a line, four at most. Put a year or a sum in each."),
            "why": _("What it means to those who work here. Plain paragraphs."),
            "watchwords": _(
                "One a line: names, roads, synonyms. What parliament and ministries do is searched for them each night."
            ),
            "is_priority": _("Stands first, and on the front page."),
            "owner": _("Gets word when something in the case is due."),
            "press_contact": _("Name and phone stand on the page for journalists, if they are open to everyone."),
            "order": _("Small numbers stand first."),
        }

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "owner", owners(self.instance.owner))
        choose_among(self, "press_contact", owners(self.instance.press_contact))
        choose_among(self, "goals", Goal.objects.visible_to(user).open())
        choose_among(self, "indicators", Indicator.objects.visible_to(user).order_by("order", "slug"))
        choose_among(self, "journeys", Journey.objects.visible_to(user))

    def clean_title(self) -> str:
        return tidy(self.cleaned_data["title"])

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}


class PutAwayForm(forms.Form):
    status = forms.ChoiceField(
        label=_("How did it end?"),
        choices=[(each.value, each.label) for each in AdvocacyCase.Status if each != AdvocacyCase.Status.ACTIVE],
    )
    outcome = TidyText(
        label=_("What came of it"),
        help_text=_("Stands on the page of the case for as long as the case does."),
        max_length=1500,
        widget=paragraphs(3),
    )
    on = DayField(label=_("On which day"), initial=timezone.localdate)


class EntryForm(forms.ModelForm):
    source_url = LinkField()

    class Meta:
        model = CaseEntry
        fields = ("kind", "day", "text", "organisation", "source", "source_url", "visibility", "text_en")
        field_classes = {"day": DayField, "text": TidyText, "text_en": TidyText, "source": TidyText}
        widgets = {"text": paragraphs(2), "text_en": paragraphs(2)}
        help_texts = {
            "text": _("One sentence, as neutral as a clerk would write it."),
            "source": _("The paper, the document, the page, with its date."),
        }

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "organisation", public_bodies(user))


class StepForm(forms.ModelForm):
    source_url = LinkField()

    class Meta:
        model = CaseStep
        fields = ("name", "due", "done_on", "source_url", "name_en")
        field_classes = {"due": DayField, "done_on": DayField, "name": TidyText, "name_en": TidyText}
        help_texts = {
            "name": _("“The municipal sub-plan is adopted”, “In the state budget”."),
            "due": _("The owner gets word when it comes near. Empty where nobody has said."),
        }


class StandForm(forms.ModelForm):
    source_url = LinkField(label=_("Where it says so"))

    class Meta:
        model = Stakeholding
        fields = ("organisation", "stance", "said", "said_on", "source_url", "said_en")
        field_classes = {"said_on": DayField, "said": TidyText, "said_en": TidyText}
        widgets = {"said": paragraphs(2), "said_en": paragraphs(2)}
        help_texts = {
            "organisation": _("A party, a ministry, a municipality, an association. Never a person."),
            "stance": _("As it has said so itself, in public."),
        }

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "organisation", public_bodies(user))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        silent = cleaned.get("stance") in (None, Stakeholding.Stance.SILENT)
        if not silent and not cleaned.get("source_url") and "source_url" not in self.errors:
            self.add_error("source_url", _("Say where it can be read. A stand without a source is gossip."))
        return cleaned


def public_bodies(user: Any) -> Any:
    """Those who decide, and those who speak: all organisations but companies."""
    rows = Organisation.objects.visible_to(user).exclude(kind=Organisation.Kind.COMPANY)
    return rows.order_by("sort_key", "pk")
