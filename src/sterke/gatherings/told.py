"""Gatherings as pages tell them: a card in a list, the facts of one, its goals and programme, a month; and outside."""

import calendar as weeks
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sterke.core.house import Card, gives_card
from sterke.core.paths import path_to
from sterke.core.visibility import Visibility
from sterke.directory.models import Organisation
from sterke.goals.wording import amount

from . import attendance, reports
from .models import MEASURED_AFTER, Gathering, GatheringGoal, GoalResult, Speaker
from .state import Stage
from .wording import STAGES, TONES, clock, kroner, moment, when, where

MOST_COMING, MOST_HELD = 6, 3  # on a network's page
MOST_HOSTED = 40  # on a company's page


def card(row: Any) -> dict[str, Any]:
    """A line of the list. ``row`` has its seats counted."""
    stage = row.stage(row.taken)
    return {
        "day": row.day,
        "title": str(row),
        "lang": row.language_of("title"),
        "url": row.get_absolute_url(),
        "text": " · ".join(part for part in (hours(row), row.place or str(row.municipality or "")) if part),
        "lead": row.words("lead"),
        "kind": row.get_kind_display(),
        "network": row.network,
        "stage": STAGES[stage],
        "tone": TONES[stage],
        "is_open": stage == Stage.OPEN,
        "seats": seats_in_words(row, stage),
        "cancelled": stage == Stage.CANCELLED,
    }


def of_network(user: Any, network: int, day: date) -> dict[str, Any]:
    """What a network has coming and what it held last, as cards; ``turns``: when the clock changes what they say."""
    coming = list(reports.coming_of_network(user, day, network)[:MOST_COMING])
    held = list(reports.past_of_network(user, day, network)[:MOST_HELD])
    return {"coming": [card(row) for row in coming], "held": [card(row) for row in held], "turns": turns(coming)}


def of_company(user: Any, company: Organisation, day: date) -> dict[str, Any]:
    """What a company is or was host of, for all who may see that; what it took part in, for its own."""
    return {
        "hosted": list(reports.hosted_by(user, company.pk)[:MOST_HOSTED]),
        "took_part": attendance.of_company(user, company, day),
        "since": str(attendance.told_since(day)),
    }


def hours(row: Gathering) -> str:
    if row.starts_at is None:
        return ""
    return f"{clock(row.starts_at)}–{clock(row.ends_at)}" if row.ends_at else clock(row.starts_at)


def seats_in_words(row: Any, stage: Stage) -> str:
    """How many seats are left, when that is news: while one can take one."""
    left = row.seats_left(row.taken)
    if stage != Stage.OPEN or left is None:
        return ""
    return ngettext("%(count)s seat left", "%(count)s seats left", left) % {"count": left}


def turns(rows: Sequence[Gathering]) -> list[datetime | None]:
    """The moments at which the clock changes what is said of them."""
    return [each for row in rows for each in (row.deadline, row.over, row.starts_at)]


def facts_of(row: Any, stage: Stage) -> dict[str, Any]:
    facts = [(_("When"), capital(when(row))), (_("Where"), where(row))]
    if row.capacity is not None:
        taken = _("%(taken)s of %(seats)s seats are taken") % {"taken": row.taken, "seats": row.capacity}
        facts.append((_("Seats"), taken))
    if stage in (Stage.OPEN, Stage.FULL, Stage.SAVE_THE_DATE, Stage.CLOSED):
        facts += [(_("Register by"), moment(row.deadline))] if row.deadline else []
        facts.append((_("Price"), price(row)))
        facts += [(_("Cancel free of charge by"), moment(row.cancel_by))] if row.cancel_by else []
    facts.append((_("For"), audience(row)))
    return {
        "facts": [(label, value) for label, value in facts if value],
        "stage_label": STAGES[stage],
        "stage_tone": TONES[stage],
        "seats": seats_in_words(row, stage),
        "map": map_of(row),
    }


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def price(row: Gathering) -> str:
    """ "Free for members, kr 500 for guests"."""
    if not row.price_member and not row.price_guest:
        return _("Free")
    members = kroner(row.price_member) if row.price_member else _("free")
    guests = kroner(row.price_guest) if row.price_guest else _("free")
    if members == guests:
        return members
    return capital(_("%(members)s for members, %(guests)s for guests") % {"members": members, "guests": guests})


def audience(row: Gathering) -> str:
    if row.opens_to != Gathering.OpensTo.NETWORKS:
        return capital(str(row.get_opens_to_display()))
    names = dict.fromkeys([*([str(row.network)] if row.network else []), *map(str, row.networks.all())])
    return ", ".join(names)


