from .afterwards import GatheringFeedback, GatheringFollowUp, Material
from .aims import MEASURED_AFTER, GatheringGoal, GoalResult
from .annual import AgendaItem, AgendaPaper, Notice, Presence, Proxy, Statutes
from .annual_outcome import Candidate, Election, Minutes, Resolution
from .check_ins import CheckIn
from .gatherings import TAKES_A_SEAT, Gathering, Joining
from .invitations import Invitation
from .programme import ProgrammeItem, Speaker
from .registrations import DietaryNeed, GatheringAnswer, GatheringQuestion, Registration
from .series import GatheringSeries

__all__ = [
    "MEASURED_AFTER",
    "TAKES_A_SEAT",
    "AgendaItem",
    "AgendaPaper",
    "Candidate",
    "CheckIn",
    "DietaryNeed",
    "Election",
    "Gathering",
    "GatheringAnswer",
    "GatheringFeedback",
    "GatheringFollowUp",
    "GatheringGoal",
    "GatheringQuestion",
    "GatheringSeries",
    "GoalResult",
    "Invitation",
    "Joining",
    "Material",
    "Minutes",
    "Notice",
    "Presence",
    "ProgrammeItem",
    "Proxy",
    "Registration",
    "Resolution",
    "Speaker",
    "Statutes",
]
