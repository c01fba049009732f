from .afterwards import GatheringFeedback, GatheringFollowUp, Material
from .aims import MEASURED_AFTER, GatheringGoal, GoalResult
from .check_ins import CheckIn
from .gatherings import TAKES_A_SEAT, Gathering, Joining
from .invitations import Invitation
from .programme import ProgrammeItem, Speaker
from .registrations import DietaryNeed, GatheringAnswer, GatheringQuestion, Registration
from .series import GatheringSeries

__all__ = [
    "MEASURED_AFTER",
    "TAKES_A_SEAT",
    "CheckIn",
    "DietaryNeed",
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
    "ProgrammeItem",
    "Registration",
    "Speaker",
]
