"""Whom a round of invitations reaches: chosen by network, role, place, category, earlier gatherings, or pasted in.

Nothing is written here. Everything is read as the one who invites may see it.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import get_language, ngettext

from sterke.core.text import fold, tidy
from sterke.directory import spelling
from sterke.directory.models import ContactDetails, Organisation, Person, Role
from sterke.membership.models import Membership, NetworkSeat

from .models import Gathering, Invitation, Registration

MOST_LINES = 5000
CHUNK = 500
ADDRESS = re.compile(r"[^\s<>;,\"()]+@[^\s<>;,\"()]+")
Pair = tuple[int, int | None]


@dataclass(frozen=True)
class Wish:
    """What somebody ticked and pasted. Within a list either will do; between the lists all must hold."""

    networks: Sequence[int] = ()
    roles: Sequence[str] = ()
    municipalities: Sequence[int] = ()
    categories: Sequence[int] = ()
    came_to: Sequence[int] = ()
    series: Sequence[int] = ()
    pasted: str = ""

    @property
    def chooses(self) -> bool:
        return any((self.networks, self.roles, self.municipalities, self.categories, self.came_to, self.series))


@dataclass
class Typed:
    """A pasted line as it was read."""

    line: int
    text: str
    name: str = ""
    email: str = ""
    company: str = ""


@dataclass
class Someone:
    """One who would be invited: a person of the directory, or a name and an address."""

    name: str
    email: str
    person: Person | None = None
    organisation: Organisation | None = None
    company_name: str = ""
    language: str = ""

    @property
    def spoken_in(self) -> str:
        return self.person.language if self.person else self.language or get_language() or "nb"

    @property
    def where(self) -> str:
        return str(self.organisation or self.company_name)


@dataclass
class Found:
    """Everybody a wish reaches, sorted by what can be done with them."""

    new: list[Someone] = field(default_factory=list)
    invited: list[Someone] = field(default_factory=list)
    registered: list[Someone] = field(default_factory=list)
    withdrawn: list[Someone] = field(default_factory=list)
    unreachable: list[Someone] = field(default_factory=list)
    same_address: list[Someone] = field(default_factory=list)
    odd: list[Typed] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """What tells whether those who are shown are those who are sent to."""
        keys = sorted(f"{each.person.pk if each.person else ''}:{each.email}" for each in self.new)
        return hashlib.sha256("|".join(keys).encode()).hexdigest()[:20]

    @property
    def companies(self) -> int:
        return len({each.organisation.pk for each in self.new if each.organisation})


def find(gathering: Gathering, wish: Wish, by: Any) -> Found:
    found = Found()
    typed = read(wish.pasted)
    chosen = pairs(wish, by) if wish.chooses else []
    persons = known_by(typed, by, found.odd)
    numbers = {pk for pk, _organisation in chosen} | {pk for pk in persons.values() if pk}
    people = load(numbers)
    rows = [
        Someone(people[pk].name, people[pk].email, people[pk], organisation)
        for pk, organisation in places(chosen, people)
    ]
    taken = {row.person.pk for row in rows if row.person}
    rows += pasted(typed, persons, people, by, taken)
    sort_out(gathering, rows, found)
    return found


def pairs(wish: Wish, by: Any) -> list[Pair]:
    """Persons with the company each would come from, one row for each company."""
    sources = [set(seats(wish, by))] if wish.networks else []
    sources += [set(came(wish, by))] if wish.came_to or wish.series else []
    if wish.roles or not sources:
        companies = [{organisation for _person, organisation in source} for source in sources]
        found = [pair for pair in in_roles(wish, by) if all(pair[1] in each for each in companies)]
    else:
        both = set.intersection(*({person for person, _organisation in source} for source in sources))
        found = sorted((pair for pair in sources[0] if pair[0] in both), key=lambda pair: (pair[0], pair[1] or 0))
    if not wish.municipalities and not wish.categories:
        return found
    allowed = set(companies_of(wish))
    return [pair for pair in found if pair[1] in allowed]


def seats(wish: Wish, by: Any) -> Iterable[Pair]:
    rows = NetworkSeat.objects.visible_to(by).in_force().filter(network__in=wish.networks)
    return rows.order_by().values_list("person", "organisation")


def came(wish: Wish, by: Any) -> Iterable[Pair]:
    held = Gathering.objects.managed_by(by).filter(Q(pk__in=wish.came_to) | Q(series__in=wish.series))
    rows = Registration.objects.visible_to(by).filter(gathering__in=held.order_by()).came()
    return rows.exclude(person=None).order_by().values_list("person", "organisation").distinct()


def in_roles(wish: Wish, by: Any) -> list[Pair]:
    """People of member companies in these roles; main contacts where no role is ticked."""
    members = Membership.objects.on().order_by().values("organisation")
    rows = Role.objects.visible_to(by).at_work().filter(kind__in=wish.roles or [Role.Kind.MAIN_CONTACT])
    rows = rows.filter(organisation__in=members, organisation__merged_into=None)
    return list(rows.order_by("person", "organisation").values_list("person", "organisation").distinct())


def companies_of(wish: Wish) -> Iterable[int]:
    rows = Organisation.objects.filter(merged_into=None)
    if wish.municipalities:
        rows = rows.filter(municipality__in=wish.municipalities)
    if wish.categories:
        rows = rows.filter(memberships__in=Membership.objects.on().filter(category__in=wish.categories))
    return rows.order_by().values_list("pk", flat=True)


def places(chosen: Sequence[Pair], people: dict[int, Person]) -> list[tuple[int, Organisation | None]]:
    """One company for each person: whoever belongs to several comes from one that nobody else is asked from."""
    by_person: dict[int, list[int | None]] = {}
    for person, organisation in chosen:
        if person in people:
            by_person.setdefault(person, []).append(organisation)
    asked: set[int | None] = set()
    picked: dict[int, int | None] = {}
    for person, choices in sorted(by_person.items(), key=lambda row: len(row[1])):
        picked[person] = next((each for each in choices if each not in asked), choices[0])
        asked.add(picked[person])
    rows = Organisation.objects.in_bulk([pk for pk in set(picked.values()) if pk])
    ordered = sorted(picked, key=lambda pk: (people[pk].sort_key, pk))
    return [(person, rows.get(picked[person] or 0)) for person in ordered]


def load(numbers: Iterable[int]) -> dict[int, Person]:
    """People who are there, with their addresses."""
    rows = Person.objects.filter(merged_into=None, erased_at=None).select_related("user")
    found: dict[int, Person] = {}
    for part in chunks(sorted(numbers)):
        found |= {row.pk: row for row in rows.filter(pk__in=part).prefetch_related("contact_details")}
    return found


# Pasted


def read(text: str) -> list[Typed]:
    """Lines as people paste them: "Kari Nordmann <kari@example.no>", "kari@example.no; Kari; Firma", or a name."""
    lines = [line for line in text.replace("\x00", "").splitlines() if line.strip()]
    if len(lines) > MOST_LINES:
        said = ngettext("At most %(count)s line at once.", "At most %(count)s lines at once.", MOST_LINES)
        raise ValidationError({"pasted": said % {"count": MOST_LINES}})
    found = []
    for number, line in enumerate(lines, 1):
        parts = re.split(r"[;,]", line) if len(ADDRESS.findall(line)) > 1 else [line]
        found += [typed(number, part) for part in parts if tidy(part)]
    return found


def typed(number: int, text: str) -> Typed:
    address = ADDRESS.search(text)
    before, _open, _after = text.partition("<")
    if _open and before.count(",") == 1:  # "Nordmann, Kari <kari@example.no>"
        last, first = before.split(",")
        text = text.replace(before, f"{first.strip()} {last.strip()} ", 1)
    rest = ADDRESS.sub(" ; ", text)
    parts = [part for part in (tidy(part.strip(" \"'()")) for part in re.split(r"[;,\t<>]", rest)) if part]
    row = Typed(number, tidy(text)[:200], *[part[:200] for part in parts[:1]])
    row.email, row.company = (address[0] if address else ""), (parts[1][:200] if len(parts) > 1 else "")
    return row


def known_by(rows: list[Typed], by: Any, odd: list[Typed]) -> dict[int, int | None]:
    """The person behind each line, by its place in the list; None is somebody new. What cannot be read is odd."""
    addresses, names = {}, {}
    for place, row in enumerate(rows):
        try:
            row.email = spelling.clean_email(row.email)
        except ValidationError:
            odd.append(row)
            continue
        if row.email:
            addresses[place] = row.email
        else:
            names[place] = fold(row.name)
    by_address, by_name = persons_at(addresses.values()), persons_named(names.values(), by)
    found: dict[int, int | None] = {place: by_address.get(email) for place, email in addresses.items()}
    for place, name in names.items():
        if len(by_name.get(name, [])) == 1:
            found[place] = by_name[name][0]
        else:
            odd.append(rows[place])
    odd.sort(key=lambda row: row.line)
    return found


def persons_at(addresses: Iterable[str]) -> dict[str, int]:
    """Who has these addresses: by account, else by contact details."""
    found: dict[str, int] = {}
    rows = Person.objects.filter(merged_into=None, erased_at=None)
    for part in chunks(sorted(set(addresses))):
        details = ContactDetails.objects.filter(kind="email", value__in=part, person__in=rows).order_by("-pk")
        found |= {value: pk for value, pk in details.values_list("value", "person") if pk}
        found |= dict(rows.filter(user__email__in=part).values_list("user__email", "pk"))
    return found


def persons_named(names: Iterable[str], by: Any) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for part in chunks(sorted(set(names) - {""})):
        rows = Person.objects.visible_to(by).filter(search_text__in=part, erased_at=None).order_by("pk")
        for name, pk in rows.values_list("search_text", "pk"):
            found.setdefault(name, []).append(pk)
    return found


def pasted(
    rows: list[Typed], persons: dict[int, int | None], people: dict[int, Person], by: Any, taken: set[int]
) -> list[Someone]:
    """What was pasted, each person once. A name somebody may not see is not told: then what was typed stands."""
    numbers = {pk for pk in persons.values() if pk}
    seen = {pk for part in chunks(sorted(numbers)) for pk in visible(part, by)}
    homes = home_of(numbers)
    found = []
    for place, pk in persons.items():
        row, person = rows[place], people.get(pk or 0)
        if (person.pk in taken) if person else not row.email:
            continue
        name = person.name if person and person.pk in seen else row.name or row.email.partition("@")[0]
        taken |= {person.pk} if person else set()
        home = homes.get(person.pk) if person else None
        found.append(Someone(name, row.email or (person.email if person else ""), person, home, row.company))
    return found


def visible(numbers: Sequence[int], by: Any) -> Iterable[int]:
    return Person.objects.visible_to(by).filter(pk__in=numbers).order_by().values_list("pk", flat=True)


def home_of(numbers: Iterable[int]) -> dict[int, Organisation]:
    """Where each person works; a member company before others."""
    members = set(Membership.objects.on().values_list("organisation", flat=True))
    found: dict[int, Organisation] = {}
    for part in chunks(sorted(numbers)):
        roles = Role.objects.at_work().filter(person__in=part, organisation__merged_into=None)
        for role in roles.select_related("organisation").order_by("-pk"):
            if role.person_id not in found or role.organisation_id in members:
                found[role.person_id] = role.organisation
    return found


def sort_out(gathering: Gathering, rows: Iterable[Someone], found: Found) -> None:
    """By what they are to this gathering already. Nobody, and no address, is new twice."""
    invitations = Invitation.objects.filter(gathering=gathering).values_list("person", "email", "withdrawn_at")
    registrations = Registration.objects.active().filter(gathering=gathering).values_list("person", "email")
    standing = {key for person, email, gone in invitations if gone is None for key in (person, email) if key}
    withdrawn = {key for person, email, gone in invitations if gone for key in (person, email) if key}
    coming = {key for pair in registrations for key in pair if key}
    addresses: set[str] = set()
    for row in rows:
        keys = {row.person.pk if row.person else None, row.email} - {None, ""}
        if keys & coming:
            found.registered.append(row)
        elif keys & standing:
            found.invited.append(row)
        elif keys & withdrawn:
            found.withdrawn.append(row)
        elif not row.email:
            found.unreachable.append(row)
        elif row.email in addresses:
            found.same_address.append(row)
        else:
            addresses.add(row.email)
            found.new.append(row)


def chunks[T](rows: Sequence[T]) -> Iterable[Sequence[T]]:
    return (rows[at : at + CHUNK] for at in range(0, len(rows), CHUNK))
