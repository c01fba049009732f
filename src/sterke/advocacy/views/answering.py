"""A party answers by its link, or the office takes in what came by letter."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from sterke.core import links
from sterke.core.access import SIGNED_IN, open_to
from sterke.core.visibility import Visibility
from sterke.membership.views.doing import add_errors, bad_link

from .. import actions, mails_parties
from ..forms_asking import NotedAnswerForm, PartyAnswerForm
from ..models import AskedParty
from .finding import answer_form, page
from .parties import questionnaire_for


def given_by(asked: AskedParty) -> dict[int, Any]:
    return {each.question_id: each for each in asked.answers.all()}  # type: ignore[attr-defined]


@never_cache
@page
@open_to(Visibility.PUBLIC)
def answer_as_party(request: HttpRequest, token: str) -> HttpResponse:
    """What a party says, by the link in its letter. GET shows, POST acts; it may change its mind until the last day."""
    try:
        _link, asked = links.read(token, mails_parties.PURPOSE)
    except links.LinkProblem as problem:
        return bad_link(request, problem)
    row = asked.questionnaire
    if why := actions.why_closed(row):
        return render(request, "advocacy/asking_closed.html", {"why": why}, status=410)
    form = PartyAnswerForm(request.POST or None, row.questions.all(), given_by(asked))
    form.initial["answered_by"] = asked.answered_by
    if form.is_valid():
        try:
            actions.answer_as_party(asked, answers=form.answers, answered_by=form.cleaned_data["answered_by"])
        except ValidationError as problem:
            add_errors(form, problem)
        else:
            messages.success(request, _("Thank you. It stands as you wrote it."))
            return redirect(request.path)
    context = {"form": form, "asked": asked, "questionnaire": row, "holder": str(asked.party)}
    return render(request, "advocacy/party_answer.html", context, status=422 if form.errors else 200)


@page
@open_to(SIGNED_IN)
def note_answer(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Word by word what a party has answered some other way."""
    about = questionnaire_for(request, pk)
    asked = get_object_or_404(AskedParty.objects.select_related("party"), questionnaire=about, pk=row)
    form = NotedAnswerForm(request.POST or None, about.questions.all(), given_by(asked))  # type: ignore[attr-defined]
    form.initial |= {"answered_by": asked.answered_by, "source": asked.source}

    def act() -> str:
        facts = {name: form.cleaned_data[name] for name in ("answered_by", "source")}
        actions.note_answer(asked, answers=form.answers, **facts, by=request.user)
        messages.success(request, _("Noted, as it was given."))
        return about.get_absolute_url()

    lead = _("Word by word. Nobody changes what a party has said.")
    title = _("What %(party)s answers") % {"party": asked.party}
    return answer_form(request, form, act, title=title, back=(str(about), about.get_absolute_url()), lead=lead)
