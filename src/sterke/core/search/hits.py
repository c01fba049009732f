"""What was found, as it is shown: fetched anew through ``visible_to``, with the words marked."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import get_language

from ..house import SearchKind
from ..question import Question
from .excerpt import TOKEN, excerpt, is_one_of, marked
from .find import Found, Group
from .index import plain


@dataclass(frozen=True)
class Hit:
    kind: SearchKind
    title: SafeString
    where: SafeString
    excerpt: SafeString
    url: str
    texts: tuple[str, ...]  # all that was read, the title first


def hits_of(group: Group, numbers: Iterable[int], found: Found, user: Any) -> list[Hit]:
    """These rows of a group in their order, as this user sees them."""
    kind, words, wanted = group.kind, found.words(), list(numbers)
    rows = {row.pk: row for row in rows_of(kind)(user, wanted)}
    if kind.furnish:
        kind.furnish(list(rows.values()), user)
    return [hit_of(kind, rows[pk], words) for pk in wanted if pk in rows]


@cache
def rows_of(kind: SearchKind) -> Question:
    joined = {name.rpartition("__")[0] for name in kind.title + kind.near + kind.text if "__" in name}

    def seen(user: Any, numbers: list[int]) -> Any:
        rows = kind.seen_by(user).filter(pk__in=numbers)
        return rows.select_related(*sorted(joined)) if joined else rows

    return Question(seen)


def hit_of(kind: SearchKind, row: Any, words: set[str]) -> Hit:
    title, where = getattr(row, "found_title", "") or str(row), getattr(row, "found_where", "")
    # The reader's own language first.
    texts = sorted(kind.text, key=lambda name: name.endswith("_en") != (get_language() == "en"))
    read = [plain(value_of(row, name)) for name in (*texts, *kind.near, *kind.title)]
    shown = f"{title} {where}".casefold()
    passages = (excerpt(text, words) for text in read if text.casefold() not in shown)
    first = next(filter(None, passages), SafeString(""))
    url = getattr(row, "found_at", "") or row.get_absolute_url()
    return Hit(kind, marked(title, words), marked(where, words), first, url, (title, where, *read))


def value_of(row: Any, name: str) -> Any:
    """A field of a row, through joins."""
    for step in name.split("__"):
        row = getattr(row, step, None)
    return row


def said_of(found: Found, hits: Iterable[Hit], *, like: str) -> str:
    """What was typed with its slips mended, in words that stand in what was found; small letters stay small."""
    texts = [text for hit in hits for text in hit.texts]
    said = " ".join(next(_standing(term.all_words(), texts), term.word) for term in found.terms)
    return said.lower() if like == like.lower() else said


def _standing(words: set[str], texts: list[str]) -> Iterator[str]:
    return (token[0] for text in texts for token in TOKEN.finditer(text) if is_one_of(token[0], words))
