"""The timetable of a meeting round: instance in, timetable and report out. Needs no settings and no database.

    result = optimise(read(path), seconds=10, seed=1)
    report(result).distance

``instance`` reads and checks, ``locking`` knows every rule, ``problem`` counts, ``choice`` says which pairs, ``board``
and ``settle`` place them, ``relaxation`` and ``dive`` place by what the relaxation says, ``refill`` and ``tries``
better what is there, ``making`` takes them in turn; ``fairness``, ``misses`` and ``reporting`` tell; ``replanning``
mends.
"""

from .instance import Instance, Malformed, Meeting, answer, check, read
from .making import Result, optimise
from .misses import Miss, explain
from .problem import Clash
from .replanning import Replan, replan
from .reporting import Report, report, value_of

__all__ = [
    "Clash", "Instance", "Malformed", "Meeting", "Miss", "Replan", "Report", "Result",
    "answer", "check", "explain", "optimise", "read", "replan", "report", "value_of",
]  # fmt: skip
