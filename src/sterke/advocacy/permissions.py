"""Who may do what with cases. Pure: a user (or a person) and a row in, yes or no out."""

from typing import Any

from sterke.core.visibility import is_secretary
from sterke.directory.models import Person

from .models import AdvocacyCase, Consultation, FollowUp, Meeting, Questionnaire


def person_of(user: Any) -> Person | None:
    return getattr(user, "person", None)


def is_own(user: Any, owner_id: int | None) -> bool:
    person = person_of(user) if user.is_authenticated else None
    return person is not None and owner_id == person.pk


def can_start_case(user: Any) -> bool:
    return is_secretary(user)


def can_lead(user: Any, case: AdvocacyCase) -> bool:
    """The secretariat, and the case's owner: its text, its story, positions, meetings and promises."""
    return is_secretary(user) or is_own(user, case.owner_id)


def can_put_away(user: Any, case: AdvocacyCase) -> bool:
    return is_secretary(user)


def can_adopt(user: Any) -> bool:
    """To write down what a body has decided."""
    return is_secretary(user)


def leads_any(user: Any) -> bool:
    """Whoever may log a meeting: the secretariat, and those who own a case that is open."""
    if is_secretary(user):
        return True
    person = person_of(user) if user.is_authenticated else None
    return person is not None and AdvocacyCase.objects.open().filter(owner=person).exists()


def can_hold(user: Any, meeting: Meeting) -> bool:
    """The secretariat, and whoever answers for the meeting: plan it, tell of it, take notes."""
    return is_secretary(user) or is_own(user, meeting.owner_id)


def can_finish(user: Any, follow_up: FollowUp) -> bool:
    return (
        is_secretary(user)
        or is_own(user, follow_up.owner_id)
        or (follow_up.case is not None and can_lead(user, follow_up.case))
        or (follow_up.meeting is not None and can_hold(user, follow_up.meeting))
    )


def can_lead_asking(user: Any, row: Consultation | Questionnaire) -> bool:
    """The secretariat, and whoever owns it: its questions, whom it asks, what is made of the answers."""
    return is_secretary(user) or is_own(user, row.owner_id)
