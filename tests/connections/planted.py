"""Needs with one true helper each, who tells of the same things in other words, among many who talk of something else.

Nothing is written by hand but the list of nouns and verbs: a thing is said once with one word and once with another
that means it, by rule: another word of its synonym group, another form of the word, or a compound that holds it.
"""

import random
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path

from sterke.connections.matching import Company, Ground, Listing, Person
from sterke.connections.matching.words import STOP, root, tokens

PROFILE = Path(__file__).parents[2] / "src/sterke/profiles/7sterke/profile.toml"
# Nouns by how they are inflected: en robot, et filter, ei/en linje; verbs by their stem.
EN = """
vaskehall plattform dør trapp kabel bjelke linje kjele ovn silo matte motor boks benk skinne rist fjær lampe profil
tavle lenke krok brønn heis port tank kasse sekk etikett film vogn brygge stolpe mast mur vegg bunke skrue bolt
mutter pakning spole duk hylle skuff ramme presse saks hammer trakt vinsj kjetting traktor gravemaskin hengsel panel
form kniv tråd kurv list rulle vals sluse luke hette vifte skorstein
"""
ET = """
filter vindu tak gulv stativ deksel lokk hus skap rekkverk anlegg skilt verksted fundament kar lys lerret nett klede
gitter beslag håndtak hjul drev stempel speil laboratorium tog skur tårn bad drivhus gjerde batteriskap
"""
VERB = """
monter bukk press tapp blås sorter pakk merk etterfyll demonter inspiser optimaliser isoler renover stabiliser
desinfiser granuler komprimer balanser poler grader lamin perforer prepar vulkaniser tett skjerm kjøl sikt mal
"""
NOUNS_EN, NOUNS_ET, VERBS = EN.split(), ET.split(), VERB.split()
FILLER = {
    "need": """Nattskiftet klager, og mandagen ble stille. Vi mistet to ordrer. Kunden purrer stadig. Sjefen maser.
Prøvde selv, uten hell. Det haster før jul. Ingen av naboene svarte. Budsjettet er stramt. Tegninger finnes.""",
    "offer": """Folk herfra stiller gjerne opp etter avtale. Referanser ettersendes. Rimelige betingelser. Ring formiddag.
Etablert for lenge siden. Dyktige medarbeidere, solid utstyr, kort ventetid. Besøk oss torsdager. Kaffe serveres.""",
}
PLACES = {
    1: (60.191, 11.999),
    2: (60.3922, 11.5403),
    3: (60.2539, 11.6849),
    4: (59.9828, 12.1281),
    5: (60.4579, 12.0586),
}
PLACES |= {6: (60.612, 12.013), 7: (60.676, 11.837)}
KINDS = ["competence", "capacity", "premises", "purchasing", "residues", "testing", "partners"]
SEES = frozenset({"public", "members"})


@dataclass(frozen=True)
class Thing:
    """One thing to talk of: how the one who needs says it, and how the one who can help does."""

    rule: str  # "synonym", "form" or "compound"
    need: str
    help: str


def synonym_groups() -> list[list[str]]:
    rows = tomllib.loads(PROFILE.read_text(encoding="utf-8"))["synonym"]
    return [
        [word.strip() for word in f"{row['words']}, {row.get('code', '')}".split(",") if word.strip()] for row in rows
    ]


def forms(word: str) -> list[str]:
    if word in VERBS:
        return [f"{word}e", f"{word}er", f"{word}ing", f"{word}ingen"]
    stem = word.removesuffix("e")
    if word in NOUNS_EN:
        return [word, f"{stem}en", f"{stem}er", f"{stem}ene"]
    return [word, f"{stem}et", f"{stem}ene"]


def compound(first: str, last: str) -> str:
    if first in VERBS:
        first = f"{first}ings"
    return first + (f"{last}ing" if last in VERBS else last)


def things(chance: random.Random) -> list[Thing]:
    found = []
    for group in synonym_groups():
        by_root = {tuple(root(plain) for _w, plain in tokens(word)): word for word in group}
        words = list(by_root.values())
        for _turn in range(2 if len(words) > 1 else 0):
            one, other = chance.sample(words, 2)
            found.append(Thing("synonym", one, other))
    words = [*NOUNS_EN, *NOUNS_ET, *VERBS]
    for word in words:
        one, other = chance.sample(forms(word), 2)
        found.append(Thing("form", one, other))
    for _turn in range(len(words) * 2):
        first, last = chance.sample(words, 2)
        whole = compound(first, last)
        apart = f"{chance.choice(forms(last))} med {chance.choice(forms(first))}"
        found.append(Thing("compound", *chance.sample([whole, apart], 2)))
    return found


