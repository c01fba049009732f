"""Who is on the list of a gathering, as those who manage it look for people: ordered and cut by the database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Case, Count, F, IntegerField, Q, Value, When
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from sterke.core.paths import path_to
from sterke.core.text import fold, tidy
from sterke.directory.models import Organisation

from .models import TAKES_A_SEAT, DietaryNeed, Gathering, Registration
from .reports_inviting import with_answers

MOST_WORDS = 5
State = Registration.State


class Group(models.TextChoices):
    """In the order people look for them: first whoever has a seat."""

    CONFIRMED = "confirmed", _("has a seat")
    OFFERED = "offered", _("is offered a seat")
    WAITING = "waiting", _("on the waiting list")
    GONE = "gone", _("not coming")


STATES = {
    Group.CONFIRMED: (State.CONFIRMED,),
    Group.OFFERED: (State.OFFERED,),
    Group.WAITING: (State.WAITING,),
    Group.GONE: (State.CANCELLED, State.LAPSED),
}
GROUP_OF = {state: group for group, states in STATES.items() for state in states}


@dataclass(frozen=True)
class Wanted:
    """What was asked of the list. Nonsense in an address asks for nothing."""

    words: str = ""
    group: str = ""
    company: int = 0
    by_company: bool = False

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> "Wanted":
        group, company = asked.get("vis", ""), asked.get("bedrift", "")
        known = int(company[:18]) if company.isascii() and company.isdigit() else 0
        words = tidy(asked.get("sok", "")[:100])
        return cls(words, group if group in Group.values else "", known, asked.get("etter") == "bedrift")

    @property
    def narrows(self) -> bool:
        return bool(self.words or self.group or self.company)


def listed(gathering: Gathering, wanted: Wanted) -> Any:
    """The rows in order: by group, the waiting in their line, the others by name; or by company, then by name."""
    rows = Registration.objects.filter(gathering=gathering)
    for word in fold(wanted.words).split()[:MOST_WORDS]:
        rows = rows.filter(search_text__contains=word)
    if wanted.group:
        rows = rows.filter(state__in=STATES[Group(wanted.group)])
    if wanted.company:
        rows = rows.filter(organisation=wanted.company)
    cases = [When(state__in=states, then=Value(number)) for number, states in enumerate(STATES.values())]
    rows = rows.annotate(rank=Case(*cases, default=Value(len(cases)), output_field=IntegerField()))
    company = (F("organisation__sort_key").asc(nulls_last=True), "company_name")
    order = ("rank", *company) if wanted.by_company else ("rank", F("line").asc(nulls_first=True))
    return rows.select_related("organisation").order_by(*order, "sort_key", "pk")


def told(gathering: Gathering, page: Iterable[Any], *, by_company: bool) -> list[dict[str, Any]]:
    """A page of the list in groups, each row with its answers, and with its place if it waits."""
    rows = with_answers(gathering, page)
    waiting = any(row.state == State.WAITING for row in rows)
    places = places_of(gathering) if waiting else {}
    found: list[dict[str, Any]] = []
    for row in rows:
        row.place = places.get(row.pk)
        row.cancel_url = path_to("gatherings:cancel", gathering.slug, row.pk)
        row.company = str(row.organisation or row.company_name)
        group = GROUP_OF[State(row.state)]
        key = (group, (row.organisation_id, row.company) if by_company else None)
        if not found or found[-1]["key"] != key:
            new = not found or found[-1]["group"] != group
            heading = {"label": group.label if new else "", "company": row.company or _t("Without a company")}
            found.append({"key": key, "group": group, "by_company": by_company, "rows": []} | heading)
        found[-1]["rows"].append(row)
    return found


def places_of(gathering: Gathering) -> dict[int, int]:
    """Each one's place in the line: 1 is next."""
    line = Registration.objects.filter(gathering=gathering).in_line().values_list("pk", flat=True)
    return {pk: number for number, pk in enumerate(line, 1)}


def sums_of(gathering: Gathering) -> dict[str, int]:
    """How many there are in each group, and from how many companies those with a seat come."""
    rows = Registration.objects.filter(gathering=gathering)
    counts = {str(group): Count("pk", filter=Q(state__in=states)) for group, states in STATES.items()}
    companies = Count("organisation", filter=Q(state__in=TAKES_A_SEAT), distinct=True)
    return rows.aggregate(**counts, companies=companies, total=Count("pk"))


def company_named(gathering: Gathering, wanted: Wanted) -> str:
    """The name of the company the list is narrowed to, if somebody on it comes from there."""
    if not wanted.company:
        return ""
    rows = Organisation.objects.filter(pk=wanted.company, registrations__gathering=gathering)
    return str(rows.order_by().distinct().first() or "")


def food_of(user: Any, gathering: Gathering) -> list[tuple[str, list[str]]]:
    """What those who come do not eat: each wish with who has it, the most frequent first; for whoever orders it."""
    rows = DietaryNeed.objects.visible_to(user).filter(
        registration__gathering=gathering, registration__state__in=TAKES_A_SEAT
    )
    wishes: dict[str, tuple[str, list[str]]] = {}
    for text, name in rows.order_by("registration__sort_key", "pk").values_list("text", "registration__name"):
        wishes.setdefault(fold(text), (text, []))[1].append(name)
    return sorted(wishes.values(), key=lambda wish: -len(wish[1]))
