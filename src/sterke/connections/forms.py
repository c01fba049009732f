"""The forms of listings and introductions. Written for a thumb: what is known is filled in."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sterke.advocacy.careful import CarefulForm, id_numbers
from sterke.advocacy.forms import choose_among, paragraphs
from sterke.core.edits import EditForm
from sterke.core.visibility import Visibility, is_secretary
from sterke.directory.forms import EmailText
from sterke.directory.models import Organisation, Person, Role
from sterke.goals.models import Goal
from sterke.membership.forms import DayField, TidyText
from sterke.membership.models import Network

from . import reports, times
from .actions.listings import STANDS
from .mails_introductions import said
from .models import IntroductionSide, Listing

LONGEST_WORDS = 500
QUESTION_DAYS = 14
Word, Met, Result = IntroductionSide.Word, IntroductionSide.Met, IntroductionSide.Result


class ListingForm(EditForm):
    """One form for a need, an offer and a question; ``audience`` is everyone, the members, or one of one's networks."""

    audience = forms.ChoiceField(label=_("Who sees it"), widget=forms.RadioSelect)

    class Meta:
        model = Listing
        fields = ("kind", "title", "text", "organisation", "contact", "valid_until", "goal")
        field_classes = {"title": TidyText, "valid_until": DayField}
        widgets = {"text": paragraphs(5), "title": forms.TextInput(attrs={"autofocus": True})}
        help_texts = {
            "text": _("What, how much, by when. Plain words; those who know will recognise it."),
            "valid_until": _("Before it runs out you get a mail: still true?"),
            "contact": _("Gets the answers."),
            "goal": _("What comes of it counts for the goal."),
        }

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listing = self.instance
        self.user = user
        choose_among(self, "organisation", reports.companies_of(user, listing.organisation_id))
        choose_among(self, "contact", reports.contacts_for(user, listing.organisation_id))
        choose_among(self, "goal", Goal.objects.visible_to(user).open())
        if not is_secretary(user):
            del self.fields["goal"]
        audience: Any = self.fields["audience"]
        audience.choices = audiences(user, listing.network)
        self.initial["audience"] = audience_of(listing)
        self.order_fields(["title", "text", "kind", "audience", "valid_until"])
        companies: Any = self.fields["organisation"]
        if companies.queryset.count() == 1:  # nothing to choose
            companies.widget = forms.HiddenInput()
            self.initial.setdefault("organisation", companies.queryset.first())
        if listing.is_question:
            self.fields["valid_until"].label = _("Answers by")
            self.fields["valid_until"].help_text = _("Then you get all the answers in one mail.")

    def clean_text(self) -> str:
        return self.cleaned_data["text"].replace("\r\n", "\n").strip()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in ("title", "text"):
            if id_numbers(str(cleaned.get(name) or "")):
                self.add_error(name, _("There is a national identity number in this. Such numbers are not kept here."))
        chosen = str(cleaned.get("audience") or "")
        kind, _colon, network = chosen.partition(":")
        self.instance.visibility = Visibility.MEMBERS if kind == "network" else kind or Visibility.MEMBERS
        self.instance.network_id = int(network) if network else None
        return cleaned


def audiences(user: Any, now: Network | None) -> list[tuple[str, Any]]:
    rows = Network.objects.visible_to(user).open()
    if not is_secretary(user):
        rows = rows.filter(pk__in=user.standing.seated_in | user.standing.leads)
    networks = [(f"network:{each.pk}", each) for each in rows]
    if now is not None and now.pk not in {each.pk for _value, each in networks}:
        networks.append((f"network:{now.pk}", now))
    return [
        (Visibility.MEMBERS.value, _("All members")),
        *((value, _("Only the network %(network)s") % {"network": each}) for value, each in networks),
        (Visibility.PUBLIC.value, _("Everyone, once your company and the secretariat have looked at it")),
    ]


def audience_of(listing: Listing) -> str:
    if listing.network_id:
        return f"network:{listing.network_id}"
    return Visibility.PUBLIC if listing.visibility == Visibility.PUBLIC else Visibility.MEMBERS


def first_facts(user: Any, side: str) -> dict[str, Any]:
    """What is known before a word is written: the company, oneself, a sensible last day."""
    person = getattr(user, "person", None)
    at_work = Organisation.objects.filter(pk__in=user.standing.works_at).order_by("sort_key", "pk")
    question = side == Listing.Side.QUESTION
    today = timezone.localdate()
    return {
        "organisation": at_work.first(), "contact": person,
        "valid_until": today + (timedelta(days=QUESTION_DAYS) if question else STANDS),
    }  # fmt: skip


