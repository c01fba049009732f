"""Who is never suggested to whom, whatever the score."""

from .ground import Ground, Person


class Never:
    def __init__(self, ground: Ground) -> None:
        self._apart = {frozenset(pair) for pair in ground.not_with_people} | ground.tried
        self._apart_companies = ground.not_with_companies
        self._competitors = ground.competitors
        self._competing = {company for pair in ground.competitors for company in pair}
        self._careful = {company for _person, company in ground.not_with_companies}
        self._not = {(f.listing, f.person) for f in ground.feedback if f.verdict == "not" and f.listing is not None}
        self._not_again = {
            frozenset((f.by, f.person))
            for f in ground.feedback
            if f.verdict == "known" or (f.verdict == "not" and f.listing is None)
        } | set(ground.known)

    def about(self, listing: int, audience: str, person: Person) -> bool:
        """Never this person for this listing: it is not for their eyes, or somebody said no to it."""
        return audience not in person.sees or (listing, person.id) in self._not

    def again(self, one: Person, other: Person) -> bool:
        """Not once more without a listing: they know each other, or said no."""
        return frozenset((one.id, other.id)) in self._not_again

    def together(self, one: Person | None, companies: tuple[int, ...], other: Person) -> bool:
        """Never this person for one who stands for these companies: hidden, unseen, a colleague, competing, apart,
        or asked already."""
        if other.hidden or (one is not None and (one.id == other.id or other.audience not in one.sees)):
            return True
        mine, theirs = set(companies), set(other.companies)
        if not mine.isdisjoint(theirs):
            return True
        if not (mine.isdisjoint(self._competing) or theirs.isdisjoint(self._competing)) and any(
            frozenset((a, b)) in self._competitors for a in mine for b in theirs
        ):
            return True
        return self._kept_apart(one, mine, other, theirs)

    def _kept_apart(self, one: Person | None, mine: set[int], other: Person, theirs: set[int]) -> bool:
        if one is not None and self._apart and frozenset((one.id, other.id)) in self._apart:
            return True
        if mine.isdisjoint(self._careful) and theirs.isdisjoint(self._careful):
            return False
        return any((other.id, company) in self._apart_companies for company in mine) or (
            one is not None and any((one.id, company) in self._apart_companies for company in theirs)
        )
