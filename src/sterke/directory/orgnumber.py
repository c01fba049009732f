"""Organisation numbers as people write them: "NO 923 609 016 MVA" is 923609016; everything else gets a reason."""

import re
import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.no import orgnr

# What people and spreadsheets put around the nine digits.
AROUND = re.compile(r"^(?:ORG\.?\s*(?:NR|NO)?\.?:?|NO)\s*|\s*MVA\.?$|\.0+$", re.IGNORECASE)
SEPARATORS = re.compile(r"[\s.\-_/]")


def normal(typed: object) -> str:
    """The nine digits of a valid organisation number, or a ValidationError that says what is wrong."""
    text = unicodedata.normalize("NFKC", str(typed or "")).strip()
    digits = SEPARATORS.sub("", AROUND.sub("", AROUND.sub("", text)))
    if not digits:
        raise ValidationError(_("Type the organisation number: nine digits."), code="empty")
    if not (digits.isascii() and digits.isdigit()):
        raise ValidationError(_("An organisation number holds digits only. Letters have slipped in."), code="letters")
    if len(digits) == 11:
        raise ValidationError(
            _("Eleven digits look like a person's identity number. Type the company's nine digits."), code="person"
        )
    if len(digits) != 9:
        raise ValidationError(
            _("An organisation number has nine digits; this has %(count)s."),
            code="length",
            params={"count": len(digits)},
        )
    if not orgnr.is_valid(digits):
        raise ValidationError(
            _("The digits of this organisation number do not add up. One of them is probably mistyped."),
            code="check_digit",
        )
    return digits


def shown(digits: str) -> str:
    """Nine digits as people read them: 923 609 016."""
    return f"{digits[:3]} {digits[3:6]} {digits[6:]}" if len(digits) == 9 else digits


class OrgNumberField(forms.CharField):
    """A form field that takes a number as people write it and gives the nine digits."""

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("label", _("organisation number"))
        kwargs.setdefault("max_length", 40)
        super().__init__(**kwargs)  # type: ignore[arg-type]

    def to_python(self, value: object) -> str:
        text = super().to_python(value) or ""
        return normal(text) if text else text
