"""Who gets a free seat. Plain data in, plain data out.

The rule: the line is strict, first come first served. Those who asked to stay together get seats together or wait on;
they keep their place in the line, and whoever stands behind them takes a seat that would else stay empty.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Waiting:
    """One who waits. ``party`` is who they came with; ``together``: all of the party or none."""

    row: int
    party: str
    together: bool


def next_in(line: Sequence[Waiting], free: int | None) -> list[int]:
    """The rows that get the free seats (None: no limit), in the order of the line."""
    if free is None:
        return [each.row for each in line]
    chosen: list[int] = []
    for party in parties(line):
        if free <= len(chosen):
            break
        left = free - len(chosen)
        if party[0].together and len(party) > left:
            continue
        chosen += [each.row for each in party[:left]]
    return chosen


def parties(line: Iterable[Waiting]) -> list[list[Waiting]]:
    """The line as parties, each at the place of its first; whoever does not mind being parted stands alone."""
    found: dict[tuple[str, int], list[Waiting]] = {}
    for each in line:
        key = (each.party, 0) if each.together else ("", each.row)
        found.setdefault(key, []).append(each)
    return list(found.values())
