"""What do twenty years of a case cost? A story of 2,000 happenings, a brief, the radar, a ledger of 5,000 promises.

In this process, on SQLite and, where TEST_DATABASE_URL is set, on PostgreSQL.
"""

import os
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta

from .gatherings import slow
from .ground import cost, environment, tell
from .search import empty_database

HAPPENINGS, PROMISES, ITEMS, WORDS = 2000, 5000, 10_000, 50
MOST_CPU, MOST_BRIEF, MOST_RADAR, MOST_LEDGER = 15, 1000, 5000, 50  # ms
KINDS = ["vei", "tog", "lærling", "fagbrev", "strøm", "plan", "bompenger", "bru", "skole", "helse"]


def fill():
    """A case with a fifth of its happenings of each sort, and a ledger of which half belongs to it."""
    from django.core.management import call_command

    from sterke.advocacy.models import AdvocacyCase, CaseEntry, CaseStep, Meeting, PoliticalPromise, PromiseOutcome
    from sterke.core.models import Cluster
    from sterke.directory.models import Office, Organisation

    call_command("prepare")
    Cluster.objects.get_or_create(slug="bench", defaults={"name": "Målebenken"})
    body = Organisation.objects.create(name="Departementet", slug="departementet", kind="ministry", visibility="public")
    offices = Office.objects.bulk_create(Office(title=f"statsråd {n}", organisation=body) for n in range(40))
    case = AdvocacyCase.objects.create(
        title="Fire felt", slug="fire-felt", ask="Hele veien", why="Fordi.", visibility="public"
    )
    other = AdvocacyCase.objects.create(title="Toget", slug="toget", visibility="public")
    part, day = HAPPENINGS // 5, lambda n: date(2007, 1, 1) + timedelta(days=n * 3)
    CaseEntry.objects.bulk_create(
        CaseEntry(case=case, day=day(n), text=f"Vedtak {n}", source="Avisa", visibility="public") for n in range(part)
    )
    CaseStep.objects.bulk_create(CaseStep(case=case, name=f"Trinn {n}", done_on=day(n)) for n in range(part))
    meetings = Meeting.objects.bulk_create(
        Meeting(title=f"Møte {n}", day=day(n), status="held", summary="Snakket.", visibility="public")
        for n in range(part)
    )
    case.meetings.set(meetings)
    promises = PoliticalPromise.objects.bulk_create(
        PoliticalPromise(
            case=case if n < part else other, office=offices[n % 40], paraphrase=f"Løfte {n} om {KINDS[n % 10]}",
            said_on=day(n % 2000), source="Avisa", visibility="public",
            status=["open", "kept", "broken", "lapsed", "partly_kept"][n % 5],
        )
        for n in range(PROMISES)
    )  # fmt: skip
    PromiseOutcome.objects.bulk_create(
        PromiseOutcome(promise=row, status="kept", day=row.said_on, evidence="Sett", told_by="Benken")
        for row in promises[:part]
    )


def ask():
    import django

    django.setup()
    fill()
    from django.db import connection
    from django.test import Client

    client, vendor, well = Client(headers={"host": "localhost"}), connection.vendor, True
    for what, path in (("newest page", "/saker/fire-felt/"), ("page 50", "/saker/fire-felt/?side=50")):
        well &= tell(f"a case of {HAPPENINGS:,} happenings, {what}, {vendor}", cost(client, path, 30), MOST_CPU, "ms")
    for what, path in (
        ("all", "/lofter/?side={n}"),
        ("by state", "/lofter/?status=broken&side={n}"),
        ("by office", "/lofter/?office={n}"),
        ("by case and year", "/lofter/?case=toget&year=2010&side={n}"),
    ):
        well &= tell(f"a ledger of {PROMISES:,}, {what}, {vendor}", slow(client, path), MOST_LEDGER, "ms")
    well &= tell(f"a brief of two pages, {vendor}", timed(brief), MOST_BRIEF, "ms")
    return well & tell(f"the radar, {ITEMS:,} × {WORDS} words, {vendor}", timed(radar()), MOST_RADAR, "ms")


def brief():
    from django.utils import timezone

    from sterke.advocacy import brief
    from sterke.advocacy.models import Ask, Attendance, Meeting

    meeting = Meeting.objects.first()
    case = meeting.cases.first()
    Ask.objects.create(meeting=meeting, case=case, text="En dato")
    Attendance.objects.create(meeting=meeting, office=case.promises.first().office, title="statsråd")
    brief.brief(meeting, timezone.localdate())


def radar():
    """Lists as they come, matched by words of which one in five occurs; taken in and looked through."""
    from sterke.advocacy import actions
    from sterke.advocacy.models import AdvocacyCase
    from sterke.advocacy.parliament import Item

    case = AdvocacyCase.objects.get(slug="toget")
    case.watchwords = "\n".join([*KINDS[:10], *(f"sjeldentord{n}" for n in range(WORDS - 10))])
    case.save()
    told = [
        Item("matter", str(n), f"Sak {n} om {KINDS[n % 10] if n % 5 == 0 else 'fiskeri'} og annet", date(2026, 1, 1))
        for n in range(ITEMS)
    ]
    return lambda: actions.take_items(told)


def timed(act):
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def main():
    well, elsewhere = True, os.environ.get("TEST_DATABASE_URL", "")
    for url in ["", *([elsewhere] if elsewhere else [])]:
        with tempfile.TemporaryDirectory(prefix="sterke-bench-") as folder:
            settings = environment() | {"STERKE_DATA": folder, "STERKE_DEMO": "0", "STERKE_PAGE_MEMORY": "0"}
            settings |= {"DATABASE_URL": empty_database(url)} if url else {}
            done = subprocess.run([sys.executable, "-m", "bench.advocacy", "ask"], env=settings, check=False)
            well &= done.returncode == 0
    return well


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sterke.settings")
    sys.exit((ask() if sys.argv[1:] == ["ask"] else main()) is False)
