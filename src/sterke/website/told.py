"""How the website's own pages are told outside (see ``Card``): on the picture people share, in schema.org's words."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils import translation
from django.utils.translation import gettext as _

from sterke.core.house import Card, gives_card
from sterke.core.models import Cluster
from sterke.core.visibility import Visibility
from sterke.directory.models import Organisation
from sterke.directory.reports import organisation_at
from sterke.membership.models import Network
from sterke.membership.reports import network_at
from sterke.publishing.models import home_page

from . import jsonld


def front(cluster: Cluster, places: list[str], hero: Any = None) -> Card:
    title = (hero and hero.words("title")) or cluster.text("front.title") or cluster.name
    return Card(title, cluster.text("footer.about"), data=jsonld.the_cluster(cluster, places))


def organisation(row: Organisation) -> Card | None:
    if row.visibility != Visibility.PUBLIC:
        return None
    facts = [str(fact) for fact in (row.municipality, row.industry) if fact]
    about, _language = in_reader_language(row.about, row.about_en)
    return Card(row.name, " · ".join(facts), data=jsonld.organisation(row, about))


def network(row: Network) -> Card | None:
    return Card(str(row), _("Network")) if row.visibility == Visibility.PUBLIC else None


def in_reader_language(norwegian: str, english: str) -> tuple[str, str]:
    """The text for this reader and the language it is in; bokmål where there is no English."""
    return (english, "en") if english and translation.get_language() == "en" else (norwegian, "nb")


@gives_card("website:front")
def front_card() -> Card:
    home = home_page().first()
    hero = next((piece.value for piece in home.pieces if piece.block_type == "hero"), None) if home else None
    return front(Cluster.current(), [], hero)


@gives_card("website:organisations")
def organisations_card() -> Card:
    return Card(_("The members"), _("Industry in the region, and those who keep it running."))


@gives_card("website:networks")
def networks_card() -> Card:
    return Card(_("Colleagues you did not know you had"), _("Networks"))


@gives_card("website:organisation")
def organisation_card(slug: str) -> Card | None:
    row = organisation_at(AnonymousUser(), slug).first()
    return organisation(row) if row else None


@gives_card("website:network")
def network_card(slug: str) -> Card | None:
    row = network_at(AnonymousUser(), slug).first()
    return network(row) if row else None


@gives_card("api_docs")
def docs_card() -> Card:
    return Card(_("Help yourself"), "API")
