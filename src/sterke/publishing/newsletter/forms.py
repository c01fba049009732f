from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sterke.accounts.forms import AddressField
from sterke.directory.models import Role
from sterke.gatherings.models import Gathering
from sterke.membership.models import MembershipCategory, Network
from sterke.region.models import Municipality

from . import composing
from .models import NewsletterIssue, NewsletterItem, Segment

MOST_GATHERINGS = 60


class SubscribeForm(forms.Form):
    email = AddressField()


class ChoicesForm(forms.Form):
    wants = forms.TypedChoiceField(
        label=_("The newsletter"),
        choices=[("yes", _("Send it to me")), ("no", _("Do not send it to me"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=[("nb", "Bokmål"), ("en", "English")], widget=forms.RadioSelect
    )


def one_line(value: str) -> None:
    if any(sign in value for sign in "\r\n\0"):
        raise ValidationError(_("This must be one line."))


class IssueForm(forms.ModelForm):
    subject = forms.CharField(label=_("Subject"), max_length=150, validators=[one_line], strip=True)

    class Meta:
        model = NewsletterIssue
        fields = ("subject", "greeting", "since", "segment")
        labels = {"greeting": _("Greeting"), "since": _("What is new since"), "segment": _("Only to")}
        help_texts = {
            "greeting": _("You may write {fornavn}, {navn} and {virksomhet}; each reader gets their own."),
            "segment": _("Empty: all members, and everybody who said yes."),
        }
        widgets = {
            "since": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "greeting": forms.Textarea(attrs={"rows": 6}),
        }

    def clean_greeting(self) -> str:
        words = self.cleaned_data["greeting"].replace("\r\n", "\n").replace("\x00", "")
        try:
            composing.check_words(NewsletterIssue(greeting=words))
        except ValidationError as problem:
            raise ValidationError(problem.messages) from problem
        return words


class ItemForm(forms.ModelForm):
    class Meta:
        model = NewsletterItem
        fields = ("title", "text", "url", "visibility")
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"url": _("Where it can be read: an address that begins with https:// or with / for our own.")}

    def clean_url(self) -> str:
        url = self.cleaned_data["url"].strip()
        ours = url.startswith("/") and not url.startswith("//")
        if url and not ours and not url.startswith("https://"):
            raise ValidationError(_("Begin with https:// or /."))
        return url


class ScheduleForm(forms.Form):
    send_at = forms.DateTimeField(
        label=_("When it goes out"),
        help_text=_("A moment that has been: at once."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )

    def clean_send_at(self) -> datetime:
        at = self.cleaned_data["send_at"]
        if at > timezone.now() + timedelta(days=366):
            raise ValidationError(_("That is more than a year from now."))
        return at


def many(label: Any, rows: Any = None, **more: Any) -> forms.Field:
    if rows is None:
        return forms.MultipleChoiceField(label=label, required=False, widget=forms.CheckboxSelectMultiple, **more)
    return forms.ModelMultipleChoiceField(
        rows, label=label, required=False, widget=forms.CheckboxSelectMultiple, **more
    )


class SegmentForm(forms.Form):
    """Whom to ask for. Within one group any is enough; all groups that are used must hold."""

    name = forms.CharField(label=_("What you call it"), max_length=80)
    networks = many(_("Sits in one of these networks"), Network.objects.none())
    roles = many(_("Has one of these roles"), choices=Role.Kind.choices)
    municipalities = many(_("Works in one of these municipalities"), Municipality.objects.none())
    categories = many(_("Member as"), MembershipCategory.objects.none())
    attended = many(_("Was at one of these gatherings"), Gathering.objects.none())
    since = forms.DateField(
        label=_("Said yes on this day or later"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Then members who never said yes themselves are left out."),
    )  # fmt: skip

    def __init__(self, *args: Any, segment: Segment | None = None, **kwargs: Any) -> None:
        self.segment = segment or Segment()
        kwargs.setdefault("initial", {"name": self.segment.name, **self.segment.asks})
        super().__init__(*args, **kwargs)
        been = Gathering.objects.filter(day__lte=timezone.localdate()).order_by("-day", "-pk")
        chosen = Gathering.objects.filter(pk__in=self.segment.asks.get("attended", []))
        newest = been.filter(pk__in=[*been.values_list("pk", flat=True)[:MOST_GATHERINGS]])
        rows = {
            "networks": Network.objects.open(),
            "municipalities": Municipality.objects.all(),
            "categories": MembershipCategory.objects.all(),
            "attended": newest | chosen,
        }
        for name, found in rows.items():
            self.fields[name].queryset = found  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        name = self.cleaned_data["name"].strip()
        if Segment.objects.filter(name=name).exclude(pk=self.segment.pk).exists():
            raise ValidationError(_("There is one of that name already."))
        return name

    def filled(self) -> Segment:
        data = self.cleaned_data
        asks = {name: sorted(row.pk for row in data[name]) for name in ("networks", "municipalities", "categories")}
        asks |= {"attended": sorted(row.pk for row in data["attended"]), "roles": sorted(data["roles"])}
        asks["since"] = data["since"].isoformat() if data["since"] else ""
        self.segment.name = data["name"]
        self.segment.asks = {name: value for name, value in asks.items() if value}
        return self.segment
