"""Asking Statistics Norway (PxWebApi v2). Every answer is stored by core.fetch before it is read.

At most 30 calls a minute over all processes, none while their figures are being changed (05:00 to 08:15). Run this as
a task or a command, never in a request and never in a transaction. Raises NoAnswer, with a sentence for people, and
BadFigures for an answer that cannot be read or a question that does not fit the table.
"""

import logging
import re
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sterke.core import fetch
from sterke.core.fetch import Answer, FetchProblem
from sterke.core.models import FetchedResponse
from sterke.core.wire import Wire

from . import jsonstat
from .cube import BadFigures, Cube, joined
from .question import LONGEST_ADDRESS, Selection, as_body, as_params, parts, selection_of

log = logging.getLogger("sterke.figures")

SOURCE = "ssb"
BASE = "https://data.ssb.no/api/pxwebapi/v2"
CONFIG = f"{BASE}/config"
MOST_CELLS = 800_000
CALLS, WINDOW = 30, 60  # their guide says 30 in 60 seconds; the service counts to 40
PATIENCE = 120  # seconds we wait for our turn; who asks for more is asked another day
CLOSED = (5, 0), (8, 15)
OSLO = ZoneInfo("Europe/Oslo")
FRESH = timedelta(hours=20)  # descriptions, code lists and searches this new are not asked for again
PAUSE = "ssb-pause"


class NoAnswer(ValidationError):
    """``code``: closed, busy, silent, refused, cells, too_long, withdrawn, fault, none."""


class Closed(NoAnswer):
    """Figures are being changed; ``opens`` is when to ask again."""

    def __init__(self, opens: datetime) -> None:
        said = _("Statistics Norway changes its figures in the morning. Try again from %(time)s.")
        super().__init__(said, code="closed", params={"time": f"{opens:%H:%M}"})
        self.opens = opens


@dataclass(frozen=True)
class Table:
    id: str
    label: str
    updated: str
    variables: tuple[str, ...]
    discontinued: bool = False


@dataclass(frozen=True)
class CodeList:
    """``parts``: which codes of the table each code is made of: K-3401 of 3401 and 0402."""

    id: str
    label: str
    labels: Mapping[str, str]
    parts: Mapping[str, tuple[str, ...]]


def data(
    table: str, ask: Mapping[str, Any], *, numbers: Iterable[str] = (), wire: Wire | None = None
) -> list[FetchedResponse]:
    """The answers to ``ask``, in parts where it is too much for one; ``cube_of`` reads them as one table.

    ``numbers``: the municipalities asked for where a code list stands without codes. Where nothing stored tells how
    many cells that is, all is asked at once, and in parts only if the service says that they are too many.
    """
    selection = selection_of(ask, list(numbers), lambda: metadata(table, wire=wire))
    lists = {name: choice.codelist for name, choice in selection.items() if choice.codelist}
    known = stored(metadata_address(table, lists), jsonstat.read_shape)
    try:
        return [question(table, part, wire) for part in parts(selection, known, most_cells())]
    except NoAnswer as problem:
        if problem.code != "cells":
            raise
    shape = metadata(table, lists, wire=wire)
    read(CONFIG, jsonstat.read_document, wire)
    return [question(table, part, wire) for part in parts(selection, shape, most_cells())]


def cube_of(rows: Iterable[FetchedResponse]) -> Cube:
    return joined([jsonstat.read(bytes(row.body)) for row in rows])


def metadata(table: str, codelists: Mapping[str, str] | None = None, *, wire: Wire | None = None) -> Cube:
    """What the table can be asked: its variables, their codes and code lists. A cube without values."""
    return read(metadata_address(table, codelists or {}), jsonstat.read_shape, wire)


def metadata_address(table: str, codelists: Mapping[str, str]) -> str:
    lists = {f"codelist[{name}]": codelist for name, codelist in codelists.items()}
    return fetch.address(f"{BASE}/tables/{plain(table)}/metadata", lang="no", **lists)


def codelist(id: str, *, wire: Wire | None = None) -> CodeList:
    return read(fetch.address(f"{BASE}/codelists/{plain(id)}", lang="no"), read_codelist, wire)


