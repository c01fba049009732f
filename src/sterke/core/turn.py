"""Pages are drawn one at a time in each web process: threads that take turns in the middle of a page only get in each
other's way at the interpreter's lock, and each page then costs twice as much (docs/performance.md).

A turn is a courtesy and never a gate: who has waited ``PATIENCE`` goes ahead, and who waits for somebody outside the
house gives the turn away meanwhile.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

PATIENCE = 0.25  # seconds

_turn = threading.Lock()
_held: ContextVar[bool] = ContextVar("held", default=False)


class OneAtATime:
    """Middleware: the rest of the request is answered in turn."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _held.get():  # a page within a page: the office's preview
            return self.get_response(request)
        take()
        try:
            return self.get_response(request)
        finally:
            give()


@contextmanager
def turn_given_away() -> Iterator[None]:
    """While waiting for somebody outside, another page is drawn."""
    if not give():
        yield
        return
    try:
        yield
    finally:
        take()


def take() -> None:
    _held.set(_turn.acquire(timeout=PATIENCE))


def give() -> bool:
    """Whether there was a turn to give."""
    held = _held.get()
    if held:
        _held.set(False)
        _turn.release()
    return held
