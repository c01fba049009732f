"""Which texts fit a text: meanings weigh by how rare they are, a title counts more, and long texts gain nothing."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log, sqrt

import numpy as np

from .words import Words

IN_TITLE, IN_TEXT = 1.5, 1.0
COMMON = 0.25  # of all texts: a meaning in more of them says nothing
LONE = 0.4  # of a rare word: one that only one text has fits nothing, but makes what fits a smaller part of the whole


@dataclass(frozen=True, slots=True)
class Doc:
    """A text by what it is ("listing", "company", "title", "answer") and whose."""

    sort: str
    id: int
    title: str
    text: str = ""


class Index:
    def __init__(self, docs: Sequence[Doc], synonyms: Sequence[Sequence[str]] = ()) -> None:
        self.docs = docs
        self.at = {(doc.sort, doc.id): number for number, doc in enumerate(docs)}
        self.words = Words((text for doc in docs for text in (doc.title, doc.text)), synonyms)
        raw = [self._raw(doc) for doc in docs]
        stands_in = Counter(meaning for meanings in raw for meaning in meanings)
        rare = {
            meaning: log(1 + len(docs) / times)
            for meaning, times in stands_in.items()
            if times <= max(3, COMMON * len(docs))
        }
        self.said = raw
        self.vectors = [self._weighed(meanings, rare, stands_in) for meanings in raw]
        postings: dict[str, list[tuple[int, float]]] = {}
        for number, vector in enumerate(self.vectors):
            for meaning, weight in vector.items():
                postings.setdefault(meaning, []).append((number, weight))
        self._postings = {
            meaning: (np.array([number for number, _w in rows]), np.array([weight for _n, weight in rows]))
            for meaning, rows in postings.items()
            if len(rows) > 1
        }

    def _raw(self, doc: Doc) -> dict[str, tuple[float, str]]:
        found = {meaning: (IN_TITLE * w, word) for meaning, (w, word) in self.words.meanings(doc.title).items()}
        for meaning, (weight, word) in self.words.meanings(doc.text).items():
            if IN_TEXT * weight > found.get(meaning, (0.0, ""))[0]:
                found[meaning] = (IN_TEXT * weight, word)
        return found

    def _weighed(
        self, meanings: dict[str, tuple[float, str]], rare: dict[str, float], stands_in: Counter[str]
    ) -> dict[str, float]:
        """Weights whose squares are one together."""
        found = {m: weight * rare[m] for m, (weight, _word) in meanings.items() if m in rare and stands_in[m] > 1}
        alone = LONE * log(1 + len(self.docs))
        lone = (w * alone for m, (w, _word) in meanings.items() if stands_in[m] == 1 and m not in self.words.compounds)
        length = sqrt(sum(weight * weight for weight in (*found.values(), *lone)))
        return {m: weight / length for m, weight in found.items()} if length else {}

    def fit(self, number: int) -> np.ndarray:
        """How well each text fits one of them, from 0 to 1."""
        found = np.zeros(len(self.docs))
        for meaning, weight in self.vectors[number].items():
            rows = self._postings.get(meaning)
            if rows is not None:
                found[rows[0]] += weight * rows[1]
        return found

    def shared(self, one: int, other: int, most: int = 3) -> list[str]:
        """The words of the other text that made it fit, the weightiest first."""
        mine, theirs = self.vectors[one], self.vectors[other]
        both = sorted((-mine[m] * theirs[m], m) for m in mine if m in theirs)
        return list(dict.fromkeys(self.said[other][m][1] for _weight, m in both))[:most]
