"""Who may do what in the directory. Pure: a user and a row in, yes or no out."""

from typing import Any

from sterke.core.visibility import is_secretary

from .models import Organisation, Person, RegisterProposal, Role

CLOCKWORK = "clockwork@system.invalid"


def acts_for_the_house(user: Any) -> bool:
    """The secretariat, and the one user that acts for schedule and registers."""
    return bool(is_secretary(user) or (user.is_authenticated and user.email == CLOCKWORK))


def can_create_organisation(user: Any) -> bool:
    return acts_for_the_house(user)


def can_edit_organisation(user: Any, organisation: Organisation) -> bool:
    """The secretariat, and the company's main contact."""
    if acts_for_the_house(user):
        return True
    return bool(user.is_authenticated and organisation.pk in user.standing.main_contact_of)


def can_edit_people(user: Any, organisation: Organisation) -> bool:
    """Who works there and what is shown of them: the secretariat, and the company's main contact."""
    return can_edit_organisation(user, organisation)


def can_create_person(user: Any) -> bool:
    return bool(acts_for_the_house(user) or (user.is_authenticated and user.standing.main_contact_of))


def can_edit_person(user: Any, person: Person) -> bool:
    """Name and contact details: oneself, the secretariat, and a main contact of every company the person works in.

    A main contact cannot reach people who also belong somewhere else, or who hold a public office.
    """
    if acts_for_the_house(user) or (user.is_authenticated and person.user_id == user.pk):
        return True
    if not user.is_authenticated or person.offices.exists():
        return False
    workplaces = set(Role.objects.in_force().filter(person=person).values_list("organisation", flat=True))
    return bool(workplaces) and workplaces <= user.standing.main_contact_of


def can_merge(user: Any) -> bool:
    return is_secretary(user)


def can_import(user: Any) -> bool:
    return acts_for_the_house(user)


def can_decide_proposals(user: Any) -> bool:
    return is_secretary(user)


def can_decide_proposal(user: Any, proposal: RegisterProposal) -> bool:
    return can_decide_proposals(user)
