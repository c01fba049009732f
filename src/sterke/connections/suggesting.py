"""What suggestions are worked out from: rows of the house, read in few questions, as the plain rows of ``matching``."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from sterke.core.visibility import Visibility
from sterke.directory.models import Organisation, Role
from sterke.gatherings.models import Registration
from sterke.membership.models import Membership, NetworkSeat

from . import barring
from .matching import Answer, Company, Feedback, Ground, Person
from .matching import Listing as Stated
from .models import (
    Introduction,
    IntroductionSide,
    Listing,
    ListingAnswer,
    NotWith,
    SuggestionFeedback,
    SynonymGroup,
    TimetableEntry,
    Wish,
)

BACK = timedelta(days=730)  # gatherings that count
LATELY = timedelta(days=365)  # a pair that did not come together is not suggested again
ALIKE = (Listing.Kind.PURCHASING, Listing.Kind.PARTNERS)
SEEN = (Visibility.PUBLIC, Visibility.MEMBERS)


def ground() -> Ground:
    """All there is to go by today. People are those at work in member companies."""
    roles = list(
        Role.objects.at_work()
        .filter(
            organisation__in=Membership.objects.on().order_by().values("organisation"),
            person__merged_into=None,
            person__erased_at=None,
        )
        .order_by("valid_from", "pk")
        .values_list(
            "person", "organisation", "kind", "title", "visibility", "organisation__visibility", "person__user",
        )
    )  # fmt: skip
    people = list(people_from(roles))
    owners = Owners(people)
    known, tried, wishes = introductions()
    return Ground(
        people=tuple(people),
        companies=tuple(companies()),
        listings=tuple(listings(owners)),
        answers=tuple(answers()),
        feedback=tuple(
            Feedback(*row)
            for row in SuggestionFeedback._base_manager.order_by("pk").values_list("by", "person", "verdict", "listing")
        ),
        known=known,
        tried=tried,
        wishes=wishes,
        not_with_people=_pairs("other"),
        not_with_companies=_pairs("organisation"),
        competitors=frozenset(barring.competing_pairs()),
        synonyms=tuple(group.entries for group in SynonymGroup.objects.order_by("pk")),
    )


def _pairs(whom: str) -> frozenset[tuple[int, int]]:
    rows = NotWith._base_manager.exclude(**{whom: None}).order_by()
    return frozenset(rows.values_list("person", whom))


class Owners:
    """Who answers for a company's listing today: its contact while at work there, else the main contact."""

    def __init__(self, people: list[Person]) -> None:
        self.works = {(person.id, company) for person in people for company in person.companies}
        self.main = {company: person.id for person in reversed(people) for company in person.answers_for}

    def of(self, contact: int | None, company: int) -> int | None:
        return contact if (contact, company) in self.works else self.main.get(company)


def people_from(roles: list[Any]) -> Iterator[Person]:
    """One person for all their roles; the company they answer for comes first."""
    hidden = set(barring.hidden_people().values_list("person", flat=True))
    networks, was_at = seats(), attended()
    grouped: dict[int, list[Any]] = defaultdict(list)
    for role in roles:
        grouped[role[0]].append(role)
    for number in sorted(grouped):
        rows = sorted(grouped[number], key=lambda row: row[2] != Role.Kind.MAIN_CONTACT)
        own = frozenset(networks.get(number, ()))
        yield Person(
            number,
            tuple(dict.fromkeys(row[1] for row in rows)),
            next((row[3] for row in rows if row[3] and row[4] in SEEN), ""),
            frozenset(row[1] for row in rows if row[2] == Role.Kind.MAIN_CONTACT),
            own,
            frozenset(was_at.get(number, ())),
            audience_of([(row[4], row[5]) for row in rows]),
            frozenset({"public", "members", *(f"network:{network}" for network in own)}),
            number in hidden,
            any(row[6] is not None for row in rows),
        )


def audience_of(places: list[tuple[str, str]]) -> str:
    """The widest audience that sees somebody in one of their places: of the role, and of the company."""
    if any(role == company == Visibility.PUBLIC for role, company in places):
        return "public"
    return "members" if any(role in SEEN and company in SEEN for role, company in places) else "nobody"


