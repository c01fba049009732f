"""The house's own idea: two who have wished to meet each other, at different times, and have not met."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sterke.directory.models import Person

from ..models import Introduction, Suggestion
from ..models.introductions import pair_of
from .introductions import company_of, introduce

MOST = 10  # in a night: nobody is to feel that a machine writes to them
BOTH_WISH = "both_wish"  # the reason, as suggestions have it


def propose_by_the_house(by: Any) -> int:
    """Nightly, after suggestions are worked out: both are asked whether they want to talk. Once for each pair."""
    asked = set(Introduction.objects.order_by().values_list("pair", flat=True))
    rows = Suggestion._base_manager.filter(listing=None).select_related("asker__user", "person__user")
    count = 0
    for row in rows.order_by("-score", "pk"):
        one, other = row.asker, row.person
        if one is None or not wished(row) or pair_of(one, other) in asked:
            continue
        asked.add(pair_of(one, other))
        count += proposed(one, other, by)
        if count >= MOST:
            break
    return count


def wished(row: Suggestion) -> bool:
    return any(reason[0] == BOTH_WISH for reason in row.reasons)


def proposed(one: Person, other: Person, by: Any) -> bool:
    """False where they cannot be asked: nobody is told why."""
    parties = [(one, company_of(one)), (other, company_of(other))]
    why = _("Both of you have wished to meet, each at a time of your own.")
    try:
        with transaction.atomic():
            introduce(*parties, why=why, origin=Introduction.Origin.SYSTEM, by=by)
    except ValidationError:
        return False
    return True
