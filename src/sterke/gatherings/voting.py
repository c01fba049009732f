"""Who has how many votes in the room. Plain data in, plain data out.

A proxy counts when both companies have a vote, the holder is there and the giver is not: whoever comes votes for
themselves, and a vote whose holder stays away is nobody's.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Voter:
    """A company with a vote on the day of the meeting."""

    company: Any
    category: Any
    since: Any
    is_present: bool = False
    gave_to: Any = None
    holds: list[Any] = field(default_factory=list)  # companies whose proxy it holds
    votes: int = 0  # in the room now

    @property
    def pk(self) -> int:
        return int(self.company.pk)


@dataclass(frozen=True)
class Tally:
    """``entitled`` companies have a vote; ``present`` of them are here, with ``proxies`` more that count."""

    entitled: int
    present: int
    proxies: int
    given: int  # proxies that have been given

    @property
    def votes(self) -> int:
        return self.present + self.proxies

    @property
    def percent(self) -> int:
        return self.votes * 100 // self.entitled if self.entitled else 0

    def has_quorum(self, percent: int) -> bool:
        return self.votes * 100 >= percent * self.entitled and self.votes > 0


def settle(voters: Sequence[Voter], present: Iterable[int], proxies: Iterable[tuple[int, int]]) -> Tally:
    """Fill in who is here, who gave whom a proxy, and how many votes each has in the room.

    ``proxies`` are pairs of giver and holder, by number.
    """
    by_pk, here = {each.pk: each for each in voters}, set(present)
    for each in voters:
        each.is_present = each.pk in here
    given = 0
    for giver, holder in proxies:
        if giver in by_pk and holder in by_pk:
            given += 1
            by_pk[giver].gave_to = by_pk[holder].company
            by_pk[holder].holds.append(by_pk[giver].company)
    for each in voters:
        counting = [company for company in each.holds if company.pk not in here]
        each.votes = 1 + len(counting) if each.is_present else 0
    seated = sum(each.is_present for each in voters)
    return Tally(len(voters), seated, sum(each.votes for each in voters) - seated, given)
