"""The forms of consultations: what is asked of us, whom we ask, what we answer, the chair's word, the delivery."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sterke.core.edits import EditForm
from sterke.core.visibility import Visibility, is_secretary
from sterke.directory.models import Person
from sterke.goals.forms import owners
from sterke.membership.forms import DayField, TidyText
from sterke.membership.models import Network
from sterke.region.models import Municipality

from .careful import CarefulForm
from .forms import LinkField, choose_among, paragraphs, public_bodies
from .forms_positions import TO_ANSWER
from .models import AdvocacyCase, Consultation, ConsultationDocument, ConsultationResponse, Questionnaire
from .reports_consultations import approvers

TO_WRITE = timedelta(days=5)  # we keep for ourselves, between the members' last day and the deadline


def cases_to_lead(user: Any) -> Any:
    """The open cases this reader leads."""
    rows = AdvocacyCase.objects.visible_to(user).open()
    return rows if is_secretary(user) else rows.filter(owner__user=user.pk)


class ConsultationForm(EditForm):
    url = LinkField(label=_("Where it can be read"))
    authority_new = TidyText(
        label=_("Not in the list? Its name"),
        max_length=200,
        required=False,
        help_text=_("It is put into the directory."),
    )

    class Meta:
        model = Consultation
        fields = (
            "title", "authority", "deadline_day", "deadline_time", "zone", "cases", "owner", "visibility", "about",
            "url", "reference", "title_en", "about_en",
        )  # fmt: skip
        field_classes = {"deadline_day": DayField, "title": TidyText, "title_en": TidyText, "reference": TidyText}
        widgets = {
            "title": paragraphs(2), "title_en": paragraphs(2), "about": paragraphs(4), "about_en": paragraphs(4),
            "deadline_time": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "cases": forms.CheckboxSelectMultiple,
        }  # fmt: skip
        help_texts = {
            "deadline_time": _("As they wrote it. Where they name only the day, it is to its end."),
            "owner": _("Gets word when the deadline comes near, and when the chair has answered."),
            "visibility": _("The members must see it to be asked."),
            "about": _("What it means to us, in plain words."),
        }

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "authority", public_bodies(user))
        choose_among(self, "owner", owners(self.instance.owner))
        choose_among(self, "cases", cases_to_lead(user))
        if is_secretary(user):
            self.fields["authority"].required = False
            self.order_fields(["title", "authority", "authority_new"])
        else:
            del self.fields["authority_new"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("authority") and not cleaned.get("authority_new") and "authority" not in self.errors:
            self.add_error("authority", _("Who asks?"))
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """A new authority is put in by the view; the row is looked at again when it is saved."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded | ({"authority"} if self.cleaned_data.get("authority_new") else set())


class DocumentForm(forms.ModelForm):
    url = LinkField(required=True)

    class Meta:
        model = ConsultationDocument
        fields = ("title", "url")
        field_classes = {"title": TidyText}


class AskCompaniesForm(forms.Form):
    answer_by = DayField(label=_("Last day to answer"), help_text=_("The link in the mail holds to the end of it."))
    municipalities = forms.ModelMultipleChoiceField(
        Municipality.objects.all(), label=_("Only members in"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: all members."),
    )  # fmt: skip
    networks = forms.ModelMultipleChoiceField(
        Network.objects.none(), label=_("Only members of"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any, row: Consultation, user: Any) -> None:
        soon = timezone.localdate() + TO_ANSWER
        initial = {
            "answer_by": row.answer_by or max(timezone.localdate(), min(soon, row.local_deadline.date() - TO_WRITE)),
            "municipalities": row.municipalities.all(), "networks": row.networks.all(),
        }  # fmt: skip
        super().__init__(data, initial=initial)
        choose_among(self, "networks", Network.objects.visible_to(user))


class ResponseForm(EditForm):
    class Meta:
        model = ConsultationResponse
        fields = ("text", "summary", "summary_en")
        field_classes = {"summary": TidyText, "summary_en": TidyText}
        widgets = {"text": paragraphs(24), "summary": paragraphs(2), "summary_en": paragraphs(2)}
        help_texts = {
            "text": _("Plain paragraphs; an empty line between them. Paste it from where you wrote it."),
            "summary": _("What we say, so that it can be read aloud. Stands in the story of the case."),
        }

    def clean_text(self) -> str:
        return self.cleaned_data["text"].replace("\r\n", "\n").replace("\x0b", "\n").strip()


def board(form: forms.Form, name: str = "approver") -> None:
    """The board of today to choose among, the chair first."""
    found = approvers()
    field: Any = form.fields[name]
    field.queryset = Person.objects.filter(pk__in=[each.person_id for each in found])
    form.initial.setdefault(name, found[0].person_id if found else None)


class SendForm(forms.Form):
    approver = forms.ModelChoiceField(Person.objects.none(), label=_("Who approves it?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        board(self)


class NoteApprovalForm(SendForm):
    day = DayField(label=_("On which day"), initial=timezone.localdate)


class ApproveForm(CarefulForm):
    """The chair's word by the link."""

    free_texts = ("remark",)
    verdict = forms.ChoiceField(
        label=_("What do you say?"),
        choices=[("yes", _("Yes, we may say this")), ("no", _("Not yet: something should be otherwise"))],
        widget=forms.RadioSelect,
    )
    remark = forms.CharField(label=_("What should be otherwise"), required=False, max_length=2000, widget=paragraphs(4))
    seen = forms.IntegerField(widget=forms.HiddenInput)
    field_order = ("verdict", "remark", "seen", "sure")


class DeliverForm(forms.Form):
    day = DayField(label=_("Delivered on"), initial=timezone.localdate)
    how = TidyText(
        label=_("How"), max_length=200, help_text=_("“In their portal, receipt 2026/123”, “by mail to the postbox”.")
    )
    visibility = forms.ChoiceField(label=_("Visible to"), choices=Visibility, initial=Visibility.PUBLIC)


class LetGoForm(forms.Form):
    why = TidyText(
        label=_("Why we do not answer"), max_length=300, help_text=_("So that nobody has to ask in three years.")
    )


class QuestionnaireForm(EditForm):
    class Meta:
        model = Questionnaire
        fields = ("title", "election_on", "intro", "owner", "title_en", "intro_en")
        field_classes = {"election_on": DayField, "title": TidyText, "title_en": TidyText}
        widgets = {"intro": paragraphs(4), "intro_en": paragraphs(4)}
        help_texts = {
            "title": _("“What the parties say before the county election 2027”."),
            "intro": _("Stands first in the letter to the parties, and on the page."),
        }

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "owner", owners(self.instance.owner))
