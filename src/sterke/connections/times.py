"""Half-days in the coming weeks that two people may tick, and the first that suits both. Plain data in and out."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

DAYS = 10  # working days that are offered
HOURS = (9, 13)  # before and after noon
LENGTH = timedelta(minutes=30)
FORM = "%Y-%m-%dT%H"


def choices(today: date) -> list[str]:
    """What may be ticked: two half-days on each of ten working days from the day after tomorrow."""
    days = (today + timedelta(days=ahead) for ahead in range(2, 40))
    working = [day for day in days if day.weekday() < 5][:DAYS]
    return [datetime.combine(day, time(hour)).strftime(FORM) for day in working for hour in HOURS]


def read(words: str) -> datetime | None:
    """The moment a ticked time names, on the clock here, without a zone."""
    try:
        return datetime.strptime(words, FORM)
    except (TypeError, ValueError):
        return None


def offered(words: Iterable[str]) -> list[str]:
    """Those that are times, in order, each once."""
    return sorted({each for each in words if read(each) is not None})


def common(one: Iterable[str], other: Iterable[str], today: date) -> datetime | None:
    """The first time to come that both have ticked."""
    both = sorted(set(one) & set(other))
    found = (moment for each in both if (moment := read(each)) and moment.date() > today)
    return next(found, None)
