"""Suggestions as a reader may see them now. What was worked out in the night is looked at again: who hides, who
competes, who would rather not, who sees what."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from sterke.advocacy.naming import give_names
from sterke.directory.models import Person

from .looking import Help, Look, Shown
from .models import Listing, Suggestion
from .permissions import can_lead, person_of

FEW = 3  # of each listing, on one's own page
MOST = 10
SPARE = 2
MOST_LISTINGS = 5  # on one's own page; each has a page of its own
SOME = 6  # others' needs, others' offers, people to meet: a page for a phone


@dataclass(frozen=True)
class ForMe:
    found: list[tuple[Listing, list[Shown]]]  # what one's company has put out, and who to talk to
    helps: list[Help]  # needs and questions of others
    uses: list[Help]  # offers of others
    people: list[Shown]


def suggestions_for_listing(listing: Listing, user: Any) -> list[Shown]:
    """Who to talk to about a listing: for those who lead it, while it stands."""
    if not can_lead(user, listing) or not listing.is_open:
        return []
    rows = list(Suggestion.objects.visible_to(user).filter(listing=listing).select_related("listing"))
    return Look(rows, user).about(listing, MOST)


def suggestions_for_person(user: Any) -> ForMe:
    """What the listings of one's company could find, where one can help, and people to meet."""
    person = person_of(user)
    if person is None:
        return ForMe([], [], [], [])
    listings = own_listings(user)
    look = Look(rows_for(person, listings, user), user)
    found = [(listing, look.about(listing, FEW)) for listing in listings]
    others = look.helps(SOME * SPARE)
    give_names(user, [each.listing for each in others])
    helps = [each for each in others if each.listing.side != Listing.Side.OFFER][:SOME]
    uses = [each for each in others if each.listing.side == Listing.Side.OFFER][:SOME]
    return ForMe([(listing, people) for listing, people in found if people], helps, uses, look.people(SOME))


def own_listings(user: Any) -> list[Listing]:
    """The newest of one's companies that stand."""
    rows = Listing.objects.visible_to(user).standing().filter(organisation__in=user.standing.works_at or [0])
    return list(rows.select_related("organisation__municipality").order_by("-written_at", "-pk")[:MOST_LISTINGS])


def rows_for(person: Person, listings: list[Listing], user: Any) -> list[Suggestion]:
    """The best of each sort, and some to spare for those that may not be shown today."""
    rows = Suggestion.objects.visible_to(user)
    stands = rows.filter(listing__closed_on=None, listing__valid_until__gte=timezone.localdate())
    stands = stands.select_related("listing__organisation__municipality")
    stands = stands.defer("listing__text", "listing__search_text", "listing__organisation__about")
    known = {listing.pk: listing for listing in listings}
    found = []
    few: Counter[int | None] = Counter()
    for row in rows.filter(listing__in=known).order_by("-score", "pk"):
        few[row.listing_id] += 1
        if few[row.listing_id] <= FEW * SPARE:
            row.listing = known[row.listing_id or 0]
            found.append(row)
    helps = stands.filter(person=person).exclude(listing__in=known).order_by("-score", "pk")[: SOME * SPARE * SPARE]
    return [*found, *helps, *rows.filter(asker=person)]


def order_by_suggestion(person: Person, people: Iterable[Person]) -> list[Person]:
    """The same people, those first who are suggested to this one, or this one to them; the others as they came."""
    everybody = list(people)
    score = suggestion_scores(person, [each.pk for each in everybody])
    return sorted(everybody, key=lambda each: -score.get(each.pk, 0.0))


def suggestion_scores(person: Person, among: Sequence[int]) -> dict[int, float]:
    """By number, the best suggestion between this person and each of these people, either way."""
    rows = Suggestion._base_manager.order_by()
    to_me = rows.filter(Q(asker=person) | Q(listing__contact=person, listing__closed_on=None), person__in=among)
    of_me = rows.filter(Q(asker__in=among) | Q(listing__contact__in=among, listing__closed_on=None), person=person)
    score: dict[int, float] = {}
    for number, points in to_me.values_list("person", "score"):
        score[number] = max(score.get(number, 0.0), points)
    for asker, contact, points in of_me.values_list("asker", "listing__contact", "score"):
        number = asker or contact
        score[number] = max(score.get(number, 0.0), points)
    return score
