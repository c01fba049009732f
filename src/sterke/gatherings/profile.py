"""Gatherings' part of a profile: the series that come back, and what the statutes say of the annual meeting."""

from sterke.core.profile import Opening, takes_profile

from .models import GatheringSeries, Statutes

WORDS = ("name", "name_en", "about", "about_en", "order")


@takes_profile(order=45)
def open_series(opening: Opening) -> None:
    """Add what is missing; a series that is here already stays as it is."""
    made = 0
    for row in opening.profile.series:
        facts = {name: row[name] for name in WORDS if name in row}
        made += GatheringSeries.objects.get_or_create(slug=row["slug"], defaults=facts)[1]
    opening.done.append(f"New: {made} series of gatherings.")


@takes_profile(order=46)
def open_statutes(opening: Opening) -> None:
    """Write what the statutes say, once; what the office has changed stays."""
    if opening.profile.statutes and not Statutes.objects.exists():
        Statutes.objects.create(**opening.profile.statutes)
        opening.done.append("Wrote what the statutes say of the annual meeting.")
