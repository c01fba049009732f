"""The forms of the annual meeting."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sterke.core.edits import EditForm
from sterke.core.visibility import Visibility
from sterke.directory.models import Organisation
from sterke.membership.forms import TidyText
from sterke.membership.models import Appointment, Body

from . import reports_annual
from .forms_inviting import LinesText
from .models import AgendaItem, AgendaPaper, Candidate, Election, Gathering, Minutes, Resolution

HIRED = (Appointment.Post.CLUSTER_MANAGER, Appointment.Post.PROJECT_MANAGER)


class ItemForm(EditForm):
    class Meta:
        model = AgendaItem
        fields = ("title", "proposal", "proposed_by", "majority", "title_en", "proposal_en")
        widgets = {"proposal": forms.Textarea(attrs={"rows": 6}), "proposal_en": forms.Textarea(attrs={"rows": 6})}
        help_texts = {
            "proposal": _("What the meeting is asked to decide, in the words that go into the minutes."),
            "proposed_by": _("The board, the nomination committee, a member."),
        }

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}

    def _post_clean(self) -> None:
        """The row is as it was until the action changes it, and says what is wrong."""


class PaperForm(forms.ModelForm):
    class Meta:
        model = AgendaPaper
        fields = ("title", "file", "url")


class NoticeForm(forms.Form):
    words = LinesText(
        label=_("Your own words to them"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("First in the mail. When, where and the agenda come by themselves."),
    )  # fmt: skip
    late_why = TidyText(
        label=_("Sent late, because"), max_length=500, required=False,
        help_text=_("Stands in the notice and in the minutes."),
    )  # fmt: skip

    def __init__(self, *args: Any, late: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not late:
            del self.fields["late_why"]


def companies(rows: Any) -> Any:
    return Organisation.objects.filter(pk__in=[each.pk for each in rows]).order_by("sort_key", "pk")


class HolderForm(forms.Form):
    """Whom one's own company lets vote for it: members that members see."""

    holder = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Who votes for you"), empty_label=_("Choose a company")
    )

    def __init__(self, *args: Any, gathering: Gathering, giver: Organisation | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = companies(reports_annual.voters(gathering))
        if giver is not None:
            rows = rows.filter(visibility__in=[Visibility.PUBLIC, Visibility.MEMBERS]).exclude(pk=giver.pk)
        field: Any = self.fields["holder"]
        field.queryset = rows


class ProxyForm(HolderForm):
    """For the secretariat, when a company has written or called."""

    giver = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("The company that gives it"), empty_label=_("Choose a company")
    )
    field_order = ("giver", "holder")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["holder"].label = _("The company that votes for it")
        self.fields["giver"].queryset = self.fields["holder"].queryset  # type: ignore[attr-defined]


class ElectionForm(forms.ModelForm):
    class Meta:
        model = Election
        fields = ("item", "body", "post", "term_years", "is_by_election", "predecessor")

    def __init__(self, *args: Any, gathering: Gathering, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["item"].queryset = gathering.agenda.order_by("number")
        fields["item"].empty_label = None
        fields["body"].queryset = Body.objects.filter(kind__in=reports_annual.ELECTED)
        fields["body"].empty_label = None
        fields["post"].choices = [choice for choice in Appointment.Post.choices if choice[0] not in HIRED]
        seated = [row.pk for row in reports_annual.sitting(gathering)]
        if self.instance.predecessor_id:
            seated.append(self.instance.predecessor_id)
        rows = Appointment.objects.filter(pk__in=seated).select_related("person", "body").in_posts_order()
        fields["predecessor"].queryset = rows
        fields["predecessor"].empty_label = _("Nobody: a new seat, or an empty one")

    def _post_clean(self) -> None:
        """The row is as it was until the action changes it, and says what is wrong."""


class CandidateForm(forms.Form):
    COMMITTEE, ROOM = "valgkomite", "salen"
    proposed_by = forms.ChoiceField(
        label=_("Proposed by"),
        choices=[(COMMITTEE, _("the nomination committee")), (ROOM, _("somebody in the room"))],
    )

    def facts(self) -> dict[str, bool]:
        return {"from_committee": self.cleaned_data["proposed_by"] == self.COMMITTEE}


class OutcomeForm(forms.Form):
    """Who was chosen, and how many votes each got where they were counted."""

    winner = forms.ModelChoiceField(
        Candidate.objects.none(), label=_("Who was chosen"), required=False, empty_label=_("Nobody"),
        widget=forms.RadioSelect,
    )  # fmt: skip

    def __init__(self, *args: Any, election: Election, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidates = list(election.candidates.all())
        field: Any = self.fields["winner"]
        field.queryset = election.candidates.all()
        chosen = next((each for each in self.candidates if each.is_elected), None)
        only = self.candidates[0] if len(self.candidates) == 1 and not election.decided_at else None
        self.initial["winner"] = chosen or only
        for each in self.candidates:
            self.fields[f"votes-{each.pk}"] = forms.IntegerField(
                label=_("Votes for %(name)s") % {"name": each.name}, required=False, min_value=0, max_value=100_000,
                initial=each.votes, widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            )  # fmt: skip

    def votes(self) -> dict[int, int | None]:
        return {each.pk: self.cleaned_data.get(f"votes-{each.pk}") for each in self.candidates}


class ResolutionForm(EditForm):
    class Meta:
        model = Resolution
        fields = ("outcome", "text", "votes_for", "votes_against", "votes_abstained", "text_en")
        widgets = {"text": forms.Textarea(attrs={"rows": 5}), "text_en": forms.Textarea(attrs={"rows": 5})} | {
            name: forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
            for name in ("votes_for", "votes_against", "votes_abstained")
        }
        help_texts = {"votes_for": _("Only where they were counted; proxies included.")}

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}

    def _post_clean(self) -> None:
        """The row is as it was until the action changes it, and says what is wrong."""


class MinutesForm(EditForm):
    class Meta:
        model = Minutes
        fields = ("chair", "keeper", "signers", "text", "visibility", "result_visibility", "text_en")
        widgets = {"text": forms.Textarea(attrs={"rows": 5}), "text_en": forms.Textarea(attrs={"rows": 5})}
        help_texts = {
            "signers": _("Two of those who were there, as a rule."),
            "text": _("What else should be remembered. The numbers, decisions and elections come by themselves."),
        }

    def __init__(self, *args: Any, gathering: Gathering, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None and gathering.visibility == Visibility.PUBLIC:
            self.initial["result_visibility"] = Visibility.PUBLIC

    def _post_clean(self) -> None:
        """The row is as it was until the action changes it, and says what is wrong."""


class ReopenForm(forms.Form):
    why = TidyText(label=_("Why"), max_length=300)
