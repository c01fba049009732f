"""Who may do what with listings and introductions. Pure: a user and a row in, yes or no out."""

from typing import Any

from sterke.core.visibility import is_secretary
from sterke.directory.models import Organisation, Person

from .models import Introduction, Listing


def person_of(user: Any) -> Person | None:
    return getattr(user, "person", None) if user.is_authenticated else None


def can_write_for(user: Any, organisation: Organisation) -> bool:
    """The secretariat, and whoever works in a member company: for it."""
    if is_secretary(user):
        return True
    return bool(user.is_authenticated and user.is_member and organisation.pk in user.standing.works_at)


def can_lead(user: Any, listing: Listing) -> bool:
    """The secretariat, and those who work where it comes from: change it, close it, let it stand longer."""
    return is_secretary(user) or bool(user.is_authenticated and listing.organisation_id in user.standing.works_at)


def can_check(user: Any) -> bool:
    """To look through what is meant for everyone, and to bring people together on one's own idea."""
    return is_secretary(user)


def can_speak_for_company(user: Any, listing: Listing) -> bool:
    """Whether the company lets everyone see it: its main contact says so."""
    return bool(user.is_authenticated and listing.organisation_id in user.standing.main_contact_of)


def can_help(user: Any, listing: Listing) -> bool:
    """A member from another company."""
    if not user.is_authenticated or not user.is_member or person_of(user) is None:
        return False
    return bool(user.standing.works_at) and listing.organisation_id not in user.standing.works_at


def can_answer(user: Any, introduction: Introduction) -> bool:
    person = person_of(user)
    return person is not None and introduction.sides.filter(person=person).exists()
