"""Words in a free text that should make one stop: about health, about union membership, a national identity number."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.no import fodselsnummer

from sterke.core.text import fold

ELEVEN = re.compile(r"(?<!\d)\d{6}[\s.-]?\d{5}(?!\d)")
# Folded beginnings of words, bokmål and English.
HEALTH = (
    "sykemeld", "sykmeld", "kreft", "depres", "angst", "gravid", "uforetrygd", "uforepensjon", "rusmis", "alkohol",
    "diagnose", "psykisk", "slag", "hjerteinfarkt", "sick leave", "cancer", "pregnan", "diagnos", "mental health",
)  # fmt: skip
UNION = (
    "fagforening",
    "fagorganisert",
    "tillitsvalgt",
    "lo-medlem",
    "streikevakt",
    "trade union",
    "union member",
    "shop steward",
)
WHOLE = {"slag"}  # found as whole words only


def id_numbers(text: str) -> list[str]:
    """Valid Norwegian identity numbers in a text."""
    found = (re.sub(r"\D", "", match) for match in ELEVEN.findall(text))
    return [number for number in found if fodselsnummer.is_valid(number)]


def touchy(text: str) -> list[str]:
    """What a text seems to tell of somebody that should not be kept: words for the reader."""
    folded = fold(text)
    found = []
    if any(_holds(folded, word) for word in HEALTH):
        found.append(str(_("somebody's health")))
    if any(_holds(folded, word) for word in UNION):
        found.append(str(_("membership of a union")))
    return found


def _holds(folded: str, word: str) -> bool:
    end = r"\b" if word in WHOLE else ""
    return re.search(rf"\b{re.escape(word)}{end}", folded) is not None


class CarefulForm(forms.Form):
    """A form whose free texts are looked at before they are saved. An identity number is refused; of other things one
    is warned once, and may save all the same."""

    free_texts: tuple[str, ...] = ()
    sure = forms.BooleanField(label=_("I have looked at it, and it is right to keep"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sure"].widget = forms.HiddenInput()  # shown once there is something to be sure of

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        said: list[str] = []
        for name in self.free_texts:
            text = str(cleaned.get(name) or "")
            if id_numbers(text):
                self.add_error(name, _("There is a national identity number in this. Such numbers are not kept here."))
            said += touchy(text)
        if said and not cleaned.get("sure") and not self.errors:
            self.fields["sure"].widget = forms.CheckboxInput()
            raise ValidationError(
                _("This seems to tell of %(what)s. Take it out, or say below that it is right to keep.")
                % {"what": ", ".join(dict.fromkeys(said))},
                code="touchy",
            )
        return cleaned
