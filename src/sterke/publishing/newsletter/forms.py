from django import forms
from django.utils.translation import gettext_lazy as _

from sterke.accounts.forms import AddressField


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
