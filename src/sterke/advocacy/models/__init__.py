from .cases import AdvocacyCase, CaseEntry, CaseStep, Stakeholding
from .meetings import Ask, Attendance, FollowUp, Meeting, MeetingNote, NoteReading
from .positions import FIGURE, Claim, PolicyPosition, PositionEndorsement, PositionHandover
from .promises import PoliticalPromise, PromiseOutcome

__all__ = [
    "FIGURE",
    "AdvocacyCase",
    "Ask",
    "Attendance",
    "CaseEntry",
    "CaseStep",
    "Claim",
    "FollowUp",
    "Meeting",
    "MeetingNote",
    "NoteReading",
    "PolicyPosition",
    "PoliticalPromise",
    "PositionEndorsement",
    "PositionHandover",
    "PromiseOutcome",
    "Stakeholding",
]