def read_codelist(raw: bytes) -> CodeList:
    document = jsonstat.read_document(raw)
    values = [value for value in listed(document, "values") if isinstance(value.get("code"), str)]
    return CodeList(
        str(document.get("id", "")),
        str(document.get("label", "")),
        {value["code"]: str(value.get("label") or value["code"]) for value in values},
        {value["code"]: tuple(map(str, value.get("valueMap") or [])) for value in values},
    )


def search(words: str, *, wire: Wire | None = None) -> list[Table]:
    """Tables whose text has these words, those no longer kept among them; at most 300."""
    found: list[Table] = []
    for page in (1, 2, 3):
        url = fetch.address(f"{BASE}/tables", lang="no", query=words[:200], pageSize=100, pageNumber=page)
        tables, pages = read(url, read_tables, wire)
        found += tables
        if page >= pages:
            break
    return found


def read_tables(raw: bytes) -> tuple[list[Table], int]:
    """One page of a search, and how many pages there are."""
    document = jsonstat.read_document(raw)
    page = document.get("page")
    pages = page.get("totalPages") if isinstance(page, dict) else None
    tables = [
        Table(
            str(row.get("id", "")),
            str(row.get("label", "")),
            str(row.get("updated") or ""),
            tuple(map(str, row.get("variableNames") or [])),
            bool(row.get("discontinued")),
        )
        for row in listed(document, "tables")
    ]
    return tables, pages if isinstance(pages, int) else 1


def find_table(words: str, must_have: Iterable[str], *, wire: Wire | None = None) -> Table:
    """The table with these words and variables that was brought up to date last. NoAnswer("none") without one."""
    wanted = {name.casefold() for name in must_have}
    fits = [
        table
        for table in search(words, wire=wire)
        if not table.discontinued and wanted <= {name.casefold() for name in table.variables}
    ]
    if not fits:
        said = _("Statistics Norway has no table with %(words)s that has %(names)s.")
        raise NoAnswer(said, code="none", params={"words": words, "names": ", ".join(sorted(wanted))})
    return max(fits, key=lambda table: table.updated)


def most_cells() -> int:
    """The most cells in one answer: what the service has told, else what it is known for."""
    document = stored(CONFIG, jsonstat.read_document, within=None) or {}
    told = document.get("maxDataCells")
    return told if type(told) is int and told > 0 else MOST_CELLS


# One call


def question(table: str, selection: Selection, wire: Wire | None = None) -> FetchedResponse:
    """Ask one question that fits in one answer: in the address where it is short enough, else beside it."""
    url = fetch.address(f"{BASE}/tables/{plain(table)}/data", lang="no")
    params = as_params(selection)
    full = fetch.address(f"{BASE}/tables/{plain(table)}/data", lang="no", **params) if params is not None else ""
    if full and len(full) <= LONGEST_ADDRESS:
        return call(full, None, wire)
    return call(url, as_body(selection), wire)


def call(url: str, content: bytes | None = None, wire: Wire | None = None) -> FetchedResponse:
    """Wait for our turn and ask. A stored answer of status 200; everything else is NoAnswer."""
    wait_for_turn()
    try:
        if content is None:
            row = fetch.get(SOURCE, url, wire=wire, heard=heed)
        else:
            row = fetch.post(SOURCE, url, content, wire=wire, heard=heed)
    except FetchProblem as problem:
        log.warning("Statistics Norway: %s (%s)", problem, url)
        if problem.status == 500:
            raise fault(url if content is None else fetch.address_of_post(url, content)) from None
        if problem.status == 429:
            raise busy() from None
        said = _("Statistics Norway does not answer (%(reason)s).")
        raise NoAnswer(said, code="silent", params={"reason": problem.status or problem.reason}) from None
    if row.status != 200:
        raise refusal(row.status, bytes(row.body), url)
    return row


def read[T](url: str, reader: Callable[[bytes], T], wire: Wire | None) -> T:
    """What stands at an address: as we have it if it is fresh, else asked for."""
    known = stored(url, reader)
    return reader(bytes(call(url, None, wire).body)) if known is None else known


