"""What is stood for, asked for and brought together; each noun in a file of its own."""

from .introductions import Introduction, IntroductionSide
from .listings import Listing, ListingAnswer
from .preferences import Competitors, ConnectionChoice, NotWith
from .rounds import MeetingRound, MeetingStand, RoundNotWith, RoundParticipant, Slot, Wish
from .suggestions import Suggestion, SuggestionFeedback, SynonymGroup
from .timetables import EntrySeat, EntrySide, TimetableEntry, TimetableRun

__all__ = [
    "Competitors",
    "ConnectionChoice",
    "EntrySeat",
    "EntrySide",
    "Introduction",
    "IntroductionSide",
    "Listing",
    "ListingAnswer",
    "MeetingRound",
    "MeetingStand",
    "NotWith",
    "RoundNotWith",
    "RoundParticipant",
    "Slot",
    "Suggestion",
    "SuggestionFeedback",
    "SynonymGroup",
    "TimetableEntry",
    "TimetableRun",
    "Wish",
]
