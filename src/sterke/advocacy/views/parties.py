"""What the parties answer before an election: the page everyone reads, and what whoever owns it does."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from sterke.core import sheets
from sterke.core.access import SIGNED_IN, open_to
from sterke.core.activity import history_of
from sterke.core.pages import same_for_visitors
from sterke.core.paths import path_to
from sterke.core.visibility import Visibility
from sterke.membership.views.doing import do

from .. import actions, permissions, reports_parties, told
from ..forms_asking import AskedPartyForm, AskPartiesForm
from ..forms_consultations import QuestionnaireForm
from ..models import AskedParty, Questionnaire
from .finding import answer_form, page


@require_safe
@open_to(Visibility.PUBLIC)
@same_for_visitors
def questionnaires(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    context = {
        "card": told.questionnaires_card(),
        "rows": list(reports_parties.questionnaires(user)),
        "can_start": permissions.can_start_case(user),
        "trail": [(_("Cases"), path_to("advocacy:cases"))],
    }
    return render(request, "advocacy/questionnaires.html", context)


@require_safe
@open_to(Visibility.PUBLIC)
@same_for_visitors
def questionnaire(request: HttpRequest, pk: int) -> HttpResponse:
    """Question by question, each party beside the others; silence as silence."""
    user: Any = request.user
    row = get_object_or_404(reports_parties.ROWS.visible_to(user), pk=pk)
    asked = reports_parties.asked_in(row)
    leads = permissions.can_lead_asking(user, row)
    context = {
        "questionnaire": row,
        "card": told.questionnaire(row),
        "asked": asked,
        "silent": [each for each in asked if each.is_silent],
        "side_by_side": (side_by_side := reports_parties.answers_side_by_side(row, asked)),
        "questions": [each.question for each in side_by_side],
        "leads": leads,
        "closed": actions.why_closed(row),
        "frozen": any(not each.is_silent for each in asked),
        "history": history_of(row, user) if leads else [],
        "trail": [(_("What the parties answer"), path_to("advocacy:questionnaires"))],
    }
    return render(request, "advocacy/questionnaire.html", context)


def questionnaire_for(request: HttpRequest, pk: int) -> Questionnaire:
    row = get_object_or_404(reports_parties.ROWS.visible_to(request.user), pk=pk)
    if not permissions.can_lead_asking(request.user, row):
        raise Http404
    return row


@require_safe
@open_to(Visibility.PUBLIC)
def answers_file(request: HttpRequest, pk: int, ending: str) -> HttpResponse:
    row = get_object_or_404(reports_parties.ROWS.visible_to(request.user), pk=pk)
    return sheets.as_file(reports_parties.sheet(row), f"partiene-{pk}", ending)


@page
@open_to(SIGNED_IN)
def start_questionnaire(request: HttpRequest) -> HttpResponse:
    if not permissions.can_start_case(request.user):
        raise Http404
    form = QuestionnaireForm(request.POST or None, instance=Questionnaire(), user=request.user)

    def act() -> str:
        made = actions.start_questionnaire(form.instance, by=request.user)
        messages.success(request, _("Begun. Now the questions, and the parties."))
        return made.get_absolute_url()

    back = (_("What the parties answer"), path_to("advocacy:questionnaires"))
    lead = _("The same questions to all. The answers stand side by side as they are given.")
    return answer_form(request, form, act, title=_("Ask the parties"), back=back, lead=lead)


@page
@open_to(SIGNED_IN)
def edit_questionnaire(request: HttpRequest, pk: int) -> HttpResponse:
    row = questionnaire_for(request, pk)
    form = QuestionnaireForm(request.POST or None, instance=row, user=request.user)

    def act() -> str:
        actions.edit_questionnaire(row, form=form, by=request.user)
        messages.success(request, _("Saved."))
        return row.get_absolute_url()

    back = (str(row), row.get_absolute_url())
    return answer_form(request, form, act, title=_("Change what stands"), back=back)


@page
@open_to(SIGNED_IN)
def put_party(request: HttpRequest, pk: int, row: int = 0) -> HttpResponse:
    """A party to ask, or another address for one that is asked."""
    about = questionnaire_for(request, pk)
    asked = get_object_or_404(AskedParty, questionnaire=about, pk=row) if row else AskedParty(questionnaire=about)
    form = AskedPartyForm(request.POST or None, instance=asked, user=request.user)

    def act() -> str:
        actions.put_party(form.instance, by=request.user)
        messages.success(request, _("Saved."))
        return about.get_absolute_url()

    return answer_form(request, form, act, title=_("A party to ask"), back=(str(about), about.get_absolute_url()))


@require_POST
@open_to(SIGNED_IN)
def strike_party(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    about = questionnaire_for(request, pk)
    asked = get_object_or_404(AskedParty, questionnaire=about, pk=row)
    act = lambda: actions.strike_party(asked, by=request.user)  # noqa: E731
    return do(request, act, said=_("Struck out. History remembers."), to=about.get_absolute_url())


@page
@open_to(SIGNED_IN)
def ask_parties(request: HttpRequest, pk: int) -> HttpResponse:
    row = questionnaire_for(request, pk)
    form = AskPartiesForm(request.POST or None, initial={"answer_by": row.answer_by} if row.answer_by else {})

    def act() -> str:
        count = actions.ask_parties(row, **form.cleaned_data, by=request.user)
        said = ngettext("%(count)s letter is on its way.", "%(count)s letters are on their way.", count)
        messages.success(request, said % {"count": count})
        return row.get_absolute_url()

    back = (str(row), row.get_absolute_url())
    return answer_form(request, form, act, title=_("Ask the parties"), back=back, button=_("Send"))


@require_POST
@open_to(SIGNED_IN)
def remind_parties(request: HttpRequest, pk: int) -> HttpResponse:
    row = questionnaire_for(request, pk)
    act = lambda: actions.remind_parties(row, by=request.user)  # noqa: E731
    said = _("A friendly reminder is on its way to those who are silent.")
    return do(request, act, said=said, to=row.get_absolute_url())


@require_POST
@open_to(SIGNED_IN)
def publish_answers(request: HttpRequest, pk: int) -> HttpResponse:
    row = questionnaire_for(request, pk)
    act = lambda: actions.publish_answers(row, by=request.user)  # noqa: E731
    return do(request, act, said=_("Published. Everyone may read it."), to=row.get_absolute_url())
