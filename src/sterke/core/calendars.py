"""Entries for calendars (iCalendar, RFC 5545) and the messages that put them there, move and cancel them (RFC 5546).

One event has one UID for as long as it lives. SEQUENCE follows the clock, so that whatever was said last holds, and
nothing has to be counted.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event, vCalAddress, vText

from .models import Cluster
from .text import tidy

EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"


@dataclass(frozen=True)
class Entry:
    """What stands in a calendar. Without hours (``starts`` a date) it is a whole day; ``ends`` is then the day after
    the last one. ``name`` makes the UID: "gathering-7"."""

    name: str
    title: str
    starts: datetime | date
    ends: datetime | date | None = None
    place: str = ""
    text: str = ""
    url: str = ""
    is_cancelled: bool = False
    is_tentative: bool = False


def request(entry: Entry, *, to: str, name: str) -> str:
    """The message that puts an entry in somebody's calendar, or moves it."""
    return _message(entry, REQUEST, to, name)


def cancel(entry: Entry, *, to: str, name: str) -> str:
    """The message that takes it out again."""
    return _message(entry, CANCEL, to, name)


def feed(entries: Iterable[Entry], *, title: str) -> str:
    """A calendar to subscribe to."""
    calendar = _calendar(PUBLISH)
    calendar.add("x-wr-calname", _plain(title))
    calendar.add("refresh-interval", timedelta(hours=4), parameters={"value": "DURATION"})
    for entry in entries:
        calendar.add_component(_event(entry))
    return _written(calendar)


def method_of(calendar: str) -> str:
    """What a message asks a calendar to do."""
    return next((line[7:] for line in calendar.splitlines() if line.startswith("METHOD:")), PUBLISH)


def uid_of(name: str) -> str:
    return f"{name}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}"


def _message(entry: Entry, method: str, to: str, name: str) -> str:
    calendar, event, cluster = _calendar(method), _event(entry), Cluster.current()
    organiser = vCalAddress(f"mailto:{settings.DEFAULT_FROM_EMAIL}")
    organiser.params["cn"] = vText(_plain(cluster.name))
    event.add("organizer", organiser)
    attendee = vCalAddress(f"mailto:{_plain(to)}")
    attendee.params["cn"] = vText(_plain(name))
    attendee.params["partstat"] = vText("ACCEPTED" if method == REQUEST else "DECLINED")
    attendee.params["rsvp"] = vText("FALSE")
    event.add("attendee", attendee, encode=False)
    if method == CANCEL:
        event["status"] = vText("CANCELLED")
    calendar.add_component(event)
    return _written(calendar)


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//sterke//calendar//NO")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _event(entry: Entry) -> Event:
    now = timezone.now()
    event = Event()
    event.add("uid", uid_of(entry.name))
    event.add("dtstamp", now)
    event.add("sequence", int((now - EPOCH).total_seconds() // 60))
    event.add("summary", _plain(entry.title))
    event.add("dtstart", _moment(entry.starts))
    if entry.ends is not None:
        event.add("dtend", _moment(entry.ends))
    for name, value in (("location", entry.place), ("description", entry.text)):
        if value:
            event.add(name, _plain(value, lines=name == "description"))
    if entry.url:
        event.add("url", entry.url)
    event.add("status", "CANCELLED" if entry.is_cancelled else "TENTATIVE" if entry.is_tentative else "CONFIRMED")
    event.add("transp", "OPAQUE" if isinstance(entry.starts, datetime) else "TRANSPARENT")
    return event


def _moment(when: datetime | date) -> datetime | date:
    """In UTC: right through a night when the clock is moved, and no time zone has to be told of."""
    return when.astimezone(UTC) if isinstance(when, datetime) else when


def _plain(text: str, *, lines: bool = False) -> str:
    """Words that cannot become lines of a calendar: without signs that steer."""
    if not lines:
        return tidy(text)
    return "\n".join(tidy(line) for line in text.splitlines())


def _written(calendar: Calendar) -> str:
    return str(calendar.to_ical().decode())
