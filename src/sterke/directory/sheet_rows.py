"""What the columns of an imported sheet mean, and what is wrong with a row. Text in, cleaned values and errors out."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sterke.core.text import fold, tidy
from sterke.core.visibility import Visibility

from . import orgnumber, spelling
from .models import Organisation, Role


def choice_of(choices: Any) -> Callable[[str], str]:
    """A cleaner for a choice field: the stored value, or its label in the reader's language."""

    def clean(text: str) -> str:
        for value, label in choices.choices:
            if fold(text) in {fold(value), fold(str(label))}:
                return str(value)
        allowed = ", ".join(str(label) for _value, label in choices.choices)
        raise ValidationError(_("Use one of these: %(allowed)s.") % {"allowed": allowed})

    return clean


def clean_employees(text: str) -> int | None:
    digits = text.replace(" ", "").replace("\xa0", "")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 8):
        raise ValidationError(_("Write the number of employees with digits."))
    return int(digits)


def clean_date(text: str) -> date:
    for form in ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise ValidationError(_("Write the date like 31.12.2026."))


Clean = Callable[[str], Any]
NUMBER = ["organisasjonsnummer", "org.nr.", "orgnr", "org nr", "organisation number", "org number", "org_number"]
MAIL = ["e-post", "epost", "e-postadresse", "mail", "e-mail", "email"]
FIELDS: dict[str, dict[str, tuple[Any, list[str], Clean, int]]] = {
    "organisations": {
        "name": (gettext_lazy("Name"), ["navn", "bedrift", "virksomhet", "firma", "name", "company"], spelling.clean_name, 200),
        "org_number": (gettext_lazy("Organisation number"), NUMBER, orgnumber.normal, 40),
        "kind": (gettext_lazy("Kind"), ["type", "slag", "kind"], choice_of(Organisation.Kind), 60),
        "industry": (gettext_lazy("Industry"), ["bransje", "næring", "industry"], tidy, 250),
        "industry_code": (gettext_lazy("Industry code"), ["næringskode", "nace", "industry code"], tidy, 10),
        "employees": (gettext_lazy("Employees"), ["ansatte", "antall ansatte", "employees"], clean_employees, 12),
        "website": (gettext_lazy("Web site"), ["nettsted", "nettside", "hjemmeside", "web site", "website"], spelling.clean_website, 300),
        "street": (gettext_lazy("Street address"), ["adresse", "gateadresse", "address", "street address"], tidy, 200),
        "postal_code": (gettext_lazy("Postal code"), ["postnr", "postnummer", "postal code", "zip"], tidy, 10),
        "postal_place": (gettext_lazy("Postal place"), ["poststed", "sted", "postal place", "city"], tidy, 100),
        "municipality": (gettext_lazy("Municipality"), ["kommune", "kommunenr", "kommunenummer", "municipality"], tidy, 100),
        "email": (gettext_lazy("E-mail"), MAIL, spelling.clean_email, 320),
        "phone": (gettext_lazy("Phone"), ["telefon", "tlf", "sentralbord", "phone"], spelling.clean_phone, 40),
        "about": (gettext_lazy("About, bokmål"), ["om", "om bedriften", "beskrivelse", "about"], str.strip, 2000),
        "about_en": (gettext_lazy("About, English"), ["om (engelsk)", "engelsk beskrivelse", "about in english"], str.strip, 2000),
        "visibility": (gettext_lazy("Visible to"), ["synlighet", "synlig for", "visible to"], choice_of(Visibility), 40),
    },
    "people": {
        "name": (gettext_lazy("Name"), ["navn", "fullt navn", "name", "full name"], spelling.clean_name, 200),
        "email": (gettext_lazy("E-mail"), MAIL, spelling.clean_email, 320),
        "phone": (gettext_lazy("Phone"), ["telefon", "tlf", "phone"], spelling.clean_phone, 40),
        "mobile": (gettext_lazy("Mobile"), ["mobil", "mobiltelefon", "mobile"], spelling.clean_phone, 40),
        "organisation": (gettext_lazy("Organisation"), ["bedrift", "virksomhet", "firma", "organisation", "company"], tidy, 200),
        "org_number": (gettext_lazy("Organisation number"), NUMBER, orgnumber.normal, 40),
        "kind": (gettext_lazy("Role"), ["rolle", "role"], choice_of(Role.Kind), 60),
        "title": (gettext_lazy("Title"), ["stilling", "tittel", "title"], tidy, 120),
    },
}  # fmt: skip


def fields_for(kind: str, columns: list[str]) -> list[str]:
    """The field each heading means; empty for a column we have no place for. A field is used once."""
    fields: list[str] = []
    for column in columns:
        heading = fold(column).rstrip(":* ")
        found = [
            name
            for name, (label, spellings, _clean, _most) in FIELDS[kind].items()
            if heading in {fold(name), fold(str(label)), *(fold(spelled) for spelled in spellings)}
        ]
        fields.append(found[0] if found and found[0] not in fields else "")
    return fields


def cleaned(kind: str, values: dict[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """Cleaned values of the cells that hold something, and errors by field."""
    facts: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for name, (_label, _spellings, clean, most) in FIELDS[kind].items():
        text = values.get(name, "").strip()
        if not text:
            continue
        try:
            if len(text) > most:
                raise ValidationError(_("At most %(count)s characters.") % {"count": most})
            facts[name] = clean(text)
        except ValidationError as error:
            errors[name] = " ".join(error.messages)
    if "name" not in facts and "name" not in errors:
        errors["name"] = _("The name is missing.")
    return facts, errors


def checked_fields(kind: str, columns: list[str], fields: list[str]) -> list[str]:
    """What somebody chose for each column. Raises ValidationError by column: used twice, unknown, no name."""
    errors: dict[str, str] = {}
    for at, name in enumerate(fields):
        if name and name not in FIELDS[kind]:
            errors[column_key(at)] = _("Choose from the list.")
        elif name and (first := fields.index(name)) != at:
            params = {"field": FIELDS[kind][name][0], "column": columns[first] or first + 1}
            errors[column_key(at)] = _("%(field)s is already taken from the column %(column)s.") % params
    if not errors and "name" not in fields:
        errors["__all__"] = _("Choose which column holds the name.")
    if errors or len(fields) != len(columns):
        raise ValidationError(errors or _("Choose from the list."))
    return fields


def column_key(at: int) -> str:
    return f"column_{at + 1}"
