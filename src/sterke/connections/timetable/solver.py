"""HiGHS behind one function: maximise what is asked for, quietly and in time."""

import ctypes
import os
import sys
from dataclasses import dataclass
from functools import cache
from threading import Lock
from time import monotonic
from typing import Any

import highspy
import numpy as np

LEAST = 0.02  # s: less is not worth starting for
ONE_AT_A_TIME = Lock()


class Clock:
    """How much time is left; ``stop`` is asked whether somebody wants to end earlier."""

    def __init__(self, seconds: float, stop: Any = None) -> None:
        self.began = monotonic()
        self.ends = self.began + seconds
        self.stop = stop

    def spent(self) -> float:
        return monotonic() - self.began

    def left(self) -> float:
        if self.stop is not None and self.stop():
            return 0.0
        return self.ends - monotonic()

    def alone(self, seconds: float) -> "Clock":
        """One for another thread: it asks nobody."""
        return Clock(self.within(seconds))

    def within(self, seconds: float) -> float:
        """So many seconds, or what is left."""
        return max(0.0, min(seconds, self.left()))


class Rows:
    """Rows ``sum of coefficients × columns <= room``, gathered as flat arrays."""

    def __init__(self) -> None:
        self.columns: list[np.ndarray] = []
        self.numbers: list[np.ndarray] = []
        self.lengths: list[np.ndarray] = []
        self.rooms: list[np.ndarray] = []

    def add(self, columns: np.ndarray, room: float, numbers: np.ndarray | None = None) -> None:
        columns = np.asarray(columns, np.int32)
        self.columns.append(columns)
        self.numbers.append(np.ones(len(columns)) if numbers is None else np.asarray(numbers, float))
        self.lengths.append(np.array([len(columns)]))
        self.rooms.append(np.array([float(room)]))

    def group(self, keys: np.ndarray, columns: np.ndarray, room: np.ndarray, numbers: np.ndarray | None = None) -> None:
        """One row for each different key, over the columns that stand with it; ``room`` is looked up by key."""
        if not len(keys):
            return
        order = np.argsort(keys, kind="stable")
        there, lengths = np.unique(keys, return_counts=True)
        self.columns.append(columns[order].astype(np.int32))
        self.numbers.append(np.ones(len(order)) if numbers is None else numbers[order])
        self.lengths.append(lengths)
        self.rooms.append(np.asarray(room, float)[there])

    def arrays(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        if not self.rooms:
            return np.zeros(1, np.int32), np.zeros(0, np.int32), np.zeros(0), np.zeros(0)
        starts = np.concatenate(([0], np.cumsum(np.concatenate(self.lengths)))).astype(np.int32)
        return starts, np.concatenate(self.columns), np.concatenate(self.numbers), np.concatenate(self.rooms)


@dataclass
class Solved:
    values: np.ndarray
    worth: float
    bound: float  # nothing is worth more, if the solver said so; else infinite
    prices: np.ndarray  # of the rows
    worse: np.ndarray  # of the columns: how much is lost by taking one, at least
    optimal: bool
    effort: int = 0  # how hard it was, in steps of the simplex method

    @property
    def cost(self) -> float:
        """What it took, in seconds of no particular machine: the same for the same question."""
        return 1e-5 * len(self.values) + 5e-5 * self.effort


@cache
def hush() -> None:
    """The solver says its name on standard output once in a process: that goes to nobody."""
    flush = ctypes.CDLL(None).fflush
    try:
        kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    except OSError:  # there is no standard output
        return
    sys.stdout.flush()
    flush(None)
    os.dup2(nowhere, 1)
    try:
        highspy.Highs()
        flush(None)
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


def solver() -> highspy.Highs:
    with ONE_AT_A_TIME:
        hush()
    return highspy.Highs()


def maximise(
    costs: np.ndarray,
    rows: Rows,
    seconds: float,
    *,
    whole: bool = False,
    inner: bool = False,
    start: np.ndarray | None = None,
    seed: int = 0,
    gap: float = 0.0,
    lean: bool = False,
) -> Solved | None:
    """Columns from 0 to 1; ``whole`` asks for whole ones, ``inner`` for the interior point; ``lean`` leaves out what
    costs more than it gains where the relaxation is nearly whole. None: nothing was found."""
    count = len(costs)
    if not count:
        return Solved(np.zeros(0), 0.0, 0.0, np.zeros(0), np.zeros(0), True)
    if seconds < LEAST:
        return None
    highs = solver()
    settings: dict[str, Any] = {
        "output_flag": False, "time_limit": float(seconds), "random_seed": seed % 2**31, "threads": 1,
        "mip_abs_gap": max(gap, 1e-6), "mip_rel_gap": 0.0,
    }  # fmt: skip
    if inner:
        settings |= {"solver": "ipm", "run_crossover": "off"}
    if lean:
        settings |= {"presolve": "off", "mip_heuristic_effort": 0.0, "mip_heuristic_run_feasibility_jump": False}
    for name, value in settings.items():
        highs.setOptionValue(name, value)
    highs.passModel(model_of(costs, rows, whole))
    if start is not None:
        known = highspy.HighsSolution()
        known.col_value = list(start)
        highs.setSolution(known)
    highs.run()
    said, info = highs.getModelStatus(), highs.getInfo()
    optimal = said == highspy.HighsModelStatus.kOptimal
    solution = highs.getSolution()
    if len(solution.col_value) != count or not (optimal or info.primal_solution_status == 2):
        return None
    bound = info.mip_dual_bound if whole else info.objective_function_value if optimal else np.inf
    return Solved(
        np.array(solution.col_value), info.objective_function_value, bound,
        np.array(solution.row_dual), np.maximum(0.0, -np.array(solution.col_dual)), optimal,
        int(info.simplex_iteration_count),
    )  # fmt: skip


def model_of(costs: np.ndarray, rows: Rows, whole: bool) -> highspy.HighsLp:
    starts, columns, numbers, rooms = rows.arrays()
    count, model = len(costs), highspy.HighsLp()
    model.num_col_, model.num_row_ = count, len(rooms)
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = np.asarray(costs, float)
    model.col_lower_, model.col_upper_ = np.zeros(count), np.ones(count)
    model.row_lower_, model.row_upper_ = np.full(len(rooms), -highspy.kHighsInf), rooms
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = starts, columns, numbers
    if whole:
        model.integrality_ = [highspy.HighsVarType.kInteger] * count
    return model
