"""Answers over very many rows, kept in memory until something is written in the house (docs/adr/0012).

The stamp of the house (stamps.py) tells whether something was. The outbox and the like move no stamp: so nothing is
kept longer than a minute either.
"""

import time
from collections.abc import Callable, Hashable
from typing import Any

from django.utils import timezone

from .question import COUNT, Answer
from .stamps import stamp

MANY = 1000  # rows behind an answer; below it, asking again costs next to nothing
LONGEST = 60  # seconds
ROOM = 500  # answers
_memory: dict[Hashable, tuple[Hashable, list[Any]]] = {}


def number_of(rows: Any) -> int:
    """How many rows a queryset or an answer has; where they are many those of quiet tables may be a minute old."""
    if not isinstance(rows, Answer) or rows.is_part:
        return int(rows.count())
    return int(_kept(rows, COUNT, lambda counted: counted[0][0])[0][0])


def sums_of(answer: Answer) -> list[Any]:
    """The rows of an answer whose last column counts others; kept where those are many."""
    return _kept(answer, None, lambda rows: sum(row[-1] for row in rows))


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
        if len(_memory) >= ROOM:
            _memory.clear()
        stamp = _stamp()  # before the rows that are kept are read
        rows = answer.ask(part)
        _memory[key] = stamp, rows
    return rows


def _stamp() -> Hashable:
    return stamp(), timezone.localdate(), int(time.monotonic() // LONGEST)
