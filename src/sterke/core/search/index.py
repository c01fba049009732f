"""Keeps the index in step with the rooms' rows, by reading them: imports, the office and erasures need say nothing.

A kind is looked through again when the stamp of a room it reads has moved: its rows are read with one question, a
digest tells which have changed, and only those are written.
"""

import secrets
from array import array
from collections.abc import Iterable, Iterator
from hashlib import md5
from itertools import groupby
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from ..backup import runs_after_restore
from ..house import SearchKind, house
from ..stamps import stamps
from ..text import stem, words_of
from .models import SearchEntry, SearchPosting, SearchState, SearchWord

BLOCK = 4096  # row numbers in a posting
SMALL = 3000  # rows that are looked through while a visitor waits; more are left to the worker
MOST_WORDS = 3000  # of one row
STEP = 900  # keys in one question
# Places a word stands in, best first. A title is better the fewer words it has, and its first word best.
LONGEST_TITLE = 6
NEAR, TEXT = 2 * LONGEST_TITLE, 2 * LONGEST_TITLE + 1
FORMS = {"as", "asa", "ans", "da", "sa", "ba", "nuf"}  # of companies: not counted in a title
Key = tuple[str, int, int]  # word, place, block


def plain(value: Any) -> str:
    """The words of a field: a page's text is put together of blocks, which know their own."""
    if hasattr(value, "stream_block"):
        return " ".join(str(words) for words in value.stream_block.get_searchable_content(value))
    return str(value or "")


def placed(title: str, near: str, text: str) -> dict[str, int]:
    """Each word with the best place it stands in."""
    words = words_of(title)
    length = min(max(len([word for word in words if word not in FORMS]), 1), LONGEST_TITLE)
    found = {word: 2 * (length - 1) + (at > 0) for at, word in reversed(list(enumerate(words)))}
    for place, rest in ((NEAR, near), (TEXT, text)):
        for word in words_of(rest):
            found.setdefault(word, place)
    return dict(list(found.items())[:MOST_WORDS])


def texts_of(kind: SearchKind) -> Iterator[tuple[int, str, str, str]]:
    """The rows of a kind as (number, title, near, text), in the order of their numbers."""
    rows = kind.rows() if kind.rows else kind.model._default_manager.all()
    more = kind.more() if kind.more else {}
    names, first, second = (kind.title + kind.near + kind.text), len(kind.title), len(kind.title + kind.near)
    for pk, *values in rows.order_by("pk").values_list("pk", *names).iterator(chunk_size=2000):
        texts = [plain(value) for value in values]
        near = [*texts[first:second], more.get(pk, "")]
        yield pk, " ".join(texts[:first]), " ".join(near), " ".join(texts[second:])


def stamp_of(kind: SearchKind, moved: dict[str, int]) -> str:
    """The same stamp means the same rows. Whatever holds from a day to a day may change at midnight."""
    return "-".join([f"{timezone.localdate():%j}", *(f"{moved.get(room, 0):x}" for room in kind.reads)])


def freshen() -> SearchState:
    """Bring the index up to date before it is asked, large kinds by the worker. Returns the vocabulary's state."""
    states = {state.kind: state for state in SearchState.objects.all()}
    moved = stamps()
    for kind in house.searches.values():
        state = states.get(kind.name)
        now = stamp_of(kind, moved)
        if state is not None and state.stamps == now:
            continue
        if state is not None and state.number > SMALL:
            leave_to_worker(kind, now)
        else:
            states.clear()
            sync(kind)
    return states.get("") or vocabulary_state()


def leave_to_worker(kind: SearchKind, stamp: str) -> None:
    """Ask for it once; until it is done, what the index holds is shown."""
    from ..tasks import index_for_search

    if SearchState.objects.filter(kind=kind.name).exclude(asked=stamp).update(asked=stamp):
        index_for_search.enqueue(kind.name)


def vocabulary_state(*, lock: bool = False) -> SearchState:
    """The one row all writers of the index wait for; its edition is new with each database."""
    rows = SearchState.objects.select_for_update() if lock else SearchState.objects.all()
    return rows.get_or_create(kind="", defaults={"stamps": secrets.token_hex(8)})[0]


def sync_all() -> int:
    """Look through everything, whatever the stamps say. Returns how many rows the index has changed."""
    return sum(sync(kind, always=True) for kind in house.searches.values())


@runs_after_restore
def rebuild() -> str:
    """Make the index anew: what a backup holds of it is another time's."""
    with transaction.atomic():
        for model in (SearchEntry, SearchPosting, SearchWord, SearchState):
            model.objects.all().delete()
    return f"Search finds {sync_all()} things again."


