"""Some suggestions, looked at again for one reader: the same few questions, however many there are."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from sterke.core.paths import path_to
from sterke.core.question import Question
from sterke.core.visibility import Visibility
from sterke.directory.models import Person, Role
from sterke.membership.models import Membership, NetworkSeat

from .bars import Bars
from .models import Listing, Suggestion, SuggestionFeedback
from .permissions import person_of
from .reasoning import Reasoning, Said

Verdict = SuggestionFeedback.Verdict


@dataclass(frozen=True)
class Shown:
    """Somebody to talk to, where they work, and why."""

    person: Person
    role: Any
    reasons: list[Said]
    ask_at: str = ""  # where one asks to be introduced
    pairs: bool = False  # there the secretariat introduces the two instead
    verdict: str = ""

    @property
    def score(self) -> int:
        return sum(reason.points for reason in self.reasons)


@dataclass(frozen=True)
class Help:
    """A listing where this reader could help, and why."""

    listing: Listing
    reasons: list[Said]

    @property
    def score(self) -> int:
        return sum(reason.points for reason in self.reasons)


workplaces = Question(
    lambda people: Role.objects.at_work().filter(person__in=people).order_by().values_list("person", "organisation")
)
roles_seen = Question(
    lambda user, people: (
        Role.objects.visible_to(user)
        .at_work()
        .filter(
            person__in=people,
            organisation__in=Membership.objects.on().order_by().values("organisation"),
            person__erased_at=None,
        )
        .select_related("person", "organisation__municipality")
        .order_by("valid_from", "pk")
    )
)


class Look:
    """All that must be known to show these rows to this reader."""

    def __init__(self, rows: Sequence[Suggestion], user: Any) -> None:
        self.rows, self.user, self.me = rows, user, person_of(user)
        self.mine = user.standing.works_at
        candidates = {row.person_id for row in rows}
        contacts = {row.listing.contact_id for row in rows if row.listing and row.listing.contact_id}
        people = candidates | contacts | ({self.me.pk} if self.me else set())
        self.works = self._works(people)
        companies = {house for houses in self.works.values() for house in houses}
        companies |= {row.listing.organisation_id for row in rows if row.listing}
        self.bars = Bars(people, companies | self.mine)
        self.roles = self._roles(candidates)
        self.seated = self._seated(candidates)
        self.said = self._said(candidates)
        self.reasoning = Reasoning(rows, user)

    def _works(self, people: set[int]) -> dict[int, set[int]]:
        found: dict[int, set[int]] = defaultdict(set)
        for person, company in workplaces(sorted(people)):
            found[person].add(company)
        return found

    def _roles(self, people: set[int]) -> dict[int, Any]:
        """By person, a role at a member company that this reader may see; the main contact's before others."""
        found: dict[int, Any] = {}
        for role in roles_seen(self.user, sorted(people)):
            if role.person_id not in found or role.kind == Role.Kind.MAIN_CONTACT:
                found[role.person_id] = role
        return found

    def _seated(self, people: set[int]) -> set[tuple[int, int]]:
        networks = {row.listing.network_id for row in self.rows if row.listing and row.listing.network_id}
        rows = NetworkSeat.objects.in_force().filter(person__in=people, network__in=networks).order_by()
        return set(rows.values_list("person", "network"))

    def _said(self, people: set[int]) -> dict[tuple[int | None, int], set[tuple[int, str]]]:
        """By listing and person, who has said what of it."""
        found: dict[tuple[int | None, int], set[tuple[int, str]]] = defaultdict(set)
        rows = SuggestionFeedback._base_manager.filter(person__in=people).order_by()
        about = Q(listing__in={row.listing_id for row in self.rows if row.listing_id})
        if self.me is not None:
            about |= Q(by=self.me)
        for by, listing, person, verdict in rows.filter(about).values_list("by", "listing", "person", "verdict"):
            found[listing, person].add((by, verdict))
        return found

    def about(self, listing: Listing, most: int) -> list[Shown]:
        rows = [row for row in self.rows if row.listing_id == listing.pk and self._may_hear(row, listing)]
        mine = listing.organisation_id in self.mine
        asking = {listing.contact_id, self.me.pk if self.me and mine else None}
        own = self.me is not None and listing.contact_id == self.me.pk
        return self._shown(rows, asking, {listing.organisation_id, *(self.mine if mine else ())}, own=own, most=most)

    def _may_hear(self, row: Suggestion, listing: Listing) -> bool:
        """The listing is for the eyes of whoever is suggested, and nobody who asks has said no."""
        if listing.visibility not in (Visibility.PUBLIC, Visibility.MEMBERS):
            return False
        if listing.network_id and (row.person_id, listing.network_id) not in self.seated:
            return False
        return all(verdict != Verdict.NOT for _by, verdict in self.said[listing.pk, row.person_id])

    def people(self, most: int) -> list[Shown]:
        """Without a listing: nobody this reader knows already, or has said no to."""
        me = self.me.pk if self.me else 0
        rows = [row for row in self.rows if row.asker_id == me and not self._settled(me, row.person_id)]
        return self._shown(rows, {me}, set(self.mine), own=True, most=most)

    def _settled(self, me: int, person: int) -> bool:
        said = {(listing, verdict) for (listing, whom), all_ in self.said.items() if whom == person
                for by, verdict in all_ if by == me}  # fmt: skip
        return (None, Verdict.NOT) in said or any(verdict == Verdict.KNOWN for _listing, verdict in said)

    def _shown(
        self, rows: list[Suggestion], asking: set[Any], companies: set[int], *, own: bool, most: int
    ) -> list[Shown]:
        found: list[Shown] = []
        me = self.me.pk if self.me else 0
        for row in best_first(rows, found, most):
            role = self.roles.get(row.person_id)
            theirs = self.works.get(row.person_id, set())
            if role is None or self.bars.between(asking - {None}, companies, row.person_id, theirs):
                continue
            reasons = self.reasoning.say(row.reasons, role=role, own=own)
            if reasons:
                mine = dict(self.said[row.listing_id, row.person_id])
                found.append(Shown(role.person, role, reasons, *self._ask_at(row), mine.get(me, "")))
        return sorted(found, key=lambda each: (-each.score, each.person.pk))[:most]

    def _ask_at(self, row: Suggestion) -> tuple[str, bool]:
        """Where one asks for oneself; or where the secretariat brings the listing's contact and the other together."""
        listing = row.listing
        if listing is not None and listing.organisation_id not in self.mine:
            pair = f"?one={listing.contact_id}&other={row.person_id}&oppslag={listing.pk}"
            return path_to("connections:propose") + pair if listing.contact_id else "", True
        about = f"?oppslag={listing.pk}" if listing else ""
        return path_to("connections:ask_introduction", row.person_id) + about if self.me else "", False

    def helps(self, most: int) -> list[Help]:
        """Listings of others for which this reader was found."""
        me = self.me.pk if self.me else 0
        role = self.roles.get(me)
        found: list[Help] = []
        for row in best_first([row for row in self.rows if row.person_id == me], found, most):
            listing = row.listing
            if role is None or listing is None or listing.pk not in self.reasoning.listings:
                continue
            theirs = {listing.organisation_id, *self.works.get(listing.contact_id or 0, ())}
            if self.bars.between({me}, self.mine, listing.contact_id or 0, theirs, hides=False):
                continue
            reasons = self.reasoning.say(row.reasons, role=role, mine=True)
            if reasons:
                found.append(Help(listing, reasons))
        return sorted(found, key=lambda each: (-each.score, each.listing.pk))[:most]


def best_first(rows: list[Suggestion], found: Sequence[Shown | Help], most: int) -> Iterator[Suggestion]:
    """The rows by their score, for as long as one more could come among the best of what was found."""
    for row in sorted(rows, key=lambda row: (-row.score, row.pk)):
        if len(found) >= most and row.score <= sorted(each.score for each in found)[-most]:
            return
        yield row
