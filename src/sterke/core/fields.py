"""Fields worked out from other fields at each save, so that search and order are the same on every database."""

from typing import Any

from django.db import models

from . import text


class DerivedField(models.CharField):
    """A text column computed from other fields of the row whenever it is saved, also by the office and in bulk."""

    def __init__(self, *sources: str, **kwargs: Any) -> None:
        self.sources = sources
        kwargs.setdefault("max_length", 500)
        kwargs.update(editable=False, blank=True, default="")
        super().__init__(**kwargs)

    def deconstruct(self) -> tuple:
        name, path, _, kwargs = super().deconstruct()
        for key in ("editable", "blank", "default"):
            kwargs.pop(key, None)
        return name, path, self.sources, kwargs

    def derive(self, value: str) -> str:
        raise NotImplementedError

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        joined = " ".join(str(getattr(model_instance, source) or "") for source in self.sources)
        value = self.derive(joined)[: self.max_length]
        setattr(model_instance, self.attname, value)
        return value


class FoldedField(DerivedField):
    """Search text: see ``text.fold``."""

    def derive(self, value: str) -> str:
        return text.fold(value)


class SortKeyField(DerivedField):
    """Norwegian order: see ``text.sort_key``."""

    def derive(self, value: str) -> str:
        return text.sort_key(value)
