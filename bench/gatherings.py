"""How long do those who manage a gathering of 2,000 wait for its list, a search in it, its files and its badges?

Asked as the one who answers for it, one request after the other, in this process; told is what 95 of 100 stay under. On
SQLite and, where TEST_DATABASE_URL is set, on PostgreSQL.
"""

import os
import subprocess
import sys
import tempfile
import time

from .ground import environment, tell
from .search import empty_database

PEOPLE, COMPANIES, ROUNDS = 2000, 400, 60
BADGES = 200
MOST, MOST_FILE, MOST_BADGES = 100, 100, 3000  # ms
FIRST = ["Kari", "Ola", "Åse", "Øyvind", "Ærlig", "Amina", "Tomasz", "Daria", "Bjørn", "Sindre"]
LAST = ["Moen", "Lunder", "Østby", "Åmot", "Kvitmyr", "Sagdammen", "Granstubben", "Elgtrøen", "Furukollen", "Nysæter"]


def fill():
    """A gathering of 2,000 and one of 200; with questions answered, and food."""
    from django.core.management import call_command

    from sterke.accounts.models import User
    from sterke.core.models import Cluster
    from sterke.directory.models import Organisation, Person
    from sterke.gatherings.models import DietaryNeed, GatheringAnswer, GatheringQuestion, Registration

    call_command("prepare")
    Cluster.objects.get_or_create(slug="bench", defaults={"name": "Målebenken"})
    user = User.objects.create(email="leder@example.no")
    person = Person.objects.create(name="Leder", user=user)
    companies = [Organisation(name=f"Verksted {n} AS", slug=f"verksted-{n}") for n in range(COMPANIES)]
    companies = Organisation.objects.bulk_create(companies)
    for slug, count in (("stor", PEOPLE), ("skilt", BADGES)):
        gathering = begin(slug, person)
        question = GatheringQuestion.objects.create(gathering=gathering, text="Middag?", kind="yes_no")
        rows = Registration.objects.bulk_create(
            Registration(
                gathering=gathering, who=f"{slug}-{n}", name=f"{FIRST[n % 10]} {LAST[n // 10 % 10]} {n}",
                email=f"nr{n}@example.no", organisation=companies[n % COMPANIES], registered_by="Benken",
                company_name=companies[n % COMPANIES].name, is_guest=n % 20 == 0,
                state="waiting" if n % 10 == 9 and slug == "stor" else "confirmed", line=n if n % 10 == 9 else None,
            )
            for n in range(count)
        )  # fmt: skip
        GatheringAnswer.objects.bulk_create(
            GatheringAnswer(registration=row, question=question, value="ja") for row in rows
        )
        DietaryNeed.objects.bulk_create(DietaryNeed(registration=row, text="Vegetar") for row in rows[::15])


def begin(slug, person):
    from datetime import UTC, datetime

    from sterke.gatherings.models import Gathering

    start = datetime(2030, 5, 14, 7, tzinfo=UTC)
    row = Gathering(
        title="Benken", slug=slug, day=start.date(), starts_at=start, ends_at=start.replace(hour=13), status="open",
        visibility="public", opens_to="public", responsible=person,
    )  # fmt: skip
    row.set_days()
    row.save()
    return row


def slow(client, path, rounds=ROUNDS):
    """What 95 of 100 requests stay under, in ms; the first few warm up."""
    spent = []
    for n in range(rounds + 3):
        began = time.perf_counter()
        answer = client.get(path.format(n=n % 18 + 1, word=LAST[n % 10]), headers={"host": "localhost"})
        spent.append((time.perf_counter() - began) * 1000)
        if answer.status_code != 200:
            raise SystemExit(f"{path} answers {answer.status_code}")
    return sorted(spent[3:])[int(rounds * 0.95)]


def ask():
    import django

    django.setup()
    fill()
    from django.db import connection
    from django.test import Client

    from sterke.accounts.models import User

    client, well, vendor = Client(), True, connection.vendor
    client.force_login(User.objects.get())
    place = "/styrketrening/stor/deltakere"
    for what, path, limit in (
        ("a page of 2,000", f"{place}/?side={{n}}", MOST),
        ("by company", f"{place}/?etter=bedrift&side={{n}}", MOST),
        ("a search", f"{place}/?sok={{word}}", MOST),
        ("a company's", f"{place}/?bedrift={{n}}", MOST),
        ("the line", f"{place}/?vis=waiting", MOST),
        ("all as CSV", f"{place}.csv", MOST_FILE),
    ):
        well &= tell(f"participants, {what}, {vendor}", slow(client, path), limit, "ms")
    print(f"{f'participants, all as Excel, {vendor}':<58} {slow(client, f'{place}.xlsx', 10):>9.2f} ms")
    pdf = "/styrketrening/skilt/deltakere"
    well &= tell(f"{BADGES} badges, {vendor}", slow(client, f"{pdf}/navneskilt.pdf", 5), MOST_BADGES, "ms")
    print(f"{f'{BADGES} people on a list, {vendor}':<58} {slow(client, f'{pdf}/liste.pdf', 5):>9.2f} ms")
    return well


def main():
    well, elsewhere = True, os.environ.get("TEST_DATABASE_URL", "")
    for url in ["", *([elsewhere] if elsewhere else [])]:
        with tempfile.TemporaryDirectory(prefix="sterke-bench-") as folder:
            settings = environment() | {"STERKE_DATA": folder, "STERKE_DEMO": "0"}
            settings |= {"DATABASE_URL": empty_database(url)} if url else {}
            done = subprocess.run([sys.executable, "-m", "bench.gatherings", "ask"], env=settings, check=False)
            well &= done.returncode == 0
    return well


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sterke.settings")
    sys.exit((ask() if sys.argv[1:] == ["ask"] else main()) is False)
