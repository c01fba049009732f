"""What the cluster answers: written, approved by the chair by a link, delivered; and the letter as PDF."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sterke.core import links, pdf
from sterke.core.access import SIGNED_IN, open_to
from sterke.core.visibility import Visibility
from sterke.directory.models import Person
from sterke.membership.views.doing import add_errors, bad_link

from .. import actions, mails_consultations, permissions, reports_consultations
from .. import response_paper as papers
from ..forms_consultations import ApproveForm, DeliverForm, NoteApprovalForm, ResponseForm, SendForm
from ..models import Consultation, ConsultationResponse
from .consultations import anybody, consultation_for
from .finding import answer_form, page


def response_of(row: Consultation) -> ConsultationResponse:
    response: ConsultationResponse | None = getattr(row, "response", None)
    if response is None:
        raise Http404
    return response


@page
@open_to(SIGNED_IN)
def write_response(request: HttpRequest, pk: int) -> HttpResponse:
    row = consultation_for(request, pk)
    response = getattr(row, "response", None) or ConsultationResponse(consultation=row)
    form = ResponseForm(request.POST or None, instance=response)

    def act() -> str:
        if response.pk is None:
            actions.begin_response(form.instance, by=request.user)
        else:
            actions.edit_response(response, form=form, by=request.user)
        messages.success(request, _("Saved."))
        return row.get_absolute_url()

    seen = response.status in (response.Status.WITH_CHAIR, response.Status.APPROVED)
    lead = (
        _("Other words than the chair has seen go to the chair again.")
        if seen
        else _("Nobody but us and the board sees it yet.")
    )
    back = (str(row), row.get_absolute_url())
    return answer_form(request, form, act, title=_("What we answer"), back=back, lead=lead)


@page
@open_to(SIGNED_IN)
def send_to_chair(request: HttpRequest, pk: int) -> HttpResponse:
    row = consultation_for(request, pk)
    response = response_of(row)
    form = SendForm(request.POST or None)

    def act() -> str:
        actions.send_to_chair(response, **form.cleaned_data, by=request.user)
        messages.success(request, _("A letter is on its way, with a link to say yes by."))
        return row.get_absolute_url()

    back = (str(row), row.get_absolute_url())
    return answer_form(request, form, act, title=_("Ask for approval"), back=back, button=_("Send"))


@page
@open_to(SIGNED_IN)
def note_approval(request: HttpRequest, pk: int) -> HttpResponse:
    row = consultation_for(request, pk)
    response = response_of(row)
    if not permissions.can_adopt(request.user):
        raise Http404
    form = NoteApprovalForm(request.POST or None)

    def act() -> str:
        actions.note_approval(response, **form.cleaned_data, by=request.user)
        messages.success(request, _("Noted."))
        return row.get_absolute_url()

    lead = _("In a board meeting, or on the phone. History says that you wrote it down.")
    back = (str(row), row.get_absolute_url())
    return answer_form(request, form, act, title=_("It is approved"), back=back, lead=lead)


@page
@open_to(SIGNED_IN)
def deliver(request: HttpRequest, pk: int) -> HttpResponse:
    row = consultation_for(request, pk)
    response = response_of(row)
    initial = {"day": response.delivered_on, "how": response.delivered_how, "visibility": response.visibility}
    form = DeliverForm(request.POST or None, initial={name: value for name, value in initial.items() if value})

    def act() -> str:
        actions.deliver(response, **form.cleaned_data, by=request.user)
        messages.success(request, _("Noted. It stands in the story of the case."))
        return row.get_absolute_url()

    back = (str(row), row.get_absolute_url())
    return answer_form(request, form, act, title=_("It is delivered"), back=back)


@never_cache
@page
@open_to(Visibility.PUBLIC)
def approve(request: HttpRequest, token: str) -> HttpResponse:
    """The chair's word, by the link in the mail. GET shows, POST acts."""
    try:
        link, response = links.read(token, mails_consultations.APPROVAL)
    except links.LinkProblem as problem:
        return bad_link(request, problem)
    person = Person.objects.filter(pk=link.details.get("person", 0), merged_into=None).first()
    if done := actions.said_already(response, person):
        return render(request, "advocacy/asking_closed.html", {"why": done, "done": True})
    why = actions.why_not_approve(response, person)
    if why or person is None:
        return render(request, "advocacy/asking_closed.html", {"why": why}, status=410)
    return say(request, response, person, by_link=True)


@never_cache
@page
@open_to(SIGNED_IN)
def approve_signed_in(request: HttpRequest, pk: int) -> HttpResponse:
    """The same for one of the board who is signed in."""
    response = response_of(consultation_for(request, pk, anybody))
    person = getattr(request.user, "person", None)
    if person is None or actions.why_not_approve(response, person):
        raise Http404
    return say(request, response, person, by_link=False)


def say(request: HttpRequest, response: ConsultationResponse, person: Person, *, by_link: bool) -> HttpResponse:
    row = response.consultation
    form = ApproveForm(request.POST or None, initial={"seen": response.version})
    if form.is_valid():
        cleaned = form.cleaned_data
        try:
            if cleaned["verdict"] == "yes":
                actions.approve(response, person=person, seen=cleaned["seen"])
            else:
                actions.send_back(response, person=person, seen=cleaned["seen"], remark=cleaned["remark"])
        except ValidationError as problem:
            if getattr(problem, "code", "") == "changed":
                messages.error(request, problem.message)
                return redirect(request.path)
            add_errors(form, problem)
        else:
            messages.success(request, _("Thank you. Whoever sees to it has got word."))
            return redirect(request.path if by_link else row)
    context: dict[str, Any] = {
        "form": form, "response": response, "consultation": row,
        "holder": person.name if by_link else "",
        "ground": reports_consultations.ground_of(row),
    }  # fmt: skip
    return render(request, "advocacy/approve.html", context, status=422 if form.errors else 200)


@require_safe
@open_to(Visibility.PUBLIC)
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Our answer as a letter, for whoever may see it."""
    row = consultation_for(request, pk, anybody)
    response = reports_consultations.response_seen(request.user, row)
    if response is None:
        raise Http404
    try:
        body = papers.letter(response)
    except pdf.NotSet:
        messages.error(request, _("The paper could not be made just now. Try again in a minute."))
        return redirect(row)
    return pdf.as_attachment(body, f"horingssvar-{pk}")
