"""What differs between two texts, word by word, in paragraphs. Plain data in, plain data out."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

SAME, IN, OUT = "same", "in", "out"
PIECES = re.compile(r"\n+|[^\S\n]*[^\s]+|[^\S\n]+")  # a word with the space before it, or the end of a paragraph


class Piece(NamedTuple):
    """A run of words that stayed, came in or went out."""

    kind: str
    text: str


def pieces_of(text: str) -> list[str]:
    return PIECES.findall(text.replace("\r\n", "\n").replace("\r", "\n").strip())


def differences(before: str, after: str) -> list[list[Piece]]:
    """The paragraphs of both texts as one: what went out stands before what came in its place."""
    paragraphs: list[list[Piece]] = [[]]
    for kind, piece in _told(pieces_of(before), pieces_of(after)):
        if piece.startswith("\n"):
            if paragraphs[-1]:
                paragraphs.append([])
        elif paragraphs[-1] and paragraphs[-1][-1].kind == kind:
            paragraphs[-1][-1] = Piece(kind, paragraphs[-1][-1].text + piece)
        else:
            paragraphs[-1].append(Piece(kind, piece))
    return [paragraph for paragraph in paragraphs if paragraph]


def _told(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    for tag, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        if tag == "equal":
            yield from ((SAME, piece) for piece in new[c:d])
        else:
            yield from ((OUT, piece) for piece in old[a:b])
            yield from ((IN, piece) for piece in new[c:d])
