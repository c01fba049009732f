"""What was said of earlier suggestions, as reasons for later ones. A no stays between those who were asked."""

from collections import defaultdict

from . import points
from .ground import Feedback, Ground, Listing, Person, Reason


class Learnt:
    def __init__(self, ground: Ground) -> None:
        self.listings = {listing.id: listing for listing in ground.listings}
        self.companies_of = {person.id: frozenset(person.companies) for person in ground.people}
        self.about: dict[int, list[Feedback]] = defaultdict(list)
        for feedback in ground.feedback:
            if feedback.listing in self.listings and feedback.verdict != "known":
                self.about[feedback.person].append(feedback)

    @property
    def most(self) -> int:
        return points.MOST_LEARNT if self.about else 0

    def of(self, listing: Listing, person: Person, fit: dict[int, float]) -> list[Reason]:
        """``fit``: how well earlier listings fit this one, by number."""
        best: tuple[int, int] | None = None  # points, listing
        others = less = 0
        for feedback in self.about.get(person.id, ()):
            earlier = self.listings[feedback.listing or 0]
            alike, same_kind = fit.get(earlier.id, 0.0), earlier.kind == listing.kind
            if earlier.id == listing.id or (alike < points.ALIKE and not same_kind):
                continue
            own = self._asks_for_the_same(listing, feedback)
            if feedback.verdict == "useful" and own:
                worth = points.USEFUL + points.USEFUL_KIND * same_kind + round(points.USEFUL_TEXT * min(1.0, alike))
                best = max(best or (0, 0), (worth, earlier.id))
            elif feedback.verdict == "useful":
                others += points.USEFUL_TO_OTHERS
            elif own:
                less = max(less, points.LESS + points.LESS_KIND * same_kind + round(points.LESS_TEXT * min(1.0, alike)))
        found = [Reason("was_useful", best[0], {"listing": best[1]})] if best else []
        found += [Reason("useful_to_others", min(others, points.MOST_OF_OTHERS))] if others else []
        return found + ([Reason("said_no", -less)] if less else [])

    def _asks_for_the_same(self, listing: Listing, feedback: Feedback) -> bool:
        """The one who said so asks now, or a colleague does."""
        return feedback.by == listing.owner or listing.company in self.companies_of.get(feedback.by, frozenset())
