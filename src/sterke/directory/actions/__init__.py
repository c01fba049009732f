"""What happens in the directory; one module a noun. ``from sterke.directory import actions``."""

from .organisations import create_organisation, edit_organisation, free_slug, refuse_duplicate, same_organisation
from .people import (
    add_role,
    create_person,
    edit_person,
    edit_role,
    end_role,
    person_with_email,
    set_contact_details,
)

__all__ = [
    "add_role",
    "create_organisation",
    "create_person",
    "edit_organisation",
    "edit_person",
    "edit_role",
    "end_role",
    "free_slug",
    "person_with_email",
    "refuse_duplicate",
    "same_organisation",
    "set_contact_details",
]
