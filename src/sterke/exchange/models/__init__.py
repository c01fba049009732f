"""Spaces and what is said in them, polls, who follows what, and shared documents."""

from .documents import DocumentFolder, DocumentVersion, SharedDocument
from .polls import Poll, PollOption, PollVote
from .spaces import Space, SpaceChoice
from .threads import Attachment, Following, Reply, Report, Thread

__all__ = [
    "Attachment",
    "DocumentFolder",
    "DocumentVersion",
    "Following",
    "Poll",
    "PollOption",
    "PollVote",
    "Reply",
    "Report",
    "SharedDocument",
    "Space",
    "SpaceChoice",
    "Thread",
]
