"""Why a wish was not met, in words the secretariat can repeat."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from .instance import Instance, Meeting, Wish


@dataclass(frozen=True)
class Miss:
    wish: Wish
    why: str
    stronger: int = 0  # so many meetings worth more, or as much, took the slots


def explain(instance: Instance, meetings: Iterable[Meeting]) -> list[Miss]:
    """Each wish that is not met, in the order of the wishes, with one reason."""
    ground = Ground(instance, list(meetings))
    pairs = {meeting.pair for meeting in ground.meetings}
    return [ground.miss(wish) for wish in instance.wishes if frozenset((wish.wisher, wish.wished)) not in pairs]


class Ground:
    def __init__(self, instance: Instance, meetings: list[Meeting]) -> None:
        self.instance, self.meetings = instance, meetings
        self.at = {(name, meeting.slot): meeting for meeting in meetings for name in (meeting.a, meeting.b)}
        self.used = Counter(meeting.slot for meeting in meetings)

    def miss(self, wish: Wish) -> Miss:
        if why := self.instance.barred(wish.wisher, wish.wished):
            return Miss(wish, {"oneself": "a wish for oneself"}.get(why, why))
        person = self.instance.person
        common = sorted(person[wish.wisher].available & person[wish.wished].available)
        if not common:
            return Miss(wish, "no common free slot")
        both_idle = [slot for slot in common if not self.busy(wish.wisher, slot) and not self.busy(wish.wished, slot)]
        if both_idle and all(self.used[slot] >= self.instance.tables for slot in both_idle):
            return Miss(wish, "no table left in any common slot")
        if both_idle:
            return Miss(wish, "a slot was left: the time given did not suffice to use it")
        return self.crowded_out(wish, common)

    def busy(self, name: str, slot: int) -> bool:
        return (name, slot) in self.at

    def crowded_out(self, wish: Wish, common: list[int]) -> Miss:
        """Who is busier in the common slots, and with what."""
        own = self.instance.worth[frozenset((wish.wisher, wish.wished))]
        taken = {name: [self.at[name, slot] for slot in common if self.busy(name, slot)] for name in
                 (wish.wished, wish.wisher)}  # fmt: skip
        fuller = max((wish.wished, wish.wisher), key=lambda name: (len(taken[name]), name == wish.wished))
        stronger = sum(self.instance.worth[meeting.pair] >= own for meeting in taken[fuller])
        whose = "the other's" if fuller == wish.wished else "one's own"
        if len(taken[fuller]) < len(common):
            return Miss(wish, "never idle at the same time", stronger)
        if stronger:
            return Miss(
                wish,
                f"{whose} slots went to {stronger} {'wish' if stronger == 1 else 'wishes'} as strong or stronger",
                stronger,
            )
        return Miss(wish, f"{whose} slots went to others, worth more together", 0)
