"""Who may not be shown to whom at this moment, asked once for all the people of a page."""

from collections.abc import Iterable

from django.db.models import Q

from . import barring
from .models import NotWith


class Bars:
    """``people`` and ``companies`` are all that a page is about, on either side."""

    def __init__(self, people: Iterable[int], companies: Iterable[int]) -> None:
        everybody, houses = set(people), set(companies)
        self.hidden = set(barring.hidden_people().filter(person__in=everybody).values_list("person", flat=True))
        self.competing = barring.competing_pairs(houses)
        rows = NotWith._base_manager.filter(person__in=everybody)
        rows = rows.filter(Q(other__in=everybody) | Q(organisation__in=houses)).order_by()
        said = list(rows.values_list("person", "other", "organisation"))
        self._people = {frozenset((person, other)) for person, other, _house in said if other}
        self._companies = {(person, house) for person, _other, house in said if house}

    def between(
        self, people: Iterable[int], companies: Iterable[int], other: int, others: Iterable[int], *, hides: bool = True
    ) -> bool:
        """Somebody, or somebody's company, does not go together with this other; or the other hides."""
        mine, theirs, asking = set(companies), set(others), set(people)
        return (
            (hides and other in self.hidden)
            or other in asking
            or not mine.isdisjoint(theirs)
            or any(frozenset((one, house)) in self.competing for one in mine for house in theirs)
            or any(frozenset((one, other)) in self._people for one in asking)
            or any((one, house) in self._companies for one in asking for house in theirs)
            or any((other, house) in self._companies for house in mine)
        )
