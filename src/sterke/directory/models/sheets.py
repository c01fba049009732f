from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SheetImport(models.Model):
    """An uploaded sheet on its way in: previewed, corrected row by row, then written all at once."""

    class State(models.TextChoices):
        PREVIEW = "preview", _("preview")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        DROPPED = "dropped", _("dropped")

    kind = models.CharField(_("kind"), max_length=20)  # organisations, people
    file_name = models.CharField(_("file"), max_length=200)
    columns = models.JSONField(default=list)
    fields = models.JSONField(default=list)  # what each column holds; empty for a column left out
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PREVIEW)
    total_rows = models.PositiveIntegerField(default=0)
    done_rows = models.PositiveIntegerField(default=0)
    outcome = models.JSONField(default=dict, blank=True)
    by_key = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(_("uploaded"), default=timezone.now)

    class Meta:
        verbose_name = _("sheet import")
        verbose_name_plural = _("sheet imports")
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.file_name

    @property
    def has_columns(self) -> bool:
        """Somebody, or the headings, have said where the name stands; without it no row can be read."""
        return "name" in self.fields


class SheetRow(models.Model):
    """One row of a sheet as it came, what was corrected by hand, and what the check said. Gone once written."""

    class State(models.TextChoices):
        UNREAD = "unread", _("not read yet")
        NEW = "new", _("new")
        UPDATED = "updated", _("updates")
        UNCHANGED = "unchanged", _("unchanged")
        ERROR = "error", _("error")
        SKIPPED = "skipped", _("skipped")

    sheet = models.ForeignKey(SheetImport, models.CASCADE, related_name="rows", verbose_name=_("sheet import"))
    line = models.PositiveIntegerField(_("row"))
    cells = models.JSONField(default=list)
    corrected = models.JSONField(default=dict)  # field name to text typed in the browser
    problem = models.CharField(max_length=500, blank=True)  # of the row itself: too many cells, a formula
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.UNREAD)
    errors = models.JSONField(default=dict)  # field name to sentence
    remarks = models.JSONField(default=list)  # what will change, in words

    class Meta:
        verbose_name = _("row of a sheet")
        verbose_name_plural = _("rows of a sheet")
        ordering = ("line",)
        constraints = [models.UniqueConstraint(fields=["sheet", "line"], name="one_row_a_line")]

    def __str__(self) -> str:
        return f"{self.sheet_id}:{self.line}"

    def values(self, fields: list[str]) -> dict[str, str]:
        """The text of each field: the cell of its column, or what was typed instead."""
        cells = {name: cell for name, cell in zip(fields, self.cells, strict=True) if name}
        return cells | self.corrected

    def verdict(self) -> tuple[Any, ...]:
        return self.state, self.errors, self.remarks
