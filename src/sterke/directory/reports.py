"""Reads of the directory that span several models."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from sterke.core.keys import key_of

from .actions.invitations import open_links
from .models import Organisation, Role

MOST = 200  # invitations on a page


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
    roles = Role.objects.in_force().filter(organisation=organisation).select_related("person")
    by_key = {key_of(role): role for role in roles}
    links = open_links().filter(subject_key__in=by_key).order_by("-created_at", "-pk")[:MOST]
    return [OpenInvitation(by_key[link.subject_key], link.holder, link.created_at, link.expires_at) for link in links]
