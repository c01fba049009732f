"""What is stood for, asked for and brought together; each noun in a file of its own."""

from .introductions import Introduction, IntroductionSide
from .listings import Listing, ListingAnswer
from .preferences import Competitors, ConnectionChoice, NotWith
from .suggestions import Suggestion, SuggestionFeedback, SynonymGroup

__all__ = [
    "Competitors",
    "ConnectionChoice",
    "Introduction",
    "IntroductionSide",
    "Listing",
    "ListingAnswer",
    "NotWith",
    "Suggestion",
    "SuggestionFeedback",
    "SynonymGroup",
]
