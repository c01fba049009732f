"""How long does a search take among 100,000 rows, on SQLite and, where TEST_DATABASE_URL is set, on PostgreSQL?

Companies, people and articles are made in bulk, a tenth of them hidden; the index is built as after an import. The
figure is the time a whole page takes on its way through Django, signed out and in, over questions of every sort: rare
and common words, other forms, compounds, slips, numbers, several words at once, nothing at all, and suggestions while
one types. Each question is asked some times and counts with its least, so that the neighbours of the machine do not;
the limit is for the 95th of a hundred questions.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
from urllib.parse import quote, urlsplit

from .ground import environment, tell

COMPANIES, PEOPLE, ARTICLES = 60_000, 35_000, 5_000
LIMIT = 50  # ms
ROUNDS = 5
NAMES = """\
Glåm Solør Odal Var Tiur Kvern Lang Elg Myr Skig Furu Kjerr Stein Lauv Dal Kvit Grå Bjørn Orr Høg Nord Sør
bekk råk skog moen lia haug vad foss myr lund stubb hei rud dal vik brenna sæter kollen tjern åsen
Mekaniske Sveis Stål Trelast Limtre Elektro Plast Transport Verktøy Bakeri Møbler Industri Bygg Maskin
produksjon saging høvling maskinering sveising transport regnskap graving lakkering støping dreiing fresing
metall tre plast stål møbler bygg verktøy deler bjelker haller trapper maskiner motorer kabler dører vinduer
Kari Ola Åse Bjørn Øystein Marit Torill Anders Ingvild Sindre Liv Peder Unni Vegard Gunvor Magnus
"""
FIRST, SECOND, THIRD, TRADES, THINGS, GIVEN = (line.split() for line in NAMES.splitlines())
PLACES = {"Kongsvinger": "kongsvinger", "Grue": "grue", "Åsnes": "asnes", "Sør-Odal": "sor-odal"}
QUESTIONS = [
    "Glåmbekk", "glaambekk", "Kvernfoss Sveis", "kvernfoss mekaniske as", "Orråsen Limtre", "mekaniske",
    "mekanisk", "as", "sveis", "sveiser", "sveising av bjelker", "produksjon", "produksjon av metall",
    "produksjon av stål kongsvinger", "stålbjelker", "trappebygging", "møbel", "møbler i tre", "kongsvinger",
    "åsnes", "aasnes transport", "grue elektro", "Kari Tiurmoen", "kari", "daglig leder",
    "daglig leder Glåmbekk", "ola elgfoss", "mekansk", "kvernfos", "tansport", "bakrei odal", "romfart",
    "romfart for mekaniske", "300000007", "300 000 007", "sak 4711", "statsråden", "fagbrev", "fagutdanning",
    "industri og bygg", "maskin bygg stål", "vinduer dører trapper haller", "solør", "nord", "skog",
]  # fmt: skip
BEGUN = ["gl", "glå", "glåmb", "me", "mek", "mekan", "kvernfoss sv", "kari t", "300", "s", "sa", "produksjon av st"]


def fill():
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction

    from sterke.core.search import index
    from sterke.region.models import Municipality

    call_command("prepare")
    chance = random.Random(7)
    places = [
        Municipality.objects.create(name=name, slug=slug, latitude=60, longitude=12)
        for name, slug in (
            ("Kongsvinger", "kongsvinger"),
            ("Grue", "grue"),
            ("Åsnes", "asnes"),
            ("Sør-Odal", "sor-odal"),
        )
    ]
    with transaction.atomic():
        companies = make_companies(chance, places)
        make_people(chance, companies)
        make_articles(chance)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    began = time.perf_counter()
    rows = index.sync_all()
    print(f"{rows} rows put in the index in {time.perf_counter() - began:.1f} s", flush=True)
    began = time.perf_counter()
    index.sync_all()
    print(f"looked through again in {time.perf_counter() - began:.1f} s", flush=True)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def audience(number):
    return "secretariat" if number % 10 == 9 else "public"


def make_companies(chance, places):
    from sterke.directory.models import Organisation

    made = []
    for n in range(COMPANIES):
        number = f" {n // 6000}" if n > 6000 else ""
        name = f"{chance.choice(FIRST)}{chance.choice(SECOND)} {chance.choice(THIRD)}{number} AS"
        trade = f"{chance.choice(TRADES).capitalize()} av {chance.choice(THINGS)}"
        thing, other = chance.choice(THINGS), chance.choice(THINGS)
        about = f"Vi driver med {chance.choice(TRADES)} for kunder som lager {thing} og {other}."
        made.append(
            Organisation(
                name=name, slug=f"b-{n}", visibility=audience(n), municipality=chance.choice(places), industry=trade,
                about=about, org_number=f"{300_000_000 + n}",
            )
        )  # fmt: skip
    return Organisation.objects.bulk_create(made, batch_size=2000)


def make_people(chance, companies):
    from sterke.directory.models import Person, Role

    people = Person.objects.bulk_create(
        (
            Person(name=f"{chance.choice(GIVEN)} {chance.choice(FIRST)}{chance.choice(SECOND)} {chance.choice(SECOND)}")
            for _ in range(PEOPLE)
        ),
        batch_size=2000,
    )
    Role.objects.bulk_create(
        (
            Role(
                person=p,
                organisation=companies[n],
                kind="main_contact",
                title="Daglig leder",
                visibility=audience(n),
            )
            for n, p in enumerate(people)
        ),
        batch_size=2000,
    )


def make_articles(chance):
    """Articles under ``/aktuelt/``, written past Wagtail's tree but as it would have laid them."""
    from django.contrib.contenttypes.models import ContentType
    from django.utils import timezone

    from sterke.publishing.models import ArticlePage, HomePage, NewsPage
    from sterke.publishing.profile import plant

    news = NewsPage.objects.first() or (HomePage.objects.first() or plant("Målebenken")).add_child(
        instance=NewsPage(title="Aktuelt", slug="aktuelt")
    )
    kind, now = ContentType.objects.get_for_model(ArticlePage), timezone.now()
    for n in range(ARTICLES):
        words = " ".join(chance.choices([*TRADES, *THINGS, "statsråden", "fagbrev", "utdanning", "lærlinger"], k=40))
        step = ArticlePage._int2str(n + 1).zfill(ArticlePage.steplen)
        page = ArticlePage(
            title=f"Sak {n}: {chance.choice(THINGS)}", slug=f"sak-{n}", lead=words[:200], topic="saker",
            content_type=kind,
            body=[("text", f"<p>{words}</p>")], path=f"{news.path}{step}", depth=news.depth + 1,
            url_path=f"{news.url_path}sak-{n}/", live=True, first_published_at=now,
            last_published_at=now, draft_title=f"Sak {n}", visibility="public" if n % 10 else "members",
        )  # fmt: skip
        page.save_base(force_insert=True)


