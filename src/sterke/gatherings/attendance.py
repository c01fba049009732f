"""How many came: by company, person, network and gathering, in a period; and which members nobody has seen for long.

Somebody came when they were seen at the door; where nobody stood there, when they had a seat. A company counts once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Max, Q
from django.utils.translation import gettext as _

from sterke.core.models import Cluster
from sterke.directory.models import Organisation
from sterke.membership.models import Membership, Network

from . import permissions
from .models import Gathering, Registration

MOST_TOLD = 200  # gatherings of one's company
YEARS_TOLD = 3  # on a company's page, before the year that runs


@dataclass(frozen=True)
class Span:
    """Which gatherings are counted: those of a year, or all that have been; of one network, or all one may see."""

    today: date
    year: int = 0
    network: int = 0


def held(user: Any, span: Span) -> Any:
    """The gatherings that have been, of those this user manages."""
    rows = Gathering.objects.managed_by(user).filter(last_day__lt=span.today)
    rows = rows.exclude(status__in=(Gathering.Status.CANCELLED, Gathering.Status.DRAFT))
    if span.year:
        rows = rows.filter(day__year=span.year)
    return rows.filter(network=span.network) if span.network else rows


def numbers(user: Any, span: Span) -> list[int]:
    """Numbers of the gatherings: asked once, so that each sum below is a plain question."""
    return list(held(user, span).order_by().values_list("pk", flat=True))


def came(gatherings: list[int]) -> Any:
    return Registration.objects.filter(gathering__in=gatherings).came()


def sums(gatherings: list[int]) -> dict[str, int]:
    """Gatherings, people, companies; and seats nobody sat in, where a door tells."""
    counted = came(gatherings).aggregate(people=Count("pk"), companies=Count("organisation", distinct=True))
    away = Registration.objects.filter(gathering__in=gatherings).stayed_away().count()
    return {"gatherings": len(gatherings), **counted, "away": away}


def by_company(gatherings: list[int]) -> Any:
    rows = came(gatherings).exclude(organisation=None).order_by()
    return rows.values("organisation", "organisation__name", "organisation__sort_key").annotate(
        gatherings=Count("gathering", distinct=True), people=Count("pk"), last=Max("gathering__day")
    ).order_by("-gatherings", "-people", "organisation__sort_key", "organisation")  # fmt: skip


def by_person(gatherings: list[int]) -> Any:
    """Of people in the directory; who came without being there is counted, not followed."""
    rows = came(gatherings).exclude(person=None).order_by()
    return rows.values("person", "person__name", "person__sort_key").annotate(
        gatherings=Count("gathering", distinct=True), company=Max("organisation__name"), last=Max("gathering__day")
    ).order_by("-gatherings", "person__sort_key", "person")  # fmt: skip


def by_network(user: Any, span: Span) -> list[dict[str, Any]]:
    """Each network's gatherings, those outside of networks last."""
    found: dict[int | None, list[int]] = {}
    for network, pk in held(user, span).order_by().values_list("network", "pk"):
        found.setdefault(network, []).append(pk)
    names = {row.pk: str(row) for row in Network.objects.filter(pk__in=[pk for pk in found if pk])}
    people: dict[int | None, tuple[int, int]] = {}
    rows = came([pk for each in found.values() for pk in each]).order_by().values("gathering__network")
    for row in rows.annotate(people=Count("pk"), companies=Count("organisation", distinct=True)):
        people[row["gathering__network"]] = (row["people"], row["companies"])
    lines = [
        {"name": names.get(pk or 0, ""), "gatherings": len(each), "people": people.get(pk, (0, 0))[0],
         "companies": people.get(pk, (0, 0))[1]}
        for pk, each in found.items()
    ]  # fmt: skip
    return sorted(lines, key=lambda line: (not line["name"], -line["gatherings"], line["name"]))


def by_gathering(user: Any, span: Span) -> Any:
    """Each gathering, newest first."""
    return held(user, span).order_by("-day", "-pk")


def counted(gatherings: list[Gathering]) -> list[dict[str, Any]]:
    """A page of gatherings with who came and who did not. ``away`` is None where nobody stood at the door."""
    keys = [row.pk for row in gatherings]
    rows = came(keys).order_by().values("gathering")
    here = {
        row["gathering"]: row
        for row in rows.annotate(people=Count("pk"), companies=Count("organisation", distinct=True))
    }
    absent = Registration.objects.filter(gathering__in=keys).stayed_away().order_by().values_list("gathering")
    away = dict(absent.annotate(number=Count("pk")))
    doors = set(
        Registration.objects.filter(gathering__in=keys, check_in__present=True).order_by()
        .values_list("gathering", flat=True).distinct()
    )  # fmt: skip
    return [
        {
            "gathering": row, "people": here.get(row.pk, {}).get("people", 0),
            "companies": here.get(row.pk, {}).get("companies", 0),
            "away": away.get(row.pk, 0) if row.pk in doors else None,
        }
        for row in gatherings
    ]  # fmt: skip


