"""What the secretariat is told about a timetable: value, distance to the best, fairness, misses."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .fairness import shares, without_meeting
from .instance import Instance, Meeting
from .making import Result
from .misses import Miss, explain, sentence
from .problem import check_locked


@dataclass(frozen=True)
class Report:
    value: int
    bound: int
    greedy: int
    seconds: float
    meetings: int
    without_meeting: list[str]
    most: int  # meetings of one person
    fewest: int
    worst_share: float  # of their own wishes, by weight
    middle_share: float
    misses: list[Miss]

    @property
    def distance(self) -> float:
        """How far from the bound, as a part of it: nothing can be nearer than 0."""
        return (self.bound - self.value) / self.bound if self.bound else 0.0

    def reasons(self) -> dict[str, int]:
        """How many wishes were not met, by the code of the reason."""
        return dict(Counter(miss.why for miss in self.misses).most_common())

    def as_dict(self) -> dict[str, Any]:
        return {
            "value": self.value, "bound": self.bound, "distance": round(self.distance, 5), "greedy": self.greedy,
            "seconds": self.seconds, "meetings": self.meetings, "people_without_meeting": self.without_meeting,
            "most_meetings": self.most, "fewest_meetings": self.fewest,
            "worst_share": round(self.worst_share, 3), "middle_share": round(self.middle_share, 3),
            "misses": [
                {
                    "from": miss.wish.wisher, "to": miss.wish.wished, "weight": miss.wish.weight,
                    "why": miss.why, "stronger": miss.stronger, "said": sentence(miss),
                }
                for miss in self.misses
            ],
        }  # fmt: skip


def report(result: Result) -> Report:
    instance, meetings = result.instance, result.meetings
    count = Counter(name for meeting in meetings for name in (meeting.a, meeting.b))
    met = sorted(shares(instance, meetings).values())
    alone = without_meeting(instance, meetings)
    return Report(
        result.value, result.bound, result.greedy, result.seconds, len(meetings), alone,
        max(count.values(), default=0), 0 if alone else min(count.values(), default=0),
        met[0] if met else 1.0, met[len(met) // 2] if met else 1.0, explain(instance, meetings),
    )  # fmt: skip


def value_of(instance: Instance, meetings: Iterable[Meeting]) -> int:
    """What a timetable is worth; Clash where it breaks a rule."""
    every = list(meetings)
    check_locked(instance, every)
    return sum(instance.worth[meeting.pair] for meeting in every)
