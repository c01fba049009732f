"""Norwegian text: folding for search, words and their stems, and a sort order that puts æ ø å after z."""

import re
import unicodedata
from collections.abc import Container
from functools import cache, lru_cache
from itertools import chain, count

import snowballstemmer
from django.utils.text import slugify

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
WORD = re.compile(r"[^\W_]+")
LONGEST_WORD = 40
ROAD = re.compile(r"\b(e|rv|fv)\W{1,2}(\d{1,4})\b")  # "Rv. 2", "E 16"
NUMBER = re.compile(r"(?<!\d)\d{3}[\s.]?\d{3}[\s.]?\d{3}(?!\d)")  # an organisation number, as it is read aloud
# Endings the stemmer leaves, before it ("sveiserne", "veien") and after it ("sveising", "programm", "møbel").
BEFORE = [(re.compile(r"(?<=...er)(?:e|en|ens|es|ne|nes)$"), ""), (re.compile(r"(?<=..[aeiouy])(?:ene|e[nrt])$"), "")]
AFTER = [(re.compile(r"(?<=....)ing$"), ""), (re.compile(r"(?<=..)([bdfgklmnprst])\1$"), r"\1")]
AFTER += [(re.compile(r"(?<=..)([bdfgkmnpst])\1?el$"), r"\1l")]


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
    """The words of a text, folded, in any script. A number of nine digits is one word, and so is the name of a road."""
    folded = ROAD.sub(r"\1\2", NUMBER.sub(lambda found: re.sub(r"\D", "", found[0]), fold(text)))
    return [word[:LONGEST_WORD] for word in WORD.findall(folded)]


@cache
def _stemmer() -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer("norwegian")


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """What the forms of a folded word have in common: "bedrifter" and "bedriftene", "sveiser" and "sveising"."""
    for ending, kept in BEFORE:
        word = ending.sub(kept, word)
    word = _stemmer().stemWord(word)
    for ending, kept in AFTER:
        word = ending.sub(kept, word)
    return word


def stems(text: str) -> list[str]:
    """The stems of the words in a text."""
    return [stem(word) for word in words_of(text)]


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


def address_from(words: str, longest: int) -> str:
    """What an address may look like that says these words: cut between words, empty where there are none."""
    slug = slugify(fold(words))
    return slug if len(slug) <= longest else slug[:longest].rpartition("-")[0] or slug[:longest]


def first_free(base: str, taken: Container[str]) -> str:
    """``base`` where it is not taken, else with the first number that is free."""
    return next(slug for slug in chain([base], (f"{base}-{n}" for n in count(2))) if slug not in taken)
