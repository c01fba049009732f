"""What somebody signed in has coming up: their own and their company's registrations, and a calendar of their own."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils import translation

from sterke.core import links
from sterke.core.calendars import Entry

from . import attendance
from .entries import entry
from .models import Gathering, Invitation, Joining, Registration
from .told import capital
from .wording import when

CALENDAR = "my_calendar"  # the purpose of the link
HOLDS = 3650  # days
LOOKS_BACK = 90  # days of what has been that stay in the calendar
MOST = 300


def coming(user: Any, today: date) -> list[dict[str, Any]]:
    """Gatherings to come where one or one's colleagues are registered, soonest first, with who it is."""
    own = Q(person__user=user.pk) | Q(organisation__in=user.standing.works_at or [0])
    rows = Registration.objects.active().filter(own, gathering__last_day__gte=today)
    rows = rows.exclude(gathering__status=Gathering.Status.DRAFT)
    rows = rows.select_related("gathering", "person").order_by("gathering__day", "gathering", "sort_key", "pk")
    found: dict[int, dict[str, Any]] = {}
    for row in rows[:MOST]:
        line = found.setdefault(row.gathering_id, line_of(row.gathering))
        line["people"].append({"name": row.name, "state": row.get_state_display(), "has_seat": row.has_seat})
        line["is_mine"] |= row.person is not None and row.person.user_id == user.pk
    return list(found.values())


def on_my_page(user: Any, today: date) -> dict[str, Any]:
    return {
        "gatherings": coming(user, today),
        "asked": unanswered(user, today),
        "took_part": attendance.of_own(user, today),
        "calendar": calendar_of(user),
    }


def line_of(gathering: Gathering) -> dict[str, Any]:
    return {
        "day": gathering.day,
        "title": str(gathering),
        "lang": gathering.title_language,
        "url": gathering.get_absolute_url(),
        "when": capital(when(gathering)),
        "is_cancelled": gathering.is_cancelled,
        "people": [],
        "is_mine": False,
    }


def unanswered(user: Any, today: date) -> list[Gathering]:
    """Open gatherings one is invited to, where neither one nor one's company has answered."""
    own = Q(person__user=user.pk) | Q(organisation__in=user.standing.works_at or [0])
    asked = Invitation.objects.standing().filter(own)
    said = asked.exclude(answer=Invitation.Answer.NONE)
    known = Registration.objects.filter(own)
    rows = Gathering.objects.filter(pk__in=asked.order_by().values("gathering"), status=Gathering.Status.OPEN)
    rows = rows.exclude(pk__in=said.order_by().values("gathering")).exclude(pk__in=known.order_by().values("gathering"))
    return list(rows.filter(last_day__gte=today).order_by("day", "pk")[:20])


def calendar_of(user: Any) -> dict[str, str] | None:
    """Where one's calendar lies, to copy and to click; None while nobody has asked for it."""
    token = links.current(user, CALENDAR)
    if not token:
        return None
    with translation.override("nb"):  # one address, whatever language the page was read in
        address = links.url("gatherings:my_calendar", token)
    return {"address": address, "subscribe": f"webcal://{address.partition('://')[2]}"}


def renew(user: Any) -> None:
    """A new address. The earlier one stops."""
    stop(user)
    links.make(CALENDAR, user, holder=user.email, days=HOLDS, single_use=False)


def stop(user: Any) -> None:
    links.revoke(user, CALENDAR)


def entries(user: Any, today: date) -> list[Entry]:
    """Where one has a seat, with what only those with a seat get to know; where one waits, as not certain."""
    rows = Registration.objects.active().filter(person__user=user.pk)
    rows = rows.filter(gathering__last_day__gte=today - timedelta(days=LOOKS_BACK)).select_related(
        "gathering__municipality"
    )
    found = list(rows.exclude(gathering__status=Gathering.Status.DRAFT).order_by("gathering__day", "pk")[:MOST])
    seated = [row.gathering_id for row in found if row.has_seat]
    joinings = {each.gathering_id: each for each in Joining.objects.filter(gathering__in=seated)}
    return [entry_of(row, joinings.get(row.gathering_id)) for row in found]


def entry_of(row: Registration, joining: Joining | None) -> Entry:
    note, video = (joining.note, joining.video_link) if joining else ("", "")
    found = entry(row.gathering, video_link=video, note=note)
    return found if row.has_seat else replace(found, is_tentative=True)
