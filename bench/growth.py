"""Does a page cost the same in a big cluster? Every list and detail page at 400 and at 10,000 organisations.

Two copies of the demo cluster are filled up in bulk (company, membership, contact person with role, details and seat,
application, history, mail). Each is served by a process of its own; the two are asked in turn, so that whatever else
the machine does hits both. The figure is CPU per request, large over small.
"""

import json
import os
import shutil
import subprocess
import sys

from .ground import DATA, cost, environment, tell

SIZES = (400, 10_000)  # the demo cluster alone has nearly 200; at 400 every list fills its page
LIMIT = 1.3
TURNS, ROUNDS = 5, 6
PATHS = {
    "visitor": ["/", "/medlemmer/", "/medlemmer/?q=verk", "/medlemmer/{organisation}/", "/nettverk/", "/medlemstall/"],
    "member": [
        "/", "/medlemmer/", "/medlemmer/?side=2", "/medlemmer/?q=mekaniske", "/medlemmer/?kommune={place}",
        "/medlemmer/{organisation}/", "/nettverk/", "/nettverk/{network}/", "/styret/", "/medlemstall/", "/min-side/",
    ],
    "secretariat": [
        "/medlemmer/", "/medlemmer/{organisation}/", "/medlemmer/{organisation}/rediger/",
        "/medlemmer/{organisation}/folk/", "/medlemmer/{organisation}/medlemskap/", "/nettverk/{network}/",
        "/nettverk/{network}/folk/", "/styret/", "/skrivebord/", "/skrivebord/post/", "/registerendringer/", "/import/",
        "/soknader/{application}/",
        "/kontoret/office_organisation/", "/kontoret/office_person/", "/kontoret/historikk/",
    ],
}  # fmt: skip


def folder(size):
    return DATA.parent / "growth" / str(size)


def settings_of(size):
    return environment() | {"STERKE_DATA": str(folder(size)), "STERKE_PAGE_MEMORY": "0"}


def build(size):
    """A copy of the demo cluster, filled up to ``size`` organisations."""
    if size:
        shutil.copytree(folder(0), folder(size))
        subprocess.run([sys.executable, "-m", "bench.growth", "fill", str(size)], env=settings_of(size), check=True)
    else:
        folder(0).mkdir(parents=True)
        subprocess.run([sys.executable, "-m", "sterke.cli", "prepare", "--demo"], env=settings_of(0), check=True)


