"""Reasons that lie between two people, whatever the matter: networks, places, gatherings, who has met whom."""

from functools import lru_cache
from math import asin, cos, radians, sin, sqrt

from . import points
from .ground import Company, Ground, Person, Reason

EARTH = 6371.0  # km
SIZES = (5, 20, 50, 100, 250)


class Ties:
    def __init__(self, ground: Ground) -> None:
        self.known, self.wishes = ground.known, ground.wishes
        self._knows = {(f.by, f.person) for f in ground.feedback if f.verdict == "known"}
        self.companies = {company.id: company for company in ground.companies}
        self._between: dict[tuple[int, int], list[Reason]] = {}

    def most(self, person: Person | None) -> int:
        """No tie of this person is worth more than this."""
        if person is None:
            return points.MOST_OF_HOUSES
        met = (points.ACQUAINTED if self.known or self._knows else 0) + (points.BOTH_WISH if self.wishes else 0)
        seats = (points.MOST_NETWORKS if person.networks else 0) + (points.MOST_GATHERINGS if person.gatherings else 0)
        return points.MOST_OF_HOUSES + met + seats

    def between(
        self, person: Person | None, company: int | None, other: Person, *, known_counts: bool = True
    ) -> list[Reason]:
        """Why this other, for a person who asks on behalf of a company. Where nobody asks, what the company gives."""
        found = self._of_houses(company or 0, other.companies[0] if other.companies else 0)
        if other.answers_for:
            found.append(Reason("main_contact", points.MAIN_CONTACT))
        if person is not None:
            found += self._of_people(person, other)
            if known_counts and self.knows(person, other):
                found.append(Reason("acquainted", points.ACQUAINTED))
        return found

    def knows(self, person: Person, other: Person) -> bool:
        """They have met through us, or this person has said so; what the other said stays the other's."""
        return frozenset((person.id, other.id)) in self.known or (person.id, other.id) in self._knows

    def _of_houses(self, one: int, other: int) -> list[Reason]:
        if (one, other) not in self._between:
            self._between[one, other] = self._of_companies(self.companies.get(one), self.companies.get(other))
        return self._between[one, other].copy()

    def _of_people(self, one: Person, other: Person) -> list[Reason]:
        found = []
        networks = one.networks & other.networks
        if networks:
            more = points.MORE_NETWORKS if len(networks) > 1 else 0
            found.append(Reason("network", points.NETWORK + more, {"networks": sorted(networks)}))
        gatherings = one.gatherings & other.gatherings
        if gatherings:
            more = points.MORE_GATHERINGS if len(gatherings) > 1 else 0
            about = {"gathering": max(gatherings), "others": len(gatherings) - 1}
            found.append(Reason("gathering", points.GATHERING + more, about))
        if (one.id, other.id) in self.wishes and (other.id, one.id) in self.wishes:
            found.append(Reason("both_wish", points.BOTH_WISH))
        return found

    def _of_companies(self, one: Company | None, other: Company | None) -> list[Reason]:
        if one is None or other is None:
            return []
        found = []
        if one.place is not None and one.place == other.place:
            found.append(Reason("same_place", points.SAME_PLACE, {"place": one.place}))
        elif (far := kilometres(one, other)) is not None and far < points.FAR:
            near = max(1, round(points.NEAR * (1 - far / points.FAR)))
            found.append(Reason("near", near, {"km": max(1, round(far))}))
        if one.trade and one.trade[:2] == other.trade[:2]:
            found.append(Reason("same_trade", points.SAME_TRADE, {"company": other.id}))
        if one.employees is not None and other.employees is not None and size(one) == size(other):
            found.append(Reason("same_size", points.SAME_SIZE))
        return found


def kilometres(one: Company, other: Company) -> float | None:
    return distance(one.spot, other.spot) if one.spot and other.spot else None


def size(company: Company) -> int:
    return sum((company.employees or 0) >= least for least in SIZES)


@lru_cache(maxsize=10_000)
def distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Kilometres as the crow flies."""
    north, east, to_north, to_east = (radians(degrees) for degrees in (*one, *other))
    half = sin((to_north - north) / 2) ** 2 + cos(north) * cos(to_north) * sin((to_east - east) / 2) ** 2
    return 2 * EARTH * asin(sqrt(half))
