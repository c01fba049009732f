"""Translations without GNU gettext: each room keeps its own catalogue beside its code (docs/adr/0003).

Strings are read out of Python and templates with Babel and Django's own template reader.
"""

import io
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parent.parent
LANGUAGES = ("nb",)  # English is the source language
PLURALS = {"nb": "nplurals=2; plural=(n != 1);"}
KEYWORDS: dict[str, tuple | None] = {
    "_": None,
    "_t": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}")


def rooms() -> list[Path]:
    """The folders that keep a catalogue: each room, and the source root for what belongs to all."""
    return [SOURCE, *sorted(path.parent for path in SOURCE.glob("*/apps.py"))]


def sources_of(room: Path) -> Iterator[Path]:
    if room == SOURCE:
        yield from sorted(
            [*SOURCE.glob("*.py"), *(SOURCE / "templates").rglob("*.html"), *(SOURCE / "templates").rglob("*.txt")]
        )
    else:
        for pattern in ("*.py", "*.html", "*.txt"):
            yield from sorted(path for path in room.rglob(pattern) if "migrations" not in path.parts)


def strings_in(room: Path) -> Catalog:
    """All translatable strings of a room, with where they stand."""
    catalog = Catalog(charset="utf-8")
    for path in sources_of(room):
        text = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            text = "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).splitlines())
        found = extract("python", io.BytesIO(text.encode()), keywords=KEYWORDS, options={"encoding": "utf-8"})
        for _line, message, comments, context in found:
            flags = ["python-format"] if PLACEHOLDER.search(str(message)) else []
            where = [(path.relative_to(SOURCE).as_posix(), 0)]
            catalog.add(message, None, where, flags=flags, auto_comments=comments, context=context)
    return catalog


def po_path(room: Path, language: str) -> Path:
    return room / "locale" / language / "LC_MESSAGES" / "django.po"


def load(room: Path, language: str) -> Catalog:
    path = po_path(room, language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language, charset="utf-8")


def update(room: Path, language: str) -> Catalog:
    """Bring a room's catalogue in line with its code: new strings empty, gone strings removed, no guessing."""
    catalog = load(room, language)
    catalog.update(strings_in(room), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    return catalog


def save(room: Path, language: str) -> None:
    catalog = update(room, language)
    path = po_path(room, language)
    if not len(catalog) and not path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    body = io.BytesIO()
    write_po(body, catalog, omit_header=True, sort_output=True, width=110, include_lineno=False)
    header = (
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Language: {language}\\n"\n"Plural-Forms: {PLURALS[language]}\\n"\n\n'
    )
    path.write_text(header + body.getvalue().decode(), encoding="utf-8")


def compile_room(room: Path, language: str) -> None:
    """The catalogue of a room, and the one for scripts, which is kept by hand: our scripts say nothing."""
    path = po_path(room, language)
    for source in (path, path.with_name("djangojs.po")):
        if source.exists():
            with source.open("rb") as read, source.with_suffix(".mo").open("wb") as written:
                write_mo(written, read_po(read, locale=language))


def problems(room: Path, language: str) -> list[str]:
    """What is missing, empty, fuzzy or has other placeholders than its source. Empty when all is well."""
    stored = load(room, language)
    found = []
    for wanted in strings_in(room):
        if not wanted.id:
            continue
        message = stored.get(wanted.id, context=wanted.context)
        name = f"{room.name}: {wanted.id if isinstance(wanted.id, str) else wanted.id[0]!r}"
        if message is None or not _full(message):
            found.append(f"{name} is not translated to {language}")
        elif message.fuzzy:
            found.append(f"{name} is fuzzy in {language}")
        elif not _same_placeholders(message):
            found.append(f"{name} has other placeholders in {language}")
    return found


def _full(message: Message) -> bool:
    return all(message.string) if isinstance(message.string, (list, tuple)) else bool(message.string)


def _same_placeholders(message: Message) -> bool:
    ids = message.id if isinstance(message.id, (list, tuple)) else [str(message.id)]
    strings = message.string if isinstance(message.string, (list, tuple)) else [str(message.string)]
    allowed = {place for text in ids for place in PLACEHOLDER.findall(text)}
    needed = set(PLACEHOLDER.findall(ids[-1]))
    return all(set(PLACEHOLDER.findall(text)) <= allowed for text in strings) and (
        needed <= set(PLACEHOLDER.findall(strings[-1]))
    )
