"""How many complete registrations a second does the house take in, each durable before it is answered?

Two web processes, eight clients, each person once: the form is posted, the seat taken under the gathering's lock,
history and the confirmation with its calendar entry written, all in one transaction; then the redirect. Beside it, in
the same run, how many transactions with a single small row the same database takes from one writer. On SQLite and,
where TEST_DATABASE_URL is set, on PostgreSQL.
"""

import http.client
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from itertools import count

from .ground import PORT, environment, tell
from .load import house
from .search import empty_database

CLIENTS, PEOPLE, SEATS = 8, 1600, 800
RAW = 300  # transactions
LEAST = 100  # registrations a second
SLUG = "benken-2030"
PATH = f"/styrketrening/{SLUG}/pamelding/"
HEAD = {"Host": "localhost", "Content-Type": "application/x-www-form-urlencoded"}


def fill():
    import django

    django.setup()
    from django.core.management import call_command

    from sterke.core.models import Cluster
    from sterke.gatherings.models import Gathering, GatheringGoal

    call_command("prepare")
    Cluster.objects.get_or_create(slug="bench", defaults={"name": "Målebenken"})
    from datetime import UTC, datetime

    start = datetime(2030, 5, 14, 7, tzinfo=UTC)
    row = Gathering(
        title="Benken", slug=SLUG, day=start.date(), starts_at=start, ends_at=start.replace(hour=13), status="open",
        visibility="public", opens_to="public", capacity=SEATS, asks_diet=False,
    )  # fmt: skip
    row.set_days()
    row.save()
    GatheringGoal.objects.create(gathering=row, statement="Vi teller", how="Klokka", target=100)


def raw():
    """Durable transactions of one small row a second, from one writer."""
    import django

    django.setup()
    from django.db import transaction

    from sterke.core.models import OnceKey

    began = time.perf_counter()
    for n in range(RAW):
        with transaction.atomic():
            OnceKey.objects.create(key=f"raw-{n}")
    print(RAW / (time.perf_counter() - began))


def form():
    line = http.client.HTTPConnection("127.0.0.1", PORT)
    line.request("GET", PATH, headers=HEAD)
    answer = line.getresponse()
    page = answer.read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    return token, answer.getheader("Set-Cookie").split(";")[0]


def crowd(token, cookie):
    """Everybody registers, eight at a time; gives (seconds, how long each took in ms)."""
    numbers, spent, wrong = count(), [], []
    lock = threading.Lock()

    def client():
        line = http.client.HTTPConnection("127.0.0.1", PORT)
        while True:
            with lock:
                n = next(numbers)
            if n >= PEOPLE:
                return
            fields = {"n0-name": f"Nr {n}", "n0-email": f"nr{n}@example.no", "once": f"n-{n}"}
            body = urllib.parse.urlencode(fields | {"csrfmiddlewaretoken": token})
            began = time.perf_counter()
            line.request("POST", PATH, body, HEAD | {"Cookie": cookie, "X-Forwarded-For": f"192.0.2.{n // 400}"})
            answer = line.getresponse()
            answer.read()
            spent.append((time.perf_counter() - began) * 1000)
            if answer.status != 302:
                wrong.append(answer.status)

    began = time.perf_counter()
    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise SystemExit(f"{len(wrong)} registrations went wrong: {set(wrong)}")
    return time.perf_counter() - began, sorted(spent)


def check():
    import django

    django.setup()
    from collections import Counter

    from sterke.gatherings.models import Registration

    found = Counter(Registration.objects.values_list("state", flat=True))
    if found != {"confirmed": SEATS, "waiting": PEOPLE - SEATS}:
        raise SystemExit(f"The seats came out wrong: {found}")


def run(what, settings):
    done = subprocess.run([sys.executable, "-m", "bench.registrations", what], env=settings, check=True, stdout=-1)
    return done.stdout.decode().strip().splitlines()[-1:] or [""]


def main():
    well = True
    for name, url in (("sqlite", ""), ("postgresql", os.environ.get("TEST_DATABASE_URL", ""))):
        if name == "postgresql" and not url:
            continue
        with tempfile.TemporaryDirectory(prefix="sterke-bench-") as folder:
            more = {"STERKE_DATA": folder, "STERKE_TRUSTED_PROXIES": "1"} | (
                {"DATABASE_URL": empty_database(url)} if url else {}
            )
            settings = environment() | more
            run("fill", settings)
            bare = float(run("raw", settings)[0])
            with house(**more):
                seconds, spent = crowd(*form())
            run("check", settings)
        middle, slow = spent[len(spent) // 2], spent[int(len(spent) * 0.95)]
        print(
            f"{name}: {bare:.0f} one-row transactions a second; half within {middle:.0f} ms, 95 % within {slow:.0f} ms"
        )
        question = f"a registration, {name}, 8 clients ({PEOPLE / seconds:.0f}/s)"
        well &= tell(question, 1000 * seconds / PEOPLE, 1000 / LEAST, "ms")
    return well


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sterke.settings")
    doing = {"fill": fill, "raw": raw, "check": check}.get(sys.argv[1] if sys.argv[1:] else "", main)
    sys.exit(doing() is False)