def said(chance: random.Random, way: str, words: list[str]) -> tuple[str, str]:
    """A title of some of the words, and a text with the rest among what people say."""
    sentences = [sentence.strip() for sentence in FILLER[way].split(".") if sentence.strip()]
    spoken = chance.sample(sentences, 2)
    first, *rest = words
    body = [spoken[0], *(f"Det gjelder {word}" for word in rest), spoken[1]]
    return f"{first.capitalize()}", ". ".join(body) + "."


def surface(*texts: str) -> set[str]:
    """What stands there, word by word, but for stop words."""
    return {plain for text in texts for _word, plain in tokens(text)} - STOP


@dataclass(frozen=True)
class Planted:
    ground: Ground
    helper_of: dict[int, int]  # by listing
    texts: dict[int, tuple[str, str]]  # need and help, by listing


def plant(seed: int = 7, needs: int = 200, people: int = 1000, listings: int = 2000) -> Planted:
    chance = random.Random(seed)
    every = things(chance)
    companies = [_company(chance, number, every) for number in range(1, people * 2 // 5 + 1)]
    folk = [_person(chance, number, len(companies)) for number in range(1, people + 1)]
    rows: list[Listing] = []
    helper_of: dict[int, int] = {}
    texts: dict[int, tuple[str, str]] = {}
    contacts = [person for person in folk if person.answers_for]
    chance.shuffle(contacts)
    while len(helper_of) < needs:
        topic = chance.sample(every, 3)
        need = said(chance, "need", [thing.need for thing in topic])
        help_ = said(chance, "offer", [thing.help for thing in topic])
        where = chance.choices(("offer", "solved", "company"), (60, 20, 20))[0]
        helper = contacts.pop() if where == "company" else chance.choice(folk)
        owner = chance.choice(folk)
        if surface(*need) & surface(*help_) or owner.companies == helper.companies:
            continue
        number = len(rows) + 1
        rows.append(_listing(chance, number, "need", need, owner))
        if where == "company":
            house = helper.companies[0]
            companies[house - 1] = replace(companies[house - 1], text=f"{help_[0]}. {help_[1]}")
        elif where == "solved":
            rows.append(replace(_listing(chance, number + 1, "need", help_, helper), open=False, solved=2025))
        else:
            rows.append(_listing(chance, number + 1, "offer", help_, helper))
        helper_of[number], texts[number] = helper.id, (" ".join(need), " ".join(help_))
    while len(rows) < listings:
        rows.append(_noise(chance, len(rows) + 1, every, folk))
    synonyms = tuple(tuple(group) for group in synonym_groups())
    return Planted(Ground(tuple(folk), tuple(companies), tuple(rows), synonyms=synonyms), helper_of, texts)


def _listing(chance: random.Random, number: int, way: str, words: tuple[str, str], owner: Person) -> Listing:
    return Listing(number, way, chance.choice(KINDS), *words, owner.id, owner.companies[0], "members")


def _noise(chance: random.Random, number: int, every: list[Thing], folk: list[Person]) -> Listing:
    way = chance.choices(("need", "offer", "question"), (45, 45, 10))[0]
    words = [chance.choice((thing.need, thing.help)) for thing in chance.sample(every, 3)]
    spoken = said(chance, "offer" if way == "offer" else "need", words)
    return _listing(chance, number, way, spoken, chance.choice(folk))


def _company(chance: random.Random, number: int, every: list[Thing]) -> Company:
    words = [chance.choice((thing.need, thing.help)) for thing in chance.sample(every, 5)]
    place = chance.choice(list(PLACES))
    return Company(
        number, f"Vi lever av {', '.join(words)}.", "public", f"{chance.randrange(10, 34)}.{chance.randrange(10, 99)}0",
        chance.randrange(3, 300), place, PLACES[place],
    )  # fmt: skip


def _person(chance: random.Random, number: int, companies: int) -> Person:
    house = (number - 1) % companies + 1
    titles = ["Daglig leder", "Produksjonssjef", "Innkjøper", "Prosjektleder", "Fabrikksjef", "Markedssjef", "Ingeniør"]
    return Person(
        number, (house,), chance.choice(titles), frozenset({house} if number == house else ()),
        frozenset(chance.sample(range(1, 9), chance.randrange(3))), frozenset(chance.sample(range(40), chance.randrange(6))),
        "members", SEES,
    )  # fmt: skip


def share_found(planted: Planted, suggested, among: int = 5) -> float:
    """For how many of the needs the true helper is among the first."""
    first: dict[int, list[int]] = {}
    for one in suggested:
        if one.listing in planted.helper_of:
            first.setdefault(one.listing, []).append(one.person)
    found = [helper in first.get(listing, [])[:among] for listing, helper in planted.helper_of.items()]
    return sum(found) / len(found)


def surfaces_shared(planted: Planted) -> set[str]:
    return {word for need, help_ in planted.texts.values() for word in surface(need) & surface(help_)}
