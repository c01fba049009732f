"""A number for each room that moves in the same transaction as any write to the room's tables (docs/adr/0014).

The database connection itself notes what is written (core/engines), so actions, the office, imports, commands and the
clock are all seen, and nobody can forget to say so. Whoever keeps something made of rows asks ``stamp`` before reading
the rows, and what is kept holds for as long as the stamp is the same.

A write adds a row with a random number; the stamp is the sum. A transaction thus never waits for another's stamp, and
one that commits late changes the sum whatever has come after it.
"""

import re
import secrets
from collections.abc import Callable
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection, transaction

BITS = 40
FOLDED_FROM = 100  # rows
TABLE = "core_stamp"
ADDED = f"INSERT INTO {TABLE} (room, mark) VALUES (%s, %s)"  # noqa: S608
WRITTEN = re.compile(r'\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM|TRUNCATE(?: TABLE)?)\s+"?(\w+)', re.IGNORECASE)
# What no page for visitors shows and no search finds: whole apps, and single models.
QUIET = {
    "account", "accounts", "auth", "contenttypes", "django_tasks_database", "mfa", "modelsearch", "sessions",
    "socialaccount", "usersessions", "wagtailadmin", "wagtailusers",
    "core.fetchedresponse", "core.oncekey", "core.outgoingmail", "core.pulse", "core.signedlink", "core.stamp",
    "core.searchentry", "core.searchposting", "core.searchstate", "core.searchword",
    "publishing.mailreport", "publishing.newsletterrecipient", "publishing.subscription",
    "wagtailcore.comment", "wagtailcore.modellogentry", "wagtailcore.pagelogentry", "wagtailcore.referenceindex",
    "wagtailcore.revision", "wagtailcore.taskstate", "wagtailcore.uploadedfile", "wagtailcore.workflowstate",
}  # fmt: skip
_here: set[str] = set()  # databases known to have the table


def stamp() -> int:
    """The stamp of the whole house: the same number means that nothing a visitor can see has changed."""
    return int(_read(f"SELECT SUM(mark) FROM {TABLE}")[0][0] or 0) % 2**BITS  # noqa: S608


def stamps() -> dict[str, int]:
    """The stamp of each room, by app label; a room never written to has none."""
    rows = _read(f"SELECT room, SUM(mark) FROM {TABLE} GROUP BY room")  # noqa: S608
    return {room: int(mark) % 2**BITS for room, mark in rows}


def _read(sql: str) -> list[tuple]:
    # What is written in this very transaction after we looked must move the stamp again.
    connection.run_on_commit = [entry for entry in connection.run_on_commit if not isinstance(entry[1], Moved)]
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def fold() -> None:
    """Few rows again, with the same sums. Run by the clock."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*), MAX(id) FROM {TABLE}")  # noqa: S608
        count, newest = cursor.fetchone()
        if count < FOLDED_FROM:
            return
        with transaction.atomic():
            cursor.execute(f"DELETE FROM {TABLE} WHERE id <= %s RETURNING room, mark", [newest])  # noqa: S608
            sums: dict[str, int] = {}
            for room, mark in cursor.fetchall():
                sums[room] = (sums.get(room, 0) + mark) % 2**BITS
            cursor.executemany(ADDED, list(sums.items()))


class Moved:
    """Stands among a transaction's on-commit functions: this room's stamp has moved in it.

    Django drops it together with the row when a savepoint is rolled back.
    """

    def __init__(self, room: str) -> None:
        self.room = room

    def __call__(self) -> None:
        """Nothing is left to do at the commit."""


def note(execute: Callable, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Around every statement of a connection: one that writes to a room moves the room's stamp with it."""
    room = room_written(sql)
    used = context["connection"]
    if room is None or not is_here(used):
        return execute(sql, params, many, context)
    if not used.get_autocommit():
        result = execute(sql, params, many, context)
        if not any(isinstance(function, Moved) and function.room == room for _, function, _ in used.run_on_commit):
            move(used, room)
            if used.in_atomic_block:
                used.on_commit(Moved(room))
        return result
    if used.vendor == "sqlite" and "RETURNING" in sql:
        # Not over before the rows it returns are read; what is written meanwhile is committed with it.
        result = execute(sql, params, many, context)
        move(used, room)
        return result
    with transaction.atomic(using=used.alias):
        result = execute(sql, params, many, context)
        move(used, room)
    return result


def move(used: Any, room: str) -> None:
    with used.cursor() as cursor:
        cursor.execute(ADDED, [room, secrets.randbits(BITS)])


def room_written(sql: str) -> str | None:
    """The room whose table a statement writes to, if any that is not quiet."""
    if not isinstance(sql, str) or sql[:1] in "SB" or not apps.models_ready:
        return None
    found = WRITTEN.match(sql)
    return rooms_by_table().get(found[1]) if found else None


@cache
def rooms_by_table() -> dict[str, str]:
    """The app label of each table that is not quiet."""
    return {
        model._meta.db_table: model._meta.app_label
        for model in apps.get_models(include_auto_created=True)
        if not {model._meta.app_label, model._meta.label_lower} & QUIET
    }


def is_here(used: Any) -> bool:
    """Whether the table is made; before that, in the first migrations, nothing is kept either."""
    name = str(used.settings_dict["NAME"])
    if name not in _here and TABLE in used.introspection.table_names():
        _here.add(name)
    return name in _here
