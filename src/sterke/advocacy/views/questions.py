"""The questions of a consultation, and those to the parties: one way to put in, change and strike out."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sterke.core.access import SIGNED_IN, open_to
from sterke.membership.views.doing import do

from .. import actions
from ..forms_asking import PartyQuestionForm, QuestionForm
from ..models import AskedQuestion, ConsultationQuestion, PartyQuestion
from .consultations import consultation_for
from .finding import answer_form, page
from .parties import questionnaire_for


@page
@open_to(SIGNED_IN)
def new_question(request: HttpRequest, pk: int) -> HttpResponse:
    question = ConsultationQuestion(consultation=consultation_for(request, pk))
    return put(request, question, QuestionForm(request.POST or None, instance=question))


@page
@open_to(SIGNED_IN)
def edit_question(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    question = get_object_or_404(ConsultationQuestion, consultation=consultation_for(request, pk), pk=row)
    return put(request, question, QuestionForm(request.POST or None, instance=question))


@require_POST
@open_to(SIGNED_IN)
def strike_question(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    return strike(request, get_object_or_404(ConsultationQuestion, consultation=consultation_for(request, pk), pk=row))


@page
@open_to(SIGNED_IN)
def new_party_question(request: HttpRequest, pk: int) -> HttpResponse:
    question = PartyQuestion(questionnaire=questionnaire_for(request, pk))
    return put(request, question, PartyQuestionForm(request.POST or None, instance=question, user=request.user))


@page
@open_to(SIGNED_IN)
def edit_party_question(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    question = get_object_or_404(PartyQuestion, questionnaire=questionnaire_for(request, pk), pk=row)
    return put(request, question, PartyQuestionForm(request.POST or None, instance=question, user=request.user))


@require_POST
@open_to(SIGNED_IN)
def strike_party_question(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    return strike(request, get_object_or_404(PartyQuestion, questionnaire=questionnaire_for(request, pk), pk=row))


def put(request: HttpRequest, question: AskedQuestion, form: Any) -> HttpResponse:
    about: Any = actions.owner_of(question)
    if actions.has_answers(about) and request.method != "POST":
        raise Http404

    def act() -> str:
        actions.put_question(form.instance, by=request.user)
        messages.success(request, _("Saved."))
        return about.get_absolute_url()

    return answer_form(request, form, act, title=_("A question"), back=(str(about), about.get_absolute_url()))


def strike(request: HttpRequest, question: AskedQuestion) -> HttpResponse:
    act = lambda: actions.strike_question(question, by=request.user)  # noqa: E731
    to = actions.owner_of(question).get_absolute_url()
    return do(request, act, said=_("Struck out. History remembers."), to=to)
