"""The picture of a page, for where people share it.

Its address names the page and holds a number made of the words and the mark on it, so that new ones give a new address:
the picture may be kept for ever, and nobody can have other words drawn. It is drawn when first asked for and kept in
the data folder.
"""

import hashlib
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.views.decorators.http import require_safe

from sterke.core.access import open_to
from sterke.core.house import Card, house
from sterke.core.models import Cluster
from sterke.core.paths import path_to
from sterke.core.visibility import Visibility
from sterke.region.templatetags.mark import region_places

from . import drawing

DRAWN = 1  # moved on when the drawing changes
MOST = 3000  # pictures kept; some 120 MB
FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
@open_to(Visibility.PUBLIC)
def picture(request: HttpRequest, stamp: str, place: str) -> HttpResponse:
    """The picture of the page at this place, as a visitor may read it; from an old address the way to the new one."""
    card = card_at(place)
    if card is None:
        raise Http404
    right = stamp_of(card, Cluster.current())
    if stamp != right:
        return redirect(path_to("website:card", right, place))
    response = HttpResponse(kept(card, right), content_type="image/png")
    response.headers["Cache-Control"] = FOR_EVER
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # it is made to be shown elsewhere
    return response


def card_at(place: str) -> Card | None:
    path = path_to("website:front") + place
    for way in (path.rstrip("/"), path):  # a few pages have an address without a stroke at the end
        with suppress(Resolver404):
            match = resolve(way)
            give = house.cards.get(match.view_name)
            return give(**match.kwargs) if give else None
    return None


def address_of(card: Card, path: str, cluster: Cluster) -> str:
    """The address of the picture of the page at this path (in the reader's language)."""
    place = path.removeprefix(path_to("website:front"))
    return path_to("website:card", stamp_of(card, cluster), place and f"{place.rstrip('/')}/")


def stamp_of(card: Card, cluster: Cluster) -> str:
    mark = [f"{place.hex_column} {place.hex_row}" for place in region_places()]
    figure = [card.figure, card.unit] if card.figure else []
    words = "\n".join([str(DRAWN), cluster.name, card.title, card.line, *figure, *mark])
    return hashlib.sha256(words.encode()).hexdigest()[:12]


def kept(card: Card, stamp: str) -> bytes:
    """The picture from the data folder, drawn and put there when it is not. A full disk keeps nobody from seeing it."""
    path: Path = settings.DATA / "drawn" / f"{stamp}.png"
    with suppress(OSError):
        return path.read_bytes()
    data = drawing.card(card.title, card.line, Cluster.current().name, region_places(), (card.figure, card.unit))
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        _make_room(path.parent)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(data)
        os.replace(file.name, path)
    return data


def _make_room(folder: Path) -> None:
    """Take away the older half when there are many: titles change, and nobody asks for the old picture again."""
    files = list(folder.iterdir())
    if len(files) >= MOST:
        for old in sorted(files, key=_age)[: MOST // 2]:
            old.unlink(missing_ok=True)


def _age(path: Path) -> Any:
    with suppress(OSError):
        return path.stat().st_mtime
    return 0
