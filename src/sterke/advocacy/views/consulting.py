"""The members are asked about a consultation, answer by a link or signed in; the answers stand side by side."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sterke.core import links, sheets
from sterke.core.access import SIGNED_IN, open_to
from sterke.core.paths import path_to
from sterke.core.visibility import Visibility
from sterke.directory.models import Organisation, Person
from sterke.membership.views.doing import add_errors, bad_link, do

from .. import actions, mails_consultations, permissions, reports_consultations
from ..forms_asking import ReplyForm
from ..forms_consultations import AskCompaniesForm
from ..models import Consultation
from ..reports_mandate import named_in
from .consultations import anybody, consultation_for, may_read_answers
from .finding import answer_form, page


@page
@open_to(SIGNED_IN)
def ask_companies(request: HttpRequest, pk: int) -> HttpResponse:
    """Until when, and whom; then each who signs for a company gets a mail with a link."""
    row = consultation_for(request, pk)
    form = AskCompaniesForm(request.POST or None, row, request.user)

    def act() -> str:
        count = actions.ask_companies(row, **form.cleaned_data, by=request.user)
        said = ngettext("%(count)s letter is on its way.", "%(count)s letters are on their way.", count)
        messages.success(request, said % {"count": count})
        return path_to("advocacy:replies", pk)

    lead = _("Those who sign for a company get a mail, else its main contact. No sign-in, two minutes.")
    back = (str(row), row.get_absolute_url())
    return answer_form(request, form, act, title=_("Ask the members"), back=back, lead=lead, button=_("Send"))


@never_cache
@require_safe
@open_to(SIGNED_IN)
def replies(request: HttpRequest, pk: int) -> HttpResponse:
    """What each company says, question by question; and who is silent."""
    row = consultation_for(request, pk, may_read_answers)
    silent = reports_consultations.silent(row) if row.asked_on else []
    context = {
        "consultation": row,
        "side_by_side": reports_consultations.answers_side_by_side(row),
        "ground": reports_consultations.ground_of(row),
        "silent": silent,
        "closed": reports_consultations.closed(row),
        "leads": permissions.can_lead_asking(request.user, row),
        "reminded": actions.last_reminded_of(row),
        "trail": [(_("Consultations"), path_to("advocacy:consultations")), (str(row), row.get_absolute_url())],
    }
    return render(request, "advocacy/replies.html", context)


@require_safe
@open_to(SIGNED_IN)
def replies_file(request: HttpRequest, pk: int, ending: str) -> HttpResponse:
    row = consultation_for(request, pk, may_read_answers)
    return sheets.as_file(reports_consultations.sheet(row), f"horing-{pk}-svar", ending)


@require_POST
@open_to(SIGNED_IN)
def remind_companies(request: HttpRequest, pk: int) -> HttpResponse:
    row = consultation_for(request, pk)
    act = lambda: actions.remind_companies(row, by=request.user)  # noqa: E731
    said = _("A friendly reminder is on its way to those who are silent.")
    return do(request, act, said=said, to=path_to("advocacy:replies", pk))


@never_cache
@page
@open_to(Visibility.PUBLIC)
def reply(request: HttpRequest, token: str) -> HttpResponse:
    """What a company says, by the link in the mail. GET shows, POST acts; one may change one's mind."""
    try:
        link, row = links.read(token, mails_consultations.REPLY)
    except links.LinkProblem as problem:
        return bad_link(request, problem)
    company, person = named_in(link.details)
    why = reports_consultations.refusal(row, company, person)
    if why or company is None or person is None:
        return render(request, "advocacy/asking_closed.html", {"why": why}, status=410)
    return answer(request, row, company, person, by_link=True)


@never_cache
@page
@open_to(SIGNED_IN)
def reply_for(request: HttpRequest, pk: int, company: str) -> HttpResponse:
    """The same for whoever is signed in and answers for a company."""
    row = consultation_for(request, pk, anybody)
    companies = reports_consultations.companies_to_answer(request.user, row)
    chosen = next((each for each in companies if each.slug == company), None)
    if chosen is None:
        raise Http404
    return answer(request, row, chosen, request.user.person, by_link=False)  # type: ignore[union-attr]


def answer(
    request: HttpRequest, row: Consultation, company: Organisation, person: Person, *, by_link: bool
) -> HttpResponse:
    earlier: Any = row.replies.filter(organisation=company).first()  # type: ignore[attr-defined]
    # A link may have been forwarded: it does not show what was said before.
    given = {each.question_id: each for each in earlier.answers.all()} if earlier and not by_link else {}
    may_quote = bool(earlier and earlier.may_quote)
    form = ReplyForm(request.POST or None, row.questions.all(), given, may_quote=may_quote)  # type: ignore[attr-defined]
    if form.is_valid():
        try:
            actions.reply(row, company, answers=form.answers, may_quote=form.cleaned_data["may_quote"], person=person)
        except ValidationError as problem:
            add_errors(form, problem)
        else:
            messages.success(request, _("Thank you. It is on the desk of whoever writes our answer."))
            return redirect(request.path if by_link else row)
    context = {
        "form": form,
        "consultation": row,
        "company": company,
        "holder": person.name if by_link else "",
        "earlier": earlier,
    }
    return render(request, "advocacy/reply.html", context, status=422 if form.errors else 200)
