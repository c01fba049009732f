"""Who is suggested and who never is; the reasons are the score; what was said before counts later."""

from dataclasses import replace

import pytest

from sterke.connections.matching import Answer, Company, Feedback, Ground, Listing, Person, suggest
from sterke.connections.matching.ties import Ties, distance

from .planted import plant

SEES = frozenset({"public", "members"})
PLACES = {1: (60.191, 11.999), 2: (60.2539, 11.6849), 3: (60.612, 12.013)}


def person(number, company=None, **facts):
    return Person(number, (company or number,), **{"audience": "members", "sees": SEES} | facts)


def listing(number, way, title, owner, **facts):
    return Listing(
        number,
        way,
        **{"kind": "competence", "title": title, "owner": owner, "company": owner, "audience": "members"} | facts,
    )


def ground(**more):
    """Person 1 needs what 2 offers; 3 is at a bakery."""
    rows = {
        "people": tuple(person(number) for number in (1, 2, 3)),
        "companies": tuple(Company(number, "", "public", place=number, spot=PLACES[number]) for number in (1, 2, 3)),
        "listings": (
            listing(1, "need", "Palleteringsrobot som stopper", 1),
            listing(2, "offer", "Reparasjon av palleteringsroboter", 2),
        ),
    }
    return Ground(**(rows | more))


def about(rows, number=1):
    return [one for one in suggest(rows) if one.listing == number]


def codes(suggested):
    return {reason.code: reason for reason in suggested.reasons}


def test_who_offers_what_one_needs_is_suggested_with_the_offer_as_reason():
    found = about(ground())

    assert [one.person for one in found] == [2]
    assert codes(found[0])["offers"].about == {"listing": 2}
    assert codes(found[0])["near"].about == {"km": 19}


def test_a_score_is_the_sum_of_its_reasons():
    for one in suggest(ground()):
        assert one.score == sum(reason.points for reason in one.reasons) > 0
        assert len(codes(one)) == len(one.reasons)


def test_who_needs_what_one_offers_is_suggested_too():
    assert [(one.person, "needs" in codes(one)) for one in about(ground(), 2)] == [(1, True)]


def test_who_solved_the_same_before_is_suggested_with_the_year():
    rows = ground()
    solved = replace(rows.listings[1], way="need", open=False, solved=2025)

    assert codes(about(replace(rows, listings=(rows.listings[0], solved)))[0])["solved"].points > 0
    assert about(replace(rows, listings=(rows.listings[0], replace(solved, solved=None)))) == []


def test_who_answered_such_a_question_is_suggested():
    question = listing(3, "question", "Hvem kan palleteringsroboter?", 3)
    rows = ground(answers=(Answer(2, 3),), listings=(listing(1, "need", "Palleteringsrobot som stopper", 1), question))

    assert codes(about(rows)[0])["answered"].about == {"listing": 3}


def test_what_a_company_does_is_a_reason_with_the_words_that_fitted():
    companies = (Company(1), Company(2, "Vi bygger robotceller.", "public"), Company(3, "Brød.", "public"))
    rows = ground(companies=companies, listings=(listing(1, "need", "Robotcelle til sveising", 1),))

    assert codes(about(rows)[0])["does"].about == {"company": 2, "words": ["robotceller"]}


def test_ties_between_two_people_count():
    one, two = (
        person(1, networks=frozenset({7}), gatherings=frozenset({4, 5})),
        person(2, networks=frozenset({7}), gatherings=frozenset({4, 5})),
    )
    found = codes(about(ground(people=(one, two), known=frozenset({frozenset((1, 2))})))[0])

    assert found["network"].about == {"networks": [7]}
    assert found["gathering"].about == {"gathering": 5, "others": 1}
    assert "acquainted" in found


def test_ties_alone_are_no_reason():
    rows = ground()
    lonely = replace(
        rows, listings=rows.listings[:1], people=tuple(replace(p, networks=frozenset({7})) for p in rows.people)
    )
    assert suggest(lonely) == []


