"""Two people editing one row: the second save shows the difference; nothing is overwritten, nothing typed is lost."""

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _


class EditForm(forms.ModelForm):
    """A model form for rows with an integer ``version`` column.

    The form carries the version it was opened on. If the row has moved on, ``clean`` refuses and ``conflicts``
    lists (label, stored now, typed) for each field that differs; the form then carries the new version, so that a
    second, deliberate save goes through. ``claim`` moves the version in the database and is False if another save won.
    """

    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflicts: list[tuple[str, Any, Any]] = []
        self.stored_version = self.instance.version or 0
        self.initial["seen_version"] = self.stored_version

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        seen = cleaned.get("seen_version")
        if self.instance.pk and seen is not None and seen != self.stored_version:
            stored = type(self.instance)._base_manager.get(pk=self.instance.pk)
            for name in self._meta.fields or ():
                now = stored._meta.get_field(name).value_from_object(stored)
                typed = cleaned.get(name)
                typed = typed.pk if isinstance(typed, models.Model) else typed
                if name in cleaned and (typed or "") != (now or ""):
                    self.conflicts.append((str(self.fields[name].label), now, typed))
            data: Any = self.data.copy()  # type: ignore[attr-defined]
            data[self.add_prefix("seen_version")] = str(self.stored_version)
            self.data = data
            if self.conflicts:
                raise forms.ValidationError(
                    _("Someone else saved this while you were writing. See what differs, then save again."),
                    code="conflict",
                )
        return cleaned

    def claim(self) -> bool:
        rows = type(self.instance)._base_manager.filter(pk=self.instance.pk, version=self.stored_version)
        if rows.update(version=models.F("version") + 1) != 1:
            return False
        self.instance.version = self.stored_version + 1
        return True
