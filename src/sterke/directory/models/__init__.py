"""Organisations, people, and what the register and the sheets say of them."""

from .loads import LoadedUnit, RegisterLoad, RegisterLoadQuerySet
from .organisations import (
    Organisation,
    OrganisationQuerySet,
    all_places,
    in_force,
    size_in_words,
    with_places,
)
from .people import (
    ContactDetails,
    ContactDetailsQuerySet,
    Office,
    OfficeHolder,
    Person,
    PersonQuerySet,
    Role,
    RoleQuerySet,
)
from .register import Merge, RegisterProposal, RegisterProposalQuerySet
from .sheets import SheetImport, SheetRow

__all__ = [
    "ContactDetails",
    "ContactDetailsQuerySet",
    "LoadedUnit",
    "Merge",
    "Office",
    "OfficeHolder",
    "Organisation",
    "OrganisationQuerySet",
    "Person",
    "PersonQuerySet",
    "RegisterLoad",
    "RegisterLoadQuerySet",
    "RegisterProposal",
    "RegisterProposalQuerySet",
    "Role",
    "RoleQuerySet",
    "SheetImport",
    "SheetRow",
    "all_places",
    "in_force",
    "size_in_words",
    "with_places",
]
