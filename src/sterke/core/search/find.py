"""From what somebody typed to what they may see of it, best first: ``find``.

All words must be meant by a row. Where no row has them all, the last word may be a beginning; then slips of the finger
are forgiven in words nobody uses; then rows with most of the words will do. The index only proposes: what is counted,
shown and led to has come through ``visible_to`` of its model.
"""

from array import array
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from heapq import nsmallest
from typing import Any

from ..house import SearchKind, house
from ..question import Question
from ..text import words_of
from .index import FORMS, LONGEST_TITLE, NEAR, freshen, rows_in
from .models import SearchPosting
from .vocabulary import Vocabulary, vocabulary_of

LONGEST = 200  # characters read of what was typed
MOST_TERMS = 8
MOST = 300  # rows of a kind that are ranked; more are told as "over"
COMMON = 20_000  # rows: a word this common says nothing where not all words are asked for
# Words that say nothing where others say something.
SMALL_WORDS = frozenset(
    """
    og i pa for en et ei det den de som av til med er var har vi du jeg om fra ved hva hvem hvor eller at ikke
    the a an and of in on to is are we
    """.split()  # noqa: SIM905
)
# How well a word of the index is meant by a typed one, and how much the place where it stands counts.
EXACT, BEGUN, FORM, COMPOUND, PART, SLIP = 100, 90, 80, 50, 40, 30
WORTH = [100 - 6 * (at // 2) - 2 * (at % 2) for at in range(2 * LONGEST_TITLE)] + [50, 20]
Postings = dict[str, dict[int, list[tuple[int, array]]]]  # by kind and word: places and rows


@dataclass
class Term:
    """A typed word: the words of the index it may mean, how well, and the words it is put together of."""

    word: str
    meant: dict[str, int]
    parts: list["Term"] = field(default_factory=list)
    is_mended: bool = False

    def all_words(self) -> set[str]:
        return set(self.meant).union(*(part.all_words() for part in self.parts))


@dataclass
class Group:
    """The rows of one kind, best first; ``over`` where there are more than were ranked."""

    kind: SearchKind
    rows: list[int]
    scores: dict[int, int]
    over: bool


@dataclass
class Found:
    """``how`` is "all", "near" (slips were forgiven), "some" (not all words), or "none"."""

    terms: list[Term]
    how: str = "none"
    groups: list[Group] = field(default_factory=list)

    def words(self) -> set[str]:
        """The words to mark."""
        return {word for term in self.terms for word in term.all_words()}


def find(user: Any, typed: str, *, begun: bool = False) -> Found:
    """What this user may see of what was typed; with ``begun`` the last word may go on."""
    words = terms_in(typed)
    if not words:
        return Found([])
    state = freshen()
    vocabulary = vocabulary_of(state.stamps, state.number)
    for how, goes_on in (("all", begun), ("all", True), ("near", begun), ("some", begun)):
        if how == "some" and len(words) == 1:
            break
        terms = [meant(word, vocabulary, begun=goes_on and word == words[-1], forgiving=how != "all") for word in words]
        if how == "near" and not any(term.is_mended for term in terms):
            continue
        groups = groups_for(user, terms, vocabulary, every=how != "some")
        if groups:
            return Found(terms, how, groups)
    return Found(terms)


def terms_in(typed: str) -> list[str]:
    """The words to search for, each once, without those that say nothing."""
    words = list(dict.fromkeys(words_of(typed[:LONGEST])))
    numbers = [word for word in words if len(word) == 9 and word.isdigit()]
    if numbers:  # of an organisation; "NO 923 609 016 MVA" says no more
        return numbers[:1]
    telling = [word for word in words if word not in SMALL_WORDS and len(word) > 1]
    if len(telling) > 1:
        telling = [word for word in telling if word not in FORMS] or telling
    return telling[:MOST_TERMS]


def meant(word: str, vocabulary: Vocabulary, *, begun: bool = False, forgiving: bool = False) -> Term:
    found: dict[str, int] = {}
    known = word in vocabulary.number_of or bool(vocabulary.alike(word))
    near = vocabulary.near(word) if forgiving and not known else []
    slips = [form for other in near for form in (other, *vocabulary.alike(other))]
    for worth, others in (
        (EXACT, [word] if word in vocabulary.number_of else []),
        (BEGUN, vocabulary.beginning(word) if begun else []),
        (FORM, vocabulary.alike(word)),
        (COMPOUND, vocabulary.compounds(word)),
        (SLIP, slips),
    ):
        for other in others:
            found.setdefault(other, worth)
    return Term(word, found, [meant(part, vocabulary) for part in vocabulary.parts(word)], bool(slips))


_postings = Question(
    lambda words: SearchPosting.objects.filter(word__in=words).values_list("kind", "word", "place", "rows")
)


def postings_for(terms: Iterable[Term], vocabulary: Vocabulary) -> Postings:
    words = {vocabulary.number_of[word] for term in terms for word in term.all_words()}
    found: Postings = {}
    for kind, word, place, rows in _postings(sorted(words)):
        found.setdefault(kind, {}).setdefault(word, []).append((place, rows_in(rows)))
    return found


def groups_for(user: Any, terms: list[Term], vocabulary: Vocabulary, *, every: bool) -> list[Group]:
    groups = []
    for name, postings in postings_for(terms, vocabulary).items():
        kind = house.searches.get(name)
        if kind is None:
            continue
        ranking = Ranking(postings, vocabulary.number_of)
        rows = ranking.rows_with_all(terms) if every else ranking.rows_with_most(terms)
        scores = ranking.scores(terms, rows)
        seen = [pk for (pk,) in seen_of(kind)(user, sorted(rows))] if rows else []
        if seen:
            seen.sort(key=lambda pk: -scores[pk])
            groups.append(Group(kind, seen, scores, over=len(rows) >= MOST))
    order = list(house.searches)
    return sorted(groups, key=lambda group: (-group.scores[group.rows[0]], order.index(group.kind.name)))


@cache
def seen_of(kind: SearchKind) -> Question:
    """Those of some rows that a user sees, in the order in which rows of this kind stand."""
    return Question(lambda user, rows: kind.seen_by(user).filter(pk__in=rows).order_by(*kind.order).values_list("pk"))


class Ranking:
    """The rows of one kind that have what was typed, and how well."""

    def __init__(self, postings: dict[int, list[tuple[int, array]]], number_of: dict[str, int]) -> None:
        self.postings, self.number_of = postings, number_of

    def places_of(self, term: Term) -> list[tuple[int, array]]:
        """Where the words a term means stand: what it is worth there, and the rows. The least first."""
        found = [
            (worth * WORTH[place], rows)
            for word, worth in term.meant.items()
            for place, rows in self.postings.get(self.number_of[word], ())
        ]
        return sorted(found, key=lambda pair: pair[0])

    def rows_of(self, term: Term, least: int = 0) -> set[int]:
        rows = set[int]().union(*(rows for worth, rows in self.places_of(term) if worth >= least))
        if not term.parts:
            return rows
        parts = [self.rows_of(part, least) for part in term.parts]
        return rows | (set.intersection(*parts) or (set() if rows else set.union(*parts)))

    def rows_with_all(self, terms: list[Term]) -> set[int]:
        """Rows that have every term. Where they are too many, those that have them in the title go first."""
        rows = intersection(self.rows_of(term) for term in terms)
        if len(rows) <= MOST:
            return rows
        best = intersection(self.rows_of(term, least=FORM * WORTH[NEAR - 1]) for term in terms)
        chosen = set(nsmallest(MOST, best))
        return chosen | set(nsmallest(MOST - len(chosen), rows - chosen)) if len(chosen) < MOST else chosen

    def rows_with_most(self, terms: list[Term]) -> set[int]:
        """Rows that have at least half of the terms; words that stand nearly everywhere are left out."""
        sets = [rows for rows in map(self.rows_of, terms) if 0 < len(rows) <= COMMON]
        counted = Counter(row for rows in sets for row in rows)
        enough = {row: count for row, count in counted.items() if 2 * count >= len(terms)}
        return set(nsmallest(MOST, enough, key=lambda row: (-enough[row], row)))

    def scores(self, terms: list[Term], rows: set[int]) -> Counter[int]:
        """The sum over the terms of what each is worth at its best place."""
        total: Counter[int] = Counter()
        for term in terms:
            best: dict[int, int] = {}
            if term.parts:
                found = self.scores(term.parts, rows)
                best = {row: worth * PART // (EXACT * len(term.parts)) for row, worth in found.items()}
            for worth, held in self.places_of(term):
                best |= dict.fromkeys(rows.intersection(held), worth)
            total.update(best)
        return total


def intersection(sets: Iterable[set[int]]) -> set[int]:
    first, *others = sorted(sets, key=len)
    return first.intersection(*others)
