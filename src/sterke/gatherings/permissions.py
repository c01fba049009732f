"""Who may do what with gatherings. Pure: a user and a row in, yes or no out."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from sterke.core.visibility import is_secretary
from sterke.directory.models import Organisation, Person, Role
from sterke.membership.models import Network

from .models import Gathering, GatheringFollowUp, Invitation, Registration


def person_of(user: Any) -> Person | None:
    return getattr(user, "person", None)


def can_start_gathering(user: Any) -> bool:
    """The secretariat, and those who lead a network: for it."""
    return is_secretary(user) or bool(user.is_authenticated and user.standing.leads)


def can_start_in(user: Any, network: Network | None) -> bool:
    if is_secretary(user):
        return True
    return bool(user.is_authenticated and network is not None and network.pk in user.standing.leads)


def can_manage(user: Any, gathering: Gathering) -> bool:
    """The secretariat, whoever answers for it, and the leaders of its network."""
    if is_secretary(user):
        return True
    if not user.is_authenticated:
        return False
    own = gathering.responsible_id is not None and gathering.responsible_id == getattr(person_of(user), "pk", None)
    return own or (gathering.network_id is not None and gathering.network_id in user.standing.leads)


@dataclass(frozen=True)
class Door:
    """Whoever holds the link to the door of one gathering: a phone at the gate, without an account."""

    gathering: int
    name: str = ""  # of the device, if it has one
    is_authenticated = False

    def __str__(self) -> str:
        return self.name or gettext("the door")


def can_check_in(by: Any, gathering: Gathering) -> bool:
    """Those who manage it, and those they gave the link to its door."""
    return by.gathering == gathering.pk if isinstance(by, Door) else can_manage(by, gathering)


def invited(user: Any, gathering: Gathering) -> bool:
    """Oneself, or somebody where one works."""
    if not user.is_authenticated:
        return False
    rows = Invitation.objects.standing().filter(gathering=gathering)
    return bool(
        rows.filter(person__user=user.pk).exists() or rows.filter(organisation__in=user.standing.works_at).exists()
    )


def can_register(user: Any, gathering: Gathering) -> bool:
    """Whether this gathering is for this user. A visitor may only where everyone may."""
    opens_to = Gathering.OpensTo(gathering.opens_to)
    if opens_to == Gathering.OpensTo.PUBLIC or can_manage(user, gathering):
        return True
    if not user.is_authenticated:
        return False
    if opens_to == Gathering.OpensTo.MEMBERS and user.is_member:
        return True
    if opens_to == Gathering.OpensTo.NETWORKS and user.is_member:
        seats = user.standing.seated_in | user.standing.leads
        if gathering.network_id in seats or gathering.networks.filter(pk__in=seats).exists():
            return True
    return invited(user, gathering)


def is_own_company(user: Any, organisation: Organisation) -> bool:
    return bool(user.is_authenticated and organisation.pk in user.standing.works_at)


def can_register_for(user: Any, organisation: Organisation) -> bool:
    """Colleagues: whoever works there may register others who do."""
    return is_secretary(user) or is_own_company(user, organisation)


def can_see_attendance_of(user: Any, organisation: Organisation) -> bool:
    """What a company took part in: those who work there, and the secretariat."""
    return is_secretary(user) or is_own_company(user, organisation)


def can_change_registration(user: Any, registration: Registration) -> bool:
    """Oneself, a colleague, and those who manage the gathering."""
    if not user.is_authenticated:
        return False
    if can_manage(user, registration.gathering):
        return True
    own = registration.person_id is not None and registration.person_id == getattr(person_of(user), "pk", None)
    return own or registration.organisation_id in user.standing.works_at


def can_finish(user: Any, row: GatheringFollowUp) -> bool:
    """Whoever took it on, and those who manage the gathering."""
    if can_manage(user, row.gathering):
        return True
    return bool(user.is_authenticated and row.owner_id and row.owner_id == getattr(person_of(user), "pk", None))


def can_run_annual_meeting(user: Any, gathering: Gathering) -> bool:
    return gathering.is_annual_meeting and can_manage(user, gathering)


def can_carry_out(user: Any, gathering: Gathering) -> bool:
    """Elections change who may see and do what: the secretariat alone."""
    return gathering.is_annual_meeting and is_secretary(user)


def can_speak_for(who: Any, organisation: Organisation, gathering: Gathering) -> bool:
    """Who may give a company's proxy: those who run the meeting, the company's main contact, and whoever opens the link
    that was sent to the company: somebody who works there, or the company itself."""
    if isinstance(who, Organisation):
        return who.pk == organisation.pk
    if isinstance(who, Person):
        return Role.objects.at_work().filter(person=who, organisation=organisation, person__merged_into=None).exists()
    if can_run_annual_meeting(who, gathering):
        return True
    return bool(who.is_authenticated and organisation.pk in who.standing.main_contact_of)
