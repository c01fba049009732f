"""What the region gives the house."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from sterke.core.house import (
    Address,
    Card,
    DeskItem,
    gives_addresses,
    gives_card,
    gives_desk,
    gives_export,
    gives_search,
    promises,
    says,
)
from sterke.core.paths import path_to

from . import desk, shown
from . import fetching as fetching  # registers its source
from . import news as news  # registers what is new
from .models import (
    Indicator,
    Journey,
    Municipality,
    MunicipalityCode,
    Observation,
    RegionDefinition,
    Series,
    Target,
)
from .reports import indicators
from .series import observations


@gives_export("municipalities")
def municipalities_as_rows(user: Any) -> tuple[list[str], Iterable[list[Any]]]:
    """All municipalities with the code in force today; public to all."""
    today = timezone.localdate()
    headings = [_t("municipality"), _t("code"), _t("centre"), _t("latitude"), _t("longitude")]
    return headings, (
        [place.name, place.code_on(today), place.centre, place.latitude, place.longitude]
        for place in Municipality.objects.prefetch_related("codes")
    )


NOBODY = "no: tells of places, not of people"
promises(Municipality, search="no: found through the organisations in it", access=NOBODY, erasure=NOBODY)
promises(MunicipalityCode, search="no: a key for registers", access=NOBODY, erasure=NOBODY)
promises(RegionDefinition, search="no: a definition, not a thing to look up", access=NOBODY, erasure=NOBODY)
promises(Indicator, search="itself, to its audience", access=NOBODY, erasure=NOBODY)
promises(Series, search="through its indicator", access=NOBODY, erasure=NOBODY)
promises(Observation, search="through its indicator", access=NOBODY, erasure=NOBODY)
promises(Target, search="through its indicator", access=NOBODY, erasure=NOBODY)
promises(Journey, search="no: on the page of the region", access=NOBODY, erasure=NOBODY)

says(
    figures_taken=_("%(actor)s took in figures of %(subject)s: %(new)s new, %(corrected)s corrected"),
    journey_measured=_("%(subject)s takes %(minutes)s minutes, with %(departures)s departures; it took %(before)s"),
    figures_noted=_("%(actor)s has seen how %(subject)s has moved, %(period)s"),
    figures_found=_("%(actor)s found the table of %(subject)s: %(table)s"),
    figures_failed=_("%(actor)s could not fetch %(subject)s: %(why)s"),
)


def furnish(rows: list[Any], user: Any) -> None:
    for row in rows:
        row.found_title = str(row)
        row.found_where = row.words("about")


gives_search(
    "tall", _("Figures"), Indicator, rows=Indicator.objects.all, order=("order", "pk"),
    title=("name", "name_en"), text=("about", "about_en", "source"), furnish=furnish,
)  # fmt: skip


@gives_export("figures")
def figures_as_rows(user: Any) -> tuple[list[str], Iterable[list[Any]]]:
    """Every figure of every indicator this user may see, under the definition in force."""
    headings = ["indicator", "municipality", "period", "value", "status", "fetched", "credit"]
    return headings, (
        [each.slug, place.slug if (place := row.municipality) else "region", row.period, row.value, row.status,
         str(row.fetched_at.date()), each.words("credit")]
        for each in indicators(user)
        for row in observations(each)
    )  # fmt: skip


@gives_addresses
def addresses() -> Iterable[Address]:
    if not list(indicators(AnonymousUser())):
        return
    yield Address(path_to("region:figures"))
    yield Address(path_to("region:open_data"))
    for place in shown.places():
        yield Address(path_to("region:municipality", place.slug))


@gives_desk(kept=True)
def figures_on_the_desk(user: Any) -> Iterable[DeskItem]:
    return desk.items(user)


@gives_card("region:figures")
def figures_card() -> Card:
    return Card(_t("The region in figures"), _t("Official figures, with source and date"))


@gives_card("region:municipality")
def municipality_card(slug: str) -> Card | None:
    place = next((each for each in shown.places() if each.slug == slug), None)
    return Card(place.name, _t("The municipality in figures")) if place else None


@gives_card("region:open_data")
def open_data_card() -> Card:
    return Card(_t("Take the figures with you"), _t("Open data"))
