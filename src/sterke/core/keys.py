"""A text key for any row: ``directory.organisation:12``. History, links and mails name rows by it."""

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
