"""How fast does an issue of 5,000 personal letters leave, how much memory does it take, and how long does it take to
count a segment of 20,000 people?

The issue goes its usual way: readers are written down, letters composed and put in the outbox, and the worker's own
round hands them to an SMTP server on this machine (a process of its own), each claimed before and settled after.
Memory is the peak of the process after 1,000 and after 5,000 letters.
"""

import os
import resource
import socketserver
import subprocess
import sys
import tempfile
import time
from statistics import median

from .ground import environment, tell
from .search import empty_database

LETTERS, PEOPLE = 5000, 20_000
LEAST = 60  # letters a second
MOST_MS = 50
MOST_GROWTH = 1.25
TIMES = 15


class Talk(socketserver.StreamRequestHandler):
    def handle(self):
        self.say("220 bench")
        while line := self.rfile.readline():
            word = line.split()[0].upper() if line.split() else b""
            if word == b"DATA":
                self.say("354 go on")
                while self.rfile.readline() != b".\r\n":
                    pass
            self.say("221 bye" if word == b"QUIT" else "250 ok")
            if word == b"QUIT":
                return

    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")


def serve():
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as server:
        print(server.server_address[1], flush=True)
        server.serve_forever()


def fill():
    import django

    django.setup()
    from datetime import date

    from django.core.management import call_command
    from django.utils import timezone

    from sterke.accounts.models import User
    from sterke.core.models import Cluster
    from sterke.directory.models import Organisation, Person, Role
    from sterke.membership.models import Membership, MembershipCategory, Network, NetworkSeat
    from sterke.publishing.newsletter.models import NewsletterIssue, Subscription

    call_command("prepare")
    Cluster.objects.get_or_create(slug="bench", defaults={"name": "Målebenken"})
    category = MembershipCategory.objects.create(code="core", name="Kjerne", name_en="Core")
    companies = [Organisation(name=f"Bedrift {n}", slug=f"bedrift-{n}", kind="company") for n in range(400)]
    companies = Organisation.objects.bulk_create(companies)
    day = date(2020, 1, 1)
    Membership.objects.bulk_create(Membership(organisation=c, category=category, joined_on=day) for c in companies)
    users = User.objects.bulk_create(User(email=f"p{n}@example.no", name=f"Person {n}") for n in range(PEOPLE))
    people = Person.objects.bulk_create(Person(name=user.name, user=user) for user in users)
    Role.objects.bulk_create(
        Role(person=person, organisation=companies[n % 400], valid_from=day) for n, person in enumerate(people)
    )
    network = Network.objects.create(name="HR", slug="hr", valid_from=day)
    NetworkSeat.objects.bulk_create(
        NetworkSeat(network=network, person=person, valid_from=day) for person in people[:LETTERS]
    )
    now = timezone.now()
    Subscription.objects.bulk_create(Subscription(email=f"a{n}@example.no", confirmed_at=now) for n in range(2000))
    from sterke.publishing.newsletter.models import Segment

    segment = Segment.objects.create(name="HR", asks={"networks": [network.pk]})
    issue = NewsletterIssue.objects.create(
        subject="Nytt", greeting="Hei {fornavn} i {virksomhet},\n\nher er det.", rate=1_000_000, segment=segment
    )
    for n in range(12):
        issue.items.create(
            title=f"Sak nummer {n}", text="Noe har hendt, og det sto i avisa. " * 8, url="/aktuelt/", picked=True,
            visibility="members" if n % 3 else "public", order=n,
        )  # fmt: skip


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure():
    import django

    django.setup()
    from django.utils import timezone

    from sterke.core.models import OutgoingMail
    from sterke.core.postman import Round
    from sterke.publishing.newsletter import segments, sending
    from sterke.publishing.newsletter.models import NewsletterIssue

    asks = NewsletterIssue.objects.get().segment.asks
    for name, question in (("everybody", {}), ("one network", asks)):
        spent = []
        for _time in range(TIMES):
            begun = time.perf_counter()
            count = segments.count(question)
            spent.append((time.perf_counter() - begun) * 1000)
        print(f"{name};{count};{median(spent):.1f}", flush=True)
    NewsletterIssue.objects.update(state="sending", number=1, send_at=timezone.now(), sent_at=timezone.now())
    begun, round, sent, early = time.perf_counter(), Round(), 0, 0.0
    while NewsletterIssue.objects.get().state == "sending":
        sending.go_on()
        OutgoingMail.objects.filter(state="queued").update(due_at=timezone.now())
        while count := round.send_due():
            sent += count
            if not early and sent >= LETTERS // 5:
                early = peak()
    spent_in_all = time.perf_counter() - begun
    done = OutgoingMail.objects.filter(state="sent").count()
    print(f"{done};{done / spent_in_all:.0f};{early:.0f};{peak():.0f}", flush=True)


def run(what, settings):
    done = subprocess.run([sys.executable, "-m", "bench.newsletter", what], env=settings, check=True, stdout=-1)
    return [line.split(";") for line in done.stdout.decode().strip().splitlines()]


def main():
    well = True
    for name, url in (("sqlite", ""), ("postgresql", os.environ.get("TEST_DATABASE_URL", ""))):
        if name == "postgresql" and not url:
            continue
        with tempfile.TemporaryDirectory(prefix="sterke-bench-") as folder:
            settings = environment() | {"STERKE_DATA": folder, "STERKE_DEMO": "", "STERKE_BULK_ANYWAY": "1"}
            settings |= {"DATABASE_URL": empty_database(url)} if url else {}
            run("fill", settings)
            server = subprocess.Popen([sys.executable, "-m", "bench.newsletter", "serve"], stdout=-1, text=True)
            try:
                port = server.stdout.readline().strip()
                found = run("measure", settings | {"STERKE_SMTP_HOST": "127.0.0.1", "STERKE_SMTP_PORT": port})
            finally:
                server.kill()
                server.wait()
        *counts, (sent, rate, early, late) = found
        if int(sent) != LETTERS:
            raise SystemExit(f"{sent} letters were sent, not {LETTERS}")
        for what, count, spent in counts:
            well &= tell(f"a segment counted, {name}, {what} ({count})", float(spent), MOST_MS, "ms")
        well &= tell(f"a letter of {LETTERS}, {name} ({rate}/s)", 1000 / float(rate), 1000 / LEAST, "ms")
        well &= tell(
            f"memory at the last letter, {name} ({late} MB), to the first", float(late) / float(early), MOST_GROWTH, "x"
        )
    return well


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sterke.settings")
    doing = {"fill": fill, "serve": serve, "measure": measure}.get(sys.argv[1] if sys.argv[1:] else "", main)
    sys.exit(doing() is False)
