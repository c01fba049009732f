"""The database as one file, out and in, for each engine. Used by backup.py alone."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.migrations.loader import MigrationLoader

FILES = {"sqlite": "sterke.sqlite3", "postgresql": "sterke.pgdump"}
Rows = dict[str, int]
Migrations = list[list[str]]


class DumpProblem(Exception):
    """One sentence for people."""


def file_name() -> str:
    return FILES[connection.vendor]


def migrations_known() -> set[tuple[str, str]]:
    """Every migration this program has, squashed ones and those they replace included."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    replaced = {key for migration in loader.disk_migrations.values() for key in migration.replaces}
    return set(loader.disk_migrations) | replaced


def row_counts() -> Rows:
    with connection.cursor() as cursor:
        return _counts(cursor, sorted(connection.introspection.table_names(cursor)))


def _counts(cursor: Any, tables: Sequence[str]) -> Rows:
    counts = {}
    for table in tables:
        quoted = table.replace('"', '""')
        found = cursor.execute(f'SELECT count(*) FROM "{quoted}"')  # noqa: S608 names from the database itself
        counts[table] = (found or cursor).fetchone()[0]
    return counts


def dump(path: Path) -> tuple[Rows, Migrations]:
    """Copy the database in use to a file, and return rows by table and applied migrations, both as in the copy."""
    try:
        return _dump_sqlite(path) if connection.vendor == "sqlite" else _dump_postgresql(path)
    except sqlite3.Error as error:
        raise DumpProblem(f"{path.name}: {error}") from error


def check(path: Path, rows: Rows, migrations: Migrations) -> None:
    """Raise DumpProblem unless the file is a whole database with just these rows and migrations."""
    if connection.vendor == "sqlite":
        found = _look_into_sqlite(path)
        if found != (rows, migrations):
            raise DumpProblem("the rows are not those the manifest says")
    else:
        _run("pg_restore", "--list", str(path))


def load(path: Path, after: Sequence[str] = ()) -> None:
    """Overwrite the database in use with a file, and run statements in it before anybody sees it.

    ``{true}`` in a statement stands for the engine's true.
    """
    if connection.vendor == "sqlite":
        try:
            _load_sqlite(path, [statement.format(true="1") for statement in after])
        except sqlite3.Error as error:
            raise DumpProblem(f"The rows cannot be put in place: {error}.") from error
    else:
        _load_postgresql(path, [statement.format(true="true") for statement in after])


# SQLite: the online copy. Never cp: a plain copy of a database in use loses rows (trust.md § 1).


def _dump_sqlite(path: Path) -> tuple[Rows, Migrations]:
    connection.ensure_connection()
    with contextlib.closing(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
    with path.open("rb") as file:
        os.fsync(file.fileno())
    return _look_into_sqlite(path)


def _look_into_sqlite(path: Path) -> tuple[Rows, Migrations]:
    try:
        with contextlib.closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as copy:
            if (answer := copy.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
                raise DumpProblem(str(answer))
            if broken := copy.execute("PRAGMA foreign_key_check").fetchone():
                raise DumpProblem(f"a row in {broken[0]} points to a row in {broken[2]} that is not there")
            tables = [
                name
                for (name,) in copy.execute(
                    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'sqlite_*' ORDER BY name"
                )
            ]
            migrations = copy.execute("SELECT app, name FROM django_migrations ORDER BY app, name").fetchall()
            return _counts(copy.cursor(), tables), [list(row) for row in migrations]
    except sqlite3.DatabaseError as error:
        raise DumpProblem(str(error)) from error


def _load_sqlite(path: Path, after: Sequence[str]) -> None:
    with contextlib.closing(sqlite3.connect(path)) as copy:
        for statement in after:
            copy.execute(statement)
        copy.commit()
        connection.ensure_connection()
        # One transaction on the database in use: web and worker may run, and see the old house or the new.
        copy.backup(connection.connection)
    journal = connection.connection.execute("PRAGMA journal_mode=WAL").fetchone()
    if journal[0] not in ("wal", "memory"):
        raise DumpProblem("the restored database could not be set to write-ahead logging")


# PostgreSQL: its own tools, under a snapshot that also gives the row counts.


def _dump_postgresql(path: Path) -> tuple[Rows, Migrations]:
    with _snapshot() as (cursor, snapshot):
        tables = sorted(connection.introspection.table_names(cursor))
        rows = _counts(cursor, tables)
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
        migrations = [list(row) for row in cursor.fetchall()]
        _run(
            "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={path}",
            f"--dbname={connection.settings_dict['NAME']}",
        )  # fmt: skip
    with path.open("rb") as file:
        os.fsync(file.fileno())
    return rows, migrations


@contextlib.contextmanager
def _snapshot() -> Iterator[tuple[Any, str]]:
    """A connection of its own, so that it works whatever the caller is in the middle of."""
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            yield cursor, cursor.fetchone()[0]
            cursor.execute("COMMIT")
    finally:
        own.close()


def _load_postgresql(path: Path, after: Sequence[str]) -> None:
    script = path.with_suffix(".sql")
    _run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(path))
    connection.close()
    end = path.with_name("end.sql")
    # pg_restore's script empties the search path, so tables are named in full.
    end.write_text("SET search_path = public;\n" + "".join(f"{statement};\n" for statement in after))
    begin = path.with_name("begin.sql")
    begin.write_text("DROP SCHEMA public CASCADE; CREATE SCHEMA public;\n")
    _run(
        "psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null",
        f"--dbname={connection.settings_dict['NAME']}", f"--file={begin}", f"--file={script}", f"--file={end}",
    )  # fmt: skip


def _run(tool: str, *arguments: str) -> None:
    """Run one of PostgreSQL's tools. The password goes by environment, never on the command line."""
    if shutil.which(tool) is None:
        raise DumpProblem(f"{tool} is not installed; install PostgreSQL's client tools (postgresql-client).")
    given = connection.settings_dict
    by_environment = {
        "PGHOST": given["HOST"],
        "PGPORT": given["PORT"],
        "PGUSER": given["USER"],
        "PGPASSWORD": given["PASSWORD"],
    }
    environment = os.environ | {name: str(value) for name, value in by_environment.items() if value}
    ran = subprocess.run([tool, *arguments], env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if ran.returncode:
        lines = [line for line in ran.stderr.strip().splitlines() if line] or [f"exit code {ran.returncode}"]
        raise DumpProblem(f"{tool}: {lines[0]}")
