"""Demo people: one click each on the sign-in page, in demo mode only."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sterke.core.house import Standing, place_of

from .models import User

# Role → (label, what to try).
ROLES: dict[str, tuple[Any, Any]] = {
    "member": (_("Member"), _("Sees what members see: people, networks, contact details.")),
    "main_contact": (_("Main contact"), _("Edits the company's page and invites colleagues.")),
    "network_leader": (_("Network leader"), _("Looks after the people in one network.")),
    "board": (_("Board member"), _("Reads applications and says yes or no.")),
    "secretariat": (_("Secretariat"), _("The desk, the office, imports: the whole house.")),
}


def role_of(standing: Standing) -> str | None:
    """The one demo role a standing stands for: the weightiest it holds."""
    if standing.secretary:
        return "secretariat"
    if standing.board:
        return "board"
    if not standing.member:
        return None
    if standing.leads:
        return "network_leader"
    return "main_contact" if standing.main_contact_of else "member"


@dataclass(frozen=True)
class DemoPerson:
    role: str
    label: Any
    help: Any
    user: User
    place: str


def find() -> dict[str, int]:
    """The first demo account of each role, oldest first: the same ones each time."""
    found: dict[str, int] = {}
    for user in User.objects.filter(is_active=True, person__is_demo=True).order_by("pk").iterator():
        role = role_of(user.standing)
        if role:
            found.setdefault(role, user.pk)
        if len(found) == len(ROLES):
            break
    return found


def demo_users() -> dict[str, User]:
    """One user a role. Looked up once a day; who has lost the role since is looked up again."""
    key = f"demo_users:{timezone.localdate()}"
    found = cache.get(key) or {}
    users = {user.pk: user for user in User.objects.filter(pk__in=found.values(), is_active=True)}
    if not found or any(pk not in users or role_of(users[pk].standing) != role for role, pk in found.items()):
        found = find()
        users = {user.pk: user for user in User.objects.filter(pk__in=found.values())}
        if found:
            cache.set(key, found, 24 * 3600)
    return {role: users[pk] for role, pk in found.items()}


def demo_user(role: str) -> User | None:
    return demo_users().get(role) if settings.DEMO else None


def demo_people() -> list[DemoPerson]:
    """For the sign-in page, in the order of ROLES."""
    users = demo_users() if settings.DEMO else {}
    return [
        DemoPerson(role, label, help_text, users[role], place_of(users[role]))
        for role, (label, help_text) in ROLES.items()
        if role in users
    ]