class ListingSearch(forms.Form):
    """What the list is narrowed by. Nonsense narrows nothing."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    hva = forms.ChoiceField(label=_("Need or offer"), required=False)
    slag = forms.ChoiceField(label=_("Kind"), required=False)
    kommune = forms.ModelChoiceField(
        None, label=_("Municipality"), required=False, empty_label=_("All"), to_field_name="slug"
    )  # type: ignore[arg-type]

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        everything = ("", _("All"))
        for name, choices in (("hva", Listing.Side.choices), ("slag", Listing.Kind.choices)):
            field: Any = self.fields[name]
            field.choices = [everything, *choices]
        choose_among(self, "kommune", reports.municipalities())

    def asked(self) -> dict[str, Any]:
        self.is_valid()
        cleaned = self.cleaned_data
        place = cleaned.get("kommune")
        return {
            "words": cleaned.get("q") or "", "side": cleaned.get("hva") or "", "kind": cleaned.get("slag") or "",
            "municipality": place.pk if place else 0,
        }  # fmt: skip


class HelpForm(CarefulForm):
    """ "I can help": a word or two, and that is enough."""

    free_texts = ("words",)
    words = forms.CharField(
        label=_("A word to them"), required=False, max_length=LONGEST_WORDS, widget=paragraphs(3),
        help_text=_("What you know, have or can. They see your name and are asked whether they want to talk."),
    )  # fmt: skip
    field_order = ("words", "sure")


class AnswerForm(CarefulForm):
    free_texts = ("words",)
    words = forms.CharField(label=_("Your answer"), max_length=3000, widget=paragraphs(6))
    may_share = forms.BooleanField(
        label=_("All who see the question may see it"), required=False, initial=True,
        help_text=_("Else only those who asked."),
    )  # fmt: skip
    field_order = ("words", "may_share", "sure")


class OutsideForm(CarefulForm):
    """From a visitor: to the owner, and nowhere else."""

    free_texts = ("words",)
    name = TidyText(label=_("Your name"), max_length=200)
    company = TidyText(label=_("Company"), max_length=200)
    email = EmailText(label=_("E-mail"), max_length=320)
    words = forms.CharField(label=_("A word to them"), max_length=2000, widget=paragraphs(5))
    fax = forms.CharField(required=False, label=_("Leave this empty"))  # only robots fill it in
    field_order = ("name", "company", "email", "words", "sure", "fax")

    @property
    def is_robot(self) -> bool:
        return bool(self.data.get("fax"))


class CloseForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("How did it end?"), widget=forms.RadioSelect,
        choices=[(Listing.Outcome.FOUND, _("Found")), (Listing.Outcome.WITHDRAWN, _("Taken away"))],
        initial=Listing.Outcome.FOUND,
    )  # fmt: skip
    words = TidyText(
        label=_("What came of it"), required=False, max_length=500,
        help_text=_("In one sentence, so that the next one who needs it knows whom to ask."),
    )  # fmt: skip


class SendBackForm(forms.Form):
    remark = TidyText(label=_("What should be otherwise"), max_length=500, widget=paragraphs(3))


class WordForm(CarefulForm):
    """Yes, later or no, by the link; with a yes the times that suit."""

    free_texts = ("note",)
    word = forms.ChoiceField(
        label=_("What do you say?"), widget=forms.RadioSelect,
        choices=[
            (Word.YES, _("Yes, let us talk")),
            (Word.LATER, _("Later: ask me again in three months")),
            (Word.NO, _("No, thank you. The other is not told")),
        ],
    )  # fmt: skip
    suits = forms.MultipleChoiceField(
        label=_("When does it suit you?"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick a few. If one suits both, it stands in the mail."),
    )  # fmt: skip
    note = forms.CharField(
        label=_("A word to the other"), required=False, max_length=LONGEST_WORDS, widget=paragraphs(2),
        help_text=_("They read it when both have said yes."),
    )  # fmt: skip
    field_order = ("word", "suits", "note", "sure")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["suits"]
        field.choices = [(each, said(each)) for each in times.choices(timezone.localdate())]


class ResultForm(CarefulForm):
    free_texts = ("words",)
    met = forms.ChoiceField(
        label=_("Did you meet?"), widget=forms.RadioSelect,
        choices=[(each.value, each.label) for each in Met if each.value],
    )  # fmt: skip
    result = forms.ChoiceField(
        label=_("What came of it?"), widget=forms.RadioSelect, required=False,
        choices=[(each.value, each.label) for each in Result if each.value],
    )  # fmt: skip
    words = forms.CharField(
        label=_("In your own words"), required=False, max_length=1000, widget=paragraphs(3),
        help_text=_("The secretariat reads it, and those whose need it was. A sum or a date says much."),
    )  # fmt: skip
    field_order = ("met", "result", "words", "sure")


class IntroduceForm(forms.Form):
    """Why these two: by a member who wants to meet somebody, or by the secretariat."""

    why = forms.CharField(
        label=_("Why should you two talk?"), max_length=1500, widget=paragraphs(4), help_text=_("Both read it.")
    )
    note = forms.CharField(
        label=_("A word to the other"), required=False, max_length=LONGEST_WORDS, widget=paragraphs(2)
    )

    def __init__(self, *args: Any, proposes: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if proposes:
            self.fields["why"].label = _("Why should these two talk?")
            del self.fields["note"]


class PairForm(forms.Form):
    """The secretariat's own idea: two people who work in member companies."""

    one = forms.ModelChoiceField(Person.objects.none(), label=_("One"))
    other = forms.ModelChoiceField(Person.objects.none(), label=_("The other"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        at_work = Role.objects.at_work().values("person")
        rows = Person.objects.filter(pk__in=at_work, merged_into=None, erased_at=None).order_by("sort_key", "pk")
        choose_among(self, "one", rows)
        choose_among(self, "other", rows)
