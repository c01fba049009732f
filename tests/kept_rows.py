"""Rows that were made once, put back into the database as they were: many times cheaper than making them again.

What a test gets is the same as if they had been made for it: the rows, and objects of its own that stand for them.
"""

import datetime
import pickle
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import time_machine
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import get_language

from sterke.core.models import Stamp

type Rows = list[tuple[Any, ...]]


@dataclass
class Table:
    name: str
    rows: Rows
    instead: bool  # these rows only: those that stood there before have changed


_kept: dict[Hashable, tuple[bytes, list[Table]]] = {}


def once[T](make: Callable[[], T]) -> T:
    """What ``make`` gives: made the first time, put back from then on where all else is as it was that time."""
    if time_machine.escape_hatch.is_travelling():
        return make()  # at another time it would be another
    said = settings.DEMO, settings.SITE_URL, settings.MEDIA_ROOT
    kinds = ContentType.objects.aggregate(Max("pk"))["pk__max"]  # numbered anew after a test that empties the database
    key = make.__qualname__, datetime.date.today(), get_language(), kinds, *said, *counts().values()
    if key not in _kept:
        before = {table: rows(table) for table in tables()}
        made = make()
        _kept[key] = pickle.dumps(made), list(changed(before))
        return made
    packed, changes = _kept[key]
    put_back(changes)
    return pickle.loads(packed)


def changed(before: dict[str, Rows]) -> Iterator[Table]:
    for name, old in before.items():
        now, known = rows(name), {repr(row) for row in old}
        added = [row for row in now if repr(row) not in known]
        if len(known) + len(added) != len(now):
            yield Table(name, now, instead=True)
        elif added:
            yield Table(name, added, instead=False)


def put_back(changes: list[Table]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for table in changes:
            if table.instead:
                cursor.execute(f'DELETE FROM "{table.name}"')
            marks = "(" + ", ".join(["%s"] * len(tables()[table.name])) + ")"
            into = f'INSERT INTO "{table.name}" ({columns(table.name)}) VALUES '
            cursor.execute(
                into + ", ".join([marks] * len(table.rows)), [stored(cell) for row in table.rows for cell in row]
            )


def stored(cell: Any) -> Any:
    """As the database takes it: SQLite knows no hour of the day."""
    return connection.ops.adapt_timefield_value(cell) if isinstance(cell, datetime.time) else cell


@cache
def tables() -> dict[str, list[str]]:
    """The columns of each table that a model stands in, but for those that follow other rows: stamps, SQLite's index."""
    models = [model for model in apps.get_models(include_auto_created=True) if not model._meta.proxy]
    return {
        model._meta.db_table: [field.column for field in model._meta.local_concrete_fields if not field.generated]
        for model in models
        if model._meta.managed and model is not Stamp and not model._meta.db_table.endswith("_fts")
    }


def columns(table: str) -> str:
    return ", ".join(f'"{name}"' for name in tables()[table])


def rows(table: str) -> Rows:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {columns(table)} FROM "{table}"')
        return cursor.fetchall()


def counts() -> dict[str, int]:
    """How many rows there are in each table."""
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}', COUNT(*) FROM \"{name}\"" for name in tables()))
        return dict(cursor.fetchall())
