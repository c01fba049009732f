"""``sterke fetch brreg``: Enhetsregisteret, now, or out of stored responses."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from sterke.accounts.models import User
from sterke.core.house import gives_source

from . import actions, brreg

MOST_BYTES = 50_000_000
REASONS = {
    "empty": "the file is empty",
    "html": "this is a web page (HTML), not the register's JSON",
    "json": "this is not JSON",
    "roles": "this is an answer about roles; roles are personal data and are not read",
    "changes": "this is a list of changes: numbers only, no facts",
    "shape": "this is JSON, but not an answer of Enhetsregisteret that can be read",
}
WORDS = {
    "created": "new",
    "refreshed": "refreshed",
    "proposed": "with a change for the desk",
    "unchanged": "unchanged",
    "removed": "removed from the register",
    "unknown": "unknown to the register",
}


@gives_source("brreg")
def brreg_source(command: BaseCommand, files: list[Path], *, limit: int | None, table: str) -> None:
    """From files: units come in or are refreshed. Without files: everybody known is compared with the register."""
    by = User.objects.clockwork()
    if not files:
        counts = actions.refresh_all(by=by, limit=limit)
        silent = counts.pop("silent", 0)
        command.stdout.write(f"brreg: {told(counts)}")
        if silent:
            raise CommandError(f"Enhetsregisteret does not answer; {silent} not compared. What we had is unchanged.")
        return
    unreadable = 0
    for path in files:
        try:
            command.stdout.write(f"{path.name}: {read_file(path, by, limit)}")
        except (brreg.Unreadable, OSError) as problem:
            unreadable += 1
            command.stderr.write(f"{path.name}: {reason_of(problem)}. Nothing changed.")
    if unreadable:
        raise CommandError(f"{unreadable} of {len(files)} files could not be read.")


def read_file(path: Path, by: Any, limit: int | None) -> str:
    """One file wholly or not at all; the summary in one line."""
    if path.stat().st_size > MOST_BYTES:
        raise brreg.Unreadable("size")
    answer = brreg.read(path.read_bytes())
    with transaction.atomic():
        counts, left_out = actions.take_all(answer.units[:limit], by=by)
    parts = [told(counts)] if any(counts.values()) or not left_out else []
    parts += [f"left out {reason}" for reason in left_out]
    if answer.kind == "search":
        page = f"page {answer.page + 1} of {answer.pages}" if answer.pages else "no page"
        parts.append(f"{page}, {answer.total} hits in all" if answer.total else "a search without hits")
        if answer.total > brreg.WINDOW:
            parts.append(f"the register shows only the first {brreg.WINDOW} of them")
    return "; ".join(parts)


def told(counts: dict[str, int]) -> str:
    return ", ".join(f"{n} {WORDS[done]}" for done, n in counts.items() if n) or "nothing to do"


def reason_of(problem: Exception) -> str:
    if isinstance(problem, brreg.Unreadable):
        return REASONS.get(problem.reason, "the file is too large")
    return "there is no such file" if isinstance(problem, FileNotFoundError) else "the file cannot be read"
