"""The forms of the directory's pages."""

from contextlib import suppress
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sterke.core.edits import EditForm
from sterke.core.visibility import Visibility

from . import register, spelling
from .models import ContactDetails, Organisation, Person, Role
from .orgnumber import OrgNumberField

SHOWN_TO = [
    (Visibility.SECRETARIAT.value, _("colleagues and the secretariat")),
    (Visibility.MEMBERS.value, _("members")),
    (Visibility.PUBLIC.value, _("everyone")),
]
MAIL = forms.TextInput(attrs={"type": "email", "autocomplete": "off", "inputmode": "email"})
PHONE = forms.TextInput(attrs={"type": "tel", "autocomplete": "off"})


class EmailText(forms.CharField):
    """An address as people type it: capitals, plus sign and foreign-lettered domains are fine."""

    widget = MAIL

    def clean(self, value: Any) -> str:
        return spelling.clean_email(super().clean(value))


class PhoneText(forms.CharField):
    widget = PHONE

    def clean(self, value: Any) -> str:
        return spelling.clean_phone(super().clean(value))


class WebsiteText(forms.CharField):
    widget = forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"})

    def clean(self, value: Any) -> str:
        return spelling.clean_website(super().clean(value))


def seen_by(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=ContactDetails.Seen.choices, initial=ContactDetails.Seen.HIDDEN)


class ContactForm(EditForm):
    """An edit form that carries the row's contact details too: for each kind a value and who may see it."""

    kinds: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stored = {row.kind: row for row in reversed(self.instance.contact_details.all())} if self.instance.pk else {}
        self.stored_details = {
            kind: (stored[kind].value, stored[kind].seen_by)
            if kind in stored
            else ("", ContactDetails.Seen.HIDDEN.value)
            for kind in self.kinds
        }
        for kind, (value, seen) in self.stored_details.items():
            self.initial |= {kind: value, f"{kind}_seen_by": seen}

    def clean(self) -> dict[str, Any]:
        seen = self.data.get(self.add_prefix("seen_version"), "")
        stale = str(seen).isdigit() and int(seen) != self.stored_version
        refusal = None
        try:
            cleaned = super().clean()
        except ValidationError as error:
            cleaned, refusal = self.cleaned_data, error
        if stale:
            for kind, stored in self.stored_details.items():
                for name, now in zip((kind, f"{kind}_seen_by"), stored, strict=True):
                    if name in cleaned and cleaned[name] != now and (stored[0] or cleaned.get(kind)):
                        self.conflicts.append((str(self.fields[name].label), now, cleaned[name]))
        if refusal:
            raise refusal
        if self.conflicts:
            message = _("Someone else saved this while you were writing. See what differs, then save again.")
            raise ValidationError(message, code="conflict")
        return cleaned

    def contact_values(self) -> dict[str, tuple[str, str]]:
        """What ``actions`` stores: ``{kind: (value, seen_by)}``."""
        return {kind: (self.cleaned_data[kind], self.cleaned_data[f"{kind}_seen_by"]) for kind in self.kinds}


class OrganisationForm(ContactForm):
    kinds = ("email", "phone")
    website = WebsiteText(label=_("Web site"), required=False, max_length=300)
    email = EmailText(label=_("E-mail"), required=False, max_length=320)
    email_seen_by = seen_by(_("Who sees the e-mail"))
    phone = PhoneText(label=_("Phone"), required=False, max_length=40)
    phone_seen_by = seen_by(_("Who sees the phone number"))

    class Meta:
        model = Organisation
        fields = ("name", "about", "about_en", "website", "street", "postal_code", "postal_place")
        widgets = {"about": forms.Textarea(attrs={"rows": 6}), "about_en": forms.Textarea(attrs={"rows": 6})}
        help_texts = {
            "about": _("Two or three sentences: what you make, and for whom."),
            "about_en": _("The same in English. Left empty, English readers get the Norwegian text."),
        }

    def clean_name(self) -> str:
        return spelling.clean_name(self.cleaned_data["name"])


class NewOrganisationForm(forms.ModelForm):
    org_number = OrgNumberField(label=_("Organisation number"), required=False)
    website = WebsiteText(label=_("Web site"), required=False, max_length=300)

    class Meta:
        model = Organisation
        fields = (
            "org_number",
            "name",
            "kind",
            "website",
            "street",
            "postal_code",
            "postal_place",
            "municipality",
            "visibility",
        )

    def clean_name(self) -> str:
        return spelling.clean_name(self.cleaned_data["name"])

    def clean_org_number(self) -> str:
        """Refused when the register says it is deleted, a sub-unit or unknown; a silent register stops nobody."""
        number = self.cleaned_data["org_number"]
        if number:
            with suppress(register.RegisterSilent):
                register.look_up(number)
        return str(number)

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() | {"slug", "org_number"}


class PersonForm(ContactForm):
    kinds = ("email", "phone", "mobile")
    email = EmailText(label=_("E-mail"), required=False, max_length=320)
    email_seen_by = seen_by(_("Who sees the e-mail"))
    phone = PhoneText(label=_("Phone"), required=False, max_length=40)
    phone_seen_by = seen_by(_("Who sees the phone number"))
    mobile = PhoneText(label=_("Mobile"), required=False, max_length=40)
    mobile_seen_by = seen_by(_("Who sees the mobile number"))

    class Meta:
        model = Person
        fields = ("name", "language")

    def clean_name(self) -> str:
        return spelling.clean_name(self.cleaned_data["name"])


class RoleForm(forms.Form):
    """A person's place in a company."""

    kind = forms.ChoiceField(label=_("Role"), choices=Role.Kind.choices, initial=Role.Kind.CONTACT)
    title = forms.CharField(label=_("Title"), max_length=120, required=False)
    visibility = forms.ChoiceField(label=_("Shown to"), choices=SHOWN_TO, initial=Visibility.SECRETARIAT)


class NewColleagueForm(RoleForm):
    name = forms.CharField(label=_("Name"), max_length=200)
    email = EmailText(label=_("E-mail"), required=False, max_length=320)
    field_order = ("name", "email", "title", "kind", "visibility")

    def clean_name(self) -> str:
        return spelling.clean_name(self.cleaned_data["name"])


class EndRoleForm(forms.Form):
    on = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class ErasePersonForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why"),
        choices=[("asked", _("the person asked for it")), ("not needed", _("we no longer need to know"))],
    )
    sure = forms.BooleanField(label=_("Yes, erase. I know it cannot be undone."))


class InviteForm(forms.Form):
    """Who to invite. Only the secretariat may invite somebody to be the main contact."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = EmailText(label=_("E-mail"), max_length=320)
    title = forms.CharField(label=_("Title"), max_length=120, required=False)
    kind = forms.ChoiceField(label=_("Role"), initial=Role.Kind.CONTACT)

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [Role.Kind.CONTACT, Role.Kind.SIGNATORY, Role.Kind.EMPLOYEE, Role.Kind.PAYER]
        kinds += [Role.Kind.MAIN_CONTACT] if by.is_secretary else []
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]

    def clean_name(self) -> str:
        return spelling.clean_name(self.cleaned_data["name"])
