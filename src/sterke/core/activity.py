"""History. Every action calls ``record``; every page about a row can show its ``history_of``."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.timezone import localdate

from .keys import key_of
from .models import Activity, ActivityTopic
from .question import Answer, Question
from .visibility import Visibility

_history = Question(
    lambda user, key, without=(): Activity.objects.visible_to(user).about(key).exclude(verb__in=without)
)


def history_of(row: models.Model, user: Any, most: int = 30, *, without: tuple[str, ...] = ()) -> Answer:
    """The latest lines about a row that this user may see, newest first; without verbs that are told elsewhere."""
    return _history(user, key_of(row), without=without)[:most]


def record(
    verb: str,
    subject: models.Model,
    *,
    by: Any,
    about: Iterable[models.Model | None] = (),
    visibility: str = Visibility.SECRETARIAT,
    **details: Any,
) -> Activity:
    """Write one line of history.

    ``verb`` is ``noun.done`` ("organisation.edited"), its sentence stands in the room's house.py. ``by`` is a user.
    ``about`` names further rows whose timeline shows the line. ``details`` must be JSON; a ``changes`` detail is
    ``{"field label": [before, after]}``.
    """
    line = Activity.objects.create(
        verb=verb,
        actor=str(by)[:200],
        actor_key=key_of(by),
        subject=str(subject)[:300],
        subject_key=key_of(subject),
        visibility=visibility,
        details=details,
    )
    keys = {key_of(subject), *(key_of(row) for row in about if row is not None)}
    ActivityTopic.objects.bulk_create(ActivityTopic(activity=line, key=key) for key in sorted(keys))
    return line


def last_told(model: type[models.Model], *verbs: str) -> dict[int, date]:
    """On what day each row of a model last had a line with one of these verbs, by number. One question for all rows."""
    start = f"{model._meta.label_lower}:"
    lines = Activity.objects.filter(verb__in=verbs, subject_key__startswith=start).order_by().values_list("subject_key")
    return {int(key.removeprefix(start)): localdate(at) for key, at in lines.annotate(models.Max("at"))}


def changes_between(before: dict[str, Any], row: models.Model) -> dict[str, list[str]]:
    """What differs between earlier values (``model_to_dict``) and the row now, as ``{label: [before, after]}``."""
    changes = {}
    for name, old in before.items():
        field: Any = row._meta.get_field(name)
        new = field.value_from_object(row)
        if old != new:
            changes[str(getattr(field, "verbose_name", name))] = [_plain(old), _plain(new)]
    return changes


def _plain(value: Any) -> str:
    return "" if value is None else str(value)


def labels_of(row: models.Model, names: Iterable[str]) -> dict[str, str]:
    """What a row says, field by field, as people read it: names instead of numbers of rows, 12.5 instead of 12.500."""
    return {str(getattr(row._meta.get_field(name), "verbose_name", name)): _said(row, name) for name in names}


def _said(row: models.Model, name: str) -> str:
    if row._meta.get_field(name).many_to_many:
        return ", ".join(sorted(str(each) for each in getattr(row, name).all()))
    shown = getattr(row, f"get_{name}_display", lambda: getattr(row, name))()
    return "" if shown is None else f"{shown.normalize():f}" if isinstance(shown, Decimal) else str(shown)
