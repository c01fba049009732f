"""The forms of meeting rounds: what is set up, whom one wishes for, a meeting by hand, what came of it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sterke.core.edits import EditForm
from sterke.core.text import tidy
from sterke.directory.models import Organisation
from sterke.gatherings.forms import MomentField
from sterke.membership.forms import TidyText

from .actions.outcomes import Told
from .actions.timetables import LEAST_SECONDS, MOST_SECONDS
from .actions.wishing import Stated
from .models import IntroductionSide, MeetingRound, MeetingStand, RoundParticipant, Slot, TimetableEntry
from .models.rounds import MOST_MEETINGS, MOST_SLOTS
from .reports_rounds import Choice, candidates

LONGEST = 240  # minutes


class RoundForm(EditForm):
    wishes_until = MomentField(label=_("Wishes until"))

    class Meta:
        model = MeetingRound
        fields = ("tables", "most", "wishes_until")
        help_texts = {
            "tables": _("How many pairs can sit down at a time. Stands come in addition."),
            "most": _("Nobody gets more meetings than this. Each may say fewer. Empty: no limit."),
        }

    def clean_wishes_until(self) -> datetime:
        moment: datetime = self.cleaned_data["wishes_until"]
        gathering = self.instance.gathering
        begins = gathering.starts_at or gathering.over
        if moment >= begins:
            raise ValidationError(_("That is after the gathering begins."))
        return moment


class SlotsForm(forms.Form):
    """ "From nine to three, 20 minutes each, not between 11.30 and 12.15." """

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    begins = forms.TimeField(label=_("From"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    ends = forms.TimeField(label=_("To"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    minutes = forms.IntegerField(label=_("Minutes for each meeting"), min_value=5, max_value=LONGEST, initial=20)
    pause = forms.IntegerField(
        label=_("Minutes between two"), min_value=0, max_value=LONGEST, initial=0, required=False
    )
    breaks = forms.CharField(
        label=_("Breaks"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line: 11:30-12:15."),
    )  # fmt: skip

    def __init__(self, data: Any, round: MeetingRound) -> None:
        self.round, gathering = round, round.gathering
        starts, ends = gathering.starts_at, gathering.ends_at
        initial = {
            "day": gathering.day,
            "begins": timezone.localtime(starts).time() if starts else None,
            "ends": timezone.localtime(ends).time() if ends else None,
        }
        super().__init__(data, initial=initial)

    def clean_breaks(self) -> list[tuple[Any, Any]]:
        found = []
        for line in self.cleaned_data["breaks"].splitlines():
            if not tidy(line):
                continue
            first, _dash, last = tidy(line).replace("–", "-").replace(".", ":").partition("-")
            try:
                span = tuple(datetime.strptime(part.strip(), "%H:%M").time() for part in (first, last))
            except ValueError as error:
                raise ValidationError(
                    _("“%(line)s” is not a break: write 11:30-12:15."), params={"line": line}
                ) from error
            if span[0] >= span[1]:
                raise ValidationError(_("“%(line)s” ends before it begins."), params={"line": line})
            found.append((span[0], span[1]))
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        gathering = self.round.gathering
        if not gathering.day <= cleaned["day"] <= gathering.last_day:
            self.add_error("day", _("The gathering is not on that day."))
        elif cleaned["begins"] >= cleaned["ends"]:
            self.add_error("ends", _("It ends before it begins."))
        elif not (count := len(list(self.spans()))):
            self.add_error("minutes", _("There is not room for one meeting in this."))
        elif count > MOST_SLOTS:
            self.add_error("minutes", _("That is %(count)s times; %(most)s is the most.") % {
                "count": count, "most": MOST_SLOTS,
            })  # fmt: skip
        return cleaned

    def spans(self) -> Iterator[tuple[datetime, datetime]]:
        """The times, one after the other; one that would run into a break waits until it is over."""
        said = self.cleaned_data
        at = lambda hour: timezone.make_aware(datetime.combine(said["day"], hour))  # noqa: E731
        breaks = sorted((at(first), at(last)) for first, last in said["breaks"])
        length, pause = timedelta(minutes=said["minutes"]), timedelta(minutes=said["pause"] or 0)
        start, end = at(said["begins"]), at(said["ends"])
        while start + length <= end:
            hit = next((last for first, last in breaks if start < last and start + length > first), None)
            if hit is not None:
                start = hit
                continue
            yield start, start + length
            start += length + pause


class StandForm(forms.ModelForm):
    class Meta:
        model = MeetingStand
        fields = ("organisation", "name", "capacity")
        field_classes = {"name": TidyText}
        help_texts = {"capacity": _("0: the company receives nobody.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = self.instance.round.participants.values("registration__organisation")
        field: Any = self.fields["organisation"]
        field.queryset = Organisation.objects.filter(pk__in=rows).order_by("sort_key")

    def clean_organisation(self) -> Organisation:
        found: Organisation = self.cleaned_data["organisation"]
        twice = MeetingStand.objects.filter(round=self.instance.round, organisation=found).exclude(pk=self.instance.pk)
        if twice.exists():
            raise ValidationError(_("This company has its stand already."))
        return found


class WishesForm(forms.Form):
    """The whole page of one participant: a row of buttons for each person, and what else there is to say."""

    about = forms.CharField(
        label=_("What I would like to talk about"), max_length=300, required=False,
        widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Those who take part see this beside your name."),
    )  # fmt: skip
    most = forms.IntegerField(
        label=_("At most this many meetings"), min_value=0, max_value=MOST_MEETINGS, required=False,
        help_text=_("Empty: as many as there is room for."),
    )  # fmt: skip
    can = forms.ModelMultipleChoiceField(
        Slot.objects.none(), label=_("These times suit me"), required=False, widget=forms.CheckboxSelectMultiple
    )
    companies = forms.MultipleChoiceField(
        label=_("Rather nobody from"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any, me: RoundParticipant, choices: list[Choice], companies: list[Any]) -> None:
        self.me, self.choices = me, choices
        times = Slot.objects.filter(round=me.round).order_by("starts")
        cannot = set(me.cannot.values_list("pk", flat=True))
        initial = {
            "about": me.about, "most": me.most, "can": [slot.pk for slot in times if slot.pk not in cannot],
            "companies": [str(row.pk) for row, chosen in companies if chosen],
        }  # fmt: skip
        super().__init__(data, initial=initial)
        self.times = list(times)
        field: Any = self.fields["can"]
        field.queryset = times
        field.label_from_instance = str
        listed: Any = self.fields["companies"]
        self.firms = frozenset(row.pk for row, _chosen in companies)
        listed.choices = [(str(row.pk), str(row)) for row, _chosen in companies]

    def clean_about(self) -> str:
        return tidy(self.cleaned_data["about"])

    def read_choices(self) -> list[Choice]:
        """What was ticked, also where the form has to be shown again."""
        if self.is_bound:
            for choice in self.choices:
                choice.said = str(self.data.get(choice.name, choice.said))
        return self.choices

    def stated(self) -> Stated:
        rows = self.read_choices()
        wishes = {each.row.pk: int(each.said) for each in rows if each.said in ("1", "2", "3")}
        can = {slot.pk for slot in self.cleaned_data["can"]}
        return Stated(
            wishes=wishes,
            not_with=frozenset(each.row.pk for each in rows if each.said == "not"),
            companies=frozenset(map(int, self.cleaned_data["companies"])),
            shown=frozenset(each.row.pk for each in rows),
            shown_companies=self.firms,
            cannot=frozenset(slot.pk for slot in self.times if slot.pk not in can),
            most=self.cleaned_data["most"],
            about=self.cleaned_data["about"],
        )


class MakeForm(forms.Form):
    seconds = forms.IntegerField(
        label=_("Seconds to work"), min_value=LEAST_SECONDS, max_value=MOST_SECONDS, initial=15,
        help_text=_("More seconds may find a little more. You may leave meanwhile, or stop when it is good enough."),
    )  # fmt: skip
    seed = forms.IntegerField(
        label=_("Number of the draw"), min_value=0, max_value=999_999, initial=0, required=False,
        help_text=_("The same number takes the same steps; another may find something else as good."),
    )  # fmt: skip

    def clean_seed(self) -> int:
        return self.cleaned_data["seed"] or 0


class MeetingForm(forms.Form):
    """A meeting by hand: who, when, and at which table."""

    one = forms.ModelChoiceField(RoundParticipant.objects.none(), label=_("Who"))
    other = forms.ModelChoiceField(RoundParticipant.objects.none(), label=_("With whom"))
    slot = forms.ModelChoiceField(Slot.objects.none(), label=_("Time"))
    table = forms.IntegerField(
        label=pgettext_lazy("to sit at", "Table"),
        min_value=1,
        required=False,
        help_text=_("Empty: the first that is free, or the stand of one."),
    )

    def __init__(self, data: Any, round: MeetingRound, known: TimetableEntry | None = None) -> None:
        initial = {"slot": known.slot_id, "table": known.table} if known else {}
        super().__init__(data, initial=initial)
        slots: Any = self.fields["slot"]
        slots.queryset = Slot.objects.filter(round=round).order_by("starts")
        if known:
            del self.fields["one"], self.fields["other"]
            return
        for name in ("one", "other"):
            field: Any = self.fields[name]
            field.queryset = candidates(round)
            field.label_from_instance = named


def named(row: RoundParticipant) -> str:
    return f"{row.name}, {row.company}" if row.company else row.name


class ResultsForm(forms.Form):
    """One tap for each meeting, and a word where there is one to say."""

    def __init__(self, data: Any, meetings: list[TimetableEntry], known: dict[int, Any]) -> None:
        super().__init__(data)
        self.meetings = meetings
        for row in meetings:
            told = known.get(row.pk)
            met, result = _("Did you meet?"), _("What came of it?")
            said = ("yes" if told.met else "no") if told else ""
            self.fields[f"met{row.pk}"] = forms.ChoiceField(
                label=met, choices=[("yes", _("yes")), ("no", _("no"))], required=False, initial=said,
                widget=forms.RadioSelect,
            )  # fmt: skip
            self.fields[f"result{row.pk}"] = forms.ChoiceField(
                label=result, choices=IntroductionSide.Result.choices, required=False,
                initial=told.result if told else "",
            )  # fmt: skip
            self.fields[f"words{row.pk}"] = TidyText(
                label=_("In your own words"), max_length=500, required=False, initial=told.words if told else ""
            )
            self.fields[f"again{row.pk}"] = forms.BooleanField(
                label=_("We talk again"), required=False, initial=told.follow_up if told else False
            )

    def rows(self) -> list[tuple[TimetableEntry, list[Any]]]:
        names = ("met", "result", "words", "again")
        return [(row, [self[f"{name}{row.pk}"] for name in names]) for row in self.meetings]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not self.told():
            raise ValidationError(_("Say of at least one meeting whether it was."))
        return cleaned

    def told(self) -> dict[int, Told]:
        said = self.cleaned_data
        return {
            row.pk: Told(
                said[f"met{row.pk}"] == "yes", said[f"result{row.pk}"], said[f"words{row.pk}"], said[f"again{row.pk}"]
            )
            for row in self.meetings
            if said.get(f"met{row.pk}")
        }