def years(user: Any, span: Span) -> list[int]:
    """The years in which something was held, newest first."""
    rows = held(user, Span(span.today)).order_by("-day__year").values_list("day__year", flat=True)
    return list(rows.distinct())


def quiet_months() -> int:
    return Cluster.current().quiet_months


def quiet_since(today: date) -> date:
    """The day before which a company that was last seen is quiet."""
    months = today.year * 12 + today.month - 1 - quiet_months()
    return date(months // 12, months % 12 + 1, min(today.day, 28))


def quiet(today: date) -> Any:
    """Members of at least as long that nobody has come from since; those never seen first, then the longest away."""
    since = quiet_since(today)
    members = Membership.objects.on(today).filter(joined_on__lt=since).order_by().values("organisation")
    seen = Registration.objects.filter(gathering__last_day__lt=today, gathering__day__gte=since)
    seen = seen.exclude(gathering__status__in=(Gathering.Status.CANCELLED, Gathering.Status.DRAFT)).came()
    rows = Organisation.objects.filter(pk__in=members, merged_into=None)
    rows = rows.exclude(pk__in=seen.exclude(organisation=None).order_by().values("organisation"))
    ever = Q(registrations__state=Registration.State.CONFIRMED, registrations__gathering__day__lt=since)
    rows = rows.annotate(last=Max("registrations__gathering__day", filter=ever))
    return rows.order_by(F("last").asc(nulls_first=True), "sort_key", "pk")


# Files


def sheet(kind: str, user: Any, span: Span) -> tuple[list[str], Iterator[list[Any]]]:
    """A list as a file. Raises KeyError for a list there is not."""
    keys = numbers(user, span)
    if kind == "bedrifter":
        lines = ([r["organisation__name"], r["gatherings"], r["people"], r["last"]] for r in by_company(keys))
        return [_("Company"), _("Gatherings"), _("People"), _("Last")], lines
    if kind == "folk":
        lines = ([r["person__name"], r["company"] or "", r["gatherings"], r["last"]] for r in by_person(keys))
        return [_("Name"), _("Company"), _("Gatherings"), _("Last")], lines
    if kind == "nettverk":
        headings = [_("Network"), _("Gatherings"), _("People"), _("Companies")]
        return headings, ([*line.values()] for line in by_network(user, span))
    if kind == "stille":
        return [_("Company"), _("Last")], ([row.name, row.last or ""] for row in quiet(span.today))
    if kind != "samlinger":
        raise KeyError(kind)
    headings = [_("Day"), _("Gathering"), _("Network"), _("People"), _("Companies"), _("Seats lost")]
    rows = counted(list(by_gathering(user, span).select_related("network")))
    return headings, (
        [r["gathering"].day, str(r["gathering"]), str(r["gathering"].network or ""), r["people"], r["companies"],
         "" if r["away"] is None else r["away"]]
        for r in rows
    )  # fmt: skip


# One's own company


def of_own(user: Any, today: date) -> list[dict[str, Any]]:
    """What those who work where one works took part in, newest first, with who it was."""
    rows = Registration.objects.filter(organisation__in=user.standing.works_at or [0], gathering__last_day__lt=today)
    rows = rows.exclude(gathering__status__in=(Gathering.Status.CANCELLED, Gathering.Status.DRAFT)).came()
    found: dict[int, dict[str, Any]] = {}
    for row in rows.select_related("gathering").order_by("-gathering__day", "gathering", "sort_key", "pk")[:MOST_TOLD]:
        line = found.setdefault(row.gathering_id, {"gathering": row.gathering, "people": []})
        line["people"].append(row.name)
    return list(found.values())


def told_since(today: date) -> int:
    """The first year a company's page tells of."""
    return today.year - YEARS_TOLD


def of_company(user: Any, organisation: Organisation, today: date) -> list[dict[str, Any]]:
    """What a company took part in lately, newest first, with how many came; to those it concerns, and nobody's name."""
    if not permissions.can_see_attendance_of(user, organisation):
        return []
    rows = Registration.objects.filter(organisation=organisation, gathering__last_day__lt=today)
    rows = rows.filter(gathering__day__gte=date(told_since(today), 1, 1)).came().order_by()
    people = dict(rows.values_list("gathering").annotate(number=Count("pk")))
    held = Gathering.objects.visible_to(user).filter(pk__in=people)
    held = held.exclude(status__in=(Gathering.Status.CANCELLED, Gathering.Status.DRAFT)).order_by("-day", "-pk")
    return [{"gathering": row, "people": people[row.pk]} for row in held[:MOST_TOLD]]
