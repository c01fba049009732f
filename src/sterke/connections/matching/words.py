"""What the words of a text mean, as meanings that two texts may share though they share no word.

A word is brought to its root ("sveiserne" and "sveising" → "sveis"), a root that stands in the synonym list becomes its
group, and a compound gives its parts as well ("palletiseringsrobot" → palletering, robot). Which parts there are is
known from the texts themselves and from the synonym list.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from sterke.core.text import fold, stem

WORD = re.compile(r"[^\W_]+")
MOST_WORDS = 400  # of a text; what stands after them weighs nothing
LONGEST = 40
LINKS = ("", "s", "e", "er", "ing", "ings", "n", "a")  # what holds the parts of a compound together
# What words of one family end in where the stemmer leaves them apart, longest first, and what must stand before it.
ENDINGS = [
    (re.compile(r"(?<=...)(?:asjon|iser|eri|ing|ør|er)$|(?<=....)(?:isk|ik|e)$|(?<=.....)is$"), ""),
    (re.compile(r"(?<=..)([bdfgkmnpstv])(?:e?l)$"), r"\1l"),
    (re.compile(r"(?<=..)([bdfgklnpstv])r$"), r"\1"),
]
DOUBLED = re.compile(r"(?<=..)([bdfgklmnprst])\1$")
OFTEN = 3
PART, SURE = 3, 5  # letters of a part of a compound; of one that is known beside a part nobody knows
WHOLE, PIECE, HALF = 1.0, 0.8, 0.5
LIGHT = """
a alle allerede alltid also am an and andre any are as at av bare be been begge best bli blir blitt bra bruk bruke
bruker but by både ca can could da de deg dem den denne der dere deres det dette din disse do does du eget egen egne
eller en enn er et etter example few finn finne finnes fin fint flere for fordi fra from få fått får gang ganger
give gjelder gjerne gjort gjør gjøre god godt gode good got great gå går ha had hadde han har has hatt have hei
heller help her hele helt hjelp hjelpe hjelper hos how hun hva hvem hver hvert hvilke hvis hvor hvordan i if ikke in
ingen inn into is it its jeg just kan kanskje kjenner know komme kommer kunne last le ledig like lik lite litt
looking love man mange many me med meg mellom men mener mer mest might mye må mål måtte need needs next no noe noen
now ny nye nytt nå når of og også om on one only opp or oss other our out over own per please på rundt same sammen
samme se seg selv should siden sin sine skal skulle slik small snart some som someone store stort stor så søker ta
tar than that the their them then there these they thing this those til tilby tilbyr time to trenge trenger tror two
under up upp us use used uten var ved vet very vi via vil ville was way we well were what when where which who will
with within work works would you your være vært vår våre vårt ønsker øvrig både noens dag dager uke uker måned
måneder år året ganske gjennom altså derfor bedrift bedriften bedrifter firma spørsmål erfaring erfaringer erfaren
løsning løsninger company companies experience
bearbeiding bearbeide bearbeider produksjon produksjonen produsere produserer production
"""


def letters(word: str) -> str:
    """Folded, but that æ, ø and å stay: "måling" is not "maling"."""
    word = unicodedata.normalize("NFC", word).casefold().replace("aa", "å").replace("ä", "æ").replace("ö", "ø")
    return re.sub(r"[^æøå]+", lambda found: fold(found[0]), word)[:LONGEST]


@lru_cache(maxsize=50_000)
def root(word: str) -> str:
    """What a family of words has in common: "lakk", "lakkere", "lakkering"; "automatisk" and "automatisering"."""
    if any(letter.isdigit() for letter in word):
        return word
    for least in (PART, PART + 1):
        shorter = stem(word)
        for ending, kept in ENDINGS:
            shorter = ending.sub(kept, shorter)
        shorter = DOUBLED.sub(r"\1", shorter)
        if shorter == word or len(shorter) < least:
            break
        word = shorter
    return word


@lru_cache(maxsize=50_000)
def _plain(word: str) -> str:
    return letters(word)


def tokens(text: str) -> list[tuple[str, str]]:
    """The words of a text as they stand there, in lower case, and as letters."""
    found = WORD.findall(text[: MOST_WORDS * 20])[:MOST_WORDS]
    return [(word.casefold(), _plain(word)) for word in found]


STOP = frozenset(letters(word) for word in LIGHT.split())


class Words:
    """Knows the words of all texts and the synonym groups; gives a text's meanings with their weight."""

    def __init__(self, texts: Iterable[str] = (), synonyms: Iterable[Iterable[str]] = ()) -> None:
        self._groups: dict[str, list[str]] = {}  # by root
        self._phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}  # by the root of their first word
        self.compounds: set[str] = set()  # roots of words whose parts count as well
        self._known: Counter[str] = Counter()  # roots and words that stand alone, in how many texts
        self._listed: set[str] = set()  # those of the synonym list, where three letters are enough
        self._meanings: dict[str, list[tuple[str, float]]] = {}
        self._halved: dict[str, tuple[str, str] | None] = {}
        for number, entries in enumerate(synonyms):
            for entry in entries:
                self._add_entry(entry, f"={number}")
        for text in texts:
            plains = {plain for _word, plain in tokens(text)}
            self._known.update(
                {word for plain in plains - STOP if not plain.isdigit() for word in (plain, root(plain))}
            )

    def _add_entry(self, entry: str, group: str) -> None:
        roots = [root(plain) for _word, plain in tokens(entry)]
        if len(roots) == 1:
            groups = self._groups.setdefault(roots[0], [])
            if group not in groups:
                groups.append(group)
        elif roots:
            self._phrases.setdefault(roots[0], []).append((tuple(roots), group))
            self._phrases[roots[0]].sort(key=lambda pair: (-len(pair[0]), pair))
        for _word, plain in tokens(entry):
            if plain not in STOP and not plain.isdigit():
                self._listed |= {word for word in (plain, root(plain)) if len(word) >= PART}

    def meanings(self, text: str) -> dict[str, tuple[float, str]]:
        """Each meaning of a text with its weight, and the word there that gave it."""
        found: dict[str, tuple[float, str]] = {}
        words = tokens(text)
        roots = [root(plain) for _word, plain in words]
        at = 0
        while at < len(words):
            phrase = self._phrase_at(roots, at)
            if phrase is not None:
                said = " ".join(word for word, _plain in words[at : at + len(phrase[0])])
                _keep(found, phrase[1], WHOLE, said)
                for (word, plain), _root in zip(words[at : at + len(phrase[0])], phrase[0], strict=True):
                    for meaning, weight in self._of(plain):
                        _keep(found, meaning, weight * HALF, word)
                at += len(phrase[0])
                continue
            word, plain = words[at]
            for meaning, weight in self._of(plain):
                _keep(found, meaning, weight, word)
            at += 1
        return found

    def _phrase_at(self, roots: list[str], at: int) -> tuple[tuple[str, ...], str] | None:
        return next((p for p in self._phrases.get(roots[at], ()) if tuple(roots[at : at + len(p[0])]) == p[0]), None)

    def _of(self, plain: str) -> list[tuple[str, float]]:
        if plain not in self._meanings:
            self._meanings[plain] = self._meanings_of(plain)
        return self._meanings[plain]

    def _meanings_of(self, plain: str) -> list[tuple[str, float]]:
        its_root = root(plain)
        if plain in STOP or len(plain) < 2 or (plain.isdigit() and its_root not in self._groups):
            return []
        groups = self._groups.get(its_root)
        parts = self.parts(plain)
        if parts:
            self.compounds.add(its_root)
        found = dict.fromkeys(groups, WHOLE) if groups else {its_root: HALF if parts else WHOLE}
        for part, weight in parts:
            for meaning in self._groups.get(part) or [part]:
                found[meaning] = max(found.get(meaning, 0.0), weight)
        return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))

    def parts(self, plain: str) -> list[tuple[str, float]]:
        """The roots of the words a compound is made of, with their weights: those of two parts more than of three."""
        if len(plain) < 2 * PART or any(letter.isdigit() for letter in plain):
            return []
        halves = self._halves(plain)
        if halves is None:
            known = self._known_end(plain)
            return [(known, HALF)] if known else []
        found = []
        for half in halves:
            found.append((root(half), PIECE))
            found += [(part, weight * PIECE) for part, weight in self.parts(half)]
        return found

    def _knows(self, word: str) -> bool:
        """A word of three letters is a part where it stands alone in some texts; a longer one, where in one."""
        return word in self._listed or self._known[word] >= (
            1 if len(word) > PART else OFTEN if len(word) == PART else 99
        )

    def _halves(self, plain: str) -> tuple[str, str] | None:
        """Two words that are known, or compounds of such, as even as can be; what links them belongs to neither."""
        if plain not in self._halved:
            self._halved[plain] = self._best_halves(plain)
        return self._halved[plain]

    def _best_halves(self, plain: str) -> tuple[str, str] | None:
        best: tuple[bool, int, str, str] | None = None
        for at in range(PART, len(plain) - PART + 1):
            tail = plain[at:]
            if tail not in STOP and (self._knows(tail) or self._knows(root(tail))):
                head = self._head(plain[:at])
                if head is not None:
                    found = (self._knows(head), min(len(head), len(tail)), head, tail)
                    best = found if best is None or found > best else best
        return None if best is None else best[2:]

    def _head(self, head: str) -> str | None:
        """The first part without what links it, where it is a word we know or made of such."""
        bare = [head.removesuffix(link) for link in LINKS if head.endswith(link)]
        known = next(
            (word for word in bare if word not in STOP and (self._knows(word) or self._knows(root(word)))), None
        )
        return known or next((word for word in bare if len(word) >= 2 * PART and self._halves(word)), None)

    def _known_end(self, plain: str) -> str | None:
        """One end of a compound whose other end nobody knows: the longest, and the last before the first."""
        whole = root(plain)
        ends = [whole[at:] for at in range(PART, len(whole) - SURE + 1)]
        starts = [plain[:at] for at in range(len(plain) - PART - 1, SURE - 1, -1)]
        last = next((end for end in ends if self._knows(end)), None)
        first = next((root(start) for start in starts if start not in STOP and self._knows(start)), None)
        found = [end for end in (last, first) if end and end != whole]
        return max(found, key=len) if found else None


def _keep(found: dict[str, tuple[float, str]], meaning: str, weight: float, word: str) -> None:
    if weight > found.get(meaning, (0.0, ""))[0]:
        found[meaning] = (weight, word)
