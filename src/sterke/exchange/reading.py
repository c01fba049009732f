"""The text of a paper, so that search finds it. What cannot be read is shared all the same, and found by its title."""

import zipfile
from io import BytesIO
from typing import Any

from defusedxml.ElementTree import iterparse
from pypdf import PdfReader

LONGEST = 200_000  # letters kept
MOST_PAGES = 300
LARGEST_PART = 30_000_000  # bytes of one part, unpacked
MOST_PARTS = 2_000
PARTS = {
    "docx": ("word/document.xml",),
    "pptx": ("ppt/slides/slide",),
    "xlsx": ("xl/sharedStrings.xml",),
    "odt": ("content.xml",),
    "odp": ("content.xml",),
    "ods": ("content.xml",),
}


def text_of(file: Any) -> str:
    """The words of a PDF, an Office file or a plain text; empty where there are none to be had."""
    ending = file.name.rpartition(".")[2].lower()
    file.seek(0)
    try:
        if ending == "pdf":
            found = pdf_text(BytesIO(file.read()))
        elif ending in PARTS:
            found = office_text(BytesIO(file.read()), PARTS[ending])
        elif ending in ("txt", "csv", "md"):
            found = file.read(LONGEST * 4).decode("utf-8", "replace")
        else:
            found = ""
    except Exception:  # a file may be broken in a thousand ways; none of them keeps it from being shared
        found = ""
    file.seek(0)
    return found.replace("\x00", "")[:LONGEST]


def pdf_text(data: BytesIO) -> str:
    words: list[str] = []
    length = 0
    for page in PdfReader(data).pages[:MOST_PAGES]:
        words.append(page.extract_text() or "")
        length += len(words[-1])
        if length > LONGEST:
            break
    return "\n".join(words)


def office_text(data: BytesIO, starts: tuple[str, ...]) -> str:
    """The text nodes of the parts that hold words. A part that would unpack too large is left out."""
    words: list[str] = []
    with zipfile.ZipFile(data) as packed:
        parts = [part for part in packed.infolist()[:MOST_PARTS] if part.filename.startswith(starts)]
        for part in parts:
            if part.file_size > LARGEST_PART:
                continue
            with packed.open(part) as stream:
                for _event, node in iterparse(stream):
                    if node.text and node.text.strip():
                        words.append(node.text)
                    node.clear()
    return " ".join(words)