def map_of(row: Gathering) -> str:
    """The address of a map elsewhere, opened by a click; nothing is asked of it before."""
    if row.latitude is None or row.longitude is None:
        return ""
    return f"https://www.openstreetmap.org/?mlat={row.latitude:.5f}&mlon={row.longitude:.5f}#map=15/{row.latitude:.5f}/{row.longitude:.5f}"


def goals(row: Gathering, found: list[GatheringGoal]) -> list[dict[str, Any]]:
    """Each goal with what was found so far."""
    results: dict[int, dict[int, Any]] = {}
    for result in GoalResult.objects.filter(goal__gathering=row.pk) if found else ():
        results.setdefault(result.goal_id, {})[result.days_after] = result
    return [goal_line(goal, results.get(goal.pk, {})) for goal in found]


def goal_line(goal: GatheringGoal, results: dict[int, Any]) -> dict[str, Any]:
    newest = next((results[days] for days in reversed(MEASURED_AFTER) if days in results), None)
    reached = goal.is_reached_by(newest.value) if newest else None
    return {
        "goal": goal,
        "target": amount(goal.target, goal.unit),
        "baseline": amount(goal.baseline, goal.unit),
        "when": goal.get_days_after_display(),
        "results": [
            {
                "when": date_format(goal.day_to_measure(days)),
                "value": amount(result.value, goal.unit),
                "evidence": result.evidence,
            }
            for days, result in sorted(results.items())
        ],
        "reached": reached,
        "state": "" if reached is None else _("reached") if reached else _("not reached yet"),
        "tone": "success" if reached else "warning",
    }


def programme(row: Gathering) -> list[dict[str, Any]]:
    """The items under their days; the day is told where there are several."""
    items = list(reports.programme_of(row.pk))
    speakers: dict[int, list[Any]] = {}
    for speaker in Speaker.objects.filter(item__gathering=row.pk) if items else ():
        speakers.setdefault(speaker.item_id, []).append(speaker)
    found = []
    for item in items:
        ends = f"–{clock(item.ends_at)}" if item.ends_at else ""
        found.append({"item": item, "hours": clock(item.starts_at) + ends, "speakers": speakers.get(item.pk, [])})
    return found


def month(first: date, user: Any) -> dict[str, Any]:
    """The weeks of a month with what lies in each day."""
    grid = weeks.Calendar(firstweekday=0).monthdatescalendar(first.year, first.month)
    rows = reports.of_month(user, grid[0][0], grid[-1][-1])
    by_day: dict[date, list[Gathering]] = {}
    for row in rows:
        for day in (row.day + timedelta(days=n) for n in range((row.last_day - row.day).days + 1)):
            by_day.setdefault(day, []).append(row)
    before = first - timedelta(days=1)
    after = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    return {
        "first": first,
        "weeks": [
            [{"day": day, "inside": day.month == first.month, "rows": by_day.get(day, [])} for day in week]
            for week in grid
        ],
        "names": [date_format(day, "D") for day in grid[0]],
        "before": path_to("gatherings:month", before.year, before.month),
        "after": path_to("gatherings:month", after.year, after.month),
        "trail": [(_("Styrketrening"), path_to("gatherings:gatherings"))],
        "rows": [row for row in rows if row.day.month == first.month or row.last_day.month == first.month],
    }  # fmt: skip


STATUS_OUTSIDE = {Stage.CANCELLED: "EventCancelled"}


def gathering(row: Gathering) -> Card | None:
    """How it is told outside: schema.org's Event."""
    if row.visibility != Visibility.PUBLIC or row.status == Gathering.Status.DRAFT:
        return None
    starts: Any = row.starts_at or row.day
    ends: Any = row.ends_at or (row.last_day if row.starts_at is None else None)
    data: dict[str, Any] = {
        "@type": "Event",
        "name": str(row),
        "description": row.words("lead"),
        "startDate": starts.isoformat(),
        "endDate": ends.isoformat() if ends else "",
        "eventStatus": f"https://schema.org/{STATUS_OUTSIDE.get(Stage(row.status), 'EventScheduled')}",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "url": settings.SITE_URL + row.get_absolute_url(),
    }
    if where(row):
        data["location"] = {"@type": "Place", "name": row.place or str(row.municipality or ""), "address": where(row)}
    return Card(str(row), capital(when(row)), kind="website", data=data)


def listing() -> Card:
    return Card(_("Styrketrening"), _("Gatherings with clear and concrete goals"))


def results() -> Card:
    return Card(_("Which Styrketrening changed something"), _("Goals set, told of and reached"))


@gives_card("gatherings:results")
def results_card() -> Card:
    return results()


@gives_card("gatherings:gatherings")
def gatherings_card() -> Card:
    return listing()


@gives_card("gatherings:gathering")
def gathering_card(slug: str) -> Card | None:
    row = Gathering.objects.visible_to(AnonymousUser()).filter(slug=slug).select_related("municipality").first()
    return gathering(row) if row else None
