from collections.abc import Iterable
from itertools import chain
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from sterke.accounts.models import User
from sterke.core.question import Answer
from sterke.core.text import tidy
from sterke.directory.models import all_places, with_places

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


class RowField(forms.ChoiceField):
    """One of the rows it is given, named by its slug; or all of them. Cleaned it is the row's number."""

    def give(self, rows: Iterable[Any]) -> None:
        self.rows = {row.slug: row for row in rows}
        self.choices = [("", _("All")), *((slug, str(row)) for slug, row in self.rows.items())]

    def clean(self, value: Any) -> int | None:
        slug = super().clean(value)
        return self.rows[slug].pk if slug else None


class MemberSearch(forms.Form):
    """The filters of the member directory. The names stand in shared addresses: do not change them."""

    q = WordsField(label=_("Search"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    kommune = RowField(required=False, label=_("Municipality"))
    naering = forms.ChoiceField(choices=[("", _("All")), *industries.choices()], required=False, label=_("Industry"))
    nettverk = RowField(required=False, label=_("Network"))
    storrelse = forms.ChoiceField(choices=[("", _("All")), *SIZE_LABELS], required=False, label=_("Employees"))

    def __init__(self, data: Any, *, user: Any) -> None:
        super().__init__(data)
        self.user = user
        self.fields["q"].widget.attrs["placeholder"] = _("Name, place, trade or number")
        fields: Any = self.fields
        fields["kommune"].give(all_places())
        if user.is_authenticated and user.is_member:
            fields["nettverk"].give(reports.networks(user))
        else:
            del self.fields["nettverk"]  # who sits where is for members

    def rows(self) -> Answer:
        """Members that pass each filter that makes sense; a filter that does not is shown as wrong and left out."""
        self.is_valid()
        wanted = self.cleaned_data
        chosen = {name: wanted[name] for name in ("kommune", "nettverk") if wanted.get(name)}
        words = with_places(wanted.get("q", ""))
        return reports.member_lines(
            self.user,
            *chosen.values(),
            *chain.from_iterable(words),
            by=tuple(chosen),
            words=len(words),
            industry=wanted.get("naering", ""),
            size=wanted.get("storrelse", ""),
        )

    def address(self, path: str) -> str:
        """The shortest address that gives this search again."""
        kept = {name: self.data.get(name, "") for name in self.fields if self.data.get(name)}
        return f"{path}?{urlencode(kept)}" if kept else path


class LanguageForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ("language",)
        widgets = {"language": forms.RadioSelect}