@pytest.mark.parametrize(
    "never",
    [
        {"competitors": frozenset({frozenset((1, 2))})},
        {"not_with_people": frozenset({(1, 2)})},
        {"not_with_people": frozenset({(2, 1)})},
        {"not_with_companies": frozenset({(1, 2)})},
        {"not_with_companies": frozenset({(2, 1)})},
        {"people": (person(1), person(2, hidden=True))},
        {"people": (person(1), person(2, sees=frozenset({"public"})))},
        {"people": (person(1), person(2, audience="secretariat"))},
        {"people": (person(1), Person(2, (2, 1), audience="members", sees=SEES))},
        {"feedback": (Feedback(1, 2, "not", 1),)},
    ],
    ids=lambda never: "-".join(never),
)  # fmt: skip
def test_some_are_never_suggested_for_a_listing(never):
    assert about(ground(**never)) == []


def test_an_offer_the_asker_may_not_see_is_no_reason():
    rows = ground()
    secret = replace(rows.listings[1], audience="network:9")
    assert about(replace(rows, listings=(rows.listings[0], secret))) == []


def test_a_wish_counts_only_when_both_have_it():
    wish, back = (1, 2), (2, 1)

    assert suggest(ground(wishes=frozenset({wish}))) == suggest(ground(wishes=frozenset({back}))) == suggest(ground())
    assert "both_wish" in codes(about(ground(wishes=frozenset({wish, back})))[0])


def test_people_are_brought_together_without_a_listing_until_they_know_each_other():
    def without(rows):
        return {(one.reader, one.person): set(codes(one)) for one in suggest(rows) if one.reader}

    found = without(ground())
    assert found[1, 2] >= {"they_offer"}
    assert found[2, 1] >= {"you_offer"}
    assert without(ground(known=frozenset({frozenset((1, 2))}))) == {}
    assert without(ground(feedback=(Feedback(1, 2, "known"),))) == {}
    assert (2, 1) not in without(ground(people=(person(1), person(2, reads=False))))


def test_the_same_trade_elsewhere_is_a_reason_to_meet():
    companies = (
        Company(1, "", "public", "25.620", place=1),
        Company(2, "", "public", "25.620", place=2),
        Company(3, trade="10.710", place=3),
    )
    found = [one for one in suggest(ground(companies=companies, listings=())) if one.reader == 1]
    assert [(one.person, set(codes(one))) for one in found] == [(2, {"trade_elsewhere"})]


def test_what_was_useful_counts_later_and_a_no_takes_a_little():
    rows = ground(listings=(*ground().listings, listing(3, "need", "Palleteringsrobot igjen", 1)))
    plain = about(rows)[0].score

    useful = about(replace(rows, feedback=(Feedback(1, 2, "useful", 3),)))[0]
    said_no = about(replace(rows, feedback=(Feedback(1, 2, "not", 3),)))[0]
    others = about(replace(rows, feedback=(Feedback(3, 2, "useful", 3),)))[0]
    other_no = about(replace(rows, feedback=(Feedback(3, 2, "not", 3),)))[0]

    assert useful.score - plain == codes(useful)["was_useful"].points > 5
    assert said_no.score - plain == codes(said_no)["said_no"].points < 0
    assert others.score - plain == codes(others)["useful_to_others"].points > 0
    assert other_no.score == plain, "somebody else's no stays theirs"


def test_one_of_each_company_is_suggested_the_one_behind_the_offer_first():
    people = (person(1), person(2), person(4, 2), person(5, 2))
    found = about(ground(people=people))
    assert [one.person for one in found] == [2]
    hidden = (person(1), person(2, hidden=True), person(4, 2, answers_for=frozenset({2})), person(5, 2))
    assert [(one.person, "company_offers" in codes(one)) for one in about(ground(people=hidden))] == [(4, True)]


def test_leaving_off_early_changes_nothing(monkeypatch):
    """Whoever stands so far down that no tie could lift them is not looked at; the answer is the same as for all."""
    few = plant(needs=20, people=120, listings=200).ground
    told = frozenset({(one.id, one.id + 1) for one in few.people})
    rows = replace(few, wishes=told | {(other, one) for one, other in told}, known=frozenset(map(frozenset, told)))
    early = suggest(rows, each=3)

    monkeypatch.setattr(Ties, "most", lambda self, person: 10_000)

    assert suggest(rows, each=3) == early


def test_nothing_gives_nothing():
    assert suggest(Ground()) == []
    assert suggest(ground(listings=(listing(1, "need", "hjelp", 1), listing(2, "offer", "x" * 20_000, 2)))) == []


def test_kilometres_are_those_of_the_map():
    assert distance((59.9139, 10.7522), (60.1907, 11.9972)) == pytest.approx(75.5, abs=1)
