"""The forms of a sheet on its way in: the file, and what each of its columns holds."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from . import sheet_rows
from .models import SheetImport

LOOKED_AT = 20  # rows searched for something to show of each column
SHOWN = 3
NOTHING = "-"


class UploadForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What is in it"), choices=[("organisations", _("organisations")), ("people", _("people"))]
    )
    file = forms.FileField(label=_("File"), widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}))


class ColumnsForm(forms.Form):
    """One choice for each column of the sheet, named by its heading, with its first cells as help."""

    def __init__(self, *args: Any, sheet: SheetImport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        fields = sheet_rows.FIELDS[sheet.kind]
        choices = [(NOTHING, gettext("leave it out")), *((name, found[0]) for name, found in fields.items())]
        looked_at = list(sheet.rows.all()[:LOOKED_AT])
        for at, heading in enumerate(sheet.columns):
            filled = dict.fromkeys(row.cells[at].strip()[:40] for row in looked_at if row.cells[at].strip())
            self.fields[sheet_rows.column_key(at)] = forms.ChoiceField(
                label=heading or gettext("Column %(number)s") % {"number": at + 1},
                choices=choices,
                initial=sheet.fields[at] or NOTHING,
                help_text=" · ".join(list(filled)[:SHOWN]) or gettext("empty"),
            )

    def chosen(self) -> list[str]:
        """The field of each column; empty for one left out."""
        chosen = [self.cleaned_data[sheet_rows.column_key(at)] for at in range(len(self.sheet.columns))]
        return ["" if field == NOTHING else field for field in chosen]
