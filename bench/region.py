"""What does the region in figures cost? Its page uncached, and the first chart of a house just started.

As many indicators and years as the question asks for, whatever the demo has: 20 indicators, 22 years, 7 municipalities.
"""

import io
import os
import shutil
import sys
import time
from datetime import date
from decimal import Decimal

from .ground import DATA, cost, environment, tell

INDICATORS, YEARS = 20, range(2005, 2027)
PAGE, MOST_CPU = "/regionen/?tall=unge-20-35", 30  # ms
FIRST_CHART = 1500  # ms
CALLS = 15


def fill():
    """Up to twenty public indicators, each with every year of every municipality and of the region."""
    from sterke.accounts.models import User
    from sterke.region.actions import Figure, take
    from sterke.region.models import Indicator, Municipality

    by, places = User.objects.clockwork(), list(Municipality.objects.in_region())
    for number in range(INDICATORS):
        row, _new = Indicator.objects.get_or_create(
            slug=f"bench-{number}",
            defaults={
                "name": f"Tall {number}", "name_en": f"Figure {number}", "unit": "personer", "unit_en": "people",
                "source": "bench", "credit": "bench", "visibility": "public",
            },
        )  # fmt: skip
        figures = [
            Figure(place.pk, str(year), date(year, 1, 1), Decimal(500 + at * 70 + year % 13))
            for at, place in enumerate(places)
            for year in YEARS
        ]
        take(row, figures, by=by)


def main():
    os.environ.update(environment() | {"STERKE_DATA": str(DATA.parent / "region"), "STERKE_PAGE_MEMORY": "0"})
    from django.core.management import call_command
    from django.test import Client

    import sterke.wsgi  # noqa: F401

    shutil.rmtree(os.environ["STERKE_DATA"], ignore_errors=True)
    os.makedirs(os.environ["STERKE_DATA"])
    call_command("prepare", demo=True, stdout=io.StringIO())
    fill()
    from sterke.region.actions import due
    from sterke.region.figures.question import calls_for

    client = Client(headers={"host": "localhost"})
    began = time.perf_counter()
    if client.get(PAGE).status_code != 200:
        raise SystemExit(f"{PAGE} does not answer")
    first = (time.perf_counter() - began) * 1000
    asked = calls_for([(row.table or row.slug, row.query) for row in due()])
    described = sum(any("label" in each for each in ask.values() if isinstance(each, dict)) for _table, ask in asked)
    searched = sum("find" in row.query and not row.table for row in due())
    calls = len(asked) + described + searched
    well = tell("first page of figures after start, its charts drawn", first, FIRST_CHART, "ms")
    well &= tell(
        "the page of figures, charts from the shelf", min(cost(client, PAGE, 20) for _ in range(3)), MOST_CPU, "ms"
    )
    return well & tell("calls to fetch all, searches and descriptions of tables too", calls, CALLS, "")


if __name__ == "__main__":
    sys.exit(not main())
