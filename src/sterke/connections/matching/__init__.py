"""Who should talk to whom, and why: plain rows in, suggestions out. Needs no settings and no database.

    suggested = suggest(ground)
    suggested[0].reasons, suggested[0].score

Reasons are the score: what is not among them counts nothing. ``words`` says what a text means, ``index`` which texts
fit, ``ties`` what lies between two people, ``never`` whom not, ``learnt`` what earlier answers change; ``points`` says
what each counts.
"""

from .for_listing import suggest_for
from .for_person import suggest_to
from .ground import Answer, Company, Feedback, Ground, Listing, Person, Reason, Suggested
from .state import State

EACH = 10


def suggest(ground: Ground, each: int = EACH) -> list[Suggested]:
    """The best people for every open listing, and for everybody who reads."""
    state = State(ground)
    found = [one for listing in ground.listings if listing.open for one in suggest_for(state, listing, each)]
    return found + [one for person in ground.people if person.reads for one in suggest_to(state, person, each)]


__all__ = [
    "Answer", "Company", "Feedback", "Ground", "Listing", "Person", "Reason", "State", "Suggested",
    "suggest", "suggest_for", "suggest_to",
]  # fmt: skip
