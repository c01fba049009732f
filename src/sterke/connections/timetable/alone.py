"""``sterke timetable INSTANCE.json``: a meeting round's timetable from a file, without settings and database."""

import argparse
import json
import os
import signal
import sys
from collections import Counter
from pathlib import Path
from time import monotonic
from typing import Any

from .instance import Malformed, answer, read
from .making import optimise
from .misses import sentence
from .reporting import report

LEAST, MOST = 0.5, 3600.0
STOPS = (signal.SIGINT, signal.SIGTERM)


class Trouble(Exception):
    """What stands in the way, in one line."""


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="sterke timetable",
        description="Make the timetable of a meeting round. Ctrl-C ends early and keeps the best so far.",
    )
    parser.add_argument("instance", type=Path, help="the round: a JSON file with people, slots, tables and wishes")
    parser.add_argument("--seconds", type=float, default=10.0, help="time to use at most (default 10)")
    parser.add_argument("-o", "--output", type=Path, help="file to write the timetable to")
    parser.add_argument("--report", type=Path, help="file to write the whole report to, misses and all")
    parser.add_argument("--seed", type=int, default=0, help="the same seed takes the same steps")
    parser.add_argument("-v", "--progress", action="store_true", help="tell how it goes")
    return parser


def main(given: list[str], began: float | None = None) -> int:
    """``began`` is when the process did, if starting it is to count."""
    began = monotonic() if began is None else began
    asked = arguments().parse_args(given)
    try:
        run(asked, began)
    except (Trouble, Malformed, OSError) as problem:
        say(f"sterke timetable: {problem}", sys.stderr)
        return 1
    return 0


def run(asked: argparse.Namespace, began: float) -> None:
    if not LEAST <= asked.seconds <= MOST:
        raise Trouble(f"--seconds should be from {LEAST:g} to {MOST:g}.")
    instance = read(asked.instance)
    ended: list[int] = []
    before = {each: signal.signal(each, lambda number, _frame: ended.append(number)) for each in STOPS}
    try:
        result = optimise(
            instance,
            asked.seconds - (monotonic() - began),
            seed=asked.seed,
            progress=progress if asked.progress else None,
            stop=lambda: bool(ended),
        )
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
    if asked.output:
        write(asked.output, answer(result.meetings))
    told = report(result)
    if asked.report:
        write(asked.report, told.as_dict())
    say(
        f"{told.meetings} meetings worth {told.value}, at most {told.bound} possible ({told.distance:.2%} away); "
        f"{len(told.without_meeting)} people without a meeting; {result.seconds:.1f} s."
    )
    for why, often in Counter(map(sentence, told.misses)).most_common():
        say(f"  {often} not met: {why}")


def progress(spent: float, value: int, bound: int) -> None:
    say(f"{spent:6.1f} s  {value} of at most {bound}")


def say(line: str, where: Any = None) -> None:
    print(line, file=where or sys.stdout, flush=True)


def write(path: Path, data: Any) -> None:
    """Whole or not at all, whatever stops us."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_text(json.dumps(data, ensure_ascii=False) + "\n", encoding="utf-8")
        beside.replace(path)
    except OSError as problem:
        beside.unlink(missing_ok=True)
        raise Trouble(f"{path} cannot be written: {problem}") from problem
