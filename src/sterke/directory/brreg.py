"""Reading Enhetsregisteret's answers: bytes in, plain Facts out. No Django here, nothing is fetched or stored.

The traps of this register (a deleted unit answers 200, no hits means no list at all, fewer than five employees means no
number, empty text where a date belongs) are handled here and nowhere else.
"""

import json
import re
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any, Self

from sterke.core.text import tidy

SOURCE = "Enhetsregisteret, Brønnøysundregistrene"
BASE = "https://data.brreg.no/enhetsregisteret/api"
WINDOW = 10_000  # the register refuses pages beyond this hit
SOLE_PROPRIETORSHIP = "ENK"  # its name is a person's name
SUBUNIT_FORMS = {"BEDR", "AAFY"}
NEW_CODES_FROM = date(2025, 9, 1)  # industry codes are SN2025 from this day, SN2007 before


class Unreadable(ValueError):
    """Not an answer we can read. ``reason``: empty, html, json, roles, changes, shape."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(detail or reason)
        self.reason = reason


@dataclass(frozen=True)
class Facts:
    """What the register says of one unit. ``employees`` None with ``employees_hidden`` means fewer than five."""

    org_number: str
    name: str
    org_form: str = ""
    org_form_text: str = ""
    industry_code: str = ""
    industry_standard: str = ""
    industry: str = ""
    employees: int | None = None
    employees_hidden: bool = False
    website: str = ""
    street: str = ""
    postal_code: str = ""
    postal_place: str = ""
    municipality_code: str = ""
    municipality_name: str = ""
    status: str = "active"  # active, bankrupt, liquidation, deleted (the values of Organisation.Status)
    deleted_on: date | None = None
    is_subunit: bool = False
    main_unit: str = ""
    fetched_at: datetime | None = None
    stale: bool = False  # the register did not answer; these are the last good facts, from fetched_at
    source: str = SOURCE

    @property
    def is_sole_proprietorship(self) -> bool:
        return self.org_form == SOLE_PROPRIETORSHIP

    def as_json(self) -> dict[str, Any]:
        """Plain JSON, to keep beside an application; ``Facts.from_json`` reads it back."""
        plain = asdict(self)
        for name in ("deleted_on", "fetched_at"):
            plain[name] = plain[name].isoformat() if plain[name] else None
        return plain

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> Self:
        known = {name: plain[name] for name in cls.__dataclass_fields__ if name in plain}
        if known.get("deleted_on"):
            known["deleted_on"] = date.fromisoformat(known["deleted_on"])
        if known.get("fetched_at"):
            known["fetched_at"] = datetime.fromisoformat(known["fetched_at"])
        return cls(**known)

    def seen(self, at: datetime, *, stale: bool = False) -> Self:
        return replace(self, fetched_at=at, stale=stale)


@dataclass(frozen=True)
class Answer:
    """One stored answer: a single unit, or a page of a search."""

    kind: str  # unit, search
    units: tuple[Facts, ...]
    total: int = 1
    page: int = 0
    pages: int = 1

    def seen(self, at: datetime, *, stale: bool = False) -> Self:
        return replace(self, units=tuple(unit.seen(at, stale=stale) for unit in self.units))


def read(raw: bytes | str, *, on: date | None = None) -> Answer:
    """Read a unit, a sub-unit or a search page. ``on``: the day it was fetched; None when it is not known."""
    document = _document(raw)
    if "rollegrupper" in document:
        raise Unreadable("roles")
    if "organisasjonsnummer" in document:
        return Answer("unit", (_unit(document, on),))
    if "page" not in document or "_links" not in document:
        raise Unreadable("shape", "neither a unit nor a search page")
    return _search(document, on)


def read_unit(raw: bytes | str, *, on: date | None = None) -> Facts:
    answer = read(raw, on=on)
    if answer.kind != "unit":
        raise Unreadable("shape", "a search page where a unit was asked for")
    return answer.units[0]


def _document(raw: bytes | str) -> dict[str, Any]:
    try:
        text = raw.decode("utf-8-sig") if isinstance(raw, bytes) else raw.removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise Unreadable("json", "not UTF-8 text") from None
    if not text.strip():
        raise Unreadable("empty")
    if text.lstrip()[:1] == "<":
        raise Unreadable("html")
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        raise Unreadable("json") from None
    if not isinstance(document, dict):
        raise Unreadable("shape", "not an object")
    return document


def _search(document: dict[str, Any], on: date | None) -> Answer:
    page = _part(document, "page")
    counts: list[int] = [page.get(name, -1) for name in ("totalElements", "number", "totalPages")]
    if not all(isinstance(count, int) and count >= 0 for count in counts):
        raise Unreadable("shape", "page")
    embedded = _part(document, "_embedded")  # missing when there are no hits
    if embedded.keys() & {"oppdaterteEnheter", "oppdaterteUnderenheter"}:
        raise Unreadable("changes")
    if embedded.keys() - {"enheter", "underenheter"}:
        raise Unreadable("shape", "_embedded")
    units: list[Facts] = []
    for name in embedded:
        rows = embedded[name]
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise Unreadable("shape", name)
        units += [_unit(row, on, subunit=name == "underenheter") for row in rows]
    return Answer("search", tuple(units), *counts)


def _unit(row: dict[str, Any], on: date | None, subunit: bool = False) -> Facts:
    number, name = _text(row, "organisasjonsnummer"), _text(row, "navn")
    if not re.fullmatch(r"[0-9]{9}", number) or not name:
        raise Unreadable("shape", "organisasjonsnummer, navn")
    form, industry = _part(row, "organisasjonsform"), _part(row, "naeringskode1")
    code = _text(industry, "kode")[:10]
    own_address = "beliggenhetsadresse" if "beliggenhetsadresse" in row else "forretningsadresse"
    address = _part(row, own_address)
    deleted_on = _date(row, "slettedato") or (_date(row, "nedleggelsesdato") if "overordnetEnhet" in row else None)
    employees = row.get("antallAnsatte")
    if employees is not None and (not isinstance(employees, int) or isinstance(employees, bool) or employees < 0):
        raise Unreadable("shape", "antallAnsatte")
    return Facts(
        org_number=number,
        name=name[:200],
        org_form=_text(form, "kode")[:10],
        org_form_text=_text(form, "beskrivelse"),
        industry_code=code,
        industry_standard=_standard(row, on) if code else "",
        industry=_text(industry, "beskrivelse")[:250],
        employees=employees,
        employees_hidden=employees is None and deleted_on is None,
        website=_website(_text(row, "hjemmeside")),
        street=_street(address),
        postal_code=_text(address, "postnummer")[:10],
        postal_place=_text(address, "poststed")[:100],
        municipality_code=_text(address, "kommunenummer"),
        municipality_name=_text(address, "kommune"),
        status=_status(row, deleted_on),
        deleted_on=deleted_on,
        is_subunit=subunit or own_address == "beliggenhetsadresse" or _text(form, "kode") in SUBUNIT_FORMS,
        main_unit=_text(row, "overordnetEnhet"),
    )


def _status(row: dict[str, Any], deleted_on: date | None) -> str:
    flags = ("konkurs", "underAvvikling", "underTvangsavviklingEllerTvangsopplosning")
    values = [row.get(flag, False) for flag in flags]
    if not all(isinstance(value, bool) or value is None for value in values):
        raise Unreadable("shape", "konkurs, underAvvikling")
    if deleted_on:
        return "deleted"
    return "bankrupt" if values[0] else "liquidation" if any(values[1:]) else "active"


def _standard(row: dict[str, Any], on: date | None) -> str:
    """The answer does not name its standard. Without a day, the newest fields tell that it is a newer answer."""
    newer = on >= NEW_CODES_FROM if on else "respons_klasse" in row
    return "SN2025" if newer else "SN2007"


def _street(address: dict[str, Any]) -> str:
    lines = address.get("adresse") or []
    if not isinstance(lines, list) or not all(line is None or isinstance(line, str) for line in lines):
        raise Unreadable("shape", "adresse")
    return ", ".join(line for line in map(_clean, lines) if line)[:200]


def _website(typed: str) -> str:
    """ "www.sesam.no" as a web address; anything that is not plainly one is dropped."""
    address = typed if re.match(r"https?://", typed, re.IGNORECASE) else f"https://{typed}"
    plain = re.fullmatch(r"https?://[\w-]+(\.[\w-]+)+(:[0-9]+)?(/[^\s<>\"\\]*)?", address, re.IGNORECASE)
    return address if typed and plain and len(address) <= 200 else ""


def _clean(text: str | None) -> str:
    """Tidy text. Some stored answers spell letters as <U+00E5>."""
    spelled = re.sub(r"<U\+([0-9A-Fa-f]{4,5})>", lambda found: chr(int(found[1], 16)), text or "")
    return tidy(spelled)


def _text(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    if value is not None and not isinstance(value, str):
        raise Unreadable("shape", name)
    return _clean(value)


def _part(row: dict[str, Any], name: str) -> dict[str, Any]:
    value = row.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Unreadable("shape", name)
    return value


def _date(row: dict[str, Any], name: str) -> date | None:
    text = _text(row, name)  # "" and null where there is none
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        raise Unreadable("shape", name) from None
