"""The region's part of a profile: municipalities, their dated codes, and what the regions consist of."""

from typing import Any

from sterke.core.profile import Opening, takes_profile

from .models import Indicator, Journey, Municipality, MunicipalityCode, RegionDefinition


@takes_profile(order=10)
def open_region(opening: Opening) -> None:
    """Add what is missing. A row that is here already stays as it is."""
    new = sum(add_municipality(row) for row in opening.profile.municipalities)
    new_regions = sum(add_region(row) for row in opening.profile.regions)
    opening.done.append(
        f"Municipalities: {new} new of {len(opening.profile.municipalities)}; regions: {new_regions} new."
    )
    shares_last = sorted(opening.profile.indicators, key=lambda row: "part" in row)
    new_indicators = sum(add_indicator(row) for row in shares_last)
    new_journeys = sum(add_journey(row) for row in opening.profile.journeys)
    opening.done.append(f"Indicators: {new_indicators} new; journeys: {new_journeys} new.")


def add_municipality(row: dict[str, Any]) -> bool:
    column, line = row["hexagon"]
    municipality, created = Municipality.objects.get_or_create(
        slug=row["slug"],
        defaults={name: row[name] for name in ("name", "centre", "latitude", "longitude")}
        | {"hex_column": column, "hex_row": line},
    )
    for code in row["codes"]:
        MunicipalityCode.objects.get_or_create(
            code=code["code"],
            defaults={"municipality": municipality, "valid_from": code["from"], "valid_to": code.get("to")},
        )
    return created


def add_region(row: dict[str, Any]) -> bool:
    region, created = RegionDefinition.objects.get_or_create(
        kind=row["kind"], valid_from=row["from"], defaults={"name": row["name"], "valid_to": row.get("to")}
    )
    if created:
        region.municipalities.set(Municipality.objects.filter(slug__in=row["municipalities"]))
    return created


def add_indicator(row: dict[str, Any]) -> bool:
    """An indicator whose query somebody has changed here stays as it is."""
    given = {name: value for name, value in row.items() if name not in {"slug", "part", "whole"}}
    given |= {of: Indicator.objects.get(slug=row[of]) for of in ("part", "whole") if of in row}
    return Indicator.objects.get_or_create(slug=row["slug"], defaults=given)[1]


def add_journey(row: dict[str, Any]) -> bool:
    given = {name: value for name, value in row.items() if name not in {"origin", "goal", "means"}}
    origin = Municipality.objects.get(slug=row["origin"])
    return Journey.objects.get_or_create(origin=origin, goal=row["goal"], means=row["means"], defaults=given)[1]
