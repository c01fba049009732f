"""Units of a load in words: what the register says in one line, why one may not be ticked, how it went."""

from collections.abc import Iterable
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from . import orgnumber
from .actions.loads import FILE_PROBLEMS
from .brreg import Facts
from .models import LoadedUnit, Organisation


def unit_rows(units: Iterable[LoadedUnit]) -> list[dict[str, Any]]:
    """Units of a load as a page shows them: facts in one line, why it may not be ticked, how it went, its own page."""
    shown = list(units)
    here = Organisation.objects.filter(merged_into=None, org_number__in=[unit.org_number for unit in shown])
    pages = {row.org_number: row.get_absolute_url() for row in here}
    return [
        {
            "unit": unit,
            "number": orgnumber.shown(unit.org_number),
            "line": facts_line(Facts.from_json(unit.facts)) if unit.facts else "",
            "why": why(unit),
            "url": pages.get(unit.org_number, ""),
        }
        for unit in shown
    ]


def facts_line(facts: Facts) -> str:
    parts = [facts.postal_place, facts.industry]
    if facts.employees_hidden and not facts.deleted_on:
        parts.append(_("under 5 employees"))
    elif facts.employees is not None:
        parts.append(_("%(count)s employees") % {"count": facts.employees})
    return " · ".join(part for part in parts if part)


def why(unit: LoadedUnit) -> str:
    """What is special about a unit: closed, a sub-unit, not taken in; empty for an ordinary one."""
    if unit.outcome:
        words = {
            "created": _("taken in"),
            "refreshed": _("brought up to date"),
            "proposed": _("differs: waits on the desk"),
            "unchanged": _("as it was"),
        }
        return words.get(unit.outcome, unit.reason)
    facts = Facts.from_json(unit.facts)
    if facts.deleted_on:
        return _("deleted from the register on %(date)s") % {"date": date_format(facts.deleted_on)}
    if facts.status != Organisation.Status.ACTIVE:
        return str(Organisation.Status(facts.status).label)
    if unit.group == LoadedUnit.Group.LEFT_OUT:
        main = orgnumber.shown(facts.main_unit)
        return _("a sub-unit of %(main)s") % {"main": main} if main else _("a sub-unit")
    if unit.group == LoadedUnit.Group.ELSEWHERE:
        return _("address in %(place)s") % {"place": facts.municipality_name or "–"}
    return ""


def file_note(note: list[Any]) -> str:
    """What there is to say about one uploaded file."""
    name, reason, *pages = note
    words: dict[str, Any] = {"file": name} | dict(zip(("page", "pages"), pages, strict=False))
    return str(FILE_PROBLEMS.get(reason, FILE_PROBLEMS["shape"])) % words
