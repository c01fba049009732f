"""The forms of promises."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sterke.core.edits import EditForm
from sterke.directory.models import Person
from sterke.membership.forms import DayField, TidyText

from .forms import LinkField, choose_among, paragraphs
from .forms_meetings import offices
from .models import Meeting, PoliticalPromise


class PromiseForm(EditForm):
    source_url = LinkField()

    class Meta:
        model = PoliticalPromise
        fields = (
            "office", "holder", "paraphrase", "said_on", "meeting", "source", "source_url", "witnesses", "due",
            "due_event", "visibility", "embargo_until", "reply", "reply_on", "paraphrase_en", "due_event_en",
            "reply_en",
        )  # fmt: skip
        field_classes = {
            "said_on": DayField, "due": DayField, "embargo_until": DayField, "reply_on": DayField,
            "paraphrase": TidyText, "paraphrase_en": TidyText, "source": TidyText,
        }  # fmt: skip
        widgets = {
            "paraphrase": paragraphs(3), "paraphrase_en": paragraphs(3), "reply": paragraphs(3),
            "reply_en": paragraphs(3),
        }  # fmt: skip
        help_texts = {
            "paraphrase": _("As it was said, without colour: what, how much, by when."),
            "holder": _("Empty: whoever held the office that day is looked up."),
            "source": _(
                "The paper, the minutes, the document, with its date. Not needed where it was said in a meeting."
            ),
            "witnesses": _("For us alone."),
            "due_event": _("“When the municipal sub-plan is adopted”, where no day was named."),
            "visibility": _("Everyone: it stands in the open ledger, with whatever the office answers."),
            "reply": _("Ask before you publish. The answer stands beside the promise, uncut."),
        }

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "office", offices(user))
        held = Person.objects.filter(offices__isnull=False, merged_into=None).distinct()
        choose_among(self, "holder", held.order_by("sort_key", "pk"))
        case = self.instance.case
        choose_among(self, "meeting", Meeting.objects.visible_to(user).filter(cases=case).order_by("-day", "-pk"))


class OutcomeForm(forms.Form):
    status = forms.ChoiceField(label=_("How does it stand?"), choices=PoliticalPromise.Status)
    day = DayField(label=_("On which day"), initial=timezone.localdate)
    evidence = TidyText(
        label=_("How we know, bokmål"), max_length=500, widget=paragraphs(2),
        help_text=_("A document, a figure, a road that is there. Not what we feel."),
    )  # fmt: skip
    evidence_url = LinkField()
    evidence_en = TidyText(label=_("How we know, English"), max_length=500, required=False, widget=paragraphs(2))


class LedgerForm(forms.Form):
    """What the ledger is narrowed to. Nonsense in the address narrows nothing."""

    status = forms.ChoiceField(
        label=_("Status"), choices=[("", _("all")), *PoliticalPromise.Status.choices], required=False
    )
    office = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1)
    case = forms.SlugField(required=False)
    year = forms.IntegerField(required=False, min_value=1900, max_value=2200)
