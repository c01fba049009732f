"""Gatherings' part of a profile: the series that come back."""

from sterke.core.profile import Opening, takes_profile

from .models import GatheringSeries

WORDS = ("name", "name_en", "about", "about_en", "order")


@takes_profile(order=45)
def open_series(opening: Opening) -> None:
    """Add what is missing; a series that is here already stays as it is."""
    made = 0
    for row in opening.profile.series:
        facts = {name: row[name] for name in WORDS if name in row}
        made += GatheringSeries.objects.get_or_create(slug=row["slug"], defaults=facts)[1]
    opening.done.append(f"New: {made} series of gatherings.")
