"""The words that were found, marked where they stand. Text stays text: what it holds of markup is escaped."""

import re
from collections.abc import Set as AbstractSet

from django.utils.html import escape
from django.utils.safestring import SafeString

from ..text import words_of

TOKEN = re.compile(r"[^\W_]+(?:[\s.]?\d{3}[\s.]?\d{3}(?!\d))?")
LENGTH = 180


def marked(text: str, words: AbstractSet[str]) -> SafeString:
    """The whole text with each found word in ``<mark>``."""
    parts, at = [], 0
    for token in TOKEN.finditer(text):
        if is_one_of(token[0], words):
            parts += [escape(text[at : token.start()]), "<mark>", escape(token[0]), "</mark>"]
            at = token.end()
    return SafeString("".join([*parts, escape(text[at:])]))


def is_one_of(token: str, words: AbstractSet[str]) -> bool:
    return any(word in words for word in words_of(token))


def excerpt(text: str, words: AbstractSet[str]) -> SafeString:
    """The passage of a text round the first word that was found, marked; empty where none stands in it."""
    hit = next((token for token in TOKEN.finditer(text) if is_one_of(token[0], words)), None)
    if hit is None:
        return SafeString("")
    begin = max(hit.start() - LENGTH // 3, 0)
    if begin:
        begin = text.find(" ", begin, hit.start()) + 1 or hit.start()
    end = begin + LENGTH
    if end < len(text):
        end = max(text.rfind(" ", hit.end(), end), hit.end())
    before, after = "… " if begin else "", " …" if end < len(text) else ""
    return SafeString(f"{before}{marked(text[begin:end].strip(), words)}{after}")
