"""What a reader has chosen to see of the figures. It stands in the address, so that a link shows the same."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from sterke.core.paths import path_to

from .models import Indicator, Municipality
from .series import REGION, Table


@dataclass(frozen=True)
class Choice:
    """``period`` is the one looked at, ``since`` the one it is compared with, ``places`` the municipalities drawn."""

    indicator: Indicator
    period: str
    since: str
    places: tuple[Municipality, ...] = ()
    indexed: bool = False

    @property
    def lines(self) -> list[int]:
        """The keys of the places that are drawn: those chosen, else the region as a whole."""
        return [place.pk for place in self.places] or [REGION]

    def query(self) -> str:
        """The choice as the end of an address."""
        said = [("tall", self.indicator.slug), ("ar", self.period), ("fra", self.since)]
        said += [("kommune", place.slug) for place in self.places]
        return urlencode(said + ([("indeks", "1")] if self.indexed else []))

    def address(self, name: str = "region:figures", *args: str) -> str:
        return f"{path_to(name, *args)}?{self.query()}"


def indicator_chosen(asked: QueryDict, indicators: list[Indicator]) -> Indicator | None:
    """The indicator that is asked for, else the first; None where there is none."""
    slug = asked.get("tall", "")
    return next((each for each in indicators if each.slug == slug), indicators[0] if indicators else None)


def chosen(asked: QueryDict, table: Table, places: list[Municipality]) -> Choice:
    """What is asked for, as far as there is such a thing; anything else falls back on the newest figures."""
    wanted = asked.getlist("kommune")[: len(places)]
    period, since = asked.get("ar", ""), asked.get("fra", "")
    # A slider of years sends "2015" also where the periods are quarters.
    period = next((each for each in reversed(table.periods) if period and each.startswith(period)), table.last())
    return Choice(
        table.indicator,
        period,
        since if since in table.days and since != period else table.first(),
        tuple(place for place in places if place.slug in wanted),
        asked.get("indeks") == "1",
    )