def seats() -> dict[int, list[int]]:
    """By person, the networks they sit in that members see."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = NetworkSeat.objects.in_force().filter(network__visibility__in=SEEN).order_by()
    for person, network in rows.values_list("person", "network"):
        found[person].append(network)
    return found


def attended() -> dict[int, list[int]]:
    """By person, the gatherings they were at."""
    found: dict[int, list[int]] = defaultdict(list)
    today = timezone.localdate()
    rows = Registration.objects.came().filter(gathering__last_day__range=(today - BACK, today - timedelta(days=1)))
    rows = rows.filter(gathering__visibility__in=SEEN).exclude(gathering__status="cancelled").exclude(person=None)
    for person, gathering in rows.order_by().values_list("person", "gathering").distinct():
        found[person].append(gathering)
    return found


def companies() -> Iterator[Company]:
    rows = Organisation.objects.filter(pk__in=Membership.objects.on().order_by().values("organisation"))
    for pk, industry, about, about_en, visibility, code, employees, place, north, east in rows.order_by(
        "pk"
    ).values_list(
        "pk", "industry", "about", "about_en", "visibility", "industry_code", "employees", "municipality",
        "municipality__latitude", "municipality__longitude",
    ):  # fmt: skip
        spot = (north, east) if north is not None and east is not None else None
        yield Company(pk, f"{industry}\n{about}\n{about_en}", visibility, code, employees, place, spot)


def listings(owners: Owners) -> Iterator[Stated]:
    today = timezone.localdate()
    rows = Listing._base_manager.order_by("pk").values_list(
        "pk", "side", "kind", "title", "text", "contact", "organisation", "visibility", "network", "company_yes_on",
        "checked_on", "closed_on", "outcome", "valid_until",
    )  # fmt: skip
    for (
        pk, side, kind, title, text, contact, company, visibility, network, yes, checked, closed, outcome, until
    ) in rows.iterator(chunk_size=2000):  # fmt: skip
        solved = closed.year if closed and outcome == Listing.Outcome.FOUND and side != Listing.Side.OFFER else None
        everyone = visibility == Visibility.PUBLIC and yes is not None and checked is not None and closed is None
        yield Stated(
            pk, side, kind, title, text, owners.of(contact, company), company,
            shown_to(company, visibility, network, everyone=everyone), stands(closed, until, today), solved,
            kind in ALIKE,
        )  # fmt: skip


def shown_to(company: int, visibility: str, network: int | None, *, everyone: bool) -> str:
    """The audience of a listing, as ``Listing.objects.visible_to`` has it."""
    if everyone:
        return "public"
    if visibility not in SEEN:
        return f"company:{company}"
    return f"network:{network}" if network else "members"


def stands(closed: date | None, until: date, today: date) -> bool:
    return closed is None and until >= today


def answers() -> Iterator[Answer]:
    """Those that others may read."""
    rows = ListingAnswer._base_manager.filter(may_share=True, listing__digested_on__isnull=False).exclude(person=None)
    yield from (Answer(*row) for row in rows.order_by("pk").values_list("person", "listing"))


def introductions() -> tuple[frozenset[frozenset[int]], frozenset[frozenset[int]], frozenset[tuple[int, int]]]:
    """Pairs who know each other through us; pairs who are being asked or did not come together; who wished for whom."""
    sides: dict[int, list[tuple[int, bool]]] = defaultdict(list)
    for row, person, asked, word in IntroductionSide._base_manager.exclude(person=None).values_list(
        "introduction", "person", "asked", "word"
    ):
        sides[row].append((person, word != IntroductionSide.Word.NO and (asked or word == IntroductionSide.Word.YES)))
    known, tried, wishes = set(), set(), set()
    since = timezone.localdate() - LATELY
    for pk, joined, closed in Introduction._base_manager.values_list("pk", "joined_on", "closed_on"):
        if len(sides[pk]) != 2:
            continue
        (one, one_wants), (other, other_wants) = sides[pk]
        if joined:
            known.add(frozenset((one, other)))
        elif closed is None or closed >= since:
            tried.add(frozenset((one, other)))
        wishes |= {(one, other)} if one_wants else set()
        wishes |= {(other, one)} if other_wants else set()
    met, wished = at_tables()
    return frozenset(known | met), frozenset(tried), frozenset(wishes | wished)


def at_tables() -> tuple[set[frozenset[int]], set[tuple[int, int]]]:
    """From meeting rounds: pairs who met, and who wished for whom."""
    people = ("one__registration__person", "other__registration__person")
    met = TimetableEntry._base_manager.filter(state=TimetableEntry.State.MET).exclude(**{people[0]: None})
    wished = ("wisher__registration__person", "wished__registration__person")
    wishes = Wish._base_manager.exclude(**{wished[0]: None}).exclude(**{wished[1]: None})
    return (
        {frozenset(pair) for pair in met.exclude(**{people[1]: None}).order_by().values_list(*people)},
        set(wishes.order_by().values_list(*wished)),
    )
