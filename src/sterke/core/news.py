"""What is new in the house since a day, told by many rooms: each gives what it knows, for a reader. The newsletter
picks from it (docs/adr/0031)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class News:
    """Something new: the key of its row, on what day, in a title and a sentence."""

    key: str
    kind: Any
    title: str
    day: date
    url: str
    text: str = ""


_givers: list[Callable[[date, Any], Iterable[News]]] = []


def gives_news(function: Callable[[date, Any], Iterable[News]]) -> Callable:
    """Register ``function(since, user)``: what is new in this room since a day, of what this user may see."""
    _givers.append(function)
    return function


def news_since(since: date, user: Any) -> list[News]:
    """What is new in all rooms since a day, newest first within each."""
    return [each for give in _givers for each in sorted(give(since, user), key=lambda each: each.day, reverse=True)]
