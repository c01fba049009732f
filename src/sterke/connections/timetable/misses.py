"""Why a wish was not met: a code to translate, and what it says in English."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from .instance import Instance, Meeting, Wish

SAID = {
    "oneself": "a wish for oneself",
    "same_organisation": "the two are of the same organisation",
    "not_with": "the two are kept apart",
    "wishes_none": "one of the two wishes no meetings",
    "no_place_at_stand": "the stand they would meet at has no places",
    "no_common_slot": "no common free slot",
    "other_has_enough": "the other has as many meetings as they wish",
    "has_enough": "the one who wished has as many meetings as they wish",
    "no_table": "no table left in any common slot",
    "left_over": "a slot was left: the time given did not suffice to use it",
    "never_idle_together": "never idle at the same time",
    "their_slots_stronger": "the other's slots went to {stronger} as strong or stronger",
    "their_slots_together": "the other's slots went to others, worth more together",
    "own_slots_stronger": "one's own slots went to {stronger} as strong or stronger",
    "own_slots_together": "one's own slots went to others, worth more together",
}


@dataclass(frozen=True)
class Miss:
    """A wish that was not met. ``why`` is a key of SAID; ``stronger`` how many meetings worth as much or more took the
    slots, where it tells of that."""

    wish: Wish
    why: str
    stronger: int = 0


def sentence(miss: Miss) -> str:
    """Why, in English."""
    wishes = "1 wish" if miss.stronger == 1 else f"{miss.stronger} wishes"
    return SAID[miss.why].format(stronger=wishes)


def explain(instance: Instance, meetings: Iterable[Meeting]) -> list[Miss]:
    """Each wish that is not met, in the order of the wishes, with one reason."""
    ground = Ground(instance, list(meetings))
    pairs = {meeting.pair for meeting in ground.meetings}
    return [ground.miss(wish) for wish in instance.wishes if frozenset((wish.wisher, wish.wished)) not in pairs]


class Ground:
    def __init__(self, instance: Instance, meetings: list[Meeting]) -> None:
        self.instance, self.meetings = instance, meetings
        self.at: dict[tuple[str, int], list[Meeting]] = {}
        for meeting in meetings:
            for name in (meeting.a, meeting.b):
                self.at.setdefault((name, meeting.slot), []).append(meeting)
        self.used = Counter(meeting.slot for meeting in meetings if meeting.table)
        self.count = Counter(name for meeting in meetings for name in (meeting.a, meeting.b))

    def miss(self, wish: Wish) -> Miss:
        wisher, wished = wish.wisher, wish.wished
        if why := self.instance.barred(wisher, wished):
            return Miss(wish, why)
        person = self.instance.person
        common = sorted(person[wisher].available & person[wished].available)
        if not common:
            return Miss(wish, "no_common_slot")
        for name, why in ((wished, "other_has_enough"), (wisher, "has_enough")):
            if person[name].most is not None and self.count[name] >= (person[name].most or 0):
                return Miss(wish, why)
        host = self.instance.host(wisher, wished)
        open_to_both = [slot for slot in common if not any(self.taken(n, slot, host) for n in (wisher, wished))]
        if open_to_both and not host and all(self.used[slot] >= self.instance.tables for slot in open_to_both):
            return Miss(wish, "no_table")
        if open_to_both:
            return Miss(wish, "left_over")
        return self.crowded_out(wish, common, host)

    def taken(self, name: str, slot: int, host: str) -> list[Meeting]:
        """The person's meetings in the slot, where they leave no room for one more (at the stand, for its host)."""
        here = self.at.get((name, slot), [])
        receives = name == host and all(self.instance.host(m.a, m.b) == host for m in here)
        return [] if receives and len(here) < (self.instance.person[name].stand or 0) else here

    def crowded_out(self, wish: Wish, common: list[int], host: str) -> Miss:
        """Who is busier in the common slots, and with what."""
        own = self.instance.worth[frozenset((wish.wisher, wish.wished))]
        taken = {
            name: [here for slot in common if (here := self.taken(name, slot, host))]
            for name in (wish.wished, wish.wisher)
        }
        fuller = max((wish.wished, wish.wisher), key=lambda name: (len(taken[name]), name == wish.wished))
        stronger = sum(self.instance.worth[meeting.pair] >= own for here in taken[fuller] for meeting in here)
        whose = "their" if fuller == wish.wished else "own"
        if len(taken[fuller]) < len(common):
            return Miss(wish, "never_idle_together", stronger)
        return Miss(wish, f"{whose}_slots_stronger" if stronger else f"{whose}_slots_together", stronger)
