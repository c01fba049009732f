from .cases import AdvocacyCase, CaseEntry, CaseStep, Stakeholding
from .meetings import Ask, Attendance, FollowUp, Meeting, MeetingNote, NoteReading
from .positions import FIGURE, Claim, PolicyPosition, PositionEndorsement, PositionHandover
from .promises import PoliticalPromise, PromiseOutcome
from .radar import ParliamentItem, RadarHit

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
    "ParliamentItem",
    "PolicyPosition",
    "PoliticalPromise",
    "PositionEndorsement",
    "PositionHandover",
    "PromiseOutcome",
    "RadarHit",
    "Stakeholding",
]