def stored[T](url: str, reader: Callable[[bytes], T], within: timedelta | None = FRESH) -> T | None:
    for row in fetch.good_answers(SOURCE, url, within=within)[:3]:
        try:
            return reader(bytes(row.body))
        except BadFigures:
            continue
    return None


def plain(id: str) -> str:
    """An id that can stand in a path."""
    if not re.fullmatch(r"[\w.-]{1,60}", id):
        raise BadFigures("query", id[:60])
    return id


def listed(document: dict[str, Any], name: str) -> list[dict[str, Any]]:
    rows = document.get(name)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise BadFigures("shape", name)
    return rows


# Why not


def refusal(status: int, body: bytes, url: str) -> NoAnswer:
    try:
        told = str(jsonstat.read_document(body).get("title", ""))[:200]
    except BadFigures:
        told = ""
    if told.casefold().startswith("too many cells"):
        return NoAnswer(_("The question asks for more figures than one answer can hold."), code="cells")
    if status == 404 and len(url) > LONGEST_ADDRESS:
        return NoAnswer(_("The question is too long for an address."), code="too_long")
    if status in {404, 410}:
        said = _("Statistics Norway has nothing at %(path)s: the table is withdrawn, or its number is wrong.")
        return NoAnswer(said, code="withdrawn", params={"path": url.removeprefix(BASE).partition("?")[0]})
    said = _("Statistics Norway does not accept the question: %(told)s.")
    return NoAnswer(said, code="refused", params={"told": told or status})


def fault(stored_url: str) -> NoAnswer:
    """A fault on their side. Without a word, it is often a code that was given twice."""
    row = FetchedResponse.objects.filter(source=SOURCE, url=stored_url, status=500).order_by("-pk").first()
    if row is not None and not bytes(row.body).strip():
        return NoAnswer(
            _("Statistics Norway fails without a word: a code is given twice, or there is a fault at theirs."),
            code="fault",
        )
    return NoAnswer(_("There is a fault at Statistics Norway."), code="fault")


def busy() -> NoAnswer:
    return NoAnswer(_("Statistics Norway has had enough questions for now. Try again later."), code="busy")


# When


def wait_for_turn() -> None:
    """Wait until fewer than 30 calls were made in the last minute, by any process. Closed, or NoAnswer("busy")."""
    check_open(timezone.now())
    give_up = timezone.now() + timedelta(seconds=PATIENCE)
    while (free := free_at()) > (now := timezone.now()):
        if free > give_up:
            raise busy()
        time.sleep((free - now).total_seconds() + 0.05)
    check_open(timezone.now())


def free_at() -> datetime:
    """When the next call may be made."""
    now = timezone.now()
    since = now - timedelta(seconds=WINDOW)
    calls = FetchedResponse.objects.filter(source=SOURCE, url__startswith=BASE, fetched_at__gt=since)
    latest = list(calls.order_by("-fetched_at").values_list("fetched_at", flat=True)[:CALLS])
    free = latest[-1] + timedelta(seconds=WINDOW) if len(latest) == CALLS else now
    pause = cache.get(PAUSE)
    return max(free, datetime.fromisoformat(pause)) if pause else free


def heed(answer: Answer) -> None:
    """Remember for all processes what the service says of how soon it may be asked again."""
    wait = (fetch.wait_of(answer) or 10) if answer.status == 429 else None
    if wait is None and answer.headers.get("x-ratelimit-remaining", "").strip() == "0":
        wait = WINDOW
    if wait:
        until = timezone.now() + timedelta(seconds=min(wait, 86_400))
        cache.set(PAUSE, until.isoformat(), min(wait, 86_400))


def check_open(moment: datetime) -> None:
    """Closed between 05:00 and 08:15 in Oslo: figures to be changed show as 0 then."""
    here = moment.astimezone(OSLO)
    first, last = (here.replace(hour=hour, minute=minute, second=0, microsecond=0) for hour, minute in CLOSED)
    if first <= here < last:
        raise Closed(last)
