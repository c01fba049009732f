"""Papers as PDF, set by Typst: a room gives a template of its own and the data. docs/adr/0025 says why in this way.

What stands in the data is text wherever the template puts it: it never becomes Typst. Letters our fonts lack are left
out. Nothing is fetched, and no font of the machine is used.
"""

import json
import subprocess
import sys
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import segno
from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import get_language

from .models import Cluster
from .turn import turn_given_away

SECONDS = 30
MOST_BYTES = 8 * 1024 * 1024  # of data: thousands of people, and no machine out of memory
HAND = Path(__file__).with_name("typesetting.py")
FONTS = "fonts"  # in the data folder
_hand = threading.Lock()


class NotSet(Exception):
    """The paper could not be set, or took too long."""


def paper(template: str, data: dict[str, Any], *, title: str, mark: Iterable[tuple[float, float]] = ()) -> bytes:
    """A paper. ``template`` is a file below our source, as ``gatherings/papers/badges.typ``.

    The template reads ``data``, and of the house its name, its mark (hexagons as column and row) and the language.
    Raises NotSet.
    """
    house = {"name": Cluster.current().name, "mark": [list(place) for place in mark], "title": title}
    told = {**data, "house": house, "language": get_language() or "nb"}
    asked = {"root": str(settings.BASE), "template": str(settings.BASE / template), "data": told}
    return _set(json.dumps(asked | _shelves(), default=str).encode())


def unpack_fonts() -> None:
    """Half a second that whoever asks for the first paper need not wait. Raises NotSet."""
    _set(json.dumps(_shelves()).encode())


def _shelves() -> dict[str, str]:
    return {"woff2": str(settings.BASE / "static" / "dist"), "fonts": str(settings.DATA / FONTS)}


def qr(text: str) -> str:
    """A QR code as SVG, for an image in a template. It holds up though a tenth of it is dirty."""
    return segno.make(text, error="m", micro=False).svg_inline(border=0, dark="#000", omitsize=True)


def as_attachment(body: bytes, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response


@turn_given_away()
def _set(asked: bytes) -> bytes:
    """Ask the typesetting process, one paper at a time: what it needs of memory no web process keeps."""
    if len(asked) > MOST_BYTES:
        raise NotSet("more than a paper can hold")
    if not _hand.acquire(timeout=SECONDS):
        raise NotSet("too many want one")
    try:
        done = subprocess.run(  # noqa: S603 - our own script
            [sys.executable, "-I", str(HAND)], input=asked, capture_output=True, timeout=SECONDS, check=True
        )
        return done.stdout
    except subprocess.CalledProcessError as problem:
        raise NotSet(problem.stderr.decode(errors="replace")[-2000:]) from problem
    except (subprocess.SubprocessError, OSError) as problem:
        raise NotSet(str(problem)) from problem
    finally:
        _hand.release()
