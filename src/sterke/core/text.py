"""Norwegian text: folding for search, stems, and a sort order that puts æ ø å after z."""

import re
import unicodedata
from functools import cache

import snowballstemmer

# Search folding: what a person without Norwegian keys types finds the same row ("Aasnes" finds Åsnes).
FOLDED = {
    "æ": "ae",
    "ø": "o",
    "å": "a",
    "ä": "ae",
    "ö": "o",
    "ð": "d",
    "đ": "d",
    "ŋ": "n",
    "ŧ": "t",
    "ß": "ss",
    "ł": "l",
    "þ": "th",
}
WORD = re.compile(r"[0-9a-z]+")


def tidy(text: str) -> str:
    """NFC, no control characters or direction overrides, single spaces, no outer space. What names are stored as."""
    text = unicodedata.normalize("NFC", text or "")
    kept = (
        c
        for c in text
        if c in "\t\n " or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn"} or c == "\u200d"
    )
    return re.sub(r"\s+", " ", "".join(kept)).strip()


def fold(text: str) -> str:
    """Lower case ASCII for search: æ→ae, ø→o, å→a and aa→a, accents dropped. ``fold("Åsnes") == fold("Aasnes")``."""
    lowered = unicodedata.normalize("NFKC", text or "").casefold()
    spelled = "".join(FOLDED.get(letter, letter) for letter in lowered)
    plain = "".join(c for c in unicodedata.normalize("NFKD", spelled) if not unicodedata.combining(c))
    shorter = re.sub("oe+", "o", re.sub("a{2,}", "a", plain))
    return re.sub(r"\s+", " ", shorter).strip()


def words_of(text: str) -> list[str]:
    return WORD.findall(fold(text))


@cache
def _stemmer() -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer("norwegian")


def stems(text: str) -> list[str]:
    """Norwegian stems of the words in a text, folded: "bedriftene" and "bedrift" give the same stem."""
    return [fold(_stemmer().stemWord(word)) for word in re.findall(r"\w+", (text or "").casefold())]


# Sort order: ASCII letters as they are, then æ/ä, ø/ö, å/aa after z. "{", "|", "}" follow "z" in ASCII.
SORTED = {
    "æ": "{",
    "ä": "{",
    "ø": "|",
    "ö": "|",
    "å": "}",
    "ü": "y",
    "ß": "ss",
    "đ": "d",
    "ð": "d",
    "ŋ": "n",
    "ŧ": "t",
    "þ": "th",
}


def sort_key(text: str) -> str:
    """An ASCII key whose plain order is Norwegian order: a–z, æ, ø, å; "aa" counts as å; digits before letters."""
    lowered = unicodedata.normalize("NFKC", text or "").casefold().replace("aa", "å")
    spelled = "".join(SORTED.get(letter, letter) for letter in lowered)
    plain = "".join(c for c in unicodedata.normalize("NFKD", spelled) if not unicodedata.combining(c))
    return re.sub(r"[^0-9a-z{|}]+", " ", plain).strip()
