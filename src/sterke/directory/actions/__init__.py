"""What happens in the directory; one module a noun. ``from sterke.directory import actions``."""

from .imports import choose_columns, correct_row, drop_import, perform_import, start_import, write_import
from .invitations import accept_invitation, invite_person, open_door, resend_invitation, revoke_invitation
from .loads import (
    continue_search,
    drop_load,
    keep_ticks,
    start_file_load,
    start_search_load,
    take_in_units,
)
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
from .register import (
    accept_proposal,
    compare_with_register,
    dismiss_proposal,
    fill_from_register,
    propose_removal,
    refresh_all,
    take_all,
    take_from_register,
)

__all__ = [
    "accept_invitation",
    "accept_proposal",
    "add_role",
    "choose_columns",
    "compare_with_register",
    "continue_search",
    "correct_row",
    "create_organisation",
    "create_person",
    "dismiss_proposal",
    "drop_import",
    "drop_load",
    "edit_organisation",
    "edit_person",
    "edit_role",
    "end_role",
    "fill_from_register",
    "free_slug",
    "invite_person",
    "keep_ticks",
    "open_door",
    "perform_import",
    "person_with_email",
    "propose_removal",
    "refresh_all",
    "refuse_duplicate",
    "resend_invitation",
    "revoke_invitation",
    "same_organisation",
    "set_contact_details",
    "start_file_load",
    "start_import",
    "start_search_load",
    "take_all",
    "take_from_register",
    "take_in_units",
    "write_import",
]
