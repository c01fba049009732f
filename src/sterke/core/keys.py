"""A text key for any row: ``directory.organisation:12``. History, links and mails name rows by it."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import models


def key_of(row: models.Model) -> str:
    return f"{row._meta.label_lower}:{row.pk}"


def row_of(key: str) -> Any:
    """The row a key names, or None when it is gone."""
    label, _, pk = key.partition(":")
    try:
        return apps.get_model(label)._base_manager.filter(pk=pk).first()
    except (LookupError, ValueError):
        return None


def rows_of(keys: Iterable[str]) -> dict[str, Any]:
    """The rows that keys name, those that are there; one question for each kind of row."""
    numbers: dict[str, set[str]] = {}
    for label, _, pk in (key.partition(":") for key in keys):
        numbers.setdefault(label, set()).add(pk)
    found = (row for label, pks in numbers.items() for row in apps.get_model(label)._base_manager.filter(pk__in=pks))
    return {key_of(row): row for row in found}
