"""Whom to meet, without a listing: who needs the same, who could help and be helped, who does the same elsewhere."""

from . import points
from .ground import Company, Listing, Person, Reason, Suggested
from .state import State, Texts, best, keep

CODES = {("need", "offer"): ("they_offer", points.THEY_OFFER), ("offer", "need"): ("you_offer", points.YOU_OFFER)}
CODES[("need", "need")] = ("both_need", points.BOTH_NEED)


def suggest_to(state: State, person: Person, each: int) -> list[Suggested]:
    texts: Texts = {}
    for listing, share in _own(state, person):
        _of_listing(state, texts, person, listing, share)
    companies = [state.companies[number] for number in person.companies if number in state.companies]
    for company in companies:
        _of_company(state, texts, person, company)

    def judge(other: Person) -> list[Reason] | None:
        if state.never.again(person, other) or state.never.together(person, person.companies, other):
            return None
        further = state.ties.between(person, person.companies[0], other, known_counts=False)
        elsewhere = "trade_elsewhere" in texts[other.id]
        return [tie for tie in further if not (elsewhere and tie.code == "same_trade")]

    if not person.companies:
        return []
    return [
        Suggested(other.id, reasons, reader=person.id)
        for other, reasons, _score in best(state, texts, each, state.ties.most(person), judge)
    ]


def _own(state: State, person: Person) -> list[tuple[Listing, float]]:
    found: dict[int, tuple[Listing, float]] = {}
    for company in person.companies:
        found |= {listing.id: (listing, points.COLLEAGUE) for listing in state.listings_of.get(company, ())}
    found |= {listing.id: (listing, 1.0) for listing in state.put_out_by.get(person.id, ())}
    return list(found.values())


def _of_listing(state: State, texts: Texts, person: Person, listing: Listing, share: float) -> None:
    mine = state.index.at["listing", listing.id]
    for theirs, well in state.kept_fits(mine):
        doc = state.index.docs[theirs]
        if doc.sort != "listing":
            continue
        other = state.listings[doc.id]
        code = CODES.get((listing.way, other.way)) if other.open and other.audience in person.sees else None
        if code is not None and (worth := code[1] * share * well) >= points.FEWEST:
            for number, half in state.behind(other):
                keep(texts, number, worth * half, code[0], (mine, theirs))


def _of_company(state: State, texts: Texts, person: Person, company: Company) -> None:
    mine = state.index.at["company", company.id]
    for theirs, well in state.kept_fits(mine):
        doc = state.index.docs[theirs]
        if doc.sort == "company" and state.companies[doc.id].audience in person.sees:
            for other in state.staff.get(doc.id, ()):
                keep(texts, other.id, points.SAME_WORK * well, "same_work", (mine, theirs))
    for number in state.same_trade.get(company.trade[:4], ()):
        if number != company.id and state.companies[number].place != company.place:
            at = (mine, state.index.at["company", number])
            for other in state.staff.get(number, ()):
                keep(texts, other.id, points.TRADE_ELSEWHERE, "trade_elsewhere", at)
