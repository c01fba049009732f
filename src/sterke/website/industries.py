"""Industry codes as people speak of them: the first two digits of the code, gathered under plain names."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Industry:
    slug: str
    label: Any
    divisions: tuple[int, ...]


# Divisions (two digits) hold for both SN2007 and SN2025; what moved between the two moved inside a group.
INDUSTRIES = [
    Industry("skog", _("forestry and farming"), (1, 2, 3)),
    Industry("mat", _("food and drink"), (10, 11, 12)),
    Industry("tre", _("wood, paper and furniture"), (16, 17, 31)),
    Industry("kjemi", _("chemicals, plastics and minerals"), (19, 20, 21, 22, 23)),
    Industry("metall", _("metal and machines"), (24, 25, 28, 29, 30, 33)),
    Industry("elektro", _("electronics and electrical equipment"), (26, 27)),
    Industry("annen-industri", _("other industry"), (5, 6, 7, 8, 9, 13, 14, 15, 18, 32)),
    Industry("kraft", _("power, water and recycling"), tuple(range(35, 40))),
    Industry("bygg", _("building"), (41, 42, 43)),
    Industry("handel", _("trade"), (45, 46, 47)),
    Industry("transport", _("transport and storage"), tuple(range(49, 54))),
    Industry("ikt", _("IT and media"), tuple(range(58, 64))),
    Industry("raad", _("finance and advice"), tuple(range(64, 76))),
    Industry("bemanning", _("staffing and services"), (55, 56, *range(77, 83))),
    Industry("kompetanse", _("schools, health and public services"), tuple(range(84, 89))),
    Industry("annet", _("other"), tuple(range(90, 100))),
]


def choices() -> list[tuple[str, Any]]:
    return [(industry.slug, industry.label) for industry in INDUSTRIES]


def divisions_of(slug: str) -> list[str]:
    """The two-digit beginnings of the codes in a group; none for an unknown one."""
    return [f"{division:02}" for industry in INDUSTRIES if industry.slug == slug for division in industry.divisions]
