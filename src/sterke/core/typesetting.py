"""Sets papers: a template and its data in, a PDF out. Run by pdf.py, without Django.

Typst reads no woff2: the fonts of our pages are unpacked once into the data folder. Each file (Latin, the rest of
Latin, Cyrillic …) gets a family of its own, so that a list of families takes each letter from the file that has it.
"""

import hashlib
import json
import os
import re
import shutil
import sys
import tempfile
import unicodedata
from pathlib import Path
from typing import Any

import typst

# Families. Typst takes "-normal" at the end of a name for a style, so the files have it and the families do not.
DISPLAY = ["archivo-latin-wdth", "archivo-latin-ext-wdth", "archivo-vietnamese-wdth"]
TEXT = [
    f"inter-{part}-wght"
    for part in ("latin", "latin-ext", "vietnamese", "cyrillic", "cyrillic-ext", "greek", "greek-ext")
]
VERSION = b"2"  # moved on when what is made of the files changes


def fonts(woff2: Path, shelf: Path) -> Path:
    """The folder with the unpacked fonts, made if it is not there."""
    sources = {name: woff2 / f"{name}-normal.woff2" for name in DISPLAY + TEXT}
    made_of = hashlib.sha256(VERSION + b"".join(path.read_bytes() for path in sources.values()))
    folder = shelf / made_of.hexdigest()[:16]
    if folder.is_dir():
        return folder
    shelf.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(prefix="making-", dir=shelf))
    (making / "letters.json").write_text(
        json.dumps({name: unpack(path, name, making) for name, path in sources.items()})
    )
    try:
        os.rename(making, folder)
    except OSError:  # another was quicker
        shutil.rmtree(making, ignore_errors=True)
    return folder


def unpack(path: Path, family: str, folder: Path) -> list[int]:
    """The font as a file that Typst reads, in a family of its own; gives the letters it has."""
    from fontTools.ttLib import TTFont  # takes as long as setting a paper, and is needed once

    font = TTFont(path)
    for number in (16, 17, 21, 22, 25):
        font["name"].removeNames(nameID=number)
    for each in font["name"].names:
        if each.nameID in (1, 3, 4, 6):
            each.string = family
    font.flavor = None
    font.save(folder / f"{family}.ttf")
    return sorted(font.getBestCmap())


def readable(told: Any, letters: set[str]) -> Any:
    """The data without letters that cannot be drawn, and without signs that steer how others are drawn."""
    match told:
        case str():
            whole = unicodedata.normalize("NFC", told)
            kept = (c for c in whole if c == "\n" or (c in letters and unicodedata.category(c) not in ("Cc", "Cf")))
            return re.sub(" {2,}", " ", "".join(kept)).strip()
        case list():
            return [readable(each, letters) for each in told]
        case dict():
            return {name: readable(each, letters) for name, each in told.items()}
    return told


def main() -> None:
    asked = json.load(sys.stdin)
    folder = fonts(Path(asked["woff2"]), Path(asked["fonts"]))
    if "template" not in asked:  # only the fonts
        return
    has = json.loads((folder / "letters.json").read_text())
    letters = {chr(number) for name in TEXT for number in has[name]}
    told = {
        "data": json.dumps(readable(asked["data"], letters)),
        "fonts": json.dumps({"display": DISPLAY + TEXT, "text": TEXT}),
    }
    press = typst.Compiler(
        asked["template"], root=asked["root"], font_paths=[str(folder)], ignore_system_fonts=True, sys_inputs=told
    )
    pdf, warnings = press.compile_with_warnings(format="pdf")
    if warnings or not isinstance(pdf, bytes):  # a family that is not there, first of all: its words would be missing
        raise SystemExit("\n".join(map(str, warnings)))
    sys.stdout.buffer.write(pdf)


main()
