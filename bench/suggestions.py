"""How long does it take to work out who should talk to whom, for 1,000 people and 2,000 needs and offers, and to show
one person theirs?

The planted set of the tests is put in a database: the first working out writes every row, the second only looks, and a
third comes after a hundred needs have changed. The page is one's own page of suggestions, on its way through Django,
drawn anew each time.
"""

import os
import subprocess
import sys
import tempfile
import time
from datetime import timedelta

from .ground import environment, tell

LIMIT = 10  # seconds
PAGE = 50  # ms
READERS = 40


def fill():
    from django.core.management import call_command
    from django.db import connection, transaction
    from django.utils import timezone

    from sterke.accounts.models import User
    from sterke.connections import models as connections
    from sterke.directory.models import Organisation, Person, Role
    from sterke.membership.models import Membership, MembershipCategory, Network, NetworkSeat
    from sterke.region.models import Municipality
    from tests.connections.planted import plant

    call_command("prepare")
    planted = plant()
    ground, today = planted.ground, timezone.localdate()
    spots = {company.place: company.spot for company in ground.companies}
    category = MembershipCategory.objects.create(code="core", name="Kjerne", name_en="Core")
    with transaction.atomic():
        for place, (north, east) in spots.items():
            Municipality.objects.create(
                pk=place, name=f"Kommune {place}", slug=f"k-{place}", latitude=north, longitude=east
            )
        Organisation.objects.bulk_create(
            Organisation(
                pk=row.id, name=f"Bedrift {row.id} AS", slug=f"b-{row.id}", visibility="public", about=row.text,
                industry_code=row.trade, employees=row.employees, municipality_id=row.place,
            )
            for row in ground.companies
        )  # fmt: skip
        Membership.objects.bulk_create(
            Membership(organisation_id=row.id, category=category) for row in ground.companies
        )
        User.objects.bulk_create(User(pk=1000 + row.id, email=f"p{row.id}@example.no") for row in ground.people)
        Person.objects.bulk_create(
            Person(pk=row.id, name=f"Navn {row.id}", user_id=1000 + row.id) for row in ground.people
        )
        Role.objects.bulk_create(
            Role(
                person_id=row.id, organisation_id=row.companies[0], title=row.title, visibility="members",
                kind="main_contact" if row.answers_for else "contact",
            )
            for row in ground.people
        )  # fmt: skip
        networks = sorted({number for row in ground.people for number in row.networks})
        Network.objects.bulk_create(
            Network(pk=n, name=f"Nettverk {n}", slug=f"n-{n}", valid_from=today, visibility="members") for n in networks
        )
        NetworkSeat.objects.bulk_create(
            NetworkSeat(network_id=n, person_id=row.id, valid_from=today) for row in ground.people for n in row.networks
        )
        connections.Listing.objects.bulk_create(
            connections.Listing(
                pk=row.id, side=row.way, kind=row.kind, title=row.title, text=row.text, organisation_id=row.company,
                contact_id=row.owner, visibility="members", valid_until=today + timedelta(days=60),
                closed_on=None if row.open else today.replace(year=2025), outcome="" if row.open else "found",
            )
            for row in ground.listings
        )  # fmt: skip
        connections.SynonymGroup.objects.bulk_create(
            connections.SynonymGroup(words=", ".join(group)) for group in ground.synonyms
        )
        attend(ground, today)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def attend(ground, today):
    from sterke.gatherings.models import Gathering, Registration

    numbers = sorted({number for row in ground.people for number in row.gatherings})
    day = today - timedelta(days=30)
    Gathering.objects.bulk_create(
        Gathering(
            pk=n + 1, title=f"Samling {n}", slug=f"s-{n}", day=day, last_day=day, status="closed", visibility="members"
        )
        for n in numbers
    )
    Registration.objects.bulk_create(
        Registration(
            gathering_id=n + 1, who=f"person:{row.id}", person_id=row.id, name=f"Navn {row.id}", registered_by="Noen"
        )
        for row in ground.people
        for n in row.gatherings
    )


def ask():
    from django.db import connection
    from django.test import Client

    from sterke.accounts.models import User
    from sterke.connections import actions
    from sterke.connections.models import Listing, Suggestion
    from sterke.core.models import Cluster

    vendor = connection.vendor
    well = True
    for what in ("all rows new", "nothing new", "100 needs changed"):
        if what == "100 needs changed":
            for row in Listing.objects.filter(closed_on=None, side="need")[:100]:
                Listing.objects.filter(pk=row.pk).update(text="Vi ser etter sveiserobot og lakkering av stålrør.")
        began = time.perf_counter()
        changed = actions.refresh_suggestions()
        spent = time.perf_counter() - began
        print(f"{Suggestion.objects.count()} suggestions, {changed} rows written", flush=True)
        well &= tell(f"suggestions for 1,000 people and 2,000 listings, {what}, {vendor}", spent, LIMIT, "s")
    Cluster.objects.get_or_create(slug="bench", defaults={"name": "Målebenken"})
    page, listing = [], []
    for number in range(1, READERS + 1):
        user = User.objects.get(email=f"p{number * 7}@example.no")
        client = Client(headers={"host": "localhost"})
        client.force_login(user)
        own = Listing.objects.filter(contact__user=user, closed_on=None).first()
        page.append(least(client, "/koblinger/for-deg/"))
        if own:
            listing.append(least(client, f"/koblinger/{own.pk}/"))
    well &= tell(f"one's own page, p95, {vendor}", at(page), PAGE, "ms")
    return tell(f"a listing's page with its suggestions, p95, {vendor}", at(listing), PAGE, "ms") and well


def least(client, address, turns=5):
    """Milliseconds, at its best: what the neighbours of the machine take does not count."""
    spent = []
    for turn in range(turns + 1):
        began = time.perf_counter()
        status = client.get(address).status_code
        if status != 200:
            raise SystemExit(f"{address} answers {status}")
        if turn:
            spent.append((time.perf_counter() - began) * 1000)
    return min(spent)


def at(figures, share=0.95):
    return sorted(figures)[int(len(figures) * share)]


def run(what, settings):
    return subprocess.run([sys.executable, "-m", "bench.suggestions", what], env=settings, check=False).returncode == 0


def main():
    from .search import empty_database

    well = True
    with tempfile.TemporaryDirectory(prefix="sterke-bench-") as folder:
        houses = [environment() | {"STERKE_DATA": folder}]
        if url := os.environ.get("TEST_DATABASE_URL"):
            houses.append(houses[0] | {"DATABASE_URL": empty_database(url)})
        for house in houses:
            well &= run("fill", house) and run("ask", house)
    return well


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sterke.settings")
    doing = {"fill": fill, "ask": ask}.get(sys.argv[1] if sys.argv[1:] else "", main)
    if doing is not main:
        import django

        django.setup()
    sys.exit(doing() is False)
