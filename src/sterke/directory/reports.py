"""Reads of the directory that span several models."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from sterke.core.keys import key_of
from sterke.core.question import Question

from .actions.invitations import open_links
from .models import ContactDetails, Organisation, Role

MOST = 200  # invitations on a page


# One organisation by its address, as far as the user sees it.
organisation_at = Question(
    lambda user, slug: Organisation.objects.visible_to(user).select_related("municipality").filter(slug=slug)
)
# For those who may edit an organisation: its people today, and how each is reached, whoever may see it.
roles_in = Question(
    lambda organisation: (
        Role.objects.in_force()
        .filter(organisation=organisation, person__merged_into=None)
        .select_related("person")
        .order_by("person__sort_key", "pk")
    )
)
details_of = Question(lambda people: ContactDetails.objects.filter(person__in=people))
links_about = Question(lambda keys: open_links().filter(subject_key__in=keys).order_by("-created_at", "-pk"))


def give_details(people: Iterable[Any]) -> None:
    """Give each of these people ``details``: all their contact details."""
    known: dict[int, list[ContactDetails]] = {person.pk: [] for person in people}
    for detail in details_of(list(known)):
        known[detail.person_id].append(detail)
    for person in people:
        person.details = known[person.pk]


@dataclass(frozen=True)
class OpenInvitation:
    role: Role
    address: str
    sent_at: datetime
    expires_at: datetime

    @property
    def has_run_out(self) -> bool:
        return self.expires_at <= timezone.now()


def open_invitations(organisation: Organisation) -> list[OpenInvitation]:
    """Who has been invited into an organisation and has not answered, the latest first. For those who may invite."""
    by_key = {key_of(role): role for role in roles_in(organisation.pk)}
    links = links_about(list(by_key))[:MOST]
    return [OpenInvitation(by_key[link.subject_key], link.holder, link.created_at, link.expires_at) for link in links]