def ask():
    import django

    django.setup()
    from django.test import Client

    from sterke.accounts.models import User
    from sterke.core.models import Cluster

    Cluster.objects.get_or_create(slug="bench", defaults={"name": "Målebenken"})
    known = User.objects.filter(email="benk@example.no").first()
    user = known or User.objects.create_user("benk@example.no", name="Benk")
    visitor, signed_in = Client(headers={"host": "localhost"}), Client(headers={"host": "localhost"})
    signed_in.force_login(user)
    paths = [f"/sok/?q={quote(typed)}" for typed in QUESTIONS] + [f"/sok/forslag/?q={quote(typed)}" for typed in BEGUN]
    paths += [f"/sok/?q={quote(typed)}&i=bedrifter&side=7" for typed in ("mekaniske", "stål")]
    spent = {}
    for turn in range(ROUNDS + 1):
        for path in paths:
            for who, client in (("visitor", visitor), ("signed in", signed_in)):
                began = time.perf_counter()
                status = client.get(path).status_code
                if status != 200:
                    raise SystemExit(f"{path} answers {status}")
                if turn:  # the first turn warms up
                    spent.setdefault((path, who), []).append((time.perf_counter() - began) * 1000)
    every = sorted(ms for times in spent.values() for ms in times)
    least = sorted(((min(times), *key) for key, times in spent.items()), reverse=True)
    print(
        f"all {len(every)} as they came: half within {at(every, 0.5):.1f} ms, 95 of 100 within {at(every, 0.95):.1f} ms"
    )
    print("the slowest, each at its best:")
    for ms, path, who in least[:6]:
        print(f"  {ms:6.1f} ms  {who}: {path}")
    best = sorted(ms for ms, *_rest in least)
    return tell(f"search among 100,000 rows, {django.db.connection.vendor}, p95", at(best, 0.95), LIMIT, "ms")


def at(figures, share):
    return figures[int(len(figures) * share)]


def run(what, settings):
    return subprocess.run([sys.executable, "-m", "bench.search", what], env=settings, check=False).returncode == 0


def empty_database(url):
    """The address of a new database beside the one given."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS sterke_bench")
        connection.execute("CREATE DATABASE sterke_bench")
    return urlsplit(url)._replace(path="/sterke_bench").geturl()


def main():
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
    sys.exit(doing() is False)
