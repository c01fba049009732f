"""What the directory gives the house."""

from datetime import date
from typing import Any

from sterke.core.house import Standing, gives_standing

from .models import Role


@gives_standing
def standing_from_roles(user: Any, on: date) -> Standing:
    """Where the user works today, and which companies they are main contact of."""
    roles = list(
        Role.objects.in_force(on)
        .filter(person__user=user)
        .exclude(kind=Role.Kind.GUEST)
        .values_list("organisation", "kind")
    )
    return Standing(
        works_at=frozenset(organisation for organisation, _kind in roles),
        main_contact_of=frozenset(org for org, kind in roles if kind == Role.Kind.MAIN_CONTACT),
    )
