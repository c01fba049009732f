from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from sterke.core.access import open_to
from sterke.core.once import fresh_key, once
from sterke.core.paging import page_of
from sterke.core.visibility import Visibility

from .. import actions, sheet_rows
from ..import_forms import ColumnsForm, UploadForm
from ..models import SheetImport, SheetRow


@open_to(Visibility.SECRETARIAT)
def imports(request: HttpRequest) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None)

    def act() -> str:
        file = form.cleaned_data["file"]
        kind = form.cleaned_data["kind"]
        sheet = actions.start_import(kind, file_name=file.name, data=file.read(), by=request.user)
        return reverse("directory:import_sheet", args=[sheet.pk])

    if request.method == "POST" and form.is_valid():
        try:
            return once(request, act)
        except ValidationError as error:
            form.add_error("file", error)
    page = page_of(request, SheetImport.objects.all())
    context = {"form": form, "page": page, "once_key": fresh_key()}
    return render(request, "directory/imports.html", context, status=422 if form.errors else 200)


@require_safe
@open_to(Visibility.SECRETARIAT)
def import_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The preview, the progress and the outcome of one sheet: one address to come back to."""
    sheet = get_object_or_404(SheetImport, pk=pk)
    if sheet.state == SheetImport.State.PREVIEW and not sheet.has_columns:
        return redirect("directory:choose_columns", pk)
    counts = dict(sheet.rows.order_by().values_list("state").annotate(Count("pk")))
    rows = sheet.rows.filter(state=SheetRow.State.ERROR) if request.GET.get("vis") == "feil" else sheet.rows.all()
    labels = {name: field[0] for name, field in sheet_rows.FIELDS[sheet.kind].items()}
    context = {
        "sheet": sheet,
        "page": page_of(request, rows),
        "wrong": counts.get(SheetRow.State.ERROR, 0),
        "counts": {state.value: counts.get(state, 0) for state in SheetRow.State},
        "unused": [column for column, field in zip(sheet.columns, sheet.fields, strict=True) if not field],
        "missing": [label for name, label in labels.items() if name not in sheet.fields],
        "running": sheet.state == SheetImport.State.RUNNING,
    }
    template = "directory/import_sheet.html#progress" if request.htmx else "directory/import_sheet.html"
    return render(request, template, context)


@open_to(Visibility.SECRETARIAT)
def choose_columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what each column holds, with the first cells of each to see by."""
    sheet = get_object_or_404(SheetImport, pk=pk, state=SheetImport.State.PREVIEW)
    form = ColumnsForm(request.POST or None, sheet=sheet)
    if request.method == "POST" and form.is_valid():
        try:
            actions.choose_columns(sheet, fields=form.chosen(), by=request.user)
            return redirect("directory:import_sheet", pk)
        except ValidationError as problem:
            form.add_error(None, problem)
    context = {"form": form, "sheet": sheet}
    return render(request, "directory/import_columns.html", context, status=422 if form.errors else 200)


@open_to(Visibility.SECRETARIAT)
def import_row(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    """Correct or skip one row."""
    sheet = get_object_or_404(SheetImport, pk=pk, state=SheetImport.State.PREVIEW)
    if request.method == "POST":
        values = {name: request.POST[name][:2000] for name in sheet_rows.FIELDS[sheet.kind] if name in request.POST}
        try:
            actions.correct_row(sheet, line=line, values=values, skip="skip" in request.POST, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("directory:import_sheet", pk)
    row = sheet.rows.filter(line=line).first()
    if row is None or (request.method == "POST" and row.state != SheetRow.State.ERROR):
        return redirect("directory:import_sheet", pk)
    values = row.values(sheet.fields)
    fields = [
        {"name": name, "label": label, "value": values.get(name, ""), "error": row.errors.get(name, "")}
        for name, (label, *_rest) in sheet_rows.FIELDS[sheet.kind].items()
    ]
    context = {"sheet": sheet, "row": row, "fields": fields, "problem": row.errors.get("row", "")}
    return render(request, "directory/import_row.html", context)


@require_POST
@open_to(Visibility.SECRETARIAT)
def write_import(request: HttpRequest, pk: int) -> HttpResponse:
    sheet = get_object_or_404(SheetImport, pk=pk)
    try:
        actions.write_import(sheet, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("directory:import_sheet", pk)


@require_POST
@open_to(Visibility.SECRETARIAT)
def drop_import(request: HttpRequest, pk: int) -> HttpResponse:
    actions.drop_import(get_object_or_404(SheetImport, pk=pk), by=request.user)
    return redirect("directory:imports")
