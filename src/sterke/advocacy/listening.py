"""Which cases an item is about, by the words they listen for. Plain data in, plain data out."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sterke.core.text import words_of

SHORT = 5  # letters; a shorter word is found whole, a longer one also with an ending ("Kongsvingerbanens")


@dataclass(frozen=True)
class Ear:
    """What one case listens for: the words as they were written, and one pattern that finds them all."""

    words: dict[str, str]  # as they are looked for: as they were written
    pattern: re.Pattern[str] | None

    def hears(self, text: str) -> str:
        """The first word that occurs in a text (``plain``), as it was written; or nothing."""
        found = self.pattern.search(text) if self.pattern else None
        return self.words[found[1]] if found else ""


def plain(text: str) -> str:
    """A text as words are looked for in it: folded, roads and numbers joined ("Rv. 2" is rv2)."""
    return f" {' '.join(words_of(text))} "


def ear_of(written: Iterable[str]) -> Ear:
    words = {looked: word for word in written if (looked := plain(word).strip())}
    if not words:
        return Ear({}, None)
    longest_first = sorted(words, key=len, reverse=True)
    parts = [re.escape(word) + (r"(?= )" if len(word) < SHORT else "") for word in longest_first]
    return Ear(words, re.compile(f" ({'|'.join(parts)})"))


def heard(titles: Mapping[int, str], ears: Mapping[int, Ear]) -> list[tuple[int, int, str]]:
    """(item, case, word) for each item that holds a word of a case."""
    found = []
    for item, title in titles.items():
        text = plain(title)
        found += [(item, case, word) for case, ear in ears.items() if (word := ear.hears(text))]
    return found
