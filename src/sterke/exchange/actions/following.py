"""What one hears of: a thread followed or muted, a space at once, once a week or never."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from sterke.directory.models import Person

from .. import permissions
from ..models import Following, Space, SpaceChoice, Thread


def whose(by: Any) -> Person:
    person = by if isinstance(by, Person) else permissions.person_of(by)
    if person is None:
        raise PermissionDenied
    return person


@transaction.atomic
def follow(thread: Thread, *, by: Any) -> None:
    Following.objects.update_or_create(thread=thread, person=whose(by), defaults={"muted": False})


@transaction.atomic
def mute(thread: Thread, *, by: Any) -> None:
    """Hear nothing more of it, also when named."""
    Following.objects.update_or_create(thread=thread, person=whose(by), defaults={"muted": True})


@transaction.atomic
def choose_space(space: Space, *, how: str, by: Any) -> None:
    SpaceChoice.objects.update_or_create(space=space, person=whose(by), defaults={"how": SpaceChoice.How(how)})
