from .asking import AskedQuestion
from .cases import AdvocacyCase, CaseEntry, CaseStep, Stakeholding
from .consultations import (
    Consultation,
    ConsultationAnswer,
    ConsultationDocument,
    ConsultationQuestion,
    ConsultationReply,
    ConsultationResponse,
    Zone,
)
from .meetings import Ask, Attendance, FollowUp, Meeting, MeetingNote, NoteReading
from .parties import AskedParty, PartyAnswer, PartyQuestion, Questionnaire
from .positions import FIGURE, Claim, PolicyPosition, PositionEndorsement, PositionHandover
from .promises import PoliticalPromise, PromiseOutcome
from .radar import ParliamentItem, RadarHit

__all__ = [
    "FIGURE",
    "AdvocacyCase",
    "Ask",
    "AskedParty",
    "AskedQuestion",
    "Attendance",
    "CaseEntry",
    "CaseStep",
    "Claim",
    "Consultation",
    "ConsultationAnswer",
    "ConsultationDocument",
    "ConsultationQuestion",
    "ConsultationReply",
    "ConsultationResponse",
    "FollowUp",
    "Meeting",
    "MeetingNote",
    "NoteReading",
    "ParliamentItem",
    "PartyAnswer",
    "PartyQuestion",
    "PolicyPosition",
    "PoliticalPromise",
    "PositionEndorsement",
    "PositionHandover",
    "PromiseOutcome",
    "Questionnaire",
    "RadarHit",
    "Stakeholding",
    "Zone",
]
