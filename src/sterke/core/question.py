"""A read that pages ask again and again, translated to SQL once for each kind of asker.

Django builds the SQL of a queryset anew each time it is used, which costs ten times the answer (docs/adr/0010).
"""

from collections.abc import Callable, Hashable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from django.core.exceptions import EmptyResultSet, ImproperlyConfigured
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

LAST_DAY = date(9998, 12, 31)  # stand-ins: values no real question holds
LAST_NUMBER = 2_000_000_011
MOST_KINDS = 300  # of one question; more would be one whose kinds never end
TODAY = -1  # the slot of the day it is
COUNT = "count"
MISSING: Any = object()
_day: ContextVar[date | None] = ContextVar("day", default=None)


def today() -> date:
    """The day it is, for a rule about dates in a queryset; while a question is translated, a stand-in for it."""
    return _day.get() or timezone.localdate()


class Question:
    """``Question(lambda user, place: Organisation.objects.visible_to(user).filter(municipality=place))``.

    Called with a user, numbers, lists of numbers, days or texts it gives an ``Answer``, lazy as a queryset is. The
    lambda runs once for each kind of asker (what the user is, not who), with stand-ins: it must not decide by its other
    arguments, nor read the clock but through ``today``. What it may decide by is given by name, as in
    ``question(user, leaders=True)``.
    """

    def __init__(self, build: Callable[..., QuerySet]) -> None:
        self.build = build
        self.kept: dict[Hashable, _Translation | None] = {}

    def __call__(self, *values: Any, **kind: Hashable) -> "Answer":
        return Answer(self, values, kind)

    def translated(
        self, values: tuple[Any, ...], kind: dict[str, Hashable], part: Hashable
    ) -> tuple["_Translation | None", list[Any]]:
        """The translation for this asker and the values it is filled with; None where no row can answer."""
        given = [_argument(value) for value in values]
        key = (connection.vendor, part, *kind.items(), *(argument.kind for argument in given))
        made = self.kept.get(key, MISSING)  # another thread may empty what is kept at any moment
        if made is MISSING:
            if len(self.kept) >= MOST_KINDS:
                self.kept.clear()
            made = self.kept[key] = _translate(self.build, given, kind, part)
        return made, made.filled([real for argument in given for real in argument.reals]) if made else []


class Answer:
    """The rows of a question, fetched when first looked at; sliced and counted as a queryset is."""

    ordered = True  # what is paged says its order

    def __init__(self, question: Question, values: tuple[Any, ...], kind: dict[str, Hashable], part: Any = None):
        self.question, self.values, self.kind, self.part = question, values, kind, part

    @cached_property
    def rows(self) -> list[Any]:
        return self.ask(self.part)

    @property
    def is_part(self) -> bool:
        """Cut out or fetched already: no questions of its own are left."""
        return self.part is not None or "rows" in self.__dict__

    def ask(self, part: Hashable) -> list[Any]:
        """The rows, or those of a part ``(from, to)``, or with ``COUNT`` their number as ``[(n,)]``."""
        translation, filled = self.question.translated(self.values, self.kind, part)
        if translation is None:
            return [(0,)] if part == COUNT else []
        return translation.rows(filled)

    def identity(self, part: Hashable) -> Hashable:
        """Two answers with the same identity have the same rows."""
        translation, filled = self.question.translated(self.values, self.kind, part)
        return (connection.vendor, translation and translation.sql, *filled)

    def count(self) -> int:
        return len(self.rows) if self.is_part else self.ask(COUNT)[0][0]

    def first(self) -> Any:
        return next(iter(self[:1]), None)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, at: Any) -> Any:
        if not isinstance(at, slice) or self.is_part:
            return self.rows[at]
        return Answer(self.question, self.values, self.kind, (at.start or 0, at.stop))


@dataclass(frozen=True)
class _Argument:
    """What a value is (a part of the key), the values it brings into the SQL, and a stand-in made of their stand-ins.

    A ``needed`` value that never reaches the SQL as it is given was decided by, and the question is refused.
    """

    kind: Hashable
    reals: tuple[Any, ...]
    stand_in: Callable[[list[Any]], Any]
    needed: bool = False


def _argument(value: Any) -> _Argument:
    if hasattr(value, "is_authenticated"):
        return _user(value)
    if isinstance(value, (list, tuple, set, frozenset)):
        return _many(list(value))
    if value is None or isinstance(value, bool):
        raise ImproperlyConfigured("what a question decides by is given by name")
    kind = next(kind for kind in (int, str, datetime, date) if isinstance(value, kind))
    return _Argument(kind, (value,), lambda marks: marks[0], needed=True)


