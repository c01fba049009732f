"""Which words of the index a typed word means: itself, its other forms, compounds with it, near misses.

A vocabulary is plain data; ``tests/core/test_vocabulary.py`` asks it. A process keeps one and learns what is new.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import islice
from threading import Lock

from rapidfuzz import process
from rapidfuzz.distance import OSA

from ..text import stem
from .models import SearchWord

LINKS = ("", "s", "e", "er", "ings", "ing")  # what holds the parts of a compound together
SHORTEST = 4  # letters of a part of a compound, where the rest of it is no word we know
MOST_WORDS = 150  # meant by one typed word
MOST_LOOKED_AT = 2000  # words that begin alike


class Vocabulary:
    def __init__(self, words: Iterable[tuple[int, str, str]] = ()) -> None:
        self.number_of: dict[str, int] = {}
        self.forms: dict[str, list[str]] = {}  # words by stem
        self.last = 0
        self._sorted: list[str] = []
        self._stems = "\n"
        self.learn(words)

    def learn(self, words: Iterable[tuple[int, str, str]]) -> None:
        new: list[str] = []
        stems: list[str] = []
        for number, word, its_stem in words:
            is_new = word not in self.number_of
            self.number_of[word] = number  # first: others read while we learn
            if is_new:
                new.append(word)
                if its_stem not in self.forms:
                    self.forms[its_stem] = []
                    stems.append(its_stem)
                self.forms[its_stem].append(word)
            self.last = max(self.last, number)
        if new:
            self._sorted = sorted([*self._sorted, *new])
            self._stems += "".join(f"{its_stem}\n" for its_stem in stems)

    def alike(self, word: str) -> list[str]:
        """Other forms of a word: "bedriftene" for "bedrift"."""
        return [form for form in self.forms.get(stem(word), []) if form != word]

    def knows(self, part: str, links: Iterable[str] = ("",)) -> bool:
        """Whether a part of a compound is a form of a word that stands somewhere, with or without what links it."""
        return any(len(bare := part.removesuffix(link)) > 1 and stem(bare) in self.forms for link in links)

    def compounds(self, word: str) -> list[str]:
        """Compounds with a word, whatever its form: "sveiserutdanning" for "utdanning" and for "sveiser"."""
        found: dict[str, None] = {}
        if word.isdigit():  # a number is no part of a longer one
            return []
        for wanted in dict.fromkeys((word, stem(word))):
            if len(wanted) >= 3:
                for whole in self._holding(wanted):
                    found |= dict.fromkeys(self.forms[whole])
        return [compound for compound in found if stem(compound) != stem(word)][:MOST_WORDS]

    def _holding(self, wanted: str) -> Iterator[str]:
        """Stems that are compounds with this one."""
        at = self._stems.find(wanted)
        while at != -1:
            begin, end = self._stems.rfind("\n", 0, at) + 1, self._stems.find("\n", at)
            if self._is_compound(self._stems[begin:end], at - begin, len(wanted)):
                yield self._stems[begin:end]
            at = self._stems.find(wanted, end)

    def _is_compound(self, whole: str, at: int, length: int) -> bool:
        head, tail = whole[:at], whole[at + length :]
        if not head and not tail:
            return False
        head_known = not head or self.knows(head, LINKS)
        tail_known = not tail or any(tail.startswith(link) and self.knows(tail[len(link) :]) for link in LINKS)
        if head_known and tail_known:
            return min(len(part) for part in (head, tail) if part) >= 2
        # The rest is no word we know: it is long enough, and the word stands at one end, not in the middle.
        return length >= SHORTEST and (not head or not tail) and len(head or tail) >= SHORTEST

    def parts(self, word: str) -> list[str]:
        """The two words a compound is made of, as far as both stand somewhere: the split in the middle first."""
        middles = sorted(range(SHORTEST, len(word) - SHORTEST + 1), key=lambda at: (abs(2 * at - len(word)), at))
        for at in middles:
            head, tail = word[:at], word[at:]
            if self.knows(tail) and self.knows(head, LINKS):
                whole = next(link for link in LINKS if self.knows(head, (link,)))
                return [head.removesuffix(whole), tail]
        return []

    def beginning(self, letters: str) -> list[str]:
        """Words that begin so, the shortest first."""
        begin = bisect_left(self._sorted, letters)
        found: list[str] = []
        for word in islice(self._sorted, begin, begin + MOST_LOOKED_AT):
            if not word.startswith(letters):
                break
            found.append(word)
        return sorted(found, key=lambda word: (len(word), word))[:MOST_WORDS]

    def near(self, word: str) -> list[str]:
        """Words a slip of the finger away: one for a short word, two for a long one; none for a number."""
        if len(word) < SHORTEST or word.isdigit():
            return []
        slips = 1 if len(word) < 7 else 2
        found = process.extract(word, self._sorted, scorer=OSA.distance, score_cutoff=slips, limit=20)
        return [near for near, slips, _at in sorted(found, key=lambda hit: (hit[1], hit[0][0] != word[0], hit[0]))][:8]


_kept: dict[str, Vocabulary] = {}  # the edition in use; another thread may put a newer one in its place
_learning = Lock()


def vocabulary_of(edition: str, last: int) -> Vocabulary:
    """The vocabulary of an edition of the index, up to a word's number: read once, then only what is new."""
    with _learning:
        known = _kept.get(edition)
        if known is None:
            _kept.clear()
            known = _kept[edition] = Vocabulary()
        if known.last < last:
            new = SearchWord.objects.filter(pk__gt=known.last).order_by("pk")
            known.learn(new.values_list("pk", "word", "stem").iterator(chunk_size=5000))
        return known
