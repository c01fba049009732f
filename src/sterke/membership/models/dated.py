"""What holds from a day to a day."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from sterke.directory.models import in_force


class RunningQuerySet(models.QuerySet):
    """Dated rows, ``valid_from`` to ``valid_to`` (its last day)."""

    def in_force(self, on: date | None = None) -> Self:
        return self.filter(in_force(on))

    def running_after(self, day: date) -> Self:
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day))

    def end_on(self, day: date) -> int:
        """Let these rows have ``day`` as their last; those that had not begun by then never do. Returns how many."""
        unborn = self.filter(valid_from__gt=day).delete()[0]
        return unborn + self.filter(valid_from__lte=day).update(valid_to=day)
