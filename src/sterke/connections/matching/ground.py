"""What suggestions are made of: plain rows in, plain suggestions out. Ids are numbers of rows elsewhere."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Company:
    id: int
    text: str = ""  # what it does, as it says itself
    audience: str = ""  # who may read that
    trade: str = ""  # industry code: "25.620"
    employees: int | None = None
    place: int | None = None  # municipality
    spot: tuple[float, float] | None = None  # latitude and longitude, of the company or of the municipality's centre


@dataclass(frozen=True, slots=True)
class Person:
    id: int
    companies: tuple[int, ...] = ()  # where one works today, the main one first
    title: str = ""
    answers_for: frozenset[int] = frozenset()  # companies whose main contact one is
    networks: frozenset[int] = frozenset()
    gatherings: frozenset[int] = frozenset()  # where one was
    audience: str = ""  # who may see that one is here
    sees: frozenset[str] = frozenset()  # the audiences one belongs to
    hidden: bool = False  # is suggested to nobody
    reads: bool = True  # has somewhere to read suggestions: gets some without a listing


@dataclass(frozen=True, slots=True)
class Listing:
    id: int
    way: str  # "need", "offer" or "question"
    kind: str
    title: str
    text: str = ""
    owner: int | None = None
    company: int | None = None
    audience: str = ""
    open: bool = True
    solved: int | None = None  # the year the need was met
    alike: bool = False  # those who want the same are whom one looks for: buying together, partners


@dataclass(frozen=True, slots=True)
class Answer:
    """Somebody answered a question, where others could read it."""

    person: int
    listing: int


@dataclass(frozen=True, slots=True)
class Feedback:
    """What somebody said of a suggestion: "useful", "not" or "known"."""

    by: int
    person: int
    verdict: str
    listing: int | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    people: tuple[Person, ...] = ()
    companies: tuple[Company, ...] = ()
    listings: tuple[Listing, ...] = ()
    answers: tuple[Answer, ...] = ()
    feedback: tuple[Feedback, ...] = ()
    known: frozenset[frozenset[int]] = frozenset()  # pairs of people who have met
    tried: frozenset[frozenset[int]] = (
        frozenset()
    )  # pairs who are being asked, or were lately and did not come together
    wishes: frozenset[tuple[int, int]] = frozenset()  # who wished to meet whom; counts only where both did
    not_with_people: frozenset[tuple[int, int]] = frozenset()  # who will not be brought together with whom
    not_with_companies: frozenset[tuple[int, int]] = frozenset()  # a person, a company
    competitors: frozenset[frozenset[int]] = frozenset()  # pairs of companies
    synonyms: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, in a code and what it is about, and what it counts. A score is the sum of its reasons and nothing else."""

    code: str
    points: int
    about: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Suggested:
    """``person`` is somebody to talk to: about a listing, or for ``reader`` without one."""

    person: int
    reasons: tuple[Reason, ...]
    listing: int | None = None
    reader: int | None = None

    @property
    def score(self) -> int:
        return sum(reason.points for reason in self.reasons)
