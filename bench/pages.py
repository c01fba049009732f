"""How much CPU does the server spend on one request of each kind of page, signed in, beside a constant Django view?"""

import os
import sys

from .ground import cost, environment, tell

ROUNDS = 40
PATHS = {
    "member": ["/", "/medlemmer/", "/medlemmer/{organisation}/", "/nettverk/", "/nettverk/{network}/", "/min-side/"],
    "secretariat": ["/skrivebord/", "/skrivebord/post/", "/medlemmer/"],
}


def main():
    os.environ.update(environment())
    from django.test import Client

    import sterke.wsgi  # noqa: F401
    from sterke.directory.models import Organisation
    from sterke.membership.models import Network

    public = {"visibility": "public"}
    names = {
        "organisation": Organisation.objects.filter(**public).first().slug,
        "network": Network.objects.filter(**public).first().slug,
    }
    well = True
    constant = cost(Client(headers={"host": "localhost"}), "/merke.svg", ROUNDS)
    print(f"{'a constant view (/merke.svg)':<58} {constant:>9.2f} ms")
    for role, paths in PATHS.items():
        client = Client(headers={"host": "localhost"})
        client.post("/logg-inn/demo/", {"role": role})
        for path in paths:
            well &= tell(f"{role}: {path}", cost(client, path.format(**names), ROUNDS), 10, "ms")
    return well


if __name__ == "__main__":
    sys.exit(not main())
