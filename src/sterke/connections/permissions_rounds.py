"""Who may do what with meeting rounds. Pure: somebody and a row in, yes or no out."""

from typing import Any

from sterke.gatherings.permissions import can_manage

from .models import MeetingRound, RoundParticipant


def can_arrange(user: Any, round: MeetingRound) -> bool:
    """Whoever manages the gathering."""
    return not isinstance(user, RoundParticipant) and can_manage(user, round.gathering)


def can_speak_for(by: Any, participant: RoundParticipant) -> bool:
    """Oneself, by the link in a mail or signed in, and whoever manages the gathering."""
    if isinstance(by, RoundParticipant):
        return by.pk == participant.pk
    if can_arrange(by, participant.round):
        return True
    own = getattr(by, "person", None)
    return own is not None and own.pk == participant.person_id
