"""How much CPU does the server spend on one request of each kind of page, signed in, beside a constant Django view?

The pages of the office are Wagtail's own and are told without a limit of ours.
"""

import os
import sys

from .ground import cost, environment, tell

TURNS, ROUNDS = 3, 20
PATHS = {
    "member": [
        "/", "/medlemmer/", "/medlemmer/?q=verk", "/medlemmer/{organisation}/", "/nettverk/", "/nettverk/{network}/",
        "/styret/", "/medlemstall/", "/min-side/", "/bli-medlem/", "/personvern/",
    ],
    "main_contact": [
        "/medlemmer/{own}/rediger/", "/medlemmer/{own}/folk/", "/medlemmer/{own}/folk/{colleague}/",
        "/medlemmer/{own}/inviter/", "/min-side/data/", "/min-side/innlogging/", "/min-side/okter/",
    ],
    "network_leader": ["/nettverk/{led}/folk/"],
    "board": ["/skrivebord/", "/soknader/{application}/"],
    "secretariat": [
        "/skrivebord/", "/skrivebord/post/", "/medlemmer/", "/medlemmer/{organisation}/medlemskap/", "/nettverk/{led}/",
        "/registerendringer/", "/import/", "/soknader/{application}/", "/virksomheter/ny/", "/folk/{person}/",
        "/slaa-sammen/", "/styret/board/velg/", "/folk/{person}/slutter/", "/nettverk/{led}/rediger/",
    ],
}  # fmt: skip
OFFICE = ["/kontoret/", "/kontoret/office_organisation/", "/kontoret/office_person/", "/kontoret/historikk/"]


def least(client, path):
    """The least of a few middle costs: a neighbour that takes the processor for a while does not count."""
    return min(cost(client, path, ROUNDS) for _ in range(TURNS))


def names():
    from sterke.accounts.demo import demo_user
    from sterke.directory.models import Organisation, Role
    from sterke.gatherings.models import Gathering
    from sterke.membership.models import MembershipApplication, Network

    public = {"visibility": "public"}
    contact, leader = demo_user("main_contact"), demo_user("network_leader")
    own = Organisation.objects.filter(pk__in=contact.standing.main_contact_of).first()
    return {
        "organisation": Organisation.objects.filter(**public).first().slug,
        "gathering": Gathering.objects.filter(**public, status="open").order_by("-day").first().slug,
        "network": Network.objects.filter(**public).first().slug,
        "application": MembershipApplication.objects.waiting().exclude(sent_to_board_at=None).first().pk,
        "own": own.slug,
        "colleague": Role.objects.in_force().filter(organisation=own).first().pk,
        "person": Role.objects.in_force().filter(organisation=own).first().person_id,
        "led": Network.objects.filter(pk__in=leader.standing.leads).first().slug,
    }


def main():
    os.environ.update(environment())
    from django.test import Client

    import sterke.wsgi  # noqa: F401

    known, well = names(), True
    constant = least(Client(headers={"host": "localhost"}), "/merke.svg")
    print(f"{'a constant view (/merke.svg)':<58} {constant:>9.2f} ms")
    for role, paths in PATHS.items():
        client = Client(headers={"host": "localhost"})
        client.post("/logg-inn/demo/", {"role": role})
        for path in paths:
            well &= tell(f"{role}: {path}", least(client, path.format(**known)), 10, "ms")
    for path in OFFICE:
        print(f"{'secretariat: ' + path:<58} {least(client, path):>9.2f} ms")
    return well


if __name__ == "__main__":
    sys.exit(not main())