def fill(size):
    import django

    django.setup()
    from django.db import connection, transaction

    from sterke.directory.models import Organisation

    missing = range(Organisation.objects.count(), size)
    with transaction.atomic():
        for begin in range(missing.start, missing.stop, 2000):
            fill_some(range(begin, min(begin + 2000, missing.stop)))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def fill_some(numbers):
    from sterke.core.models import Activity, ActivityTopic, OutgoingMail
    from sterke.directory.models import ContactDetails, Organisation, Person, Role
    from sterke.membership.models import Membership, MembershipApplication, MembershipCategory, Network, NetworkSeat
    from sterke.region.models import Municipality

    places, networks = (
        list(Municipality.objects.all()),
        list(Network.objects.filter(visibility="public").order_by("pk")),
    )
    category = MembershipCategory.objects.first()
    companies = Organisation.objects.bulk_create(
        Organisation(
            name=f"{'ABDEFGHIKLMNOPRSTUVÅ'[n % 20]}verk {n} Mekaniske AS", slug=f"verk-{n}", visibility="public",
            municipality=places[n % len(places)], industry_code=f"{10 + n % 80}.110", industry="Produksjon av deler",
            employees=n % 300, about="Vi lager deler.",
        )
        for n in numbers
    )  # fmt: skip
    people = Person.objects.bulk_create(Person(name=f"Prøve Person{n}") for n in numbers)
    pairs = list(zip(companies, people, strict=True))
    Membership.objects.bulk_create(
        Membership(organisation=c, category=category, joined_on=f"{2008 + c.pk % 18}-03-01") for c in companies
    )
    Role.objects.bulk_create(
        Role(person=p, organisation=c, kind="main_contact", title="Daglig leder", visibility="public") for c, p in pairs
    )
    ContactDetails.objects.bulk_create(
        ContactDetails(person=p, kind=kind, value=value, seen_by="members")
        for p in people
        for kind, value in (("email", f"p{p.pk}@example.no"), ("mobile", "+4799999999"))
    )
    NetworkSeat.objects.bulk_create(
        NetworkSeat(network=networks[0 if n % 3 else n % len(networks)], person=p, organisation=c)
        for n, (c, p) in enumerate(pairs)
        if n % 2 == 0
    )
    MembershipApplication.objects.bulk_create(
        MembershipApplication(
            company_name=c.name, org_number="", contact_name=p.name, contact_email=f"p{p.pk}@example.no",
            state="approved", organisation=c,
        )
        for c, p in pairs
    )  # fmt: skip
    lines = Activity.objects.bulk_create(
        Activity(verb="membership.joined", subject=c.name, details={"company": c.name}, visibility="public")
        for c in companies
    )
    ActivityTopic.objects.bulk_create(
        ActivityTopic(activity=a, key=f"directory.organisation:{c.pk}") for a, c in zip(lines, companies, strict=True)
    )
    OutgoingMail.objects.bulk_create(
        OutgoingMail(
            key=f"growth-{p.pk}", purpose="welcome", to=f"p{p.pk}@example.no", subject="Velkommen", text="Hei",
            html="<p>Hei</p>", message_id=f"<{p.pk}@example.no>", state="sent",
        )
        for p in people
    )  # fmt: skip


def serve():
    """Answer questions on stdin: a role and a path to the middle cost of a few warm requests, with their queries."""
    from django.test import Client

    import sterke.wsgi  # noqa: F401
    from sterke.directory.models import Organisation
    from sterke.membership.models import MembershipApplication, Network
    from sterke.region.models import Municipality

    names = {
        "organisation": Organisation.objects.filter(visibility="public", memberships__left_on=None).first().slug,
        "network": Network.objects.filter(visibility="public").order_by("pk").first().slug,
        "place": Municipality.objects.first().slug,
        "application": MembershipApplication.objects.waiting().first().pk,
    }
    clients = {role: Client(headers={"host": "localhost"}) for role in PATHS}
    for role, client in clients.items():
        if role != "visitor":
            client.post("/logg-inn/demo/", {"role": role})
    for line in sys.stdin:
        role, path = json.loads(line)
        print(json.dumps(cost(clients[role], path.format(**names), ROUNDS)), flush=True)


def ask(process, question):
    process.stdin.write(json.dumps(question) + "\n")
    process.stdin.flush()
    answer = process.stdout.readline()
    if not answer:
        raise SystemExit("A server of the benchmark stopped; what it said stands above.")
    return json.loads(answer)


def main():
    shutil.rmtree(folder(0).parent, ignore_errors=True)
    for size in (0, *SIZES):
        build(size)
    command = [sys.executable, "-m", "bench.growth", "serve"]
    both = [
        subprocess.Popen(command, env=settings_of(size), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for size in SIZES
    ]
    well = True
    try:
        for question in [(role, path) for role, paths in PATHS.items() for path in paths]:
            turns = [[ask(process, question) for process in both] for _ in range(TURNS)]
            small, large = (min(costs) for costs in zip(*turns, strict=True))
            well &= tell(f"{question[0]}: {question[1]} ({small:.1f} → {large:.1f} ms)", large / small, LIMIT, "×")
    finally:
        for process in both:
            process.stdin.close()
            process.wait()
    return well


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sterke.settings")
    if sys.argv[1:2] == ["fill"]:
        fill(int(sys.argv[2]))
    elif sys.argv[1:] == ["serve"]:
        serve()
    else:
        sys.exit(not main())
