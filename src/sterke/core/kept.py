"""Answers over very many rows, and drawn parts of pages, kept in memory until something is written in the house.

The stamp of the house (stamps.py) tells whether something was. The outbox and the like move no stamp: so nothing is
kept longer than a minute either. See docs/adr/0012.

Parts are kept only within ``one_moment``: the stamp is read first, so that every row read after it is as new as the
stamp says, or newer.
"""

import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.utils import timezone

from .question import COUNT, Answer
from .stamps import stamp

MANY = 1000  # rows behind an answer; below it, asking again costs next to nothing
LONGEST = 60  # seconds
ROOM = 500  # answers
_memory: dict[Hashable, tuple[Hashable, Any]] = {}
_moment: ContextVar[Hashable] = ContextVar("moment", default=None)


def number_of(rows: Any) -> int:
    """How many rows a queryset or an answer has; where they are many those of quiet tables may be a minute old."""
    if not isinstance(rows, Answer) or rows.is_part:
        return int(rows.count())
    return int(_kept(rows, COUNT, lambda counted: counted[0][0])[0][0])


def sums_of(answer: Answer) -> list[Any]:
    """The rows of an answer whose last column counts others; kept where those are many."""
    return _kept(answer, None, lambda rows: sum(row[-1] for row in rows))


def remembered[T](key: Hashable, make: Callable[[], T]) -> T:
    """What ``make`` gives, kept under the key: it depends on that and on what is written in the house only."""
    now = _moment.get()
    if now is None:
        return make()
    stamp, made = _memory.get(key, (None, None))
    if stamp != now:
        made = make()
        _keep(key, now, made)
    return made


@contextmanager
def one_moment(stamp: int | None) -> Iterator[None]:
    """While a page is drawn: what is kept holds under this stamp, read before any row. None: nothing is kept."""
    token = _moment.set(None if stamp is None else _at(stamp))
    try:
        yield
    finally:
        _moment.reset(token)


def forget() -> None:
    """Remember nothing, as a house that was just started."""
    _memory.clear()


def _kept(answer: Answer, part: Hashable, size: Callable[[list[Any]], int]) -> list[Any]:
    key = answer.identity(part)
    stamp, rows = _memory.get(key, (None, []))  # another thread may empty the memory at any moment
    if stamp is not None and stamp == _stamp():
        return rows
    rows = answer.ask(part)
    if size(rows) > MANY:
        stamp = _stamp()  # before the rows that are kept are read
        rows = answer.ask(part)
        _keep(key, stamp, rows)
    return rows


def _keep(key: Hashable, stamp: Hashable, made: Any) -> None:
    if len(_memory) >= ROOM:
        _memory.clear()
    _memory[key] = stamp, made


def _stamp() -> Hashable:
    return _at(stamp())


def _at(stamp: int) -> Hashable:
    return stamp, timezone.localdate(), int(time.monotonic() // LONGEST)
