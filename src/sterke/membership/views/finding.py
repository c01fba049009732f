"""Finding people to give a seat or a post."""

from typing import Any

from django.db.models import Q, QuerySet

from sterke.core.text import fold
from sterke.directory.models import Role

MOST = 20


def roles_found(user: Any, asked: str = "") -> QuerySet[Role]:
    """Roles in force this user sees; each word asked for stands in the name of the person or the organisation."""
    roles = Role.objects.visible_to(user).in_force().filter(person__merged_into=None)
    for word in fold(asked).split()[:5]:
        roles = roles.filter(Q(person__search_text__contains=word) | Q(organisation__search_text__contains=word))
    return roles.select_related("person", "organisation").order_by("person__sort_key", "pk")


def number(text: str | None) -> int:
    """A row's number as typed into an address; 0, which no row has, for everything else."""
    return int(text[:18]) if text and text.isascii() and text.isdigit() else 0
