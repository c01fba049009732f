"""``sterke timetable INSTANCE.json``: a meeting round's timetable from a file, without a database."""

import json
import os
import signal
from pathlib import Path
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sterke.connections import timetable
from sterke.connections.timetable.solver import hush

LEAST, MOST = 0.5, 3600.0


class Command(BaseCommand):
    help = "Make the timetable of a meeting round. Ctrl-C ends early and keeps the best so far."
    requires_system_checks = []  # needs no database

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("instance", type=Path, help="the round: a JSON file with people, slots, tables and wishes")
        parser.add_argument("--seconds", type=float, default=10.0, help="time to use at most (default 10)")
        parser.add_argument("-o", "--output", type=Path, help="file to write the timetable to (default: none)")
        parser.add_argument("--report", type=Path, help="file to write the whole report to, misses and all")
        parser.add_argument("--seed", type=int, default=0, help="the same seed takes the same steps")

    def handle(self, *args: Any, **options: Any) -> None:
        began, seconds = monotonic(), options["seconds"]
        if not LEAST <= seconds <= MOST:
            raise CommandError(f"--seconds should be from {LEAST:g} to {MOST:g}.")
        try:
            instance = timetable.read(options["instance"])
        except (timetable.Malformed, OSError) as problem:
            raise CommandError(str(problem)) from problem
        hush()
        ended: list[int] = []
        before = {each: signal.signal(each, lambda number, _frame: ended.append(number)) for each in STOPS}
        try:
            result = timetable.optimise(
                instance, seconds - (monotonic() - began), seed=options["seed"],
                progress=self.tell if options["verbosity"] > 1 else None, stop=lambda: bool(ended),
            )  # fmt: skip
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)
        told = timetable.report(result)
        if options["output"]:
            write(options["output"], timetable.answer(result.meetings))
        if options["report"]:
            write(options["report"], told.as_dict())
        self.stdout.write(
            f"{told.meetings} meetings worth {told.value}, at most {told.bound} possible ({told.distance:.2%} away); "
            f"{len(told.without_meeting)} people without a meeting; {result.seconds:.1f} s."
        )
        for why, often in told.reasons().items():
            self.stdout.write(f"  {often} wishes not met: {why}")

    def tell(self, spent: float, value: int, bound: int) -> None:
        self.stdout.write(f"{spent:6.1f} s  {value} of at most {bound}")


STOPS = (signal.SIGINT, signal.SIGTERM)


def write(path: Path, data: Any) -> None:
    """Whole or not at all, whatever stops us."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_text(json.dumps(data, ensure_ascii=False) + "\n", encoding="utf-8")
        beside.replace(path)
    except OSError as problem:
        beside.unlink(missing_ok=True)
        raise CommandError(f"{path} cannot be written: {problem}") from problem
