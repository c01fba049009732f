"""What others do to a case: entries of its story, stages, stands. One way to put in, change and strike out."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from sterke.core.access import SIGNED_IN, open_to
from sterke.membership.views.doing import do

from .. import actions
from ..forms import EntryForm, StandForm, StepForm
from ..models import AdvocacyCase, CaseEntry, CaseStep, Stakeholding
from .finding import answer_form, case_for, page

KINDS: dict[str, tuple[Any, Any, Any]] = {
    "hendelse": (CaseEntry, EntryForm, _("Something that happened")),
    "steg": (CaseStep, StepForm, _("A stage of the public process")),
    "stand": (Stakeholding, StandForm, _("Where somebody stands")),
}


def form_for(request: HttpRequest, kind: str, row: Any) -> Any:
    _model, form, _title = KINDS[kind]
    more = {"user": request.user} if form is not StepForm else {}
    return form(request.POST or None, instance=row, **more)


def known(kind: str) -> tuple[Any, Any, Any]:
    if kind not in KINDS:
        raise Http404
    return KINDS[kind]


@page
@open_to(SIGNED_IN)
def new_row(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    model, _form, title = known(kind)
    case = case_for(request, slug)
    return put(request, case, kind, model(case=case), str(title))


@page
@open_to(SIGNED_IN)
def row(request: HttpRequest, slug: str, kind: str, pk: int) -> HttpResponse:
    model, _form, title = known(kind)
    case = case_for(request, slug)
    found = get_object_or_404(model.objects.visible_to(request.user), case=case, pk=pk)
    return put(request, case, kind, found, str(title), strikes=True)


def put(request: HttpRequest, case: AdvocacyCase, kind: str, found: Any, title: str, **more: Any) -> HttpResponse:
    form = form_for(request, kind, found)

    def act() -> str:
        actions.put(form.instance, by=request.user)
        messages.success(request, _t("Saved."))
        return case.get_absolute_url()

    more |= {"case": case, "kind": kind, "pk": found.pk}
    return answer_form(request, form, act, title=title, back=(str(case), case.get_absolute_url()), **more)


@require_POST
@open_to(SIGNED_IN)
def strike_row(request: HttpRequest, slug: str, kind: str, pk: int) -> HttpResponse:
    model, _form, _title = known(kind)
    case = case_for(request, slug)
    found = get_object_or_404(model.objects.visible_to(request.user), case=case, pk=pk)
    act = lambda: actions.strike_out(found, by=request.user)  # noqa: E731
    return do(request, act, said=_t("Struck out. History remembers."), to=case.get_absolute_url())
