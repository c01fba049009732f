"""The story of a row, told by many rooms: each gives the strands it knows, none knows the others'. And the ways that
lead from its page into rooms it does not know."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models


@dataclass(frozen=True)
class Happening:
    """A line in a story: what it was, when, where it can be read. ``language`` where it is not the reader's."""

    day: date
    title: str
    url: str = ""
    detail: str = ""
    source: str = ""
    source_url: str = ""
    language: str = ""


@dataclass(frozen=True)
class Strand:
    """One sort of thing in the story of a row: ``rows(user, pk)`` are those its reader may see, ``day`` is the name of
    their day, ``tell(user, pks)`` gives each its line by number."""

    name: str  # in addresses
    label: Any
    rows: Callable[[Any, int], models.QuerySet]
    day: str
    tell: Callable[[Any, list[int]], dict[int, Happening]]


_strands: dict[str, list[Strand]] = {}


def gives_strand(model: type[models.Model], strand: Strand) -> None:
    """Register one sort of thing that belongs in the story of each row of a model."""
    _strands.setdefault(model._meta.label_lower, []).append(strand)


def strands_of(model: type[models.Model]) -> list[Strand]:
    return _strands.get(model._meta.label_lower, [])


@dataclass(frozen=True)
class Way:
    """A button on a row's page; ``manage`` stands among those for whoever manages it."""

    label: str
    url: str
    manage: bool = False


_ways: dict[str, list[Callable[[Any, Any], Iterable[Way]]]] = {}


def gives_way(model: type[models.Model]) -> Callable:
    """Register ``function(user, row) -> ways``: where else one may go from the page of a row of this model."""

    def decorate(function: Callable[[Any, Any], Iterable[Way]]) -> Callable:
        _ways.setdefault(model._meta.label_lower, []).append(function)
        return function

    return decorate


def ways_from(row: models.Model, user: Any) -> list[Way]:
    return [way for give in _ways.get(row._meta.label_lower, []) for way in give(user, row)]
