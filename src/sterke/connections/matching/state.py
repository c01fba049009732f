"""What is worked out once for all suggestions: the index of texts, who works where, what fits what."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from . import points
from .ground import Ground, Listing, Person, Reason
from .index import Doc, Index
from .learnt import Learnt
from .never import Never
from .ties import Ties

LEAST_FIT = points.FEWEST / max(points.OFFERS, points.NEEDS)
MOST_FITS = 100  # texts looked at for one
Fits = list[tuple[int, float]]  # numbers of texts, how well each fits


@dataclass(frozen=True, slots=True)
class Found:
    """A reason in the making: what it counts, and between which texts of the index."""

    points: int
    code: str
    mine: int
    theirs: int

    def reason(self, index: Index) -> Reason:
        """A reason about listings names them; one about a company or a title says which words fitted."""
        mine, theirs = index.docs[self.mine], index.docs[self.theirs]
        about: dict[str, object] = {theirs.sort: theirs.id}
        if self.code == "trade_elsewhere":
            return Reason(self.code, self.points, about)
        if theirs.sort != "listing":
            about["words"] = index.shared(self.mine, self.theirs)
        elif self.code in {"they_offer", "you_offer", "both_need"}:
            about["mine"] = mine.id
        return Reason(self.code, self.points, about)


Texts = dict[int, dict[str, Found]]  # by person, by code


def docs_of(ground: Ground) -> Iterator[Doc]:
    for listing in ground.listings:
        yield Doc("listing", listing.id, listing.title, listing.text)
    for company in ground.companies:
        yield Doc("company", company.id, "", company.text)
    for person in ground.people:
        yield Doc("title", person.id, person.title)


class State:
    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.people = {person.id: person for person in ground.people}
        self.companies = {company.id: company for company in ground.companies}
        self.listings = {listing.id: listing for listing in ground.listings}
        self.index = Index(list(docs_of(ground)), ground.synonyms)
        self.ties, self.never, self.learnt = Ties(ground), Never(ground), Learnt(ground)
        self.staff: dict[int, list[Person]] = defaultdict(list)
        for person in ground.people:
            for company in person.companies:
                self.staff[company].append(person)
        self.listings_of: dict[int, list[Listing]] = defaultdict(list)
        self.put_out_by: dict[int, list[Listing]] = defaultdict(list)
        for listing in ground.listings:
            if listing.open:
                self.listings_of[listing.company or 0].append(listing)
                self.put_out_by[listing.owner or 0].append(listing)
        self.answers: dict[int, list[int]] = defaultdict(list)
        for answer in ground.answers:
            self.answers[answer.listing].append(answer.person)
        self._fits: dict[int, Fits] = {}
        self._behind: dict[int, list[tuple[int, float]]] = {}

    def fits(self, number: int) -> tuple[Fits, np.ndarray]:
        """The texts that fit a text best and well enough to be a reason, and how well each of all fits."""
        fit = self.index.fit(number)
        fit[number] = 0.0
        good = np.flatnonzero(fit >= LEAST_FIT)
        if len(good) > MOST_FITS:
            good = np.sort(good[np.argsort(-fit[good], kind="stable")[:MOST_FITS]])
        return list(zip(good.tolist(), fit[good].tolist(), strict=True)), fit

    def kept_fits(self, number: int) -> Fits:
        if number not in self._fits:
            self._fits[number] = self.fits(number)[0]
        return self._fits[number]

    def behind(self, listing: Listing) -> list[tuple[int, float]]:
        """The people behind a listing: who put it out in full, colleagues by half."""
        if listing.id not in self._behind:
            staff = self.staff.get(listing.company or 0, ())
            found = [(person.id, points.COLLEAGUE) for person in staff if person.id != listing.owner]
            owner = self.people.get(listing.owner or 0)
            self._behind[listing.id] = found if owner is None else [(owner.id, 1.0), *found]
        return self._behind[listing.id]

    @cached_property
    def same_trade(self) -> dict[str, list[int]]:
        """Companies by the first digits of their industry code."""
        found: dict[str, list[int]] = defaultdict(list)
        for company in self.ground.companies:
            if company.trade:
                found[company.trade[:4]].append(company.id)
        return found


def keep(texts: Texts, person: int, worth: float, code: str, at: tuple[int, int]) -> None:
    """The best of each code; ``at`` are the numbers of the two texts."""
    points_ = round(worth)
    if points_ >= points.FEWEST:
        kept = texts.setdefault(person, {})
        if code not in kept or points_ > kept[code].points:
            kept[code] = Found(points_, code, *at)


def best(
    state: State, texts: Texts, each: int, more: int, judge: Callable[[Person], list[Reason] | None]
) -> list[tuple[Person, tuple[Reason, ...], int]]:
    """The people with the highest sums, one of each company. ``judge`` gives further reasons, at most ``more`` points
    in all, or None for somebody who may not be suggested."""
    sums = sorted((-sum(f.points for f in found.values()), number) for number, found in texts.items())
    top: dict[int, tuple[int, int, list[Reason]]] = {}  # by company
    floor = points.BEGIN
    for less, number in sums:
        if -less < points.BEGIN or -less + more < floor:
            break
        person = state.people[number]
        further = judge(person)
        if further is None:
            continue
        score = -less + sum(reason.points for reason in further)
        house = person.companies[0] if person.companies else -number
        if score > 0 and (house not in top or score > top[house][0]):
            top[house] = (score, -number, further)
            if len(top) >= each and score > floor:
                floor = max(floor, sorted((row[0] for row in top.values()), reverse=True)[each - 1])
    chosen = sorted(top.values(), key=lambda row: (row[0], row[1]), reverse=True)[:each]
    return [
        (state.people[-number], _reasons(state, texts[-number], further), score) for score, number, further in chosen
    ]


def _reasons(state: State, found: dict[str, Found], further: list[Reason]) -> tuple[Reason, ...]:
    texts = sorted(found.values(), key=lambda each: (-each.points, each.code))
    return (*(each.reason(state.index) for each in texts), *further)
