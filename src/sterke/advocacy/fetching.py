"""``sterke fetch stortinget`` and ``regjeringen``: what parliament and ministries do, now or from files."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sterke.core import fetch
from sterke.core.house import gives_source
from sterke.core.models import Cluster

from . import actions, parliament
from .actions.radar import Taken

EXPORT = "https://data.stortinget.no/eksport/"
# What is asked each night. Questions come answered only, unless all are asked for.
LISTS: dict[str, dict[str, str]] = {
    "saker": {},
    "skriftligesporsmal": {"status": "alle"},
    "interpellasjoner": {"status": "alle"},
    "sporretimesporsmal": {"status": "alle"},
    "horinger": {},
}
RSS = "https://www.regjeringen.no/no/rss/Rss/2581966/"
ABOUT = {"documentType": "dokumenter/høringer"}
MOST_BYTES = 30_000_000
PARLIAMENT, MEMBER = "Stortinget", "stortingsrepresentant"


@gives_source("stortinget")
def stortinget(command: BaseCommand, files: list[Path], *, limit: int | None, table: str) -> None:
    """Matters, questions, hearings and members. One list that fails takes no other with it; what we had stays."""
    if files:
        read_files(command, files, take_stortinget)
        return
    failed = ask_stortinget(command.stdout.write)
    if failed:
        raise CommandError(f"Not fetched: {', '.join(failed)}. What we had is unchanged.")


@gives_source("regjeringen")
def regjeringen(command: BaseCommand, files: list[Path], *, limit: int | None, table: str) -> None:
    """Consultations by the ministries."""
    if files:
        read_files(command, files, take_consultations)
        return
    try:
        command.stdout.write(ask_regjeringen())
    except (fetch.FetchProblem, parliament.BadList) as problem:
        raise CommandError(f"Not fetched: {problem}. What we had is unchanged.") from problem


def read_files(command: BaseCommand, files: list[Path], take: Callable[[bytes], str]) -> None:
    unreadable = 0
    for path in files:
        try:
            if path.stat().st_size > MOST_BYTES:
                raise parliament.BadList("shape", "the file is too large")
            command.stdout.write(f"{path.name}: {take(path.read_bytes())}")
        except (parliament.BadList, OSError) as problem:
            unreadable += 1
            command.stderr.write(f"{path.name}: {problem}. Nothing changed.")
    if unreadable:
        raise CommandError(f"{unreadable} of {len(files)} files could not be read.")


def ask_stortinget(say: Callable[[str], Any]) -> list[str]:
    """All lists of the session that is on, one after the other. Gives the names of those that failed."""
    failed = []
    for name, params in [*LISTS.items(), ("dagensrepresentanter", {})]:
        try:
            say(f"{name}: {take_stortinget(answered('stortinget', EXPORT + name, params))}")
        except (fetch.FetchProblem, parliament.BadList) as problem:
            failed.append(f"{name} ({problem})")
    return failed


def ask_regjeringen() -> str:
    """Raises FetchProblem and BadList."""
    return take_consultations(answered("regjeringen", RSS, ABOUT))


def answered(source: str, url: str, params: dict[str, str]) -> bytes:
    """What a source answers; an error status is no answer. Raises FetchProblem."""
    answer = fetch.get(source, url, params=params or None)
    if answer.status != 200:
        raise fetch.FetchProblem("status", str(answer.status), status=answer.status)
    return bytes(answer.body)


def take_stortinget(raw: bytes) -> str:
    """Take in an answer of whatever sort it is; says what came of it. Raises BadList."""
    if parliament.is_list_of_people(raw):
        district = Cluster.current().text("parliament.district")
        people = parliament.representatives(raw)
        made = actions.take_representatives(people, district=district, parliament=PARLIAMENT, title=MEMBER)
        return f"{len(people)} members, {made} new of ours"
    return said(actions.take_items(parliament.items(raw)))


def take_consultations(raw: bytes) -> str:
    return said(actions.take_items(parliament.consultations(raw)))


def said(taken: Taken) -> str:
    return f"{taken.new} new, {taken.changed} changed, {taken.hits} for a case"
