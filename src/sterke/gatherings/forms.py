"""The forms of gatherings."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sterke.advocacy.models import AdvocacyCase
from sterke.core.edits import EditForm
from sterke.core.text import tidy
from sterke.core.visibility import Visibility
from sterke.directory.models import Organisation, Person
from sterke.goals.forms import AmountField, owners
from sterke.goals.models import Goal
from sterke.membership.forms import DayField, TidyText
from sterke.membership.models import Network

from .models import Gathering, GatheringGoal, Joining, ProgrammeItem


class HourField(forms.TimeField):
    """ "9", "9.30", "09:30"."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.strip().replace(".", ":")
            value = f"{value}:00" if value.isdigit() else value
        return super().to_python(value)


class MomentField(forms.DateTimeField):
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


def at(day: date, hour: time) -> datetime:
    """That hour on that day, where the cluster is. Refused for an hour that night does not have, or has twice."""
    return forms.utils.from_current_timezone(datetime.combine(day, hour))


class GatheringForm(EditForm):
    """A gathering: one day and two hours for most of them."""

    day = DayField(label=_("Day"))
    from_hour = HourField(label=_("From"), required=False)
    to_hour = HourField(label=_("To"), required=False)
    until_day = DayField(label=_("Last day"), required=False, help_text=_("Only when it lasts over several days."))
    deadline = MomentField(label=_("Register by"), required=False)
    cancel_by = MomentField(label=_("Cancel free of charge by"), required=False)
    video_link = forms.URLField(
        label=_("Video link"), required=False, max_length=500, assume_scheme="https",
        help_text=_("Shown to nobody but those who have a seat."),
    )  # fmt: skip
    note = forms.CharField(
        label=_("Practical, for those who come"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Where to park, what to bring. In their confirmation."),
    )  # fmt: skip

    class Meta:
        model = Gathering
        fields = (
            "title", "title_en", "kind", "series", "network", "case", "lead", "lead_en", "about", "about_en", "day",
            "starts_at", "ends_at", "place", "address", "municipality", "latitude", "longitude", "hosts",
            "responsible", "capacity",
            "visibility", "opens_to", "networks", "price_member", "price_guest", "deadline", "cancel_by", "asks_diet",
        )  # fmt: skip
        widgets = {
            "about": forms.Textarea(attrs={"rows": 6}),
            "about_en": forms.Textarea(attrs={"rows": 6}),
            "starts_at": forms.HiddenInput,
            "ends_at": forms.HiddenInput,
        }
        help_texts = {
            "capacity": _("Empty: no limit. When it is full, people stand in line."),
            "place": _("A company, a hotel, a hall: what people say."),
            "lead": _("What they will be able to do, know or decide afterwards."),
            "responsible": _("Named as the one to ask; asked for how the goals went."),
            "price_member": _("0: free. Invoiced afterwards."),
        }

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        row = self.instance
        if row.pk is None:  # a draft is hidden from all but those who manage it, whatever stands here
            self.initial.setdefault("visibility", Visibility.MEMBERS)
        for name, moment in (("from_hour", row.starts_at), ("to_hour", row.ends_at)):
            if moment is not None:
                self.initial[name] = timezone.localtime(moment).time()
        if row.pk and row.last_day != row.day:
            self.initial["until_day"] = row.last_day
        if joining := Joining.objects.filter(gathering=row).first() if row.pk else None:
            self.initial |= {"video_link": joining.video_link, "note": joining.note}
        self.limit_choices()

    def limit_choices(self) -> None:
        """A network's leader makes gatherings of their own networks; hosts are companies one sees."""
        networks = Network.objects.visible_to(self.user)
        if not self.user.is_secretary:
            self.fields["network"].queryset = networks.filter(pk__in=self.user.standing.leads)
            self.fields["network"].required = True
        else:
            self.fields["network"].queryset = networks
        self.fields["networks"].queryset = networks
        self.fields["networks"].widget = forms.CheckboxSelectMultiple(choices=self.fields["networks"].choices)
        self.fields["hosts"].queryset = Organisation.objects.visible_to(self.user).order_by("sort_key", "pk")
        self.fields["responsible"].queryset = responsible(self.instance.responsible)
        seen = AdvocacyCase.objects.visible_to(self.user).open()
        self.fields["case"].queryset = (seen | AdvocacyCase.objects.filter(pk=self.instance.case_id)).distinct()

    def clean_title(self) -> str:
        return tidy(self.cleaned_data["title"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        day, start, end = (cleaned.get(name) for name in ("day", "from_hour", "to_hour"))
        last = cleaned.get("until_day") or day
        cleaned["starts_at"] = cleaned["ends_at"] = None
        if not day or any(name in self.errors for name in ("from_hour", "to_hour", "until_day")):
            return cleaned
        if last < day:
            self.add_error("until_day", _("The last day lies before the first."))
        elif end and not start:
            self.add_error("from_hour", _("Say when it begins, too."))
        elif start:
            if end and end <= start and last == day:
                last = day + timedelta(days=1)  # past midnight
            self.set_moments(cleaned, day, start, last, end)
        self.instance.last_day = last
        return cleaned

    def set_moments(self, cleaned: dict[str, Any], day: date, start: time, last: date, end: time | None) -> None:
        for name, field, on, hour in (("starts_at", "from_hour", day, start), ("ends_at", "to_hour", last, end)):
            if hour is None:
                continue
            try:
                cleaned[name] = at(on, hour)
            except ValidationError:
                self.add_error(field, _("The clock is moved that night: this hour is not there, or is there twice."))

    def facts(self) -> dict[str, Any]:
        """What ``start_gathering`` takes."""
        return {name: value for name, value in self.cleaned_data.items() if name in self._meta.fields}

    def joining(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("video_link", "note")}


def responsible(now: Person | None) -> Any:
    """Those who can answer for a gathering: whoever has a post or leads a network, and who does now."""
    return owners(now)


class GoalForm(forms.ModelForm):
    baseline = AmountField(label=_("Where it stands today"))
    target = AmountField(label=_("Target"))

    class Meta:
        model = GatheringGoal
        fields = ("statement", "statement_en", "how", "baseline", "target", "unit", "days_after", "asked", "serves")
        help_texts = {
            "statement": _("One sentence somebody can say no to: “Eight companies have agreed to take apprentices.”"),
            "how": _("Who counts what: “Hands raised at the end”, “We ring them after a month”."),
            "asked": _("Gets a mail with a link when it is time. Empty: whoever answers for the gathering."),
        }

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["asked"].queryset = responsible(self.instance.asked if self.instance.pk else None)
        self.fields["serves"].queryset = Goal.objects.visible_to(user).open()
        if self.instance.pk is None:
            self.initial.setdefault("baseline", 0)

    def _post_clean(self) -> None:
        """The action builds and checks the row."""

    def facts(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class ResultForm(forms.Form):
    value = AmountField(label=_("What was found"))
    evidence = forms.CharField(label=_("How we know"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class CallOffForm(forms.Form):
    why = forms.CharField(
        label=_("Why"),
        max_length=300,
        help_text=_("Stands on the page and in the mail to everybody who is registered."),
    )


class CopyForm(forms.Form):
    day = DayField(label=_("New day"))


class ItemForm(forms.ModelForm):
    """A programme item: the hours are of the gathering's day unless another day is chosen."""

    day = DayField(label=_("Day"))
    from_hour = HourField(label=_("From"))
    to_hour = HourField(label=_("To"), required=False)
    speakers = forms.CharField(
        label=_("Who speaks"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line: name, comma, who that is."),
    )  # fmt: skip

    class Meta:
        model = ProgrammeItem
        fields = ("title", "title_en", "about", "room")
        widgets = {"about": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, gathering: Gathering, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.gathering = gathering
        row = self.instance
        self.initial.setdefault("day", gathering.day)
        if row.pk:
            start = timezone.localtime(row.starts_at)
            self.initial |= {"day": start.date(), "from_hour": start.time()}
            if row.ends_at:
                self.initial["to_hour"] = timezone.localtime(row.ends_at).time()
            self.initial["speakers"] = "\n".join(
                ", ".join(part for part in (speaker.name, speaker.title) if part) for speaker in row.speakers.all()
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        day, start, end = (cleaned.get(name) for name in ("day", "from_hour", "to_hour"))
        if not day or not start:
            return cleaned
        try:
            self.instance.starts_at = at(day, start)
            last = day + timedelta(days=1) if end and end <= start else day
            self.instance.ends_at = at(last, end) if end else None
        except ValidationError:
            self.add_error("from_hour", _("The clock is moved that night: this hour is not there, or is there twice."))
        return cleaned

    def speakers_named(self) -> list[tuple[str, str]]:
        """Name and who that is, a pair for each line."""
        lines = [tidy(line) for line in self.cleaned_data["speakers"].splitlines() if line.strip()]
        return [
            (name.strip()[:120], who.strip()[:160]) for name, _comma, who in (line.partition(",") for line in lines)
        ]


class SubstituteForm(forms.Form):
    name = TidyText(label=_("Who comes instead"), max_length=200)
    email = forms.EmailField(label=_("E-mail"), max_length=320)
