"""The forms of inviting: whom, guests, the reminder; and a gathering's own questions."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from sterke.core.text import tidy
from sterke.directory.forms import EmailText
from sterke.directory.models import Role
from sterke.membership.forms import TidyText
from sterke.membership.models import MembershipCategory, Network
from sterke.region.models import Municipality

from .choosing import Wish
from .models import Gathering, GatheringQuestion, GatheringSeries

PAST = 60  # gatherings to choose among


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


def ticks(label: Any, help_text: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, required=False, help_text=help_text, widget=forms.CheckboxSelectMultiple
    )


class WhomForm(forms.Form):
    """Whom to invite. Only what there is to choose among is shown."""

    networks = ticks(_("In these networks"))
    came_to = forms.ChoiceField(label=_("Came to"), required=False)
    series = ticks(_("Came to one of these before"))
    roles = ticks(_("Role"), _("None ticked: those in the network or who came themselves, else the main contacts."))
    municipalities = ticks(_("Municipality"))
    categories = ticks(_("Membership"))
    pasted = LinesText(
        label=_("Or paste a list"), required=False, max_length=500_000,
        help_text=_("One a line: an address, “Kari Nordmann <kari@example.no>”, or the name of somebody we know."),
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )  # fmt: skip
    as_guests = forms.BooleanField(
        label=_("They are guests"), required=False, help_text=_("They come alone, and pay what guests pay."),
    )  # fmt: skip
    words = LinesText(
        label=_("Your own words to them"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("First in the mail. When, where and the link come by themselves."),
    )  # fmt: skip
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        past = Gathering.objects.managed_by(user).past(timezone.localdate())[:PAST]
        choices: dict[str, Any] = {
            "networks": Network.objects.visible_to(user).open().order_by("sort_key"),
            "series": GatheringSeries.objects.order_by("order", "name"),
            "municipalities": Municipality.objects.in_region().order_by("sort_key"),
            "categories": MembershipCategory.objects.order_by("order"),
        }
        for name, rows in choices.items():
            self.choose(name, [(str(row.pk), str(row)) for row in rows])
        self.choose("roles", [(value, label) for value, label in Role.Kind.choices if value != Role.Kind.GUEST])
        self.choose("came_to", [("", "–"), *((str(row.pk), f"{row}, {date_format(row.day)}") for row in past)])

    def choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not self.wish().chooses and not cleaned.get("pasted"):
            raise ValidationError(_("Choose somebody: a network, a role, a place, or paste a list."))
        return cleaned

    def wish(self) -> Wish:
        cleaned = self.cleaned_data
        numbers = {
            name: [int(pk) for pk in cleaned.get(name, [])]
            for name in ("networks", "series", "municipalities", "categories")
        }
        came_to = [int(cleaned["came_to"])] if cleaned.get("came_to") else []
        return Wish(**numbers, came_to=came_to, roles=cleaned.get("roles", []), pasted=cleaned.get("pasted", ""))


class GuestForm(forms.Form):
    name = TidyText(label=_("Name"), max_length=200)
    email = EmailText(label=_("E-mail"), max_length=320)
    company_name = TidyText(
        label=_("From"), max_length=200, required=False, help_text=_("Ministry, school, newspaper, company.")
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    words = LinesText(
        label=_("Your own words to them"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("First in the mail. When, where and the link come by themselves."),
    )  # fmt: skip


class ReminderForm(forms.Form):
    words = LinesText(
        label=_("A greeting from the host"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("“We have put the coffee on, and look forward to showing you the new line. Greetings from …”"),
    )  # fmt: skip


class DeclineForm(forms.Form):
    said = TidyText(label=_("A word to those who asked"), required=False, max_length=300)
