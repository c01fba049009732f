"""How names, addresses and numbers are spelled when stored, and when two names mean the same company."""

import re
from urllib.parse import urlsplit, urlunsplit

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from sterke.accounts.emails import normal_email
from sterke.core.text import fold, tidy

LEGAL_FORMS = r"(?:as|a/s|asa|ans|da|sa|ba|ks|enk|nuf|iks|kf|fkf|hf|sf|stiftelsen|ab|gmbh|ltd|inc)"
LETTERS = str.maketrans(
    {"æ": "ae", "ø": "o", "å": "a", "ä": "a", "ö": "o", "đ": "d", "ð": "d", "ŋ": "n", "ŧ": "t", "ß": "ss", "ł": "l"}
)


def company_key(name: str) -> str:
    """What two spellings of one company share: "Åsnes Stål A/S" and "AASNES STÅL AS" give the same key."""
    folded = re.sub(r"[^0-9a-z/]+", " ", fold(name).replace("a.s.", "as").replace("a.s", "as")).strip()
    bare = re.sub(rf"(?:\s+{LEGAL_FORMS})+$", "", folded)
    return re.sub(r"[/\s]+", " ", bare or folded).strip()


def slug_of(name: str) -> str:
    """The address of a name: æ, ø and å as ae, o and a; the legal form left out."""
    plain = slugify(tidy(name).casefold().translate(LETTERS))
    bare = re.sub(r"-(?:as|a-s|asa|sa|da|ans|iks)$", "", plain)
    return (bare or plain or "virksomhet")[:200].strip("-")


def clean_name(name: str) -> str:
    """A name as it is stored: NFC, no control characters, single spaces. Refused when nothing is left."""
    tidied = tidy(name)
    if not any(character.isalnum() for character in tidied):
        raise ValidationError(_("Type a name."), code="empty")
    return tidied


def clean_email(address: str) -> str:
    """Lower case, the domain in ASCII form; refused with a reason when it is no address."""
    address = tidy(address)
    if not address:
        return ""
    normal = normal_email(address)
    try:
        validate_email(normal)
    except ValidationError as error:
        message = _("%(address)s is not an e-mail address. Write it like kari@example.no.")
        raise ValidationError(message, code="email", params={"address": address[:80]}) from error
    return normal


def clean_phone(number: str) -> str:
    """International form ("+47 62 81 00 00"); a number without a country is Norwegian."""
    number = tidy(number)
    if not number:
        return ""
    try:
        found = phonenumbers.parse(number, "NO")
    except phonenumbers.NumberParseException:
        found = None
    if found is None or not phonenumbers.is_possible_number(found):
        message = _("%(number)s is not a phone number. Norwegian numbers have eight digits, others start with +.")
        raise ValidationError(message, code="phone", params={"number": number[:40]})
    return phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def clean_website(address: str) -> str:
    """http or https, no user name in it, a foreign-lettered domain shown in its ASCII form so that it fools nobody."""
    address = tidy(address)
    if not address:
        return ""
    if not re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", address):
        address = "https://" + address
    refused = ValidationError(_("Write a web address that starts with https:// or http://."), code="website")
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise refused from error
    if parts.scheme.lower() not in {"http", "https"} or not host:
        raise refused
    if parts.username is not None or parts.password is not None:
        raise ValidationError(_("A web address cannot hold a user name or a password."), code="user_info")
    try:
        ascii_host = host.encode("idna").decode() if not host.isascii() else host
    except UnicodeError as error:
        raise refused from error
    netloc = f"{ascii_host}:{port}" if port else ascii_host
    cleaned = urlunsplit((parts.scheme.lower(), netloc, parts.path, parts.query, parts.fragment))
    try:
        URLValidator(schemes=["http", "https"])(cleaned)
    except ValidationError as error:
        raise refused from error
    if len(cleaned) > 200:
        raise ValidationError(_("This web address is too long; at most 200 characters."), code="max_length")
    return cleaned
