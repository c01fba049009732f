"""The directory's part of the demo cluster: invented companies and people, and the real public bodies around them."""

from datetime import timedelta
from typing import Any

from sterke.accounts.models import User
from sterke.core.demo import on
from sterke.core.house import house
from sterke.core.keys import key_of
from sterke.region.models import Municipality

from .actions.loads import add_units
from .actions.organisations import create_organisation
from .actions.people import add_role, create_person, set_contact_details
from .brreg import Facts
from .models import ContactDetails, Office, Organisation, Person, RegisterLoad, RegisterProposal, Role
from .spelling import slug_of

World = dict[str, Any]


def load(world: World) -> None:
    facts = list(company_facts(world))
    periods = world["words"]["history"]["periods"]
    joined, left = (sum(period[key] for period in periods) for key in ("joined", "left"))
    companies = [create_company(world, given, number) for number, given in enumerate(facts[:joined])]
    # Those who left are chosen here, so that only those who stay get people. Founders mostly stay.
    leavers = set(world["chance"].sample(range(8, joined - 12), left))
    world["companies"] = companies
    world["staying"] = [company for number, company in enumerate(companies) if number not in leavers]
    world["leaving"] = [company for number, company in enumerate(companies) if number in leavers]
    world["applicants"] = facts[joined : joined + 4]
    Organisation.objects.filter(pk__in=[company.pk for company in world["leaving"]]).update(visibility="members")
    world["neighbours"] = {organisation.name: organisation for organisation in create_neighbours(world)}
    world["names"] = names(world)
    world["people"] = {company.pk: hire(world, company, n) for n, company in enumerate(world["staying"])}
    open_proposals(world)
    open_load(world)


def company_facts(world: World) -> Any:
    """Facts of companies, each name once: the words go round, the trades too, out of step with each other."""
    words, trades, chance = world["words"]["words"], world["words"]["trade"], world["chance"]
    places = world["words"]["places"]
    seen: set[str] = set()
    for number in range(len(words) * len(trades)):
        trade = trades[number % len(trades)]
        ending = trade["endings"][number // len(trades) % len(trade["endings"])]
        name = f"{words[(number + number // len(words)) % len(words)]} {ending} AS"
        if name in seen:
            continue
        seen.add(name)
        slug, code, place, _share = chance.choices(places, weights=[row[3] for row in places])[0]
        smallest, largest = trade["size"]
        employees = round(smallest + (largest - smallest) * chance.random() ** 3)
        yield {
            "name": name,
            "trade": trade,
            "employees": employees if employees >= 5 else None,
            "employees_hidden": employees < 5,
            "org_number": next(world["org_numbers"]),
            "industry_code": trade["code"],
            "industry": trade["label"],
            "industry_standard": "SN2025",
            "street": f"{chance.choice(world['words']['streets'])} {chance.randint(1, 60)}",
            "postal_code": code,
            "postal_place": place,
            "municipality": world["places"][slug],
        }


def create_company(world: World, given: dict[str, Any], number: int) -> Organisation:
    facts = {key: value for key, value in given.items() if key != "trade"}
    if number % 3 == 0:
        facts |= {"about": given["trade"]["nb"], "about_en": given["trade"]["en"]}
    if number % 4 != 3:
        facts["website"] = f"https://{slug_of(given['name'])}.example.no"
    with on(world["today"] - timedelta(days=400), world):
        return create_organisation(
            **facts,
            register_name=given["name"].upper(),
            org_form="AS",
            visibility="public",
            is_demo=True,
            source="demo",
            by=world["clockwork"],
        )


def create_neighbours(world: World) -> Any:
    """Public bodies, schools and neighbours of the cluster, with offices and without people."""
    for group in world["words"]["neighbour"]:
        for name in group["names"]:
            neighbour = create_organisation(
                name=name, kind=group["kind"], visibility="public", is_demo=True, by=world["clockwork"]
            )
            Office.objects.bulk_create(Office(title=title, organisation=neighbour) for title in group["offices"])
            yield neighbour


def names(world: World) -> Any:
    """Full names, each once, in an order that always is the same."""
    words = world["words"]
    first = [name for pair in zip(words["women"], words["men"], strict=True) for name in pair]
    every = [f"{given} {family}" for family in words["families"] for given in first]
    world["chance"].shuffle(every)
    return iter(every)


def create_demo_person(world: World, *, account: bool, language: str = "nb") -> Person:
    name = next(world["names"])
    email = f"{slug_of(name).replace('-', '.')}@example.no"
    if account:
        User.objects.create_user(email, name=name, language=language)
    return create_person(name=name, email=email, language=language, is_demo=True, by=world["clockwork"])


def hire(world: World, company: Organisation, number: int) -> list[Person]:
    """A main contact, and for most companies one to three more; the main contact first."""
    chance, titles = world["chance"], world["words"]["titles"]
    size = company.employees or 3
    others = 1 if size < 12 else 2 if size < 60 else 3
    others = max(others, 2) if number < 12 else others + (number % 7 == 0)
    people = []
    for place in range(1 + others):
        main = place == 0
        since = world["today"] - timedelta(days=chance.randint(200, 3000))
        with on(since, world):
            account = main or place == 1 or number < 12
            person = create_demo_person(world, account=account, language="en" if number % 16 == 15 else "nb")
            seen = "public" if main and company.about else "members" if place < 3 else "secretariat"
            kind = Role.Kind.MAIN_CONTACT if main else Role.Kind.CONTACT
            title = "daglig leder" if main else titles[(number + place) % len(titles)]
            add_role(person, company, kind=kind, title=title, visibility=seen, valid_from=since, by=world["clockwork"])
        people.append(person)
    show_addresses(world, company, people)
    return people


def show_addresses(world: World, company: Organisation, people: list[Person]) -> None:
    """Companies show an address; most main contacts show theirs to members."""
    set_contact_details(company, email=(f"post.{company.slug}@example.no", "public"), by=world["clockwork"])
    shown = [person for number, person in enumerate(people) if number < 2]
    ContactDetails.objects.filter(person__in=shown, kind="email").update(seen_by="members")


def open_proposals(world: World) -> None:
    """Two changes in the register that wait on the desk: a new name and a bankruptcy."""
    renamed, bankrupt = world["staying"][40], world["staying"][61]
    new_name = renamed.register_name.replace(" AS", " GRUPPEN AS")
    RegisterProposal.objects.create(
        organisation=renamed, changes={"register_name": [renamed.register_name, new_name]}, kind="changed"
    )
    RegisterProposal.objects.create(organisation=bankrupt, changes={"status": ["active", "bankrupt"]}, kind="bankrupt")


def open_load(world: World) -> None:
    """A search in the register that somebody has begun to look through: new ones, one closed, one known already."""
    known, place = world["staying"][20], Municipality.objects.first()
    trades = ["MEKANISKE", "TREVARE", "STÅLBYGG", "LAMINERING", "EMBALLASJE", "VERKTØY"]
    found = RegisterLoad.objects.create(title=f"{place}, C", by_key=key_of(world["clockwork"]))
    words = world["words"]["words"]
    units = [
        Facts(
            org_number=next(world["org_numbers"]),
            name=f"{words[-1 - number].upper()} {trade} AS",
            org_form="AS",
            industry_code="25.110",
            industry=world["words"]["trade"][0]["label"],
            employees=12 + 7 * number,
            municipality_name=str(place),
            status="bankrupt" if number == 5 else "active",
        )
        for number, trade in enumerate(trades)
    ]
    add_units(found, [*units, Facts(org_number=known.org_number, name=known.register_name, org_form="AS")])


house.demos.append((20, load))
