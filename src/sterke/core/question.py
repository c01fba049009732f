"""A question that every request asks, compiled once.

Django builds the SQL of a queryset anew each time it is used, which costs ten times the answer (docs/adr/0010).
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.models import QuerySet

LAST_DAY = date(9998, 12, 31)  # stand-ins: values no real question holds
LAST_NUMBER = 2_000_000_011


class Question:
    """``Question(lambda user, day: Seat.objects.in_force(day).filter(user=user).values_list("network"))``.

    Called with numbers and dates in the place of the lambda's arguments it gives the rows as tuples. The lambda runs
    once for each kind of database, with stand-ins: it must not decide by its arguments, nor read the clock.
    """

    def __init__(self, build: Callable[..., QuerySet]) -> None:
        self.build = build
        self.compiled: dict[str, tuple[str, list[Any], dict[int, int], dict[int, Any]]] = {}

    def __call__(self, *values: int | date) -> list[tuple[Any, ...]]:
        if connection.vendor not in self.compiled:
            self.compiled[connection.vendor] = self.compile(values)
        sql, params, slots, converters = self.compiled[connection.vendor]
        filled = [_adapted(values[slots[at]]) if at in slots else param for at, param in enumerate(params)]
        with connection.cursor() as cursor:
            cursor.execute(sql, filled)
            rows = cursor.fetchall()
        if not converters:
            return rows
        return [tuple(_converted(cell, converters.get(at)) for at, cell in enumerate(row)) for row in rows]

    def compile(self, values: tuple[int | date, ...]) -> tuple[str, list[Any], dict[int, int], dict[int, Any]]:
        stand_ins = [_stand_in(value, at) for at, value in enumerate(values)]
        compiler = self.build(*stand_ins).query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        sought = {_adapted(stand_in): at for at, stand_in in enumerate(stand_ins)}
        slots = {at: sought[param] for at, param in enumerate(params) if param in sought}
        if set(slots.values()) != set(range(len(values))):
            raise ImproperlyConfigured("a question must use each of its arguments as it is given")
        return sql, list(params), slots, compiler.get_converters([column for column, *_ in compiler.select])


def _stand_in(value: int | date, at: int) -> int | date:
    return LAST_DAY - timedelta(days=at) if isinstance(value, date) else LAST_NUMBER + at


def _adapted(value: int | date) -> Any:
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


def _converted(cell: Any, rule: Any) -> Any:
    for converter in rule[0] if rule else ():
        cell = converter(cell, rule[1], connection)
    return cell
