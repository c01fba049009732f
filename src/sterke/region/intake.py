"""A sheet of figures that the secretariat drops in: looked at first, taken in when somebody says so."""

import hashlib
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from sterke.core.access import open_to
from sterke.core.models import FetchedResponse
from sterke.core.visibility import Visibility

from . import actions
from .figures.cube import MOST_BYTES
from .figures.pick import Picked
from .models import Indicator, Municipality
from .series import told
from .told import REASONS, period_in_words

SHEET = "sheet"  # the source of a file that somebody dropped in
SHOWN = 200


class SheetForm(forms.Form):
    indicator = forms.ModelChoiceField(
        Indicator.objects.exclude(channel=Indicator.Channel.WORKED_OUT), label=_("What the figures are of")
    )
    file = forms.FileField(
        label=_("File"), widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.json"}),
        help_text=_("A column for the municipality, one for the year or period, one for the value."),
    )  # fmt: skip

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_("The file is too large."))
        return file

    def clean(self) -> None:
        """The file can be read, and holds figures of this indicator for our municipalities."""
        file, indicator = self.cleaned_data.get("file"), self.cleaned_data.get("indicator")
        if file is None or indicator is None:
            return
        self.body = file.read()
        try:
            actions.look(self.body, file.name, indicator)
        except ValidationError as problem:
            self.add_error("file", problem)


@open_to(Visibility.SECRETARIAT)
def read_in(request: HttpRequest) -> HttpResponse:
    """Choose what the figures are of, and the file. It is kept as it came; nothing is taken in yet."""
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        row = FetchedResponse.objects.create(
            source=SHEET, url=f"{SHEET}:{file.name}"[:2000], status=200, content_type=str(file.content_type)[:100],
            body=form.body, sha256=hashlib.sha256(form.body).hexdigest(),
        )  # fmt: skip
        return redirect("region:read_in_sheet", form.cleaned_data["indicator"].slug, row.pk)
    return render(request, "region/read_in.html", {"form": form}, status=422 if form.errors else 200)


@open_to(Visibility.SECRETARIAT)
def read_in_sheet(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What stands in the sheet, figure by figure; POST takes it in."""
    indicator = get_object_or_404(Indicator, slug=slug)
    row = get_object_or_404(FetchedResponse, pk=pk, source=SHEET)
    body, name = bytes(row.body), row.url.removeprefix(f"{SHEET}:")
    try:
        picked = actions.look(body, name, indicator)
        if request.method != "POST":
            return render(request, "region/read_in_sheet.html", seen(indicator, name, picked))
        result = actions.take_file(body, name, by=request.user, only=indicator, response=row)[indicator]
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
        return redirect("region:read_in")
    words = {"new": result.new, "corrected": result.corrected, "unchanged": result.unchanged}
    messages.success(request, _t("Taken in: %(new)s new, %(corrected)s corrected, %(unchanged)s as before.") % words)
    return redirect(indicator.get_absolute_url())


def seen(indicator: Indicator, name: str, picked: Picked) -> dict[str, Any]:
    """The figures of a sheet as a person looks at them: newest first, with the reason where there is none."""
    names: dict[Any, str] = dict(Municipality.objects.values_list("pk", "name"))
    newest_first = sorted(picked.figures, key=lambda each: (each.day, names[each.place]), reverse=True)
    return {
        "indicator": indicator,
        "name": name,
        "number": len(newest_first),
        "lacking": [names[place] for place in picked.lacking],
        "left_out": picked.left_out,
        "lines": [
            {
                "place": names[each.place],
                "period": period_in_words(each.period),
                "value": told(each.value, indicator.decimals),
                "reason": str(REASONS.get(each.status, each.status)) if each.value is None else "",
            }
            for each in newest_first[:SHOWN]
        ],
    }
