"""Whom one would rather not meet, and whom one could mean. For oneself only."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Value
from django.db.models.functions import StrIndex

from sterke.core.text import fold
from sterke.directory.models import Organisation, Person, Role

from . import barring
from .models import NotWith

MOST_FOUND = 20  # of each


@dataclass(frozen=True)
class Whom:
    """A person or a company one may mean: how it is posted, its name, and where a person works."""

    key: str
    name: str
    detail: str = ""


def kept_apart(user: Any) -> list[NotWith]:
    return list(NotWith.objects.visible_to(user).select_related("other", "organisation").order_by("pk"))


def find(user: Any, own: Person, asked: str) -> list[Whom]:
    """People and companies this reader sees, by name. Each word must be there; a hidden person is found by nobody."""
    words = fold(asked).split()[:6]
    if not words:
        return []
    companies: Any = Organisation.objects.visible_to(user).exclude(pk__in=user.standing.works_at or [0])
    people: Any = Person.objects.visible_to(user).exclude(pk=own.pk).exclude(pk__in=barring.hidden_people())
    for number, word in enumerate(words):
        at = {f"at_{number}": StrIndex("search_text", Value(word))}
        companies = companies.alias(**at).filter(**{f"at_{number}__gt": 0})
        people = people.alias(**at).filter(**{f"at_{number}__gt": 0})
    found = list(people.order_by("sort_key", "pk")[:MOST_FOUND])
    works = where(user, found)
    return [
        *(Whom(f"person:{row.pk}", row.name, works.get(row.pk, "")) for row in found),
        *(Whom(f"company:{row.pk}", row.name) for row in companies.order_by("sort_key", "pk")[:MOST_FOUND]),
    ]


def where(user: Any, people: list[Person]) -> dict[int, str]:
    roles = Role.objects.visible_to(user).in_force().filter(person__in=people).select_related("organisation")
    return {role.person_id: str(role.organisation) for role in roles.order_by("-valid_from", "-pk")}
