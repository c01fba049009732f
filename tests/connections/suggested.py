"""Somebody who needs something, and somebody who offers it, in two member companies."""

from types import SimpleNamespace

from tests import factories as make


def worker(company="", name="", **facts):
    """A role others see, of somebody with an account, at a member company."""
    own = {"organisation__name": company} if company else {}
    own |= {"person__name": name} if name else {}
    return make.RoleFactory(**({"organisation__member": True, "visibility": "members"} | own | facts))


def listing(role, title, side="need", **facts):
    return make.ListingFactory(
        title=title,
        side=side,
        contact=role.person,
        organisation=role.organisation,
        **({"visibility": "members"} | facts),
    )


def two() -> SimpleNamespace:
    """Not yet worked out: call ``refresh_suggestions``."""
    asker, helper = worker("Åsnes Pellets AS", "Anne Asker"), worker("Odal Robot AS", "Håkon Hjelper", title="Montør")
    return SimpleNamespace(
        asker=asker,
        helper=helper,
        need=listing(asker, "Palleteringsroboten vår stopper"),
        offer=listing(helper, "Reparasjon av palleteringsroboter", "offer"),
    )
