"""Asking Enhetsregisteret: by organisation number or by name. Forms and pages ask here.

``look_up`` and ``search`` raise ValidationError with a sentence for people. ``RegisterSilent`` is the one to catch
when the register being down should not stop anybody: let them type it themselves.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from sterke.core import fetch
from sterke.core.fetch import FetchProblem
from sterke.core.models import FetchedResponse
from sterke.core.text import tidy

from . import brreg, orgnumber
from .brreg import Answer, Facts, Unreadable
from .models import LoadedUnit, Organisation

log = logging.getLogger("sterke.register")

FRESH = timedelta(hours=1)  # an answer this new is not asked for again
PAUSE = 30  # seconds that we let a silent register be, so that people waiting do not wait one after the other
A_PAGE = 100  # units in one answer when many are loaded
# Named units only: sole proprietorships (ENK) bear a person's name and are never asked for.
FORMS = "AS,ASA,ANS,DA,KS,SA,NUF,STI,FLI,KF,FKF,SF,IKS,KOMM,FYLK,ORGL,STAT"


class RegisterSilent(ValidationError):
    """The register is down, slow or talks nonsense, and we have no earlier answer."""

    def __init__(self) -> None:
        super().__init__(_("The register does not answer right now. Type it yourself; we check later."), code="silent")


class UnknownUnit(ValidationError):
    """The register has never heard of the number."""


class RemovedUnit(ValidationError):
    """410: taken out of the register on legal grounds. Our copy has to go too."""


def look_up(org_number: str) -> Facts:
    """The facts of one unit. When the register is silent: the last good facts, with ``stale`` and their date.

    Refuses, with a reason for people, a bad number, an unknown, deleted or removed unit, a sub-unit (naming its main
    unit) and a sole proprietorship (its name is a person's).
    """
    number = orgnumber.normal(org_number)
    try:
        facts = ask_unit(number, hurry=True)
    except RegisterSilent:
        facts = last_known(number)
    return usable(facts)


def search(name: str, *, page: int = 0, size: int = 10) -> list[Facts]:
    """Units whose name holds these words; never sole proprietorships. An empty list when there are none."""
    words = tidy(name)[:180]
    if len(words) < 2:
        raise ValidationError(_("Type at least two letters of the name."), code="short")
    if page < 0 or size < 1 or (page + 1) * size > brreg.WINDOW:
        raise ValidationError(_("The register shows only the first 10,000 hits. Type more of the name."), code="window")
    url = address("enheter", navn=words, organisasjonsform=FORMS, size=size, page=page)
    try:
        answer = ask(url, brreg.read, hurry=True)
    except RegisterSilent:
        answer = earlier(url, brreg.read)
        if answer is None:
            raise
    if answer is None:
        raise ValidationError(_("The register did not understand the question. Try other words."), code="refused")
    return [facts for facts in answer.units if not (facts.is_sole_proprietorship or facts.is_subunit)]


def search_place(
    *, municipality: str, industry: str = "", least: int = 0, page: int = 0, hurry: bool = False
) -> Answer:
    """One page of the units in a municipality (its code), in a section of industry ("C"), with so many employees.

    Refuses a question that nobody or too many fit. RegisterSilent when there is no answer.
    """
    asked = {"kommunenummer": municipality, "naeringskode": industry, "fraAntallAnsatte": least}
    asked = {name: value for name, value in asked.items() if value}
    url = address("enheter", **asked, organisasjonsform=FORMS, size=A_PAGE, page=page)
    answer = ask(url, brreg.read, hurry=hurry)
    if answer is None or answer.kind != "search":
        raise ValidationError(_("The register did not understand the question. Try other words."), code="refused")
    if answer.total > brreg.WINDOW:
        message = _("%(count)s hits, and the register shows only the first 10,000. Narrow the search.")
        raise ValidationError(message, code="window", params={"count": answer.total})
    if not answer.total:
        message = _("The register has nobody like that. Try another industry, or fewer employees.")
        raise ValidationError(message, code="none")
    return answer


def usable(facts: Facts) -> Facts:
    """The facts, unless the unit is one that nobody can join or be put in the directory as."""
    if facts.is_sole_proprietorship:
        fetch.forget("brreg", address(f"enheter/{facts.org_number}"))
        raise ValidationError(
            _("This is a sole proprietorship (ENK). Its name is a person's, so we do not fetch it. Type it yourself."),
            code="sole_proprietorship",
        )
    if facts.deleted_on:
        raise ValidationError(
            _("%(name)s was deleted from the register on %(date)s."),
            code="deleted",
            params={"name": facts.name, "date": date_format(facts.deleted_on)},
        )
    if facts.is_subunit:
        message = (
            _("%(number)s is a sub-unit. Use its main unit: %(main)s.")
            if facts.main_unit
            else _("%(number)s is a sub-unit. Use its main unit.")
        )
        numbers = {"number": orgnumber.shown(facts.org_number), "main": orgnumber.shown(facts.main_unit)}
        raise ValidationError(message, code="subunit", params=numbers)
    return facts


def ask_unit(number: str, *, hurry: bool = False) -> Facts:
    """What the register says of a number now, deleted and sub-units too. UnknownUnit, RemovedUnit, RegisterSilent."""
    for kind in ("enheter", "underenheter"):
        facts = ask(address(f"{kind}/{number}"), brreg.read_unit, hurry=hurry, number=number)
        if facts is not None:
            return facts
    raise UnknownUnit(
        _("The register knows no unit with the number %(number)s."),
        code="unknown",
        params={"number": orgnumber.shown(number)},
    )


def ask_units(numbers: Iterable[str]) -> dict[str, Facts]:
    """Many at once, at most 100. Deleted units and sub-units are not among the answers: ask for each of those."""
    asked = list(numbers)
    url = address("enheter", organisasjonsnummer=",".join(asked), size=len(asked))
    answer = ask(url, brreg.read)
    return {facts.org_number: facts for facts in answer.units if facts.org_number in asked} if answer else {}


def ask[T: Facts | Answer](url: str, read: Callable[..., T], *, hurry: bool = False, number: str = "") -> T | None:
    """One question: a fresh stored answer, else the register. None: it says no. RegisterSilent: it says nothing."""
    if hurry and (known := earlier(url, read, within=FRESH, stale=False)):
        return known
    if hurry and cache.get("register-silent"):
        raise RegisterSilent
    try:
        row = fetch.get("brreg", url, hurry=hurry)
        if row.status == 410 and number:
            forget_unit(number)
            message = _("%(number)s has been removed from the register on legal grounds.")
            raise RemovedUnit(message, code="removed", params={"number": orgnumber.shown(number)})
        if row.status in {400, 404}:
            return None
        if row.status != 200:
            raise FetchProblem("status", str(row.status))
        return read_row(row, read)
    except (FetchProblem, Unreadable) as problem:
        log.warning("Enhetsregisteret: %s (%s)", problem, url)
        cache.set("register-silent", True, PAUSE)
        raise RegisterSilent from None


def earlier[T: Facts | Answer](
    url: str, read: Callable[..., T], *, within: timedelta | None = None, stale: bool = True
) -> T | None:
    """The newest stored answer from this address that can be read."""
    rows = fetch.good_answers("brreg", url, within=within)
    for row in rows[:20]:
        try:
            return read_row(row, read, stale=stale)
        except Unreadable:
            continue
    return None


def read_row[T: Facts | Answer](row: FetchedResponse, read: Callable[..., T], stale: bool = False) -> T:
    answer: Any = read(bytes(row.body), on=row.fetched_at.date())
    return answer.seen(row.fetched_at, stale=stale)


def last_known(number: str) -> Facts:
    """The last good facts of a number: from a stored answer, else from the directory. Else RegisterSilent."""
    stored = earlier(address(f"enheter/{number}"), brreg.read_unit)
    if stored:
        return stored
    row = Organisation.objects.filter(org_number=number, merged_into=None).exclude(fetched_at=None).first()
    if row is None:
        raise RegisterSilent
    return facts_of(row)


def facts_of(organisation: Organisation) -> Facts:
    """What the directory holds of an organisation, in the register's terms."""
    same: tuple[str, ...] = (
        "org_number",
        "org_form",
        "industry_code",
        "industry_standard",
        "industry",
        "employees",
        "employees_hidden",
    )
    same += ("website", "street", "postal_code", "postal_place")
    place = organisation.municipality
    return Facts(
        name=organisation.register_name or organisation.name,
        municipality_name=place.name if place else "",
        fetched_at=organisation.fetched_at,
        stale=True,
        status=str(organisation.status),
        **{field: getattr(organisation, field) for field in same},
    )


def forget_unit(number: str) -> None:
    """Delete every stored answer that speaks of a unit which has been removed on legal grounds."""
    LoadedUnit.objects.filter(org_number=number).delete()
    rows = FetchedResponse.objects.filter(source="brreg").order_by("pk")
    spoken = [row.pk for row in rows.iterator(chunk_size=100) if number.encode() in bytes(row.body)]
    FetchedResponse.objects.filter(pk__in=spoken).delete()


def address(path: str, **params: Any) -> str:
    return fetch.address(f"{brreg.BASE}/{path}", **params)