def _many(values: list[Any]) -> _Argument:
    """A list for ``__in``, filled up with its last value to the next power of two: a few kinds, not one a length."""
    length = 1 << (len(values) - 1).bit_length() if values else 0
    reals = (*values, *values[-1:] * (length - len(values)))
    return _Argument(("many", length), reals, lambda marks: marks, needed=True)


def _user(user: Any) -> _Argument:
    """A user is what the standing says; the stand-in has an equal one with other numbers, and nothing else."""
    if not user.is_authenticated:
        return _Argument("visitor", (), lambda _marks: user)
    names = [part.name for part in fields(user.standing)]
    standing = {name: getattr(user.standing, name) for name in names}
    numbers = {name: sorted(value) for name, value in standing.items() if not isinstance(value, bool)}

    def stand_in(marks: list[Any]) -> Any:
        left = iter(marks)
        twin = user.__class__(pk=next(left))
        twin.standing = user.standing.__class__(
            **standing | {name: frozenset(next(left) for _ in held) for name, held in numbers.items()}
        )
        return twin

    kind = tuple(len(value) if name in numbers else value for name, value in standing.items())
    return _Argument(kind, (user.pk, *(number for held in numbers.values() for number in held)), stand_in)


class _Translation:
    """SQL with its slots, and what Django needs to make rows of the answer."""

    def __init__(self, rows: QuerySet, slot_of: dict[Any, int], part: Hashable) -> None:
        self.queryset, self.compiler = rows, rows.query.get_compiler(connection=connection)
        self.sql, params = self.compiler.as_sql()
        if part == COUNT:
            self.sql = f"SELECT COUNT(*) FROM ({self.sql}) AS counted"  # noqa: S608 -- Django's own SQL
        self.params = list(params)
        self.slots = {at: slot_of[param] for at, param in enumerate(params) if _known(param, slot_of)}
        self.converters = self.compiler.get_converters([column for column, *_ in self.compiler.select])

    def filled(self, reals: list[Any]) -> list[Any]:
        """What goes into the SQL, of these values and the day it is."""
        params = self.params.copy()
        for at, slot in self.slots.items():
            params[at] = _adapted(timezone.localdate() if slot == TODAY else reals[slot])
        return params

    def rows(self, filled: list[Any]) -> list[Any]:
        # Django's own machinery makes the rows; only the translation is taken from it.
        rows, query, compiler = (_twin(part) for part in (self.queryset, self.queryset.query, self.compiler))
        compiler.connection = connection
        compiler.as_sql = lambda: (self.sql, tuple(filled))
        compiler.get_converters = lambda _columns: self.converters
        query.get_compiler = lambda *_args, **_named: compiler
        rows._query = query
        return list(rows._iterable_class(rows))


def _translate(
    build: Callable[..., QuerySet], given: list[_Argument], kind: dict[str, Hashable], part: Hashable
) -> _Translation | None:
    """The translation for this kind of asker; None where no row can answer, as within an empty list."""
    marks = [_mark(real, at) for at, real in enumerate(real for argument in given for real in argument.reals)]
    left, stand_ins, needed = iter(marks), [], set()
    for argument in given:
        own = [next(left) for _ in argument.reals]
        stand_ins.append(argument.stand_in(own))
        needed |= set(own) if argument.needed else set()
    token = _day.set(LAST_DAY)
    try:
        rows = build(*stand_ins, **kind)
        if part == COUNT:
            rows = rows.order_by() if rows.query.distinct else rows.order_by().values_list("pk")
        elif part is not None:
            rows = rows[slice(*part)]  # type: ignore[misc]
        slot_of = {_adapted(mark): at for at, mark in enumerate(marks)} | {_adapted(LAST_DAY): TODAY}
        made = _Translation(rows, slot_of, part)
    except EmptyResultSet:
        return None
    finally:
        _day.reset(token)
    if not {_adapted(mark) for mark in needed} <= {made.params[at] for at in made.slots}:
        raise ImproperlyConfigured("a question must use each of its arguments as it is given")
    clock = {str(timezone.localdate()), str(timezone.now().date())}
    if any(str(param)[:10] in clock for param in made.params):
        raise ImproperlyConfigured("a question must ask today() for the day, not the clock")
    return made


def _twin(thing: Any) -> Any:
    twin = object.__new__(type(thing))
    twin.__dict__.update(thing.__dict__)
    return twin


def _known(param: Any, slot_of: dict[Any, int]) -> bool:
    return isinstance(param, Hashable) and param in slot_of


def _mark(value: Any, at: int) -> Any:
    """A stand-in of the same kind as a value: the ``at``-th."""
    if isinstance(value, str):
        return f"stand-in-{at}"
    if isinstance(value, datetime):
        return datetime.combine(LAST_DAY - timedelta(days=1 + at), time(), UTC)
    return LAST_DAY - timedelta(days=1 + at) if isinstance(value, date) else LAST_NUMBER + at


def _adapted(value: Any) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
