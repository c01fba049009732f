"""Consultations: what runs, what we answered; one of them; and what whoever owns it does with it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sterke.core.access import SIGNED_IN, open_to
from sterke.core.activity import history_of
from sterke.core.pages import same_for_visitors
from sterke.core.paging import page_of
from sterke.core.paths import path_to
from sterke.core.visibility import Visibility
from sterke.directory import actions as directory
from sterke.directory.models import Organisation
from sterke.membership.views.doing import do

from .. import actions, permissions, reports_consultations, told
from ..forms_consultations import ConsultationForm, DocumentForm, LetGoForm, cases_to_lead
from ..models import Consultation, ConsultationDocument, RadarHit
from ..naming import give_askers
from .finding import answer_form, page

PER_PAGE = 30


@require_safe
@open_to(Visibility.PUBLIC)
@same_for_visitors
def consultations(request: HttpRequest) -> HttpResponse:
    """What waits for our word, and what we have said."""
    user: Any = request.user
    running = give_askers(user, reports_consultations.running(user))
    counts = reports_consultations.answered_by_consultation(row.pk for row in running) if running else {}
    part = page_of(request, reports_consultations.answered(user), PER_PAGE)
    give_askers(user, [response.consultation for response in part.object_list])
    context = {
        "card": told.consultations_card(),
        "running": [(row, counts.get(row.pk, 0)) for row in running],
        "part": part,
        "let_go": give_askers(user, reports_consultations.let_go(user)) if user.is_authenticated else [],
        "can_start": permissions.leads_any(user),
        "sees_audience": user.is_authenticated and user.is_member,
        "trail": [(_("Cases"), path_to("advocacy:cases"))],
    }
    return render(request, "advocacy/consultations.html", context)


def consultation_for(
    request: HttpRequest, pk: int, may: Callable[[Any, Any], bool] = permissions.can_lead_asking
) -> Consultation:
    row = get_object_or_404(reports_consultations.ROWS.visible_to(request.user), pk=pk)
    give_askers(request.user, [row])
    if not may(request.user, row):
        raise Http404
    return row


def anybody(user: Any, row: Any) -> bool:
    return True


@require_safe
@open_to(Visibility.PUBLIC)
@same_for_visitors
def consultation(request: HttpRequest, pk: int) -> HttpResponse:
    user: Any = request.user
    row = consultation_for(request, pk, anybody)
    leads = permissions.can_lead_asking(user, row)
    response = reports_consultations.response_seen(user, row)
    context = {
        "consultation": row,
        "card": told.consultation(row),
        "cases": list(row.cases.visible_to(user)),  # type: ignore[attr-defined]
        "documents": list(row.documents.all()),  # type: ignore[attr-defined]
        "questions": list(row.questions.all()) if user.is_authenticated else [],  # type: ignore[attr-defined]
        "response": response,
        "ground": reports_consultations.ground_of(row) if response or leads else None,
        "answers_for": reports_consultations.companies_to_answer(user, row) if user.is_authenticated else [],
        "waits_for_me": response is not None and actions.why_not_approve(response, getattr(user, "person", None)) == "",
        "sees_audience": user.is_authenticated and user.is_member,
        "trail": [(_("Cases"), path_to("advocacy:cases")), (_("Consultations"), path_to("advocacy:consultations"))],
        **what_may_be_done(user, row, leads=leads),
    }
    return render(request, "advocacy/consultation.html", context)


def may_read_answers(user: Any, row: Consultation) -> bool:
    """Those who lead it, and the board."""
    return permissions.can_lead_asking(user, row) or (user.is_authenticated and user.is_board)


def what_may_be_done(user: Any, row: Consultation, *, leads: bool) -> dict[str, Any]:
    settled = getattr(row, "response", None) is not None and row.response.is_settled  # type: ignore[attr-defined]
    return {
        "leads": leads,
        "sees_answers": may_read_answers(user, row),
        "open": leads and not row.dropped_on and not settled,
        "closed": reports_consultations.closed(row),
        "frozen": leads and row.replies.exists(),  # type: ignore[attr-defined]
        "asked": reports_consultations.asked_companies(row).count() if leads and row.asked_on else 0,
        "approves": permissions.can_adopt(user),
        "history": history_of(row, user) if leads else [],
    }


@page
@open_to(SIGNED_IN)
def take_up(request: HttpRequest) -> HttpResponse:
    """Begin on one: as it came by post, or as the radar found it."""
    if not permissions.leads_any(request.user):
        raise Http404
    hit = hit_for(request)
    form = ConsultationForm(
        request.POST or None, user=request.user, instance=Consultation(), initial=first_facts(request, hit)
    )

    def act() -> str:
        row = with_authority(form, request.user)
        made = actions.take_up(row, cases=list(form.cleaned_data["cases"]), hit=hit, by=request.user)
        messages.success(request, _("Taken up. Now the questions to the members, or what we answer."))
        return made.get_absolute_url()

    back = (_("Consultations"), path_to("advocacy:consultations"))
    lead = _("Who asks, about what, by when? The rest can wait.")
    return answer_form(request, form, act, title=_("Take up a consultation"), back=back, lead=lead)


def hit_for(request: HttpRequest) -> RadarHit | None:
    wanted = request.GET.get("treff", "")
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 10):
        return None
    hit = RadarHit.objects.visible_to(request.user).filter(pk=wanted).select_related("item", "case__owner").first()
    return hit if hit and permissions.can_lead(request.user, hit.case) else None


def first_facts(request: HttpRequest, hit: RadarHit | None) -> dict[str, Any]:
    person = getattr(request.user, "person", None)
    owner = person.pk if person else None
    if hit is None:
        asked = [slug[:80] for slug in request.GET.getlist("sak")[:5]]
        return {"cases": list(cases_to_lead(request.user).filter(slug__in=asked)) if asked else [], "owner": owner}
    item = hit.item
    return {
        "title": item.title[:300], "deadline_day": item.deadline, "cases": [hit.case], "url": item.url,
        "reference": item.reference[:120], "owner": hit.case.owner or owner, "visibility": Visibility.MEMBERS,
    }  # fmt: skip


def with_authority(form: ConsultationForm, user: Any) -> Consultation:
    """The row of the form; an authority that is not in the directory is put there."""
    row: Consultation = form.instance
    if name := form.cleaned_data.get("authority_new"):
        facts = {"kind": Organisation.Kind.OTHER, "visibility": Visibility.PUBLIC}
        row.authority = directory.create_organisation(name=name, by=user, **facts)
    return row


@page
@open_to(SIGNED_IN)
def edit_consultation(request: HttpRequest, pk: int) -> HttpResponse:
    row = consultation_for(request, pk)
    form = ConsultationForm(request.POST or None, instance=row, user=request.user)

    def act() -> str:
        with_authority(form, request.user)
        actions.edit_consultation(row, form=form, by=request.user)
        messages.success(request, _("Saved."))
        return row.get_absolute_url()

    back = (str(row), row.get_absolute_url())
    return answer_form(request, form, act, title=_("Change the consultation"), back=back)


@page
@open_to(SIGNED_IN)
def new_document(request: HttpRequest, pk: int) -> HttpResponse:
    row = consultation_for(request, pk)
    form = DocumentForm(request.POST or None, instance=ConsultationDocument(consultation=row))

    def act() -> str:
        actions.put_document(form.instance, by=request.user)
        messages.success(request, _("Saved."))
        return row.get_absolute_url()

    back = (str(row), row.get_absolute_url())
    return answer_form(request, form, act, title=_("A document of the consultation"), back=back)


@require_POST
@open_to(SIGNED_IN)
def strike_document(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    about = consultation_for(request, pk)
    found = get_object_or_404(ConsultationDocument, consultation=about, pk=row)
    act = lambda: actions.strike_document(found, by=request.user)  # noqa: E731
    return do(request, act, said=_("Struck out. History remembers."), to=about.get_absolute_url())


@page
@open_to(SIGNED_IN)
def let_go(request: HttpRequest, pk: int) -> HttpResponse:
    row = consultation_for(request, pk)
    form = LetGoForm(request.POST or None)

    def act() -> str:
        actions.let_go(row, **form.cleaned_data, by=request.user)
        messages.success(request, _("Let go. It stands with the reason."))
        return row.get_absolute_url()

    back = (str(row), row.get_absolute_url())
    return answer_form(request, form, act, title=_("We do not answer"), back=back)


@require_POST
@open_to(SIGNED_IN)
def pick_up_again(request: HttpRequest, pk: int) -> HttpResponse:
    row = consultation_for(request, pk)
    act = lambda: actions.pick_up_again(row, by=request.user)  # noqa: E731
    return do(request, act, said=_("It is picked up again."), to=row.get_absolute_url())