@transaction.atomic
def sync(kind: SearchKind, *, always: bool = False) -> int:
    """Make the index of a kind that of its rows now. Returns how many rows had changed."""
    vocabulary = vocabulary_state(lock=True)
    state, _new = SearchState.objects.get_or_create(kind=kind.name)
    now = stamp_of(kind, stamps())  # before the rows are read
    if state.stamps == now and not always:
        return 0
    digests = dict(SearchEntry.objects.filter(kind=kind.name).values_list("row", "digest"))
    changed: dict[int, tuple[str, dict[str, int]]] = {}
    rows = count = 0
    for pk, *texts in texts_of(kind):
        rows += 1
        digest = md5("\0".join(texts).encode(), usedforsecurity=False).hexdigest()
        if digests.pop(pk, None) != digest:
            changed[pk] = (digest, placed(*texts))
        if len(changed) >= BLOCK:
            count += write(kind.name, changed)
            changed = {}
    count += write(kind.name, changed | {pk: ("", {}) for pk in digests})
    SearchState.objects.filter(pk=state.pk).update(stamps=now, number=rows)
    newest = SearchWord.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    SearchState.objects.filter(pk=vocabulary.pk).update(number=max(vocabulary.number, newest))
    return count


def write(kind: str, changed: dict[int, tuple[str, dict[str, int]]]) -> int:
    """Put these rows into the index as they are now; one without words leaves it."""
    before: dict[int, dict[str, int]] = {}
    for some in steps(changed):
        entries = SearchEntry.objects.filter(kind=kind, row__in=some)
        before |= {row: unpacked(words) for row, words in entries.values_list("row", "words")}
    added: dict[Key, set[int]] = {}
    removed: dict[Key, set[int]] = {}
    for row, (_digest, words) in changed.items():
        then = before.get(row, {})
        for moves, given, other in ((added, words, then), (removed, then, words)):
            for word, place in given.items():
                if other.get(word) != place:
                    moves.setdefault((word, place, row // BLOCK), set()).add(row)
    numbers = numbers_of({word for word, _place, _block in (*added, *removed)})
    post(kind, numbers, added, removed)
    stay = [SearchEntry(kind=kind, row=row, digest=d, words=packed(w)) for row, (d, w) in changed.items() if d]
    SearchEntry.objects.bulk_create(
        stay, update_conflicts=True, unique_fields=["kind", "row"], update_fields=["digest", "words"], batch_size=1000
    )
    for some in steps(row for row, (digest, _words) in changed.items() if not digest):
        SearchEntry.objects.filter(kind=kind, row__in=some).delete()
    forget_words({numbers[word] for word, _place, _block in removed})
    return len(changed)


def numbers_of(words: set[str]) -> dict[str, int]:
    """The numbers of words; those the vocabulary lacks are put into it."""
    numbers: dict[str, int] = {}
    for some in steps(sorted(words)):
        known = dict(SearchWord.objects.filter(word__in=some).values_list("word", "pk"))
        new = [SearchWord(word=word, stem=stem(word)) for word in some if word not in known]
        numbers |= known | {row.word: row.pk for row in SearchWord.objects.bulk_create(new)}
    return numbers


def post(kind: str, numbers: dict[str, int], added: dict[Key, set[int]], removed: dict[Key, set[int]]) -> None:
    """Put rows into postings and take them out."""
    for some in steps(sorted({*added, *removed})):
        wanted = {(numbers[word], place, block): (word, place, block) for word, place, block in some}
        found = SearchPosting.objects.filter(
            kind=kind, word__in={number for number, *_rest in wanted}, block__in={block for *_rest, block in wanted}
        )
        held = {(word, place, block): rows_in(rows) for word, place, block, rows in
                found.values_list("word", "place", "block", "rows")}  # fmt: skip
        full: list[SearchPosting] = []
        empty: list[SearchPosting] = []
        for at, key in wanted.items():
            rows = {*held.get(at, ())} - removed.get(key, set()) | added.get(key, set())
            word, place, block = at
            row = SearchPosting(kind=kind, word=word, place=place, block=block, rows=array("I", sorted(rows)).tobytes())
            (full if rows else empty).append(row)
        SearchPosting.objects.bulk_create(
            full, update_conflicts=True, unique_fields=["word", "kind", "place", "block"], update_fields=["rows"]
        )
        for row in empty:
            SearchPosting.objects.filter(kind=kind, word=row.word, place=row.place, block=row.block).delete()


def forget_words(numbers: set[int]) -> None:
    """Words that stand nowhere any more leave the vocabulary; they may have been a name."""
    anywhere = Exists(SearchPosting.objects.filter(word=OuterRef("pk")))
    for some in steps(sorted(numbers)):
        SearchWord.objects.filter(~anywhere, pk__in=some).delete()


def rows_in(rows: Any) -> array:
    """The row numbers of a posting."""
    numbers = array("I")
    numbers.frombytes(rows)
    return numbers


def packed(words: dict[str, int]) -> str:
    """Words by place, as text: ``0 asnes;1 mekaniske as``."""
    by_place = groupby(sorted(words.items(), key=lambda pair: (pair[1], pair[0])), key=lambda pair: pair[1])
    return ";".join(f"{place} {' '.join(word for word, _place in pairs)}" for place, pairs in by_place)


def unpacked(text: str) -> dict[str, int]:
    parts = [part.split(" ") for part in text.split(";") if part]
    return {word: int(place) for place, *words in parts for word in words}


def steps(keys: Iterable[Any]) -> Iterator[list[Any]]:
    """Keys a handful at a time, as many as a question takes."""
    held = list(keys)
    return (held[begin : begin + STEP] for begin in range(0, len(held), STEP))
