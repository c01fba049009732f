"""Connections' part of a profile: words that mean the same in the trades of the cluster."""

from sterke.core.profile import Opening, takes_profile
from sterke.core.text import fold

from .models import SynonymGroup


@takes_profile(order=50)
def open_connections(opening: Opening) -> None:
    """Add the groups whose first word stands in no group yet. What somebody has changed here stays as it is."""
    known = {fold(word) for group in SynonymGroup.objects.order_by("pk") for word in group.entries}
    rows = [SynonymGroup(words=row["words"], code=row.get("code", "")) for row in opening.profile.synonyms]
    new = [row for row in rows if row.entries and fold(row.entries[0]) not in known]
    SynonymGroup.objects.bulk_create(new)
    opening.done.append(f"New: {len(new)} groups of words that mean the same.")
