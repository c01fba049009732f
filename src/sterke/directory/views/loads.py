from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sterke.core.access import open_to
from sterke.core.once import fresh_key, once
from sterke.core.paging import page_of
from sterke.core.visibility import Visibility

from .. import actions, load_wording, register
from ..load_forms import AnswersForm, SearchForm
from ..models import LoadedUnit, RegisterLoad


@open_to(Visibility.SECRETARIAT)
def register_loads(request: HttpRequest) -> HttpResponse:
    """Ask the register for many; earlier loads below."""
    form = SearchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        question, title = form.question(), form.title()
        try:
            first = register.search_place(**question, hurry=True)
            return once(
                request,
                lambda: load_page(actions.start_search_load(question, title=title, first=first, by=request.user)),
            )
        except register.RegisterSilent:
            form.add_error(None, _("The register does not answer right now. Nothing has changed; try again later."))
        except ValidationError as problem:
            form.add_error(None, problem)
    return loads_page(request, search=form)


@require_POST
@open_to(Visibility.SECRETARIAT)
def upload_answers(request: HttpRequest) -> HttpResponse:
    """Stored answers of the register, as ``sterke fetch brreg --from`` takes them."""
    form = AnswersForm(request.POST, request.FILES)
    if form.is_valid():
        files = [(file.name, file.read()) for file in form.cleaned_data["answers"]]
        try:
            return once(request, lambda: load_page(actions.start_file_load(files, by=request.user)))
        except ValidationError as problem:
            form.add_error("answers", problem)
    return loads_page(request, upload=form)


def loads_page(request: HttpRequest, *, search: Any = None, upload: Any = None) -> HttpResponse:
    page = page_of(request, RegisterLoad.objects.visible_to(request.user))
    search, upload = search or SearchForm(), upload or AnswersForm()
    context = {"search": search, "upload": upload, "page": page, "once_key": fresh_key()}
    wrong = search.errors or upload.errors
    return render(request, "directory/register_loads.html", context, status=422 if wrong else 200)


def load_page(load: RegisterLoad) -> str:
    return reverse("directory:register_load", args=[load.pk])


def load_for(request: HttpRequest, pk: int) -> RegisterLoad:
    return get_object_or_404(RegisterLoad.objects.visible_to(request.user), pk=pk)


@require_safe
@open_to(Visibility.SECRETARIAT)
def register_load(request: HttpRequest, pk: int) -> HttpResponse:
    """What was found, to tick; the progress; how it went: one address to come back to."""
    load = load_for(request, pk)
    counts = load.counts()
    groups = {group.name.lower(): group for group in LoadedUnit.Group}
    units = load.units.all()
    if chosen := groups.get(request.GET.get("vis", "")):
        units = units.filter(group=chosen)
    page = page_of(request, units, 100)
    context = {
        "load": load,
        "page": page,
        "rows": load_wording.unit_rows(page.object_list),
        "shown": ",".join(str(unit.pk) for unit in page),
        "groups": [(name, group.label, counts["by_group"].get(group, 0)) for name, group in groups.items()],
        "vis": request.GET.get("vis", "") if chosen else "",
        "notes": [load_wording.file_note(note) for note in load.notes],
        **counts,
    }
    template = "directory/register_load.html#progress" if request.htmx else "directory/register_load.html"
    return render(request, template, context)


def ticks_of(request: HttpRequest) -> dict[str, list[int]]:
    """Which units the page showed, and which of them are ticked."""
    shown = request.POST.get("shown", "").split(",")
    ticked = request.POST.getlist("unit")
    return {name: [int(pk) for pk in pks if pk.isascii() and pk.isdigit() and len(pk) < 19]
            for name, pks in (("shown", shown[:500]), ("ticked", ticked[:500]))}  # fmt: skip


@require_POST
@open_to(Visibility.SECRETARIAT)
def tick_units(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the ticks of this page and go to the next."""
    actions.keep_ticks(load_for(request, pk), **ticks_of(request), by=request.user)
    side = request.POST.get("side", "1")
    side = side if side.isascii() and side.isdigit() else "1"
    vis = request.POST.get("vis", "")
    query = {"side": side} | ({"vis": vis} if vis.isalpha() else {})
    return redirect(reverse("directory:register_load", args=[pk], query=query))


@require_POST
@open_to(Visibility.SECRETARIAT)
def take_in(request: HttpRequest, pk: int) -> HttpResponse:
    load = load_for(request, pk)
    try:
        actions.keep_ticks(load, **ticks_of(request), by=request.user)
        actions.take_in_units(load, by=request.user)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    return redirect("directory:register_load", pk)


@require_POST
@open_to(Visibility.SECRETARIAT)
def go_on_searching(request: HttpRequest, pk: int) -> HttpResponse:
    actions.continue_search(load_for(request, pk), by=request.user)
    return redirect("directory:register_load", pk)


@require_POST
@open_to(Visibility.SECRETARIAT)
def drop_load(request: HttpRequest, pk: int) -> HttpResponse:
    actions.drop_load(load_for(request, pk), by=request.user)
    return redirect("directory:register_loads")
