from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from sterke.accounts.models import User
from sterke.core.text import tidy
from sterke.directory.models import OrganisationQuerySet
from sterke.membership.models import Network
from sterke.region.models import Municipality

from . import industries, reports

SIZE_LABELS = [
    ("under-5", _("under 5")),
    ("5-19", _("5 to 19")),
    ("20-49", _("20 to 49")),
    ("50-99", _("50 to 99")),
    ("100-249", _("100 to 249")),
    ("250", _("250 or more")),
]


class WordsField(forms.CharField):
    """Search words as anybody may type or paste them: never refused, cut where no name is that long."""

    def to_python(self, value: Any) -> str:
        return tidy(str(value or ""))[:200]


class MemberSearch(forms.Form):
    """The filters of the member directory. The names stand in shared addresses: do not change them."""

    q = WordsField(label=_("Search"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    kommune = forms.ModelChoiceField(
        Municipality.objects.all(), to_field_name="slug", required=False, label=_("Municipality"), empty_label=_("All")
    )
    naering = forms.ChoiceField(choices=[("", _("All")), *industries.choices()], required=False, label=_("Industry"))
    nettverk = forms.ModelChoiceField(
        Network.objects.none(), to_field_name="slug", required=False, label=_("Network"), empty_label=_("All")
    )
    storrelse = forms.ChoiceField(choices=[("", _("All")), *SIZE_LABELS], required=False, label=_("Employees"))

    def __init__(self, data: Any, *, user: Any) -> None:
        super().__init__(data)
        self.user = user
        self.fields["q"].widget.attrs["placeholder"] = _("Name, place, trade or number")
        if user.is_authenticated and user.is_member:
            networks: Any = Network.objects.visible_to(user)
            field: Any = self.fields["nettverk"]
            field.queryset = networks.open()
        else:
            del self.fields["nettverk"]  # who sits where is for members

    def rows(self) -> OrganisationQuerySet:
        """Members that pass each filter that makes sense; a filter that does not is shown as wrong and left out."""
        self.is_valid()
        wanted, rows = self.cleaned_data, reports.members(self.user)
        if wanted.get("q"):
            rows = rows.matching(wanted["q"])
        if wanted.get("kommune"):
            rows = rows.filter(municipality=wanted["kommune"])
        if wanted.get("naering"):
            rows = reports.of_industry(rows, wanted["naering"])
        if wanted.get("nettverk"):
            rows = reports.in_network(rows, wanted["nettverk"], self.user)
        if wanted.get("storrelse"):
            rows = reports.of_size(rows, wanted["storrelse"])
        return rows

    def address(self, path: str) -> str:
        """The shortest address that gives this search again."""
        kept = {name: self.data.get(name, "") for name in self.fields if self.data.get(name)}
        return f"{path}?{urlencode(kept)}" if kept else path


class LanguageForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ("language",)
        widgets = {"language": forms.RadioSelect}
