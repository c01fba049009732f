"""What the website gives the house: the sentences of the outbox, which core itself has no room for."""

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _

from sterke.core.activity import last_told
from sterke.core.house import Address, gives_addresses, says
from sterke.core.paths import path_if_any
from sterke.directory.models import Organisation
from sterke.membership.models import Network

from . import reports, told  # noqa: F401 - told registers the cards

PAGES = ["website:front", "website:organisations", "website:networks", "membership:apply", "membership:bodies"]
PAGES += ["membership:members_over_time", "accounts:privacy", "api_docs"]

# What of a row's history is seen on its page, as a visitor gets it.
ORGANISATION_CHANGED = ["organisation.created", "organisation.edited", "organisation.filled", "organisation.followed"]
ORGANISATION_CHANGED += ["organisation.merged", "organisation.unmerged", "organisation.published"]
NETWORK_CHANGED = ["network.started", "network.edited", "network.ended"]

says(
    mail_queued=_("%(actor)s sent the mail %(subject)s again"),
    mail_stopped=_("%(actor)s stopped the mail %(subject)s"),
)


@gives_addresses
def addresses() -> Iterable[Address]:
    """The pages there is one of, and a page for each member and network that everybody may see."""
    visitor = AnonymousUser()
    yield from (Address(path) for name in PAGES if (path := path_if_any(name)))
    members = reports.members(visitor).select_related(None).only("slug")
    changed = last_told(Organisation, *ORGANISATION_CHANGED)
    yield from (Address(row.get_absolute_url(), changed.get(row.pk)) for row in members)
    changed = last_told(Network, *NETWORK_CHANGED)
    yield from (Address(row.get_absolute_url(), changed.get(row.pk)) for row in reports.networks(visitor))
