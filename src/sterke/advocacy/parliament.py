"""What data.stortinget.no and regjeringen.no answer, read into plain rows. No Django here.

Traps: enums are words in XML and numbers in JSON (so XML is asked for); the null date is 0001-01-01; nothing is paged;
a list without the ``sesjonid`` asked for is another session's; consultations come without their deadline.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, ParseError

import feedparser
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

SPACE = "{http://data.stortinget.no}"
MATTER_PAGE = "https://www.stortinget.no/no/Saker-og-publikasjoner/Saker/Sak/?p={id}"
QUESTION_PAGE = "https://www.stortinget.no/no/Saker-og-publikasjoner/Sporsmal/?qid={id}"
HEARING_PAGE = "https://www.stortinget.no/no/Hva-skjer-pa-Stortinget/Horing/horing/?h={id}"
LONGEST_TITLE, LONGEST_ID = 1000, 300


class BadList(ValueError):
    """An answer that cannot be used. ``reason``: xml, json, shape, entities."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason, self.detail = reason, detail


@dataclass(frozen=True)
class Item:
    kind: str  # of ParliamentItem
    external_id: str
    title: str
    day: date | None = None
    deadline: date | None = None
    status: str = ""
    reference: str = ""
    url: str = ""


@dataclass(frozen=True)
class Representative:
    name: str
    district: str
    party: str
    period: str  # "2025-2029"


def tree_of(raw: bytes) -> Element:
    """The root of an answer. No entity is expanded, nothing is fetched. Raises BadList."""
    if raw[:1].lstrip() in (b"{", b"[") or raw.lstrip()[:1] in (b"{", b"["):
        raise BadList("json", "ask for XML")
    try:
        return fromstring(raw, forbid_dtd=True)
    except DefusedXmlException as problem:
        raise BadList("entities") from problem
    except (ParseError, ValueError, LookupError) as problem:
        raise BadList("xml", str(problem)[:200]) from problem


def items(raw: bytes) -> list[Item]:
    """The matters, questions or hearings in an answer; an answer with none is an empty list. Raises BadList."""
    root = tree_of(raw)
    readers = {"saker_oversikt": matters, "sporsmal_oversikt": questions, "horinger_oversikt": hearings}
    name = root.tag.removeprefix(SPACE)
    if name == "detaljert_sak":
        return [matter(root)]
    if name not in readers:
        raise BadList("shape", f"<{name}>"[:100])
    return [item for item in readers[name](root) if item.external_id and item.title]


def is_list_of_people(raw: bytes) -> bool:
    return tree_of(raw).tag.removeprefix(SPACE) in {"representanter_oversikt", "dagensrepresentanter_oversikt"}


def matters(root: Element) -> Iterator[Item]:
    for row in root.iterfind(f".//{SPACE}saker_liste/{SPACE}sak"):
        yield matter(row)


def matter(row: Element) -> Item:
    number = words(row, "id")
    title = words(row, "korttittel")
    whole = words(row, "tittel")
    return Item(
        "matter",
        number,
        (f"{title}. {whole}" if title and whole and title != whole else title or whole)[:LONGEST_TITLE],
        day_of(row, "sist_oppdatert_dato"),
        status=words(row, "status")[:60],
        reference=words(row, "henvisning")[:200],
        url=MATTER_PAGE.format(id=number) if number.isdigit() else "",
    )


def questions(root: Element) -> Iterator[Item]:
    for row in root.iterfind(f".//{SPACE}sporsmal_liste/{SPACE}sporsmal"):
        number = words(row, "id")
        yield Item(
            "question",
            number,
            words(row, "tittel")[:LONGEST_TITLE],
            day_of(row, "besvart_dato") or day_of(row, "sendt_dato") or day_of(row, "datert_dato"),
            status=words(row, "status")[:60],
            reference=words(row, "sporsmal_nummer")[:200],
            url=QUESTION_PAGE.format(id=number) if number.isdigit() else "",
        )


def hearings(root: Element) -> Iterator[Item]:
    for row in root.iterfind(f".//{SPACE}horinger_liste/{SPACE}horing"):
        number = words(row, "id")
        titles = [
            words(info, "sak_tittel") or words(info, "sak_korttittel") for info in row.iter(f"{SPACE}horing_sak_info")
        ]
        yield Item(
            "hearing",
            number,
            "; ".join(title for title in titles if title)[:LONGEST_TITLE],
            day_of(row, "start_dato"),
            day_of(row, "anmodningsfrist_dato_tid"),
            status=words(row, "horing_status")[:60],
            url=HEARING_PAGE.format(id=number) if number.isdigit() else "",
        )


def representatives(raw: bytes) -> list[Representative]:
    """The members in an answer, with their district and party. Raises BadList."""
    root = tree_of(raw)
    period = words(root, "stortingsperiode_id")
    found = []
    for row in _people(root):
        name = " ".join(part for part in (words(row, "fornavn"), words(row, "etternavn")) if part)
        district, party = row.find(f"{SPACE}fylke"), row.find(f"{SPACE}parti")
        if name:
            found.append(
                Representative(
                    name[:200],
                    words(district, "navn") if district is not None else "",
                    words(party, "navn") if party is not None else "",
                    period,
                )
            )
    return found


def _people(root: Element) -> Iterator[Element]:
    for name in ("representant", "dagensrepresentant"):
        yield from root.iter(f"{SPACE}{name}")


def sessions(raw: bytes) -> tuple[list[str], str]:
    """The numbers of all sessions, and of the one that is on. Raises BadList."""
    root = tree_of(raw)
    rows = [words(row, "id") for row in root.iterfind(f".//{SPACE}sesjoner_liste/{SPACE}sesjon")]
    now = root.find(f"{SPACE}innevaerende_sesjon")
    return rows, (words(now, "id") if now is not None else "")


def consultations(raw: bytes) -> list[Item]:
    """What a ministry's RSS tells of: title, link, day. The deadline stands on the page only. Raises BadList."""
    if b"<!ENTITY" in raw[:20_000]:
        raise BadList("entities")
    told: Any = feedparser.parse(raw)
    if not told.get("version"):
        raise BadList("xml", "no feed")
    return [
        Item(
            "consultation",
            str(entry.get("id") or entry.get("link") or "")[:LONGEST_ID],
            str(entry.get("title") or "").strip()[:LONGEST_TITLE],
            _published(entry),
            url=_web(str(entry.get("link") or "")),
        )
        for entry in told.entries
        if (entry.get("id") or entry.get("link")) and entry.get("title")
    ]


def _published(entry: Any) -> date | None:
    moment = entry.get("published_parsed") or entry.get("updated_parsed")
    return date(*moment[:3]) if moment else None


def _web(url: str) -> str:
    return url[:500] if urlsplit(url).scheme in ("http", "https") else ""


def words(row: Element, name: str) -> str:
    found = row.find(f"{SPACE}{name}")
    return " ".join((found.text or "").split()) if found is not None else ""


def day_of(row: Element, name: str) -> date | None:
    """A day; None where it is nil, the null date, or none at all."""
    text = words(row, name)[:10]
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year > 1800 else None
