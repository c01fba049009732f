"""Who to talk to about a listing."""

from . import points
from .ground import Listing, Person, Reason, Suggested
from .state import Found, State, Texts, best, keep

OPEN_TO_ALL = frozenset({"public"})


def suggest_for(state: State, listing: Listing, each: int) -> list[Suggested]:
    number = state.index.at["listing", listing.id]
    fits, fit = state.fits(number)
    asker = state.people.get(listing.owner or 0)
    sees = asker.sees if asker else OPEN_TO_ALL
    texts: Texts = {}
    for theirs, well in fits:
        doc = state.index.docs[theirs]
        if doc.sort == "listing":
            _of_listing(state, texts, listing, state.listings[doc.id], (number, theirs, well), sees)
        elif doc.sort == "company" and state.companies[doc.id].audience in sees:
            for person in state.staff.get(doc.id, ()):
                share = 1.0 if doc.id in person.answers_for else points.COLLEAGUE
                keep(texts, person.id, points.DOES * share * well, "does", (number, theirs))
        elif doc.sort == "title":
            keep(texts, doc.id, points.TITLE * well, "title", (number, theirs))
    company = (listing.company,) if listing.company is not None else ()
    companies = (*company, *(asker.companies if asker else ()))

    def judge(person: Person) -> list[Reason] | None:
        if state.never.about(listing.id, listing.audience, person) or state.never.together(asker, companies, person):
            return None
        further = state.ties.between(asker, listing.company, person)
        further += _same_kind(state, listing, texts[person.id])
        earlier = (f.listing for f in state.learnt.about.get(person.id, ()) if f.listing is not None)
        known = {number: float(fit[state.index.at["listing", number]]) for number in earlier}
        return further + state.learnt.of(listing, person, known)

    more = state.ties.most(asker) + state.learnt.most + points.SAME_KIND
    return [
        Suggested(person.id, reasons, listing=listing.id)
        for person, reasons, _score in best(state, texts, each, more, judge)
    ]


def code_for(listing: Listing, other: Listing) -> tuple[str, int] | None:
    """What another listing is to this one, and what it can be worth."""
    if listing.way == "offer":
        return ("needs", points.NEEDS) if other.open and other.way in {"need", "question"} else None
    if other.way == "offer":
        return ("offers", points.OFFERS) if other.open else None
    if other.solved is not None:
        return "solved", points.SOLVED
    if other.open and other.way == listing.way:
        alike = listing.alike and other.kind == listing.kind
        return "wants_the_same", points.WANTS_THE_SAME_TOO if alike else points.WANTS_THE_SAME
    return None


def _of_listing(
    state: State, texts: Texts, listing: Listing, other: Listing, at: tuple[int, int, float], sees: frozenset[str]
) -> None:
    if other.audience not in sees:
        return
    mine, theirs, well = at
    code = code_for(listing, other)
    if code is not None:
        for person, share in state.behind(other):
            whose = code[0] if share == 1.0 else f"company_{code[0]}"
            keep(texts, person, code[1] * share * well, whose, (mine, theirs))
    if listing.way != "offer":
        for person in state.answers.get(other.id, ()):
            if person in state.people:
                keep(texts, person, points.ANSWERED * well, "answered", (mine, theirs))


def _same_kind(state: State, listing: Listing, found: dict[str, Found]) -> list[Reason]:
    docs = (state.index.docs[each.theirs] for each in found.values())
    kinds = (state.listings[doc.id].kind for doc in docs if doc.sort == "listing")
    return [Reason("same_kind", points.SAME_KIND, {"kind": listing.kind})] if listing.kind in kinds else []
