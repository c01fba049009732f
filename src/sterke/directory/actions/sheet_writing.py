"""Rows of a sheet beside what the register holds: who they are, what they would change, and writing it in bulk."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from sterke.core.text import fold
from sterke.region.models import Municipality

from .. import sheet_rows, spelling
from ..models import ContactDetails, Organisation, Person, Role, SheetRow
from .organisations import free_slug

DETAILS = {"organisations": ("email", "phone"), "people": ("phone", "mobile", "email")}


@dataclass
class Match:
    """One row understood: the stored row it is about (or None), what to write, and what that changes, in words."""

    facts: dict[str, Any]
    stored: Any = None
    role: Role | None = None  # people: the role at the company that the row speaks of
    remarks: list[str] = field(default_factory=list)
    changed: bool = False
    target: Any = None  # the row written to

    @property
    def state(self) -> str:
        if self.stored is None:
            return SheetRow.State.NEW
        return SheetRow.State.UPDATED if self.changed else SheetRow.State.UNCHANGED

    def change(self, label: Any, old: Any, new: Any) -> None:
        self.changed = True
        if old:
            self.remarks.append(_("%(field)s: %(old)s → %(new)s") % {"field": label, "old": old, "new": new})


def known_to(kind: str) -> "Known":
    return KnownOrganisations() if kind == "organisations" else KnownPeople()


class Known:
    """What is in the register now, read once for a whole sheet."""

    kind: str

    def __init__(self) -> None:
        self.numbers: dict[str, Organisation] = {}
        self.names: dict[str, Organisation] = {}
        self.seen: dict[tuple[Any, ...], int] = {}
        self.labels = {name: found[0] for name, found in sheet_rows.FIELDS[self.kind].items()}
        for row in Organisation.objects.filter(merged_into=None).order_by("pk"):
            if row.org_number:
                self.numbers[row.org_number] = row
            self.names[spelling.company_key(row.name)] = row

    def match(self, line: int, facts: dict[str, Any], errors: dict[str, str]) -> Match:
        raise NotImplementedError

    def once(self, name: str, value: Any, line: int, errors: dict[str, str]) -> None:
        first = self.seen.setdefault((name, value), line)
        if first != line:
            errors[name] = _("The same as in row %(row)s.") % {"row": first}

    def compare_details(self, match: Match, owner: str) -> None:
        if match.stored is None:
            return
        held = self.details.get((owner, match.stored.pk), {})
        for kind in DETAILS[self.kind]:
            value = match.facts.get(kind)
            if value and value != held.get(kind):
                match.change(self.labels[kind], held.get(kind), value)

    def read_details(self, owner: str) -> None:
        self.details: dict[tuple[str, int], dict[str, str]] = {}
        rows = ContactDetails.objects.exclude(**{owner: None}).order_by("-pk")
        for pk, kind, value in rows.values_list(owner, "kind", "value"):
            self.details.setdefault((owner, pk), {})[kind] = value


class KnownOrganisations(Known):
    kind = "organisations"

    def __init__(self) -> None:
        super().__init__()
        self.read_details("organisation")
        self.named: dict[str, tuple[int, str]] = {}
        self.places: dict[str, Municipality] = {}
        for place in Municipality.objects.prefetch_related("codes"):
            self.places |= dict.fromkeys([fold(place.name), *(code.code for code in place.codes.all())], place)

    def match(self, line: int, facts: dict[str, Any], errors: dict[str, str]) -> Match:
        match = Match(facts)
        number, key = facts.get("org_number", ""), spelling.company_key(facts.get("name", ""))
        if number:
            self.once("org_number", number, line, errors)
        if key:
            self._same_name_once(number, key, line, errors)
        if number in self.numbers:
            match.stored = self.numbers[number]
        elif same := self.names.get(key) if key else None:
            match.stored = None if number and same.org_number else same
        self._place(match)
        if match.stored is not None:
            for name, value in facts.items():
                if name not in DETAILS["organisations"] and getattr(match.stored, name) != value:
                    match.change(self.labels[name], _shown(match.stored, name), _worded(match.stored, name, value))
        self.compare_details(match, "organisation")
        return match

    def _same_name_once(self, number: str, key: str, line: int, errors: dict[str, str]) -> None:
        """One name twice is one company twice, unless both rows have a number and the numbers differ."""
        first, first_number = self.named.setdefault(key, (line, number))
        if first != line and not (number and first_number):
            errors["name"] = _("The same as in row %(row)s.") % {"row": first}

    def _place(self, match: Match) -> None:
        if text := match.facts.pop("municipality", ""):
            if place := self.places.get(fold(text)):
                match.facts["municipality"] = place
            else:
                match.remarks.append(
                    _("%(place)s is not one of the region's municipalities: left out.") % {"place": text}
                )


class KnownPeople(Known):
    kind = "people"

    def __init__(self) -> None:
        super().__init__()
        self.read_details("person")
        self.emails: dict[str, Person] = {}
        self.colleagues: dict[tuple[int, str], Person] = {}
        self.roles: dict[tuple[int, int], list[Role]] = {}
        people = {
            person.pk: person
            for person in Person.objects.filter(merged_into=None, erased_at=None).select_related("user").order_by("pk")
        }
        for (_owner, pk), held in self.details.items():
            if pk in people and held.get("email"):
                self.emails[held["email"].lower()] = people[pk]
        self.emails |= {person.user.email: person for person in people.values() if person.user}
        still = Role.objects.filter(Q(valid_to=None) | Q(valid_to__gte=timezone.localdate()))
        for role in still.order_by("valid_to", "pk"):
            if role.person_id in people:
                self.roles.setdefault((role.person_id, role.organisation_id), []).append(role)
                person = people[role.person_id]
                self.colleagues[role.organisation_id, fold(person.name)] = person

    def match(self, line: int, facts: dict[str, Any], errors: dict[str, str]) -> Match:
        match = Match(facts)
        email, name = facts.get("email", ""), fold(facts.get("name", ""))
        place = self._place(facts, errors)
        facts["place"] = place
        if email:
            self.once("email", email, line, errors)
        elif place and name:
            self.once("name", (place.pk, name), line, errors)
        match.stored = self.emails.get(email) or self._colleague(place, name, email)
        if match.stored is None:
            return match
        if fold(match.stored.name) != name:
            text = _("The register has %(name)s with this e-mail; the name stays as it is.")
            match.remarks.append(text % {"name": match.stored.name})
        if email in self.emails:
            facts.pop("email")  # found by it; an account's address is changed by its owner
        if place:
            self._role(match, place)
        self.compare_details(match, "person")
        return match

    def _place(self, facts: dict[str, Any], errors: dict[str, str]) -> Organisation | None:
        number, name = facts.pop("org_number", ""), facts.pop("organisation", "")
        place = self.numbers.get(number) if number else self.names.get(spelling.company_key(name)) if name else None
        if place is None and (number or name):
            errors["organisation"] = _("%(name)s is not in the register.") % {"name": number or name}
        return place

    def _colleague(self, place: Organisation | None, name: str, email: str) -> Person | None:
        """Somebody of the same name at the same company, unless the register has another address for them."""
        found = self.colleagues.get((place.pk, name)) if place else None
        other = found is not None and email and (found.user or self.details.get(("person", found.pk), {}).get("email"))
        return None if other else found

    def _role(self, match: Match, place: Organisation) -> None:
        """Without a column for the role, any place the person has in the company is the one."""
        held = self.roles.get((match.stored.pk, place.pk), [])
        kind = match.facts.get("kind")
        match.role = next((role for role in held if kind in {None, role.kind}), None)
        if match.role is None:
            match.changed = True
            match.remarks.append(_("New role at %(name)s.") % {"name": place.name})
        elif (title := match.facts.get("title")) and title != match.role.title:
            match.change(self.labels["title"], match.role.title, title)


def _shown(stored: Organisation, name: str) -> str:
    shown = getattr(stored, f"get_{name}_display", None)
    return str(shown() if shown else getattr(stored, name) or "")[:80]


def _worded(stored: Organisation, name: str, value: Any) -> str:
    return str(dict(stored._meta.get_field(name).flatchoices).get(value, value))[:80]  # type: ignore[union-attr]


def write(kind: str, found: list[Match]) -> tuple[list[Any], int, int]:
    """Write what the rows say. Gives the rows touched, how many are new and how many changed."""
    if kind == "organisations":
        write_organisations(found)
    else:
        write_people(found)
    touched = [match.target for match in found if match.state != SheetRow.State.UNCHANGED]
    return touched, sum(match.stored is None for match in found), sum(match.changed for match in found)


def write_organisations(found: list[Match]) -> None:
    taken = set(Organisation.objects.values_list("slug", flat=True))
    for match in found:
        facts = {name: value for name, value in match.facts.items() if name not in DETAILS["organisations"]}
        if match.stored is None:
            match.target = Organisation(slug=free_slug(facts["name"], taken), **facts)
            taken.add(match.target.slug)
            continue
        match.target = match.stored
        if match.changed:
            for name, value in facts.items():
                setattr(match.target, name, value)
            match.target.version += 1
            for name in ("search_text", "sort_key"):
                match.target._meta.get_field(name).pre_save(match.target, False)
    Organisation.objects.bulk_create((m.target for m in found if m.stored is None), batch_size=500)
    names = [name for name in sheet_rows.FIELDS["organisations"] if name not in DETAILS["organisations"]]
    changed = [match.target for match in found if match.changed]
    Organisation.objects.bulk_update(changed, [*names, "search_text", "sort_key", "version"], batch_size=200)
    write_details(found, "organisation", DETAILS["organisations"])


def write_people(found: list[Match]) -> None:
    today = timezone.localdate()
    for match in found:
        match.target = match.stored or Person(name=match.facts["name"])
    Person.objects.bulk_create((m.target for m in found if m.stored is None), batch_size=500)
    new, retitled = [], []
    for match in found:
        place, title = match.facts["place"], match.facts.get("title", "")
        if place and match.role is None:
            kind = match.facts.get("kind", Role.Kind.CONTACT)
            new.append(Role(person=match.target, organisation=place, kind=kind, title=title, valid_from=today))
        elif match.role and title and title != match.role.title:
            match.role.title = title
            retitled.append(match.role)
    Role.objects.bulk_create(new, batch_size=500)
    Role.objects.bulk_update(retitled, ["title"], batch_size=500)
    write_details(found, "person", DETAILS["people"])


def write_details(found: list[Match], owner: str, kinds: tuple[str, ...]) -> None:
    """Ways to reach each: what differs is replaced and keeps its audience, what is new is hidden."""
    stored: dict[Any, Any] = {}
    for row in ContactDetails.objects.exclude(**{owner: None}).filter(kind__in=kinds).order_by("-pk"):
        stored[getattr(row, f"{owner}_id"), row.kind] = row
    new: list[ContactDetails] = []
    replaced: list[ContactDetails] = []
    for match in found:
        for kind in kinds:
            value = match.facts.get(kind)
            held = stored.get((match.target.pk, kind))
            if not value:
                continue
            if held is None:
                new.append(ContactDetails(kind=kind, value=value, **{owner: match.target}))
            elif held.value != value:
                held.value = value
                replaced.append(held)
    ContactDetails.objects.bulk_create(new, batch_size=500)
    ContactDetails.objects.bulk_update(replaced, ["value"], batch_size=500)
