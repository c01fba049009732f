"""A gathering on paper: badges to cut out, and the list of those who come."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from sterke.core import pdf
from sterke.core.text import fold, sort_key
from sterke.region.templatetags.mark import region_places

from .models import Gathering, Registration, Speaker
from .reports_participants import Group, Wanted, listed
from .told import capital
from .wording import when, where

A_FILE = 500  # badges in one file; 50 sheets
MOST_LISTED = 5000  # people on one list


def with_seat(gathering: Gathering, wanted: Wanted) -> Any:
    """Those who have a seat, by name; of them those that were asked for."""
    return listed(gathering, Wanted(wanted.words, Group.CONFIRMED, wanted.company))


def roles_of(gathering: Gathering, rows: Iterable[Registration]) -> dict[int, str]:
    """What each is there as, besides taking part: ``speaker``, ``host`` or ``guest``. By person, else by name."""
    speakers = Speaker.objects.filter(item__gathering=gathering).values_list("person", "name")
    known = {key for person, name in speakers for key in (person, fold(name)) if key}
    hosts = set(gathering.hosts.values_list("pk", flat=True))
    found = {}
    for row in rows:
        if known & {row.person_id, fold(row.name)}:
            found[row.pk] = "speaker"
        elif row.organisation_id in hosts:
            found[row.pk] = "host"
        elif row.is_guest:
            found[row.pk] = "guest"
    return found


def role_said(role: str) -> str:
    return {"speaker": _("Speaker"), "host": _("Host"), "guest": pgettext("on a badge", "Guest"), "": ""}[role]


def company_of(row: Registration) -> str:
    return str(row.organisation or row.company_name)


def parts_of(count: int) -> list[int]:
    """The numbers of the files that so many badges come in."""
    return list(range(1, -(-count // A_FILE) + 1))


def badges(gathering: Gathering, wanted: Wanted, part: int) -> bytes:
    """Raises pdf.NotSet."""
    first = (part - 1) * A_FILE
    rows = list(with_seat(gathering, wanted)[first : first + A_FILE])
    roles = roles_of(gathering, rows)
    told = [
        {
            "name": row.name,
            "company": company_of(row),
            "role": roles.get(row.pk, ""),
            "role_said": role_said(roles.get(row.pk, "")),
            "qr": pdf.qr(row.code),
        }
        for row in rows
    ]
    return pdf.paper("gatherings/papers/badges.typ", {"badges": told}, title=str(gathering), mark=mark())


def participant_list(gathering: Gathering, wanted: Wanted) -> bytes:
    """Names and companies; no addresses, and nothing about food. Raises pdf.NotSet."""
    rows = list(with_seat(gathering, wanted)[:MOST_LISTED])
    roles = roles_of(gathering, rows)
    people = [
        {"name": row.name, "company": company_of(row), "role_said": role_said(roles.get(row.pk, ""))} for row in rows
    ]
    companies = by_company(rows)
    data = {
        "facts": " · ".join(part for part in (capital(when(gathering)), where(gathering)) if part),
        "sums": sums_said(len(rows), len(companies)),
        "people": people,
        "companies": [{"name": name, "people": names} for name, names in companies],
        "words": {"by_name": capital(_("by name")), "by_company": capital(_("by company"))},
    }
    return pdf.paper("gatherings/papers/participants.typ", data, title=str(gathering), mark=mark())


def by_company(rows: Sequence[Registration]) -> list[tuple[str, list[str]]]:
    """Each company with its people, in Norwegian order; a name that was typed is one company however it was typed."""
    found: dict[Any, tuple[str, list[str]]] = {}
    for row in rows:
        name = company_of(row)
        if name:
            found.setdefault(fold(name), (name, []))[1].append(row.name)
    return sorted(found.values(), key=lambda company: sort_key(company[0]))


def sums_said(people: int, companies: int) -> list[tuple[int, str]]:
    return [
        (people, ngettext("person", "people", people)),
        (companies, ngettext("company", "companies", companies)),
    ]


def mark() -> list[tuple[float, float]]:
    return [(place.hex_column, place.hex_row) for place in region_places()]
