"""How the list of pages is written: a row, and who usually gets what."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from tests.world import VIEWERS, World


@dataclass(frozen=True)
class Row:
    get: str
    post: str = "405"
    args: Callable[[World], list[Any]] = lambda world: []
    data: Callable[[World], dict[str, Any]] = lambda world: {}
    look: bool = True  # a page a person looks at (HTML)

    def expected(self, method: str) -> dict[str, int]:
        codes = [int(code) for code in getattr(self, method).split()]
        return dict(zip(VIEWERS, codes * len(VIEWERS) if len(codes) == 1 else codes, strict=False))


# 302 for a visitor is the way to the sign-in page.
SIGNED_IN = "302 200 200 200 200 200 200 200"
MEMBERS = "302 403 200 200 200 200 200 200"
BOARD = "302 403 403 403 403 403 200 200"
SECRETARY = "302 403 403 403 403 403 403 200"


def slug_of(name: str) -> Callable[[World], list[Any]]:
    return lambda world: [getattr(world.rows, name).slug]


def pk_of(name: str) -> Callable[[World], list[Any]]:
    return lambda world: [getattr(world.rows, name).pk]


def token(purpose: str) -> Callable[[World], list[Any]]:
    return lambda world: [world.rows.tokens[purpose]]


OWNERS = "302 404 404 404 200 404 404 200"  # a company's main contact and the secretariat
LEADERS = "302 404 404 404 404 200 404 200"  # a network's leader and the secretariat
DECIDERS = "302 404 404 404 404 404 200 200"  # the board and the secretariat
HIDDEN = "302 404 404 404 404 404 404 200"  # the secretariat; for others it is not there
READ = "302 405 405 405 405 405 405 405"  # not an address to post to, or not one to read
DONE = "302 404 404 404 404 404 404 302"


def action(
    post: str, args: Callable[[World], list[Any]], data: Callable[[World], dict[str, Any]] = lambda w: {}
) -> Row:
    """An address that only acts: reading it is refused, posting answers as said."""
    return Row(READ, post, args, data, look=False)


def today(world: World) -> dict[str, Any]:
    return {"on": timezone.localdate().isoformat()}


def seat(verb: str) -> Callable[[World], list[Any]]:
    return lambda world: [world.rows.network.slug, world.rows.seat.pk, verb]


CONFIRM = Row("302", "302", look=False)  # asks who you are again before it opens
COMPANY, NETWORK, APPLICATION = slug_of("company"), slug_of("network"), pk_of("application")
GOAL = slug_of("goal")
