"""What the pages of the figures show: gathered here for the page, the picture, the frame and the files alike."""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _t

from sterke.core import charts
from sterke.core.kept import remembered
from sterke.core.paths import path_to
from sterke.core.rates import caller_of, within_blocks, within_rate

from . import told as words
from .choice import Choice, chosen, indicator_chosen
from .models import Indicator, Journey, Municipality, Target
from .reports import indicators, journeys_seen, targets_of
from .series import REGION, Table, observations, rounded_to, table_of, told

POLICY = settings.SECURE_CSP
NEW_CHARTS = 100  # an hour that one caller may have drawn; those on the shelf are free
ALL_NEW_CHARTS = 20  # blocks of fifty an hour, for all visitors together
MOST_TICKS = 60  # years on the slider; more are asked for in a list


class Seen(NamedTuple):
    """What one reader has asked to see."""

    table: Table
    choice: Choice
    places: list[Municipality]
    indicators: list[Indicator]
    targets: list[Target]
    may_draw: Callable[[], bool] = charts.always


def places() -> list[Municipality]:
    """The municipalities of the region today."""
    return remembered(("places",), lambda: list(Municipality.objects.in_region().order_by("sort_key")))


def of(request: HttpRequest) -> Seen | None:
    """What is asked for in the address; None in a house without a single figure this reader may see."""
    mine = list(indicators(request.user))
    asked = indicator_chosen(request.GET, mine)
    tables = (table_of(each) for each in ([asked, *mine] if asked and not request.GET.get("tall") else [asked]) if each)
    table = next((table for table in tables if table.periods), table_of(asked) if asked else None)
    if table is None:
        return None
    own = places()
    choice = chosen(request.GET, table, own)
    place = choice.places[0].pk if len(choice.places) == 1 else None
    aims = [each for each in targets_of(request.user, table.indicator.pk) if each.municipality_id == place]
    may_draw = charts.always if request.user.is_authenticated else partial(may_have_drawn, caller_of(request))
    return Seen(table, choice, own, mine, aims, may_draw)


def may_have_drawn(caller: str) -> bool:
    """The choices make more charts than anybody will read: whoever walks through all of them gets the tables."""
    return within_rate("chart", caller, most=NEW_CHARTS, seconds=3600) and within_blocks(
        "charts", "visitors", blocks=ALL_NEW_CHARTS, seconds=3600
    )


def chart(seen: Seen) -> charts.Chart:
    names = {place.pk: str(place) for place in seen.places} | {REGION: _t("The region")}
    return words.chart_of(seen.table, seen.choice, names, seen.targets)


def context(seen: Seen) -> dict[str, Any]:
    table, choice = seen.table, seen.choice
    try:
        drawn = charts.svg(chart(seen), seen.may_draw) if table.periods else ""
    except charts.NotDrawn:
        drawn = ""
    yearly = all(len(period) == 4 for period in table.periods) and len(table.periods) < MOST_TICKS
    return {
        "table": table,
        "indicator": table.indicator,
        "indicators": seen.indicators,
        "choice": choice,
        "heading": words.finding(table, choice),
        "chart": drawn,
        "map_title": f"{table.indicator}, {words.period_in_words(choice.period)}",
        "map": hexagons(table, choice, seen.places),
        "rows": words.rows_of(table, choice, seen.places),
        "source": words.source_line(table),
        "places": seen.places,
        "slides": yearly and len(table.periods) > 1,
        "period": words.period_in_words(choice.period),
        "since": words.period_in_words(choice.since),
        "targets": [aim(target, table) for target in seen.targets],
        "away": away(choice),
        "unit": table.indicator.words("unit"),
        "about": table.indicator.words("about"),
        "absolute": settings.SITE_URL + choice.address("region:embed"),
        "home": settings.SITE_URL + choice.address(),
    }


def dataset(table: Table) -> dict[str, Any]:
    """The series in schema.org's words."""
    return {
        "@type": "Dataset",
        "name": str(table.indicator),
        "description": table.indicator.words("about") or str(table.indicator),
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "isBasedOn": table.indicator.source_url or table.indicator.words("credit"),
        "creditText": table.indicator.words("credit"),
        "temporalCoverage": f"{table.first()[:4]}/{table.last()[:4]}",
    }


