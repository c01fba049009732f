"""``sterke fetch ssb`` and ``entur``: figures of Statistics Norway (or out of stored responses), minutes by train."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from sterke.accounts.models import User
from sterke.core.house import gives_source

from . import actions
from .figures.cube import MOST_BYTES
from .models import Indicator


@gives_source("ssb")
def ssb_source(command: BaseCommand, files: list[Path], *, limit: int | None, table: str) -> None:
    """From files: every indicator that has figures in them. Without files: all indicators of Statistics Norway."""
    by = User.objects.clockwork()
    if not files:
        ask(command, by)
        return
    unreadable = 0
    for path in files:
        try:
            if path.stat().st_size > MOST_BYTES:
                raise ValidationError("The file is too large")
            for indicator, told in actions.take_file(path.read_bytes(), path.name, by=by, table=table).items():
                command.stdout.write(f"{path.name}: {line(indicator, told)}")
        except (ValidationError, OSError) as problem:
            unreadable += 1
            command.stderr.write(f"{path.name}: {reason(problem)} Nothing changed.")
    if unreadable:
        raise CommandError(f"{unreadable} of {len(files)} files could not be read.")


@gives_source("entur")
def entur_source(command: BaseCommand, files: list[Path], *, limit: int | None, table: str) -> None:
    """Minutes and departures of the journeys by train, for an ordinary Tuesday."""
    if files:
        raise CommandError("Entur is asked; there is nothing to read from a file.")
    asked = actions.ask_for_trains(by=User.objects.clockwork())
    for journey, trains in asked.found.items():
        command.stdout.write(f"{journey}: {trains.middle} minutes, {trains.departures} departures")
    for journey, why in asked.failed.items():
        command.stderr.write(f"{journey}: {why}")
    if asked.failed:
        raise CommandError(f"{len(asked.failed)} journeys could not be asked for. What we had is unchanged.")


def ask(command: BaseCommand, by: Any) -> None:
    try:
        fetched = actions.fetch(Indicator.objects.fetched_from("ssb"), by=by)
    except ValidationError as problem:  # closed, in the hours when the source changes its figures
        raise CommandError(reason(problem)) from None
    for indicator, told in fetched.taken.items():
        command.stdout.write(line(indicator, told))
    for indicator, why in fetched.failed.items():
        command.stderr.write(f"{indicator.slug}: {why}")
    if fetched.failed:
        raise CommandError(f"{len(fetched.failed)} indicators could not be fetched. What we had is unchanged.")


def line(indicator: Indicator, told: actions.Taken) -> str:
    return f"{indicator.slug}: {told.new} new, {told.corrected} corrected, {told.unchanged} unchanged"


def reason(problem: Exception) -> str:
    if isinstance(problem, ValidationError):
        return " ".join(problem.messages)
    return "There is no such file." if isinstance(problem, FileNotFoundError) else "The file cannot be read."
