"""Ask a source on trial: see what it says before anything is taken in, or why it says nothing."""

from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError

from sterke.core.models import FetchedResponse
from sterke.core.wire import Wire

from .. import permissions
from ..figures import pxweb
from ..figures.cube import BadFigures
from ..figures.pick import Picked, pick
from ..figures.words import sentence
from ..models import Indicator
from .fetching import find_table, in_words, own_numbers
from .files import places, take_cube
from .taking import EMPTY, Taken

KEPT = 3600  # seconds that an answer on trial waits for somebody to look at it


@dataclass(frozen=True)
class Tried:
    """What came of it: figures, or why there are none."""

    why: str = ""
    picked: Picked | None = None
    responses: tuple[FetchedResponse, ...] = ()


def try_source(indicator: Indicator, *, key: str, by: Any, wire: Wire | None = None) -> None:
    """Ask now, and keep what came under a key for an hour. Nothing is taken in; a table that is looked for is kept."""
    if not permissions.can_try_source(by, indicator):
        raise PermissionDenied
    told: dict[str, Any] = {}
    try:
        find_table(indicator, by=by, wire=wire)
        ask = indicator.query.get("ask", {})
        told["responses"] = [row.pk for row in pxweb.data(indicator.table, ask, numbers=own_numbers(), wire=wire)]
    except (BadFigures, ValidationError) as problem:
        told["why"] = in_words(problem)
    cache.set(place_of(indicator, key), told, KEPT)


def tried(indicator: Indicator, key: str) -> Tried | None:
    """What came of it; None as long as nobody knows."""
    told = cache.get(place_of(indicator, key))
    if told is None:
        return None
    if "why" in told:
        return Tried(told["why"])
    rows = FetchedResponse.objects.in_bulk(told["responses"])
    responses = tuple(rows[pk] for pk in told["responses"] if pk in rows)
    try:
        picked = pick(pxweb.cube_of(responses), indicator.query, places())
    except BadFigures as problem:
        return Tried(sentence(problem), responses=responses)
    known = any(figure.value is not None for figure in picked.figures)
    return Tried("", picked, responses) if known else Tried(str(EMPTY), responses=responses)


def take_tried(indicator: Indicator, key: str, *, by: Any) -> Taken:
    """Take in what was seen. ValidationError where it is there no more, or says nothing."""
    found = tried(indicator, key)
    if not permissions.can_try_source(by, indicator):
        raise PermissionDenied
    if found is None or found.picked is None:
        raise ValidationError(found.why if found else EMPTY, code="nothing")
    return take_cube(indicator, pxweb.cube_of(found.responses), by=by, response=found.responses[0])


def place_of(indicator: Indicator, key: str) -> str:
    return f"tried:{indicator.pk}:{key}"
