"""Every address of ours and who gets what there. The matrix, the accessibility run and the hostile crawl read it.

A row is ``name: Row(arguments, get, post)``; ``get`` and ``post`` are the answers for the viewers in ``world.VIEWERS``
order: visitor, outsider, member, other company's contact, own company's contact, network leader, board, secretary.
A short row (one number) means the same for all. An address that is not listed fails the suite.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

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

PAGES: dict[str, Row] = {
    # website
    "website:front": Row("200"),
    "website:mark": Row("200", look=False),
    "website:components": Row("200"),
    "website:organisations": Row("200"),
    "website:organisation": Row("200", args=slug_of("company")),
    "website:networks": Row("200"),
    "website:network": Row("200", args=slug_of("network")),
    "website:my_page": Row(SIGNED_IN, "302 405 405 405 405 405 405 405"),
    "website:choose_language": Row("302 405 405 405 405 405 405 405", "302", data=lambda w: {"language": "en"}),
    "website:desk": Row(BOARD, "302 405 405 405 405 405 405 405"),
}