def hexagons(table: Table, choice: Choice, places: list[Municipality]) -> list[dict[str, Any]]:
    """Each municipality with its figure, leading to the same page with it chosen; chosen again it is let go."""
    page, found = path_to("region:figures"), []
    for place in places:
        value = table.at(place.pk, choice.period)
        is_chosen = place in choice.places
        others = tuple(each for each in choice.places if each != place) if is_chosen else (*choice.places, place)
        figure = None if value is None else rounded_to(value, table.indicator.decimals)
        found.append(
            {
                "name": place.name,
                "hex_column": place.hex_column,
                "hex_row": place.hex_row,
                "figure": figure,
                "reason": str(words.REASONS.get(table.missing.get((place.pk, choice.period), ""), "")),
                "chosen": is_chosen,
                "url": f"{page}?{Choice(table.indicator, choice.period, choice.since, others, choice.indexed).query()}",
            }
        )
    return found


def aim(target: Target, table: Table) -> dict[str, Any]:
    return {"row": target, "value": told(target.value, table.indicator.decimals)}


def away(choice: Choice) -> dict[str, str]:
    """Where the same choice can be taken away."""
    return {
        "picture": choice.address("region:picture"),
        "csv": choice.address("region:data", "csv"),
        "xlsx": choice.address("region:data", "xlsx"),
        "json": choice.address("region:data", "json"),
        "embed": choice.address("region:embed"),
        "plain": Choice(choice.indicator, choice.period, choice.since, (), False).address(),
    }


def journeys(user: Any, origin: Municipality | None = None) -> list[dict[str, Any]]:
    """The journeys by where they lead and how, shortest first; each with its share of the longest, in per cent."""
    rows: list[Journey] = [row for row in journeys_seen(user) if origin is None or row.origin_id == origin.pk]
    longest = max((row.minutes for row in rows), default=0)
    groups: dict[tuple[str, str], list[Journey]] = {}
    for row in rows:
        groups.setdefault((row.goal, row.means), []).append(row)
    ranked = sorted(groups.items(), key=lambda pair: (Journey.Goal.values.index(pair[0][0]), pair[0][1]))
    return [
        {
            "first": own[0],
            "asked": next((row for row in own if row.asked_minutes), None),
            "rows": [
                {
                    "row": row,
                    "today": round(row.minutes / longest * 100, 1),
                    "asked": round((row.asked_minutes or 0) / longest * 100, 1),
                }
                for row in own
            ],
        }
        for _key, own in ranked
    ]


def sheet(table: Table) -> tuple[list[str], list[list[Any]]]:
    """Every figure of the running series as rows with its credit line."""
    headings = [
        _t("indicator"), _t("municipality"), _t("code"), _t("period"), _t("value"), _t("unit"),
        _t("why there is no value"), _t("fetched"), _t("source"),
    ]  # fmt: skip
    region, credit, rows = _t("The region"), table.indicator.words("credit"), []
    codes = {place.pk: place for place in Municipality.objects.prefetch_related("codes")}
    for row in observations(table.indicator):
        place = codes.get(row.municipality_id or 0)
        rows.append(
            [
                str(table.indicator),
                place.name if place else region,
                place.code_on(row.day) if place else "",
                row.period,
                None if row.value is None else float(row.value),
                table.indicator.words("unit"),
                row.status,
                timezone.localdate(row.fetched_at).isoformat(),
                credit,
            ]
        )
    return headings, rows


def as_json(table: Table) -> dict[str, Any]:
    """The running series for programs."""
    names = {place.pk: place.slug for place in Municipality.objects.all()}
    return {
        "indicator": table.indicator.slug,
        "name": table.indicator.name,
        "name_en": table.indicator.name_en,
        "unit": table.indicator.unit,
        "source": table.indicator.source,
        "table": table.indicator.table,
        "credit": table.indicator.credit,
        "credit_en": table.indicator.credit_en,
        "fetched": table.fetched_at.isoformat() if table.fetched_at else None,
        "source_updated": table.source_updated.isoformat() if table.source_updated else None,
        "periods": table.periods,
        "values": {
            names.get(place, "region"): [
                None if (v := own.get(period)) is None else float(v) for period in table.periods
            ]
            for place, own in sorted(table.values.items(), key=lambda pair: names.get(pair[0], ""))
        },
    }
