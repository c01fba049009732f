"""Pieces of a page that membership draws: who steers, and the number of members over time."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from sterke.core.house import gives_piece

from . import reports


@gives_piece("bodies", _("Board and secretariat"), "membership/pieces/bodies.html")
def bodies(user: Any) -> dict[str, Any] | None:
    rows = [(body, people) for body, people in reports.bodies_with_people(user) if people]
    return {"bodies": rows} if rows else None


@gives_piece("members_over_time", _("The number of members over time"), "membership/pieces/over_time.html")
def over_time(user: Any) -> dict[str, Any] | None:
    steps = reports.members_over_time()
    if not steps:
        return None
    years = reports.end_of_years(steps)
    return {"chart": reports.chart_of(steps), "years": years, "first": years[0], "last": steps[-1]}
