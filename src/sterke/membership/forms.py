"""The forms of membership's pages."""

import json
from dataclasses import asdict
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sterke.core.edits import EditForm
from sterke.core.text import tidy
from sterke.directory import register
from sterke.directory.brreg import Facts
from sterke.directory.forms import EmailText, PhoneText, WebsiteText
from sterke.directory.models import Organisation
from sterke.directory.orgnumber import OrgNumberField
from sterke.region.models import Municipality

from .models import Appointment, Body, Membership, MembershipCategory, Network


class TidyText(forms.CharField):
    def to_python(self, value: Any) -> str:
        return tidy(super().to_python(value))


class DayField(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ApplicationForm(forms.Form):
    """ "Become a member". Asks the register at sending; when it is silent, what people typed is good enough."""

    org_number = OrgNumberField(label=_("Organisation number"))
    company_name = TidyText(label=_("Company"), max_length=200)
    municipality = forms.ModelChoiceField(
        Municipality.objects.all(), label=_("Municipality"), required=False, empty_label=_("Elsewhere")
    )
    employees = forms.IntegerField(label=_("Employees"), required=False, min_value=0, max_value=1_000_000)
    website = WebsiteText(label=_("Web site"), required=False, max_length=200)
    contact_name = TidyText(label=_("Your name"), max_length=200)
    contact_title = TidyText(label=_("Title"), max_length=120, required=False)
    contact_email = EmailText(label=_("E-mail"), max_length=320)
    contact_phone = PhoneText(label=_("Phone"), max_length=30, required=False)
    message = forms.CharField(
        label=_("What do you hope to get out of it?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    fax = forms.CharField(required=False, label=_("Leave this empty"))  # only robots fill it in

    @property
    def is_robot(self) -> bool:
        return bool(self.data.get("fax"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned.pop("fax", None)
        if not cleaned.get("org_number"):
            return cleaned
        try:
            facts = register.look_up(cleaned["org_number"])
        except register.RegisterSilent:
            return cleaned
        except ValidationError as problem:
            self.add_error("org_number", problem.messages)
            return cleaned
        cleaned["register_facts"] = json.loads(json.dumps(asdict(facts), default=str))
        cleaned["municipality"] = cleaned.get("municipality") or municipality_of(facts)
        if cleaned.get("employees") is None:
            cleaned["employees"] = facts.employees
        return cleaned


def municipality_of(facts: Facts) -> Municipality | None:
    return Municipality.objects.with_code(facts.municipality_code).first() if facts.municipality_code else None


def filled_from(facts: Facts) -> dict[str, Any]:
    """What the register can fill in of the application form."""
    return {
        "org_number": facts.org_number,
        "company_name": facts.name,
        "municipality": municipality_of(facts),
        "employees": facts.employees,
        "website": facts.website,
    }


class ApproveForm(forms.Form):
    category = forms.ModelChoiceField(MembershipCategory.objects.all(), label=_("Category"), empty_label=None)


class DeclineForm(forms.Form):
    reason = TidyText(
        label=_("Reason"),
        help_text=_("The applicant reads it."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class NetworkForm(EditForm):
    valid_from = DayField(label=_("Started"), initial=timezone.localdate)

    class Meta:
        model = Network
        fields = ("name", "purpose", "name_en", "purpose_en", "valid_from", "visibility")
        widgets = {"purpose": forms.Textarea(attrs={"rows": 3}), "purpose_en": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"purpose": _("Who meets, and what for. Two sentences do.")}

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self._meta.fields}


class EndForm(forms.Form):
    on = DayField(label=_("Last day"), initial=timezone.localdate)


class AppointForm(forms.Form):
    post = forms.ChoiceField(label=_("Post"))
    election = forms.ChoiceField(label=_("How"))
    term_years = forms.IntegerField(
        label=_("Elected for how many years"), required=False, min_value=1, max_value=9, initial=2
    )
    valid_from = DayField(label=_("From"), initial=timezone.localdate)
    valid_to = DayField(label=_("Last day"), required=False, help_text=_("Leave it empty when it is open."))

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        posts, ways = Appointment.Post, Appointment.Election
        hired = body.kind == Body.Kind.SECRETARIAT
        offered = [post for post in posts if (post in (posts.CLUSTER_MANAGER, posts.PROJECT_MANAGER)) == hired]
        self.fields["post"].choices = [(post.value, post.label) for post in offered]
        self.fields["election"].choices = [(way.value, way.label) for way in ways if (way == ways.HIRED) == hired]
        if hired:
            del self.fields["term_years"]
        else:
            self.initial["post"] = posts.MEMBER


class LeavesForm(forms.Form):
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Leaves"), empty_label=None)
    on = DayField(label=_("Last day"), initial=timezone.localdate)

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations


class SuccessorForm(forms.Form):
    name = TidyText(label=_("Name"), max_length=200)
    email = EmailText(label=_("E-mail"), max_length=320)
    title = TidyText(label=_("Title"), max_length=120, required=False)


class JoinForm(ApproveForm):
    joined_on = DayField(label=_("Joined"), initial=timezone.localdate)


class LeaveForm(forms.Form):
    left_on = DayField(label=_("First day as no member"), initial=timezone.localdate)
    reason = forms.ChoiceField(label=_("Reason"), choices=Membership.LeaveReason)
