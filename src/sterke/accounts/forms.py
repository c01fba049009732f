from allauth.account.adapter import get_adapter
from allauth.account.forms import RequestLoginCodeForm
from allauth.account.internal.userkit import filter_users_by_email
from allauth.core import context, ratelimit
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from . import mails
from .emails import normal_email


class AddressField(forms.EmailField):
    """An e-mail address in the one spelling we store; æøå in the domain is fine."""

    def __init__(self, **kwargs) -> None:
        kwargs.setdefault("label", _("E-mail"))
        kwargs.setdefault("max_length", 320)
        super().__init__(**kwargs)
        self.widget.attrs.update(autocomplete="email", inputmode="email", autocapitalize="none", spellcheck="false")

    def clean(self, value) -> str:
        return super().clean(normal_email(str(value or "").replace("\x00", "")))


class SignInForm(RequestLoginCodeForm):
    """The address a code goes to. Known or not, the answer, the mail count rule and the time are the same (A1)."""

    email = AddressField(help_text=_("We send you a code. No password to remember."))

    def clean_email(self) -> str:
        address = self.cleaned_data["email"]
        users = filter_users_by_email(address, is_active=True, prefer_verified=True)
        self._user = users[0] if users else None
        if not ratelimit.consume(context.request, action="request_login_code", key=address):
            raise get_adapter().validation_error("too_many_login_attempts")
        if self._user is None:
            mails.sign_in_code(address, get_adapter().generate_login_code(), is_known=False)
        return address


class AddPasskeyForm(AddWebAuthnForm):
    """A passkey that signs in by itself, unless you say otherwise; the name tells yours apart."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("What you call it")
        self.fields["name"].help_text = _("For example “work phone”.")
        self.fields["passwordless"].label = _("Sign in with this alone, without a code")
        self.fields["passwordless"].help_text = _("Needs a finger, a face or a PIN on the device.")
        self.fields["passwordless"].initial = True


class ChangeAddressForm(forms.Form):
    email = AddressField(label=_("New e-mail address"))


class TokenForm(forms.Form):
    name = forms.CharField(
        label=_("What it is for"), help_text=_("For example “our intranet”. You will know it again."), max_length=80
    )
    days = forms.TypedChoiceField(
        label=_("Good for"),
        choices=[(30, _("30 days")), (90, _("90 days")), (365, _("a year"))],
        initial=365,
        coerce=int,
        widget=forms.RadioSelect,
    )


class SureForm(forms.Form):
    """A box to tick before something that cannot be undone."""

    sure = forms.BooleanField(label=_("Yes, delete me. I know it cannot be undone."))


class OwnDataForm(forms.Form):
    email = AddressField(label=_("Your e-mail address"))


class WriteForm(forms.Form):
    message = forms.CharField(
        label=_("What is wrong, or missing?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


class AnswerForm(forms.Form):
    text = forms.CharField(
        label=_("Your answer"),
        help_text=_("Goes by mail to the address above. Say what you did, and why if something stays."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
